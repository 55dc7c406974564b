"use strict";
/** The fills of regions and of the legend's boxes: colours, swatches, hatching; and the signs of the hubs. */
mapper.fills = (() => {
  const { data, svg } = mapper;
  const values = mapper.values;
  /** @type {Record<string, [string, number]>} */
  const FIGURES = {
    lines: ["M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", 1.4],
    cross: ["M0,0 l8,8 M8,0 l-8,8", 1.2],
    dots: ["M4,3 v2", 2.4],
    sparse: ["M-2,6 l4,4 M-1,-1 l10,10", 0.9],
    estimated: ["M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2", 1],
    unreliable: ["M0,4 h8 M4,0 v8", 1.1],
  };
  /** A sign a status: the shape tells it without its colour. @type {Record<string, [string, boolean]>} */
  const SIGNS = {
    open: ["M0,-9 L2.6,-3 9,-2.6 4.1,1.5 5.6,8 0,4.4 -5.6,8 -4.1,1.5 -9,-2.6 -2.6,-3Z", true],
    equipping: ["M0,-8 L8,0 0,8 -8,0Z", true],
    planned: ["M-6.5,-6.5 h13 v13 h-13Z M-2,-2 h4 v4 h-4Z", false],
    announced: ["M-6.5,0 a6.5,6.5 0 1,0 13,0 a6.5,6.5 0 1,0 -13,0Z", false],
    suspended: ["M0,8 L-8,-6 8,-6Z", false],
    cancelled: ["M-6,-6 L6,6 M6,-6 L-6,6", false],
    chosen: ["M-2.8,-8 h5.6 v5.2 h5.2 v5.6 h-5.2 v5.2 h-5.6 v-5.2 h-5.2 v-5.6 h5.2Z", true],
  };
  const HATCHED = ["estimated", "unreliable"];
  /** How much of a colour is left at each degree of doubt; what has no interval is as pale as the least sure. */
  const LEFT = [1, 0.5, 0.18, 0.18];
  const made = new Set();
  const defs = svg("defs");

  /** @param {string} id @param {string} ground @param {string} ink @param {string} figure */
  function pattern(id, ground, ink, figure) {
    const [d, width] = FIGURES[figure];
    defs.append(svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: 8, height: 8, fill: ground }),
      svg("path", { d, stroke: ink, "stroke-width": width, fill: "none", "stroke-linecap": figure === "dots" ? "round" : null })));
  }

  /** The patterns that swatches and regions share. */
  function patterns() {
    for (const [name, { ground, ink, figure }] of Object.entries(data.swatches)) pattern("fill-" + name, ground, ink, figure);
    return svg("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" }, defs);
  }

  /** @param {string} colour */
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  /** Whether white is read better than black on a colour, by WCAG's relative luminance. @type {Fills["isDark"]} */
  function isDark(colour) {
    const [red, green, blue] = parts(colour).map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
  }

  /** A colour with white in it; `left` is how much of it stays. @type {Fills["pale"]} */
  const pale = (colour, left) => "#" + parts(colour).map((part) => Math.round(255 - (255 - part) * left).toString(16).padStart(2, "0")).join("");

  /** A colour with the hatching of a status over it. @type {Fills["hatched"]} */
  function hatched(colour, status) {
    const id = `fill-${status}-${colour.slice(1)}`;
    if (!made.has(id)) pattern(id, colour, isDark(colour) ? "#ffffffb0" : "#1c2733a0", status);
    made.add(id);
    return `url(#${id})`;
  }

  /** The colour of a region, paler where it is unsure and that is asked for. @type {Fills["colour"]} */
  function colour(i, one = values.view()) {
    const name = values.swatch(i, one);
    if (name) return data.swatches[name].ground;
    const own = one.groups[Number(one.group[i])].colour;
    return pale(own, LEFT[values.doubt(i, one) || 0]);
  }

  /** The fill of a region: its colour, hatched where it is an estimate, or its swatch's pattern. @type {Fills["fill"]} */
  function fill(i, one = values.view(), plain = false) {
    const name = values.swatch(i, one);
    if (plain) return colour(i, one);
    if (name) return `url(#fill-${name})`;
    const status = one.status[i] || "";
    return HATCHED.includes(status) ? hatched(colour(i, one), status) : colour(i, one);
  }

  /** A small box of a fill. @type {Fills["box"]} */
  function box(paint, width = 26) {
    return svg("svg", { class: "box", width, height: 16, "aria-hidden": "true" },
      svg("rect", { x: 0.5, y: 0.5, width: width - 1, height: 15, fill: paint, stroke: "#5b6875", "stroke-width": 0.75 }));
  }

  /** The sign of a hub. @type {Fills["sign"]} */
  function sign(status, size = 20) {
    const [d, full] = SIGNS[status] || SIGNS.announced;
    return svg("svg", { class: "sign", width: size, height: size, viewBox: "-11 -11 22 22", "aria-hidden": "true" },
      svg("path", { d, fill: "none", stroke: "#ffffff", "stroke-width": 5.5, "stroke-linejoin": "round" }),
      svg("path", { d, fill: full ? "#b3261e" : "#ffffff", stroke: "#b3261e", "stroke-width": 2, "stroke-linejoin": "round", "fill-rule": "evenodd" }));
  }

  return { patterns, fill, colour, hatched, pale, isDark, box, sign, HATCHED, LEFT, STATUSES: Object.keys(SIGNS) };
})();
