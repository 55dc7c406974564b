"use strict";
/** Two other ways to look: small maps on shared classes, and the strength of a sector against the hubs. */
(() => {
  const { data, state, t, w, el, svg, number } = mapper;
  const values = mapper.values;
  const { fill, hatched, isDark, box, HATCHED } = mapper.fills;
  const MOST = 12;
  const WIDE = 300;
  const scale = WIDE / Math.max(1, data.grid.width);
  const high = Math.max(1, data.grid.height) * scale;
  /** Strong, middling, weak; in each: no hub, a hub on its way, an open hub: the colours of palettes.py. The first are strong and wait. */
  const COLOURS = ["#c8443c", "#8b3a62", "#3b2a55", "#f2b6a8", "#a58bb5", "#4a5f9e", "#f3f3f3", "#a9d3ee", "#2f7fb8"];
  let drawn = false;
  /** @typedef {(one: string | number) => number[]} Within the regions of a cell, or of a swatch */

  /** The shapes, drawn once and used in every panel. */
  function shapes() {
    if (drawn) return;
    drawn = true;
    /** @param {number[][]} ring */
    const path = (ring) => {
      const points = ring.map(([x, y]) => [(x * scale).toFixed(1), (high - y * scale).toFixed(1)].join());
      return "M" + points.filter((point, i) => !i || point !== points[i - 1]).join("L") + "Z";
    };
    mapper.at(".patterns defs").append(...data.places.map((_, i) =>
      svg("path", { id: "shape-" + i, d: mapper.map.rings(i, (x, y) => [x, y]).flat().map(path).join(""), "fill-rule": "evenodd" })));
  }

  /** @param {number} i */
  const pin = (i) => mapper.set({ r: data.places[i].code });

  /** A map without Leaflet, of a view if its classes can be kept. @param {(i: number) => string} paint @param {string} title @param {View} [view] */
  function figure(paint, title, view) {
    /** @param {number} i */
    const faint = (i) => view && !mapper.legend.lit(i, view) && 0.12;
    shapes();
    return svg("svg", { class: "figure", viewBox: `-4 -4 ${WIDE + 8} ${high + 8}`, role: "img", "aria-label": title },
      data.places.map((_, i) => {
        const one = svg("use", { href: "#shape-" + i, fill: paint(i), "fill-opacity": faint(i), class: values.picked() === i && "picked", click: () => pin(i) });
        one.append(svg("title", {}, values.name(i)));
        return one;
      }), data.places.map((place, i) => (place.kind === "city" && data.labels[i]
        ? svg("circle", { cx: data.labels[i][0] * scale, cy: high - data.labels[i][1] * scale, r: 4, fill: paint(i), "fill-opacity": faint(i), stroke: "#1c2733" }) : null)));
  }

  /** The views that share the classes of the one that is shown: its periods where it has several, else its sectors. */
  function alike() {
    const now = values.view();
    const same = values.views().filter((one) => one.legend === now.legend && data.places.length <= 400);
    const times = same.filter((one) => one.sector === now.sector).reverse();
    return times.length > 1 ? times : same;
  }

  function multiples() {
    const all = alike();
    const timed = values.periods().length > 1;
    return [el("ul", { class: "small" }, all.slice(0, MOST).map((one) => {
      const label = [one.sector === "all" && timed ? "" : w(data.sectors[one.sector]), timed ? values.period(one) : ""].filter(Boolean).join(", ");
      return el("li", {}, el("button", { type: "button", class: "link", "data-key": `p-${one.sector}-${one.period}`, "aria-current": one === values.view() && "true",
        click: () => mapper.set({ s: one.sector, t: one.period, x: null }) }, label), figure((i) => fill(i, one), label, one));
    })), el("p", { class: "quiet" }, t("shared"), all.length > MOST ? " " + t("first", { count: number(MOST), of: number(all.length) }) : "")];
  }

  /** 0 no hub is mentioned, 1 one is on its way, 2 one is open. @param {number} i */
  function stage(i) {
    const found = values.hubs(i).filter((hub) => hub.status !== "cancelled");
    return !found.length ? 0 : found.some((hub) => hub.status === "open") ? 2 : 1;
  }

  /** The bounds between weak, middling and strong: around the reference, else thirds of the regions. @param {View} view */
  function cuts(view) {
    if (view.reference !== null) return [0.8 * view.reference, 1.25 * view.reference];
    const sorted = view.value.filter((value) => typeof value === "number").sort((a, b) => a - b);
    return [1, 2].map((third) => sorted[Math.ceil((sorted.length * third) / 3) - 1]);
  }

  /** Strong, middling and weak in words. @param {View} view */
  function strengths(view) {
    const [low, up] = cuts(view).map((cut) => number(cut, view.digits));
    return [`> ${up}`, `${low} – ${up}`, `≤ ${low}`];
  }

  /** Where a region stands in COLOURS, or the swatch that says why it has no strength. @param {number} i @param {View} view */
  function cell(i, view) {
    const missed = cuts(view).filter((cut) => view.value[i] <= cut);
    return values.swatch(i, view) || 3 * missed.length + stage(i);
  }

  /** How many regions are in each cell. @param {View} view @param {Within} within */
  function key(view, within) {
    /** @param {number} at */
    const count = (at) => {
      const one = el("td", {}, number(within(at).length));
      one.style.background = COLOURS[at];
      one.style.color = isDark(COLOURS[at]) ? "#ffffff" : "#000000";
      return one;
    };
    return el("table", { class: "both" }, el("caption", { class: "seen" }, `${w(values.measure(view).title)}. ${t("both")}`),
      el("thead", {}, el("tr", {}, el("td"), [0, 1, 2].map((c) => el("th", { scope: "col" }, t("stage." + c))))),
      el("tbody", {}, strengths(view).map((words, r) => el("tr", {}, el("th", { scope: "row" }, words), [0, 1, 2].map((c) => count(3 * r + c))))));
  }

  /** A region's name, which pins it. @param {number} i */
  const link = (i, told = "") => el("button", { type: "button", class: "link", "data-key": "b-" + i, "aria-current": values.picked() === i && "true", click: () => pin(i) }, values.name(i) + told);

  /** A fill, what it means, and the regions that have it. @param {string} paint @param {string} text @param {number[]} regions */
  const line = (paint, text, regions) => el("li", {}, box(paint), el("span", {}, text, regions.map((i, at) => [" ", link(i, at < regions.length - 1 ? "," : "")])));

  /** The fills that occur in words: cells (the first has a list of its own), reasons for no strength, hatchings. @param {View} view @param {Within} within */
  function lines(view, within) {
    const words = strengths(view);
    /** @param {string | number} one */
    const named = (one) => (typeof one === "string" ? line(`url(#fill-${one})`, t("swatch." + one) + ":", within(one))
      : line(COLOURS[one], `${words[Math.floor(one / 3)]} / ${t("stage." + (one % 3))}:`, within(one)));
    return [...[1, 2, 3, 4, 5, 6, 7, 8, ...Object.keys(data.swatches)].filter((one) => within(one).length).map(named),
      ...HATCHED.filter((status) => view.status.some((one, i) => one === status && !values.swatch(i, view))).map((status) => line(hatched("#ffffff", status), t("hatch." + status), []))];
  }

  function both() {
    const view = values.view();
    const cells = data.places.map((_, i) => cell(i, view));
    /** The strongest come first. @type {Within} */
    const within = (one) => cells.flatMap((other, i) => (other === one ? [i] : [])).sort((a, b) => view.value[b] - view.value[a]);
    /** @param {number} i */
    const paint = (i) => {
      const colour = COLOURS[Number(cells[i])];
      const status = HATCHED.find((one) => one === view.status[i]);
      return !colour ? fill(i, view) : status ? hatched(colour, status) : colour;
    };
    const waiting = within(0);
    return [el("div", { class: "pair" }, figure(paint, `${values.title()}; ${t("both")}`), el("div", {}, key(view, within),
      el("h3", {}, box(COLOURS[0]), t("strong_without")),
      waiting.length ? el("ul", { class: "waiting" }, waiting.map((i) => el("li", {}, link(i, ": " + values.full(i, view))))) : el("p", {}, t("nowhere"))),
    el("ul", {}, lines(view, within)))];
  }

  /** What can be looked at in which way. */
  function ways() {
    /** @type {Record<string, () => Child>} */
    const found = { "": () => null };
    if (alike().length > 1) found.many = multiples;
    if (data.hubs.length && !values.view().texts && data.places.length <= 400) found.both = both;
    return found;
  }

  mapper.more.push(() => {
    const found = ways();
    const now = Object.hasOwn(found, state.x) ? state.x : "";
    mapper.replace(".ways", Object.keys(found).length < 2 ? null : Object.keys(found).map((one) =>
      el("button", { type: "button", "data-key": "x-" + one, "aria-pressed": String(one === now), click: () => mapper.set({ x: one || null }) }, t("way." + (one || "one")))));
    mapper.at(".panels").hidden = !now;
    mapper.at(".view").className = now ? "view behind x-" + now : "view";
    mapper.at(".legend").hidden = now === "both";
    mapper.replace(".panels", found[now]());
  });
})();
