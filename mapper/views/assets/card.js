"use strict";
/** The panel of the region that is pinned: its figures, its hubs, its course in time, and another region beside it. */
mapper.card = (() => {
  const { data, state, t, w, el, svg, number } = mapper;
  const values = mapper.values;
  const { box, fill, sign } = mapper.fills;
  const MOST = 12;

  /** @param {Hub} hub */
  function hubLines(hub) {
    return [`${t("hub_status")}: ${values.category(hub.status).toLowerCase()}`, w(hub.partner) && `${t("partner")}: ${w(hub.partner)}`,
      w(hub.date) || t("hub.no_date"), hub.state ? t("hub." + hub.state) : "", hub.precision === "region" ? t("hub.region_only") : ""].filter(Boolean);
  }

  /** A value of the region, or of the country. @param {number | null} i @param {View} one */
  function cell(i, one) {
    if (i === null) return values.country(one) === null ? "—" : number(values.country(one), one.digits);
    return el("span", { class: "valued" }, box(fill(i, one), 14), values.value(i, one));
  }

  /** An indicator, with its sector where that is not the one that is shown, and a mark where its data are made up. @param {View} one */
  function indicator(one) {
    const other = one.sector !== values.view().sector && values.views(one.measure).some((view) => view.sector !== "all");
    return [w(values.measure(one).title), other && ": " + w(data.sectors[one.sector]), values.made(one) && el("small", { class: "sample" }, t("sample"))];
  }

  /**
   * Views beside each other: what each is, the region's value, the other's, and the rank.
   * @param {"indicators" | "sectors"} kind @param {View[]} views @param {(one: View) => Child} label @param {number} i
   */
  function list(kind, views, label, i) {
    if (views.length < 2) return null;
    const other = state.q === "all" ? null : values.picked(state.q || null);
    const beside = other === null || other >= 0;
    /** @param {View} one @param {number} at */
    const row = (one, at) => el("tr", {}, el("th", { scope: "row" }, el("button", { type: "button", class: "link", "data-key": kind + at, "aria-current": one === values.view() ? "true" : null,
      click: () => mapper.set({ m: one.measure, s: one.sector }) }, label(one))), el("td", {}, cell(i, one)),
    el("td", {}, beside ? cell(other, one) : one.rank[i] === null ? "" : number(one.rank[i])));
    return el("table", { class: "list" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t(kind)), el("th", { scope: "col" }, beside ? values.name(i) : t("value")),
      el("th", { scope: "col" }, beside ? (other === null ? t("country") : values.name(other)) : t("rank")))), el("tbody", {}, views.slice(0, MOST).map(row)));
  }

  /** All indicators in the sector that is shown, and all sectors of the indicator, the strongest first. @param {number} i */
  function lists(i) {
    const now = values.view();
    const measures = Object.keys(data.measures).map((key) => values.view(key));
    const sectors = values.views().filter((one) => one.period === now.period && one.sector !== "all");
    /** @param {View} one */
    const strength = (one) => (typeof one.value[i] === "number" && !values.swatch(i, one) ? one.value[i] : -Infinity);
    return [list("indicators", measures, indicator, i),
      list("sectors", [...sectors].sort((a, b) => strength(b) - strength(a)), (one) => w(data.sectors[one.sector]), i)];
  }

  /** The course of a number over the periods. @param {number} i */
  function course(i) {
    const views = values.views().filter((one) => one.sector === values.view().sector).sort((a, b) => (a.period < b.period ? -1 : 1));
    const known = views.filter((one) => !values.swatch(i, one));
    if (known.length < 2 || known[0].texts) return null;
    const every = known.map((one) => one.value[i]);
    const [least, most] = [Math.min(...every), Math.max(...every)];
    /** @param {View} one */
    const at = (one) => [6 + views.indexOf(one) / (views.length - 1) * 228, 40 - (one.value[i] - least) / (most - least || 1) * 32];
    /** @param {View} one @param {string} side */
    const text = (one, side) => svg("text", { x: side === "end" ? 240 : 0, y: 60, "text-anchor": side }, `${values.period(one)}: ${values.value(i, one)}`);
    const points = known.map(at);
    return svg("svg", { class: "course", viewBox: "0 0 240 64", role: "img", "aria-label": known.map((one) => `${values.period(one)}: ${values.value(i, one)}`).join("; ") },
      svg("polyline", { points: points.map((point) => point.join(",")).join(" ") }), points.map(([x, y], k) => svg("circle", { cx: x, cy: y, r: known[k] === values.view() ? 4.5 : 2.5 })),
      text(known[0], "start"), text(known[known.length - 1], "end"));
  }

  /** @param {number} i */
  function compare(i) {
    /** @param {string} value @param {string} text */
    const option = (value, text) => el("option", { value, selected: value === (state.q || "") }, text);
    const has = data.views.some((one) => values.country(one) !== null);
    return el("label", { class: "compare" }, el("span", {}, t("compare")), el("select", { "data-key": "q", change: (event) => mapper.set({ q: event.target.value }) },
      option("", "—"), has ? option("all", t("country")) : null, data.places.map((place, at) => (at === i ? null : option(place.code, values.name(at))))));
  }

  /** Let the region go; the focus goes where the reader came from, to its shape, else to the map. */
  function leave() {
    const shape = `path[data-code="${CSS.escape(state.r)}"]`;
    mapper.set({ r: null, q: null });
    (mapper.at(shape) || mapper.at(".folium-map")).focus();
  }

  function card() {
    const i = values.picked();
    if (i < 0) return el("p", { class: "quiet" }, t("pick"));
    const other = state.q === "all" ? -1 : values.picked(state.q || null);
    return el("div", { keydown: (event) => event.key === "Escape" && leave() },
      el("button", { type: "button", class: "close", "data-key": "close", "aria-label": t("close"), click: leave }, "×"),
      el("h2", {}, values.name(i)), values.told(i).map((line, at) => el("p", { class: at ? null : "big" }, line)), course(i),
      data.profiles[i] ? el("p", {}, el("a", { "data-key": "profile", href: encodeURI(data.profiles[i]) + "#l=" + mapper.language() }, t("profile"))) : null,
      data.places.length > 1 && data.places.length < 400 ? compare(i) : null,
      other >= 0 && other !== i ? el("p", {}, `${values.name(other)}: ${values.told(other).join("; ")}`) : null,
      state.q === "all" && values.country() !== null ? el("p", {}, `${t("country")}: ${number(values.country(), values.view().digits)}`) : null,
      lists(i),
      values.hubs(i).map((hub) => [el("h3", {}, sign(hub.status), w(hub.name)), hubLines(hub).map((line) => el("p", {}, line))]));
  }

  return { card, hubLines };
})();
