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
  /** Rows: weak, middling, strong; columns: no hub, a hub on its way, an open hub: the colours of palettes.py. */
  const COLOURS = [["#f3f3f3", "#a9d3ee", "#2f7fb8"], ["#f2b6a8", "#a58bb5", "#4a5f9e"], ["#c8443c", "#8b3a62", "#3b2a55"]];
  let drawn = false;
  /** @typedef {[i: number, strength: number | null, stage: number]} Standing */

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
    const found = values.known().filter((hub) => hub.region === data.places[i].code && hub.status !== "cancelled");
    return !found.length ? 0 : found.some((hub) => hub.status === "open") ? 2 : 1;
  }

  /** The bounds between weak, middling and strong: around the reference, else thirds of the regions. @param {View} view */
  function cuts(view) {
    if (view.reference !== null) return [0.8 * view.reference, 1.25 * view.reference];
    const sorted = view.value.filter((value) => typeof value === "number").sort((a, b) => a - b);
    return [1, 2].map((third) => sorted[Math.ceil((sorted.length * third) / 3) - 1]);
  }

  /** 0 weak, 1 middling, 2 strong, null unknown. @param {number} i @param {View} view */
  function strength(i, view) {
    if (values.swatch(i, view)) return null;
    const [low, up] = cuts(view);
    return view.value[i] <= low ? 0 : view.value[i] <= up ? 1 : 2;
  }

  /** @param {View} view @param {Standing[]} cells */
  function key(view, cells) {
    const [low, up] = cuts(view).map((cut) => number(cut, view.digits));
    const rows = [`> ${up}`, `${low} – ${up}`, `≤ ${low}`];
    return el("table", { class: "both" }, el("caption", { class: "seen" }, `${w(values.measure(view).title)}. ${t("both")}`),
      el("thead", {}, el("tr", {}, el("td"), [0, 1, 2].map((c) => el("th", { scope: "col" }, t("stage." + c))))),
      el("tbody", {}, [2, 1, 0].map((r, at) => el("tr", {}, el("th", { scope: "row" }, rows[at]), [0, 1, 2].map((c) => {
        const names = cells.filter(([, row, column]) => row === r && column === c).map(([i]) => values.name(i));
        const cell = el("td", { title: names.join(", ") }, number(names.length));
        cell.style.background = COLOURS[r][c];
        cell.style.color = mapper.fills.isDark(COLOURS[r][c]) ? "#ffffff" : "#000000";
        return cell;
      })))));
  }

  function both() {
    const view = values.view();
    /** @type {Standing[]} */
    const cells = data.places.map((_, i) => [i, strength(i, view), stage(i)]);
    const waiting = cells.filter(([, row, column]) => row === 2 && column === 0).sort(([a], [b]) => view.value[b] - view.value[a]);
    /** @param {number} i */
    const fill = (i) => {
      const [, row, column] = cells[i];
      return row === null ? mapper.fills.fill(i, view) : COLOURS[row][column];
    };
    return [el("div", { class: "pair" }, figure(fill, `${values.title()}; ${t("both")}`), el("div", {}, key(view, cells),
      el("h3", {}, t("strong_without")), waiting.length ? el("ul", { class: "waiting" }, waiting.map(([i]) => el("li", {}, `${values.name(i)}: ${values.full(i, view)}`))) : el("p", {}, t("nowhere"))))];
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
    const now = state.x in found ? state.x : "";
    mapper.replace(".ways", Object.keys(found).length < 2 ? null : Object.keys(found).map((one) =>
      el("button", { type: "button", "data-key": "x-" + one, "aria-pressed": String(one === now), click: () => mapper.set({ x: one || null }) }, t("way." + (one || "one")))));
    mapper.at(".panels").hidden = !now;
    mapper.at(".view").className = now ? "view behind x-" + now : "view";
    mapper.at(".legend").hidden = now === "both";
    mapper.replace(".panels", found[now]());
  });
})();
