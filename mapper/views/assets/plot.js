"use strict";
/** Where the regions lie: a dot each over the classes, the country's own value, and the interval of the one that is pinned. */
mapper.plot = (() => {
  const { data, t, number, svg } = mapper;
  const values = mapper.values;
  const WIDTH = 268;
  const DOT = 3;

  /**
   * The ends of the scale: all values, all bounds and the reference; not the intervals, which may be very wide. An open
   * last class ends at twice its beginning, so that a single far region does not press all others together.
   * @param {View} view @returns {[number, number]}
   */
  function ends(view) {
    const all = [...view.value, ...view.groups.flatMap(({ low, high }) => [low, high]), values.typical(view)[0]];
    const known = all.filter((value) => typeof value === "number");
    const last = view.groups[view.groups.length - 1];
    const most = Math.max(...known);
    return [Math.min(...known), last.high === null && last.low !== null && last.low > 0 ? Math.min(most, 2 * last.low) : most];
  }

  /** Stack dots that would lie on one another. @param {number[]} xs sorted */
  function stacked(xs) {
    /** @type {number[]} */
    const last = [];
    return xs.map((x) => {
      let level = last.findIndex((end) => x - end >= 2 * DOT);
      if (level < 0) level = last.length;
      last[level] = x;
      return level;
    });
  }

  /** @param {View} view @param {(value: number) => number} x @param {number} y @param {[number, number]} ends */
  function bands(view, x, y, [least, most]) {
    return view.groups.map(({ colour, low, high }) => {
      const [a, b] = [x(low === null ? least : low), x(high === null ? most : high)];
      return svg("rect", { x: a, y, width: Math.max(1, b - a), height: 9, fill: colour, stroke: "#5b6875", "stroke-width": 0.5 });
    });
  }

  /** @param {View} view @param {(value: number) => number} x @param {number} y @returns {Child} */
  function reference(view, x, y) {
    const [value, key] = values.typical(view);
    if (value === null) return null;
    const at = x(value);
    const side = at > WIDTH * 0.6 ? "end" : "start";
    const text = `${t(key)}: ${number(value, view.digits)}`;
    return [svg("line", { x1: at, x2: at, y1: 11, y2: y + 12, class: "mark" }), svg("text", { x: at + (side === "end" ? -4 : 4), y: 10, "text-anchor": side }, text)];
  }

  /** The interval of the pinned region; where the scale cuts it, it ends in an arrow. @param {View} view @param {(value: number) => number} x @param {number} y @param {[number, number]} ends */
  function interval(view, x, y, [least, most]) {
    const i = values.picked();
    if (i < 0 || view.lo[i] === null || view.hi[i] === null) return null;
    const [a, b] = [x(view.lo[i]), x(view.hi[i])];
    const [left, right] = [view.lo[i] < least ? 4 : 0, view.hi[i] > most ? 4 : 0];
    return svg("g", { class: "interval" }, svg("path", { d: `M${a},${y} H${b} M${a + left},${y - 4} l${-left},4 ${left},4 M${b - right},${y - 4} l${right},4 ${-right},4` }), svg("circle", { cx: x(view.value[i]), cy: y, r: 4 }));
  }

  /** @type {Mapper["plot"]} */
  return function plot(view) {
    const shown = view.texts ? [] : data.places.map((_, i) => i).filter((i) => !values.swatch(i, view));
    if (shown.length < 2 || shown.length > 400 || view.groups.length < 2) return null;
    const [least, most] = ends(view);
    /** @param {number} value */
    const x = (value) => 6 + (Math.min(most, Math.max(least, value)) - least) / (most - least || 1) * (WIDTH - 12);
    shown.sort((a, b) => view.value[a] - view.value[b]);
    const levels = stacked(shown.map((i) => x(view.value[i])));
    const base = 20 + 2 * DOT * Math.max(2, Math.min(9, Math.max(...levels)));
    const picked = values.picked();
    const pinned = interval(view, x, base + 21, [least, most]);
    const foot = base + (pinned ? 40 : 28);
    return svg("svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${foot + 2}`, role: "img", "aria-label": t("plot") },
      bands(view, x, base + 4, [least, most]), reference(view, x, base),
      shown.map((i, at) => svg("circle", { cx: x(view.value[i]), cy: base - 2 * DOT * Math.min(9, levels[at]), r: DOT - 0.4, class: i === picked ? "picked" : "dot" })),
      pinned, svg("text", { x: 6, y: foot }, number(least, view.digits)),
      svg("text", { x: WIDTH - 6, y: foot, "text-anchor": "end" }, (shown.some((i) => view.value[i] > most) ? "≥ " : "") + number(most, view.digits)));
  };
})();
