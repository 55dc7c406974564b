"use strict";
/** The legend: what each fill and sign means, how many regions have it, and which they are. */
mapper.legend = (() => {
  const { data, state, t, w, number, el } = mapper;
  const values = mapper.values;
  const { box, sign, hatched, pale, HATCHED, LEFT, STATUSES } = mapper.fills;
  /** The lines that can be chosen, by their keys: an address may name one of another legend. */
  const rows = new Set();
  /** The line that is pointed at, and the one that was let go and is not pointed at anew. */
  let [over, freed] = ["", ""];

  /** What a line of the legend means, as a test of a region. @param {string} key @returns {(i: number) => boolean} */
  function means(key, one = values.view()) {
    if (HATCHED.includes(key)) return (i) => one.status[i] === key && !values.swatch(i, one);
    if (key.startsWith("doubt-")) return (i) => String(values.doubt(i, one)) === key.slice(6);
    return (i) => values.line(i, one) === key;
  }

  /** Whether a region belongs to the line that is pointed at or kept (in another view: that is kept); all do where there is none. @param {number} i @param {View} [one] */
  function lit(i, one) {
    const key = (one ? [state.c] : [over, state.c]).find((chosen) => rows.has(chosen));
    return !key || means(key, one)(i);
  }

  function point(key = "") {
    if (key !== freed) freed = "";
    over = freed ? "" : key;
    mapper.map.paint();
  }

  /** Keep a line, or let it go: then it must fade nothing, though the focus, and on a phone the pointer, stay on it. @param {string} key */
  function choose(key) {
    const kept = state.c === key;
    mapper.set({ c: kept ? null : key });
    freed = kept ? key : "";
    point(key);
  }

  /** A line that highlights its regions, and keeps them when it is chosen. @param {Child} mark @param {string} text @param {string} key @param {string} [note] */
  function line(mark, text, key, note = "") {
    const test = means(key);
    const count = data.places.filter((_, i) => test(i)).length;
    const inside = [mark, el("span", { class: "range" }, text, note ? el("small", {}, note) : null), el("span", { class: "count" }, number(count))];
    if (!count) return el("li", { class: "zero" }, el("span", { class: "row" }, inside));
    rows.add(key);
    return el("li", {}, el("button", { type: "button", class: "row", "data-key": "c-" + key, "aria-pressed": String(state.c === key),
      mouseenter: () => point(key), mouseleave: () => point(), focus: () => point(key), blur: () => point(), click: () => choose(key) }, inside));
  }

  /** @param {View} view */
  function groups(view) {
    /** @param {Group} group */
    const around = (group) => view.reference !== null && (group.low === null || group.low < view.reference)
      && (group.high === null || view.reference <= group.high);
    return view.groups.map((group, i) => line(box(group.colour), values.range(group), String(i), around(group) ? t("middle") : ""));
  }

  /** "Not mentioned" belongs to rollouts; the other swatches stand in every legend. @param {View} view */
  function swatches(view) {
    const used = new Set(data.places.map((_, i) => values.swatch(i, view)));
    return Object.keys(data.swatches).filter((name) => used.has(name) || view.texts || name !== "not_mentioned")
      .map((name) => line(box(`url(#fill-${name})`), t("swatch." + name), name));
  }

  /** The hatchings that are needed, over white so that they are seen. */
  const unsure = () => HATCHED.filter((status) => data.places.some((_, i) => means(status)(i)))
    .map((status) => line(box(hatched("#ffffff", status)), t("hatch." + status), status));

  /** What the paleness means, where it is asked for. @param {View} view */
  function doubts(view) {
    if (!state.u || !values.measure().sure) return [];
    const kind = view.reference !== null ? "reference_" : "width_";
    const colour = view.groups.length ? view.groups[view.groups.length - 1].colour : "#777777";
    return LEFT.map((left, degree) => {
      const text = t("doubt." + kind + degree) || t("doubt." + degree);
      return text && line(box(pale(colour, left)), text, "doubt-" + degree);
    });
  }

  function hubs() {
    const shown = values.measure().hubs ? values.known() : [];
    return STATUSES.filter((status) => shown.some((hub) => hub.status === status)).map((status) =>
      el("li", {}, el("span", { class: "row" }, sign(status), el("span", { class: "range" }, values.category(status)),
        el("span", { class: "count" }, number(shown.filter((hub) => hub.status === status).length)))));
  }

  /** A list of the legend under a heading; nothing where it would be empty. @param {Child[]} lines */
  function list(lines, head = "", kind = "") {
    return lines.length ? [head ? el("h3", {}, head) : null, el("ul", { class: "keys " + kind }, lines)] : [];
  }

  function legend() {
    const view = values.view();
    const unit = w(values.measure().unit);
    rows.clear();
    return [
      el("h2", {}, w(values.measure().title)),
      unit && !view.texts ? el("p", { class: "unit" }, unit) : null,
      mapper.plot(view),
      list(groups(view)), list(doubts(view), t("sure")), list(unsure(), "", "missing"), list(swatches(view), "", "missing"), list(hubs(), t("hubs")),
      el("p", { class: "quiet" }, [t("counts"), view.note ? t("note." + view.note) : ""].filter(Boolean).join(". ")),
    ];
  }

  /** What is said of the classes under "How was this made?". */
  function notes() {
    const { scheme, note } = values.view();
    return [t("scheme." + scheme), scheme ? t("upper") : "", note ? t("note." + note) : ""].filter(Boolean);
  }

  /** What the swatches, the hatchings, the interval and n mean, in a sentence each. */
  function definitions() {
    const view = values.view();
    const one = (/** @type {Child} */ mark, /** @type {string} */ name, /** @type {string} */ key) => [el("dt", {}, mark, name), el("dd", {}, t("define." + key))];
    return [
      ...Object.keys(data.swatches).filter((key) => key !== "not_mentioned" || view.texts).map((key) => one(box(`url(#fill-${key})`), t("swatch." + key), key)),
      ...HATCHED.filter(() => !view.texts).map((key) => one(box(hatched("#ffffff", key)), t("hatch." + key), key)),
      view.lo.some((low) => low !== null) ? one(null, t("interval"), "interval") : null,
      view.texts || view.n.every((n) => n === null) ? null : one(null, t("n"), "n"),
    ];
  }

  return { legend, notes, definitions, lit };
})();
