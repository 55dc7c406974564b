"use strict";
/** What a view says of a region, in the words and numbers of the language. */
mapper.values = (() => {
  const { data, state, t, w, number } = mapper;
  const HIDDEN = new Set(["suppressed", "not_applicable", "not_mentioned"]);
  const blank = data.places.map(() => null);
  for (const one of data.views) {
    for (const column of /** @type {const} */ (["value", "lo", "hi", "n", "status", "group"])) if (!one[column]) one[column] = blank;
    Object.assign(one, { ...data.legends[one.legend], ...one });
    const numbers = one.value.filter((value) => typeof value === "number").sort((a, b) => b - a);
    const place = new Map();
    numbers.forEach((value, i) => place.has(value) || place.set(value, i + 1));
    one.ranked = numbers.length;
    one.rank = one.value.map((value) => (typeof value === "number" ? place.get(value) : null));
    const measured = data.measures[one.measure];
    one.texts = measured.kind === "category";
    measured.sure ||= one.lo.some((low) => low !== null);
  }

  /** The key of the indicator that is shown: the address's, else the first. */
  const key = () => (Object.hasOwn(data.measures, state.m) ? state.m : Object.keys(data.measures)[0]);
  const measure = (one = view()) => data.measures[one.measure];

  /** The views of an indicator. @type {Values["views"]} */
  const views = (of = key()) => data.views.filter((one) => one.measure === of);

  /** @param {string[]} list */
  const unique = (list) => [...new Set(list)];
  const sectors = () => unique(views().map((one) => one.sector));
  const periods = () => unique(views().map((one) => one.period)).sort();

  /** The view of an indicator that is nearest to what is chosen. @type {Values["view"]} */
  function view(of = key()) {
    const all = views(of);
    const there = all.filter((one) => one.sector === state.s);
    const some = there.length ? there : all.filter((one) => one.sector === all[0].sector);
    return some.find((one) => one.period === state.t) || some[0];
  }

  /** @type {Values["period"]} */
  const period = (one = view()) => w(data.periods[one.period]) || one.period;

  /** Whether a view rests on data that are made up. @type {Values["made"]} */
  const made = (one) => measure(one).sources.some((at) => data.about.sources[at].sample);

  /** What a view shows, in words. @type {Values["title"]} */
  function title(one = view()) {
    const parts = [w(measure(one).title)];
    if (sectors().length > 1 || one.sector !== "all") parts.push(w(data.sectors[one.sector]));
    return [...parts, period(one)].filter(Boolean).join(", ");
  }

  /** The unit behind a number, with a space before it; in brackets where it begins with a number itself. @type {Values["unit"]} */
  function unit(one = view()) {
    const text = measure(one).kind === "quotient" ? "" : w(measure(one).unit);
    if (/^\d/.test(text)) return ` (${text})`;
    return text && (/^\W/.test(text) && text.length < 2 ? "\u00a0" + text : " " + text);
  }

  /** @param {string | null} code */
  const status = (code) => (code && t("statuses." + code)) || (code === "ok" ? "" : code || "");

  /** A category's words, else its own text. @type {Values["category"]} */
  const category = (code) => t("category." + code) || code;

  /** The swatch that stands for a region, or "" where it has a class. @type {Values["swatch"]} */
  function swatch(i, one = view()) {
    const told = one.value[i] === "not_mentioned" ? "not_mentioned" : one.status[i];
    if (told && HIDDEN.has(told)) return told;
    return one.value[i] === null ? "no_data" : "";
  }

  /** What tells the regions of one line of the legend from all others. @type {Values["line"]} */
  const line = (i, one = view()) => swatch(i, one) || String(one.group[i]);

  /** A region's value in words, without its unit. @type {Values["value"]} */
  function value(i, one = view()) {
    if (swatch(i, one)) return status(swatch(i, one));
    return one.texts ? category(one.value[i]) : number(one.value[i], one.digits);
  }

  /** The same with its unit. @type {Values["full"]} */
  const full = (i, one = view()) => value(i, one) + (swatch(i, one) || one.texts ? "" : unit(one));

  /** @type {Values["interval"]} */
  const interval = (i, { lo, hi, digits } = view()) => (lo[i] === null || hi[i] === null ? "" : `${number(lo[i], digits)} – ${number(hi[i], digits)}`);

  /** A remark on a value that is shown: an estimate, a zero. @type {Values["remark"]} */
  const remark = (i, one = view()) => (swatch(i, one) || one.status[i] === "ok" ? "" : status(one.status[i]));

  /**
   * The best and the worst rank that the intervals allow, as in measures/counts.py: a region surely stands above another
   * where its whole interval does; one without an interval has its value for both ends.
   * @type {Values["ranks"]}
   */
  function ranks(i, { value, lo, hi } = view()) {
    const [low, high] = [lo[i], hi[i]];
    if (value[i] === null || low === null || high === null) return "";
    const best = 1 + value.filter((own, at) => (lo[at] ?? own ?? NaN) > high).length;
    const worst = value.filter((own, at) => (hi[at] ?? own ?? NaN) >= low).length;
    return best < worst ? `${number(best)} – ${number(worst)}` : "";
  }

  /** @type {Values["rank"]} */
  function rank(i, one = view()) {
    const sure = ranks(i, one);
    return one.rank[i] === null ? "" : t("rank_of", { rank: number(one.rank[i]), of: number(one.ranked) }) + (sure && ` (${sure})`);
  }

  /**
   * How unsure a value is: 0, 1, 2, or 3 where it has no interval that would tell; null where that is not asked for.
   * Against a reference an interval that holds it is unsure; else by the coefficient of variation, at 16.5 % and 33.3 %
   * (Statistics Canada's marks).
   * @type {Values["doubt"]}
   */
  function doubt(i, one = view()) {
    if (!state.u || !measure(one).sure || swatch(i, one)) return null;
    if (one.lo[i] === null || one.hi[i] === null) return 3;
    if (one.reference !== null) return one.lo[i] <= one.reference && one.reference <= one.hi[i] ? 2 : 0;
    const variation = one.value[i] ? (one.hi[i] - one.lo[i]) / 3.92 / Math.abs(one.value[i]) : 1;
    return variation <= 0.165 ? 0 : variation <= 0.333 ? 1 : 2;
  }

  /** What the whole country comes to: its own value if no region lacks one, else the reference. @type {Values["country"]} */
  const country = (one = view()) => (one.national !== null && one.ranked === data.places.length ? one.national : one.reference);

  /** What all regions are seen against: all of them together, a reference, or at least their mean. @type {Values["typical"]} */
  function typical(one = view()) {
    if (country(one) !== null) return [country(one), one.national === null ? "reference" : "country_value"];
    if (one.national !== null) return [one.national, "known_value"];
    const known = one.value.filter((value) => typeof value === "number");
    return [known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null, "mean_value"];
  }

  /** A class's bounds in words. @type {Values["range"]} */
  function range(group, one = view()) {
    const { digits } = one;
    if (group.key) return w(group.label) || group.key;
    if (group.low === null && group.high === null) return "";
    if (group.low === null) return "≤ " + number(group.high, digits);
    if (group.high === null) return "> " + number(group.low, digits);
    const [low, high] = [number(group.low, digits), number(group.high, digits)];
    return low === high ? low : `${low} – ${high}`;
  }

  /** @type {Values["name"]} */
  const name = (i) => w(data.places[i].name);

  /** The regions by rank, or by category; those without a value come last, by name. @type {Values["order"]} */
  function order(one = view()) {
    /** @param {number} i @returns {number} */
    const first = (i) => (one.rank[i] !== null ? one.rank[i] : one.group[i] !== null ? one.group[i] : 1e9);
    const words = new Intl.Collator(mapper.language());
    return data.places.map((_, i) => i).sort((a, b) => first(a) - first(b) || words.compare(name(a), name(b)));
  }

  /** The hubs as they are known on the day that is shown; a view without a day shows the last. @type {Values["known"]} */
  function known(one = view()) {
    const days = unique(data.hubs.map((hub) => hub.as_of)).sort();
    const day = days.includes(one.period) ? one.period : days[days.length - 1];
    return data.hubs.filter((hub) => hub.as_of === day);
  }

  /** The hubs of a region. @type {Values["hubs"]} */
  const hubs = (i) => known().filter((hub) => hub.region === data.places[i].code);

  /** The region that is pinned, or -1. @type {Values["picked"]} */
  const picked = (code = state.r) => (code ? data.places.findIndex((place) => place.code === code) : -1);

  /** The lines of a region: its value, and how sure that is. @type {Values["told"]} */
  function told(i, one = view()) {
    const n = one.n[i] === null || one.texts ? "" : `${t("n")}: ${number(one.n[i])}`;
    return [full(i, one), remark(i, one), interval(i, one) && `${t("interval")}: ${interval(i, one)}`, n, rank(i, one)].filter(Boolean);
  }

  return { key, view, views, sectors, periods, period, made, title, measure, unit, value, full, interval, remark, rank, ranks, doubt, country, typical, range, swatch, line, order, name, hubs, known, category, picked, told };
})();
