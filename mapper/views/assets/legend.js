"use strict";
/** The legend, the patterns, the signs of the hubs, and the table under the map. */
mapper.legend = (() => {
  const { data, t, w, number, el, svg, grid } = mapper;
  const values = mapper.values;

  const FIGURES = {
    lines: ["M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", 1.4],
    cross: ["M0,0 l8,8 M8,0 l-8,8", 1.2],
    dots: ["M4,3 v2", 2.4],
    sparse: ["M-2,6 l4,4 M-1,-1 l10,10", 0.9],
  };
  /** A sign a status: the shape tells it without its colour. */
  const SIGNS = {
    open: ["M0,-9 L2.6,-3 9,-2.6 4.1,1.5 5.6,8 0,4.4 -5.6,8 -4.1,1.5 -9,-2.6 -2.6,-3Z", true],
    equipping: ["M0,-8 L8,0 0,8 -8,0Z", true],
    planned: ["M-6.5,-6.5 h13 v13 h-13Z M-2,-2 h4 v4 h-4Z", false],
    announced: ["M-6.5,0 a6.5,6.5 0 1,0 13,0 a6.5,6.5 0 1,0 -13,0Z", false],
    suspended: ["M0,8 L-8,-6 8,-6Z", false],
    cancelled: ["M-6,-6 L6,6 M6,-6 L-6,6", false],
  };

  function pattern(name, { ground, ink, figure }) {
    const [d, width] = FIGURES[figure];
    return svg("pattern", { id: "fill-" + name, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: 8, height: 8, fill: ground }),
      svg("path", { d, stroke: ink, "stroke-width": width, fill: "none", "stroke-linecap": figure === "dots" ? "round" : null }));
  }

  /** The patterns that swatches and regions share. */
  function patterns() {
    return svg("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" },
      svg("defs", {}, Object.entries(data.swatches).map(([name, swatch]) => pattern(name, swatch))));
  }

  /** A small box of a fill. */
  function box(fill, width = 26) {
    return svg("svg", { class: "box", width, height: 16, "aria-hidden": "true" },
      svg("rect", { x: 0.5, y: 0.5, width: width - 1, height: 15, fill, stroke: "#5b6875", "stroke-width": 0.75 }));
  }

  /** The sign of a hub. */
  function sign(status, size = 20) {
    const [d, full] = SIGNS[status] || SIGNS.announced;
    return svg("svg", { class: "sign", width: size, height: size, viewBox: "-11 -11 22 22", "aria-hidden": "true" },
      svg("path", { d, fill: "none", stroke: "#ffffff", "stroke-width": 5.5, "stroke-linejoin": "round" }),
      svg("path", { d, fill: full ? "#b3261e" : "#ffffff", stroke: "#b3261e", "stroke-width": 2, "stroke-linejoin": "round", "fill-rule": "evenodd" }));
  }

  function line(mark, text, count, note = "") {
    return el("li", { class: count === 0 ? "zero" : null }, mark, el("span", { class: "range" }, text, note ? el("small", {}, note) : null),
      el("span", { class: "count" }, number(count)));
  }

  function groups(view) {
    const around = (group) => view.reference !== null && (group.low === null || group.low < view.reference)
      && (group.high === null || view.reference <= group.high);
    return view.groups.map((group) => line(box(group.colour), values.range(group), group.count, around(group) ? t("middle") : ""));
  }

  /** "Not mentioned" belongs to rollouts; the other swatches stand in every legend. */
  function swatches(view) {
    const rollout = view.value.some((value) => typeof value === "string");
    return Object.entries(view.swatches).filter(([name, count]) => count || rollout || name !== "not_mentioned")
      .map(([name, count]) => line(box(`url(#fill-${name})`), t("swatch." + name), count));
  }

  function hubs() {
    const statuses = [...new Set(data.hubs.map((hub) => hub.status))];
    const ordered = Object.keys(SIGNS).filter((status) => statuses.includes(status));
    if (!ordered.length) return null;
    return [el("h3", {}, t("hubs")), el("ul", { class: "keys" }, ordered.map((status) =>
      line(sign(status), values.category(status), data.hubs.filter((hub) => hub.status === status).length)))];
  }

  function legend() {
    const view = values.view();
    const unit = w(values.measure().unit);
    return [
      el("h2", {}, w(values.measure().title)),
      unit && !view.value.some((value) => typeof value === "string") ? el("p", { class: "unit" }, unit) : null,
      view.groups.length ? el("ul", { class: "keys" }, groups(view)) : null,
      el("ul", { class: "keys missing" }, swatches(view)),
      hubs(),
      el("p", { class: "quiet" }, [t("counts"), view.note ? t("note." + view.note) : ""].filter(Boolean).join(". ")),
    ];
  }

  /** What is said of the classes under "How was this made?". */
  function notes() {
    const { scheme, note } = values.view();
    return [t("scheme." + scheme), scheme ? t("upper") : "", note ? t("note." + note) : ""].filter(Boolean);
  }

  function hub(one) {
    const texts = values.view().value.some((value) => typeof value === "string");
    return [texts ? "" : values.category(one.status), one.partner, w(one.date) || t("hub.no_date")].filter(Boolean).join("; ");
  }

  function row(i, shown) {
    const view = values.view();
    const cells = {
      region: w(data.places[i].name),
      value: el("span", { class: "valued" }, box(values.fill(i), 16), el("span", { class: values.swatch(i) ? "quiet" : null }, values.value(i))),
      interval: values.interval(i),
      n: view.n[i] === null ? "" : number(view.n[i]),
      rank: view.rank[i] === null ? "" : number(view.rank[i]),
      hubs: values.hubs(i).map(hub).join(" / "),
      status: values.remark(i),
    };
    const line = shown.map((key) => cells[key]);
    line.attributes = { "data-code": data.places[i].code, class: data.places[i].code === mapper.state.r ? "picked" : null };
    return line;
  }

  /** The values of the view; columns that would be empty are left out. */
  function table() {
    const view = values.view();
    const rows = data.places.map((_, i) => i);
    const texts = view.value.some((value) => typeof value === "string");
    const shown = ["region", "value", "interval", "n", "rank", "hubs", "status"].filter((key) => ({
      region: true, value: true, interval: rows.some(values.interval), n: !texts && rows.some((i) => view.n[i] !== null),
      rank: rows.some((i) => view.rank[i] !== null), hubs: data.hubs.length, status: rows.some(values.remark),
    })[key]);
    const head = (key) => (key === "value" ? (texts ? t("state") : values.measure().kind === "quotient" ? w(values.measure().title) : w(values.measure().unit) || t("value")) : t(key));
    return grid(shown.map(head), values.order().map((i) => row(i, shown)),
      shown.flatMap((key, i) => (["interval", "n", "rank"].includes(key) || (key === "value" && !texts) ? [i] : [])), t("table"));
  }

  return { patterns, sign, legend, notes, table };
})();
