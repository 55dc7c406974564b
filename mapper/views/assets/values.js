"use strict";
/** What a view says of a region, in the words and numbers of the language. */
mapper.values = (() => {
  const { data, state, t, w, number } = mapper;

  /** The view that is shown: the address's sector, else the first. */
  function view() {
    return data.views.find((one) => one.sector === state.s) || data.views[0];
  }

  function measure() {
    return data.measures[view().measure];
  }

  /** The unit behind a number, with a space before it unless it is a sign such as %. */
  function unit() {
    const text = measure().kind === "quotient" ? "" : w(measure().unit);
    return text && (/^\W/.test(text) && text.length < 2 ? "\u00a0" + text : " " + text);
  }

  function status(code) {
    return t("statuses." + code) || (code === "ok" ? "" : code);
  }

  /** A category's words, else its own text. */
  function category(key) {
    return t("category." + key) || key;
  }

  /** The swatch that stands for a region, or "" where it has a class. */
  function swatch(i) {
    const one = view();
    const told = one.value[i] === "not_mentioned" ? "not_mentioned" : one.status[i];
    if (["suppressed", "not_applicable", "not_mentioned"].includes(told)) return told;
    return one.value[i] === null ? "no_data" : "";
  }

  /** A region's value in words, without its unit. */
  function value(i) {
    const one = view();
    if (swatch(i)) return status(swatch(i));
    return typeof one.value[i] === "string" ? category(one.value[i]) : number(one.value[i], one.digits);
  }

  /** The same with its unit. */
  function full(i) {
    return value(i) + (swatch(i) || typeof view().value[i] === "string" ? "" : unit());
  }

  function interval(i) {
    const { lo, hi, digits } = view();
    return lo[i] === null || hi[i] === null ? "" : `${number(lo[i], digits)} – ${number(hi[i], digits)}`;
  }

  /** A remark on a value that is shown: an estimate, a zero. */
  function remark(i) {
    return swatch(i) || view().status[i] === "ok" ? "" : status(view().status[i]);
  }

  function rank(i) {
    const one = view();
    const of = one.rank.filter((place) => place !== null).length;
    return one.rank[i] === null ? "" : t("rank_of", { rank: number(one.rank[i]), of: number(of) });
  }

  /** A class's bounds in words. @param {Object} group */
  function range(group) {
    const { digits } = view();
    if (group.key) return w(group.label) || group.key;
    if (group.low === null && group.high === null) return "";
    if (group.low === null) return "≤ " + number(group.high, digits);
    if (group.high === null) return "> " + number(group.low, digits);
    const [low, high] = [number(group.low, digits), number(group.high, digits)];
    return low === high ? low : `${low} – ${high}`;
  }

  /** The fill of a region: its class's colour, or its swatch's pattern. */
  function fill(i, plain = false) {
    const one = view();
    const name = swatch(i);
    if (name) return plain ? data.swatches[name].ground : `url(#fill-${name})`;
    return one.groups[one.group[i]].colour;
  }

  /** The regions by rank, or by category; those without a value come last, by name. */
  function order() {
    const one = view();
    const key = (i) => (one.rank[i] !== null ? one.rank[i] : one.group[i] !== null ? one.group[i] : 1e9);
    const name = (i) => w(data.places[i].name);
    return data.places.map((_, i) => i).sort((a, b) => key(a) - key(b) || name(a).localeCompare(name(b), mapper.language()));
  }

  /** The hubs of a region. */
  function hubs(i) {
    return data.hubs.filter((hub) => hub.region === data.places[i].code);
  }

  return { view, measure, unit, value, full, interval, remark, rank, range, fill, swatch, order, hubs, category };
})();
