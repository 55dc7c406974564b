"use strict";
/** The map page: regions, labels and hubs on an equal-area plane, and what is said of each. */
(() => {
  const { data, state, t, w, number, el } = mapper;
  const values = mapper.values;
  const unit = data.grid.unit;
  /** Of so many regions neither names nor marks could be told apart; the tip and the table have them. */
  const many = data.places.length > 400;
  const regions = [];
  const labels = [];
  const hubs = [];
  let map, halo, whole, tip;

  document.body.prepend(mapper.legend.patterns(), el("header", { class: "head" }), el("main", {},
    el("div", { class: "controls" }),
    el("section", { class: "view" },
      el("div", {}, el("div", { class: "stage" }, document.querySelector(".folium-map"),
        el("div", { class: "strip" }, el("div", { class: "scale", "aria-hidden": "true" }), el("div", { class: "tools" })),
        el("div", { class: "tip", role: "tooltip", hidden: true })), el("p", { class: "credit" })),
      el("aside", { class: "side" }, el("section", { class: "legend" }), el("section", { class: "card", "aria-live": "polite" }))),
    el("section", { class: "values" }), el("section", { class: "about" })));

  /** A point of the grid on Leaflet's plane, which has its second axis first. */
  const point = ([x, y]) => [y * unit, x * unit];

  function ring(deltas) {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < deltas.length; i += 2) points.push(point([x += deltas[i], y += deltas[i + 1]]));
    return points;
  }

  function name(i) {
    return w(data.places[i].name);
  }

  function isPicked(i) {
    return state.r === data.places[i].code;
  }

  function pick(i) {
    mapper.set({ r: isPicked(i) ? null : data.places[i].code });
  }

  /** The lines of a region: its name, its value, and how sure that is. */
  function told(i) {
    const view = values.view();
    const n = view.n[i] === null || typeof view.value[i] === "string" ? "" : `${t("n")}: ${number(view.n[i])}`;
    return [values.full(i), values.remark(i), values.interval(i) && `${t("interval")}: ${values.interval(i)}`, n, values.rank(i)].filter(Boolean);
  }

  function hubLines(hub) {
    return [`${t("hub_status")}: ${values.category(hub.status)}`, hub.partner && `${t("partner")}: ${hub.partner}`,
      w(hub.date) || t("hub.no_date"), hub.state ? t("hub." + hub.state) : "", hub.precision === "region" ? t("hub.region_only") : ""].filter(Boolean);
  }

  function showTip(at, title, lines) {
    tip.replaceChildren(el("strong", {}, title), ...lines.map((line) => el("span", {}, line)));
    tip.hidden = false;
    const size = map.getSize();
    const { x, y } = map.latLngToContainerPoint(at);
    const left = Math.max(6, Math.min(size.x - tip.offsetWidth - 6, x + 14));
    const top = y - tip.offsetHeight - 12 < 6 ? Math.min(size.y - tip.offsetHeight - 6, y + 16) : y - tip.offsetHeight - 12;
    tip.style.transform = `translate(${left}px, ${Math.max(6, top)}px)`;
  }

  function hideTip() {
    tip.hidden = true;
    paintHalo();
  }

  /** Show a region's tip, at the pointer if there is one. */
  function hover(i, event) {
    const at = event && event.latlng ? event.latlng : L.latLng(point(data.labels[i]));
    showTip(at, name(i), told(i));
    paintHalo(i);
  }

  /** Outline a region above the others; the shapes themselves never move, so that the focus stays where it is. */
  function paintHalo(over = null) {
    const chosen = over !== null ? over : data.places.findIndex((_, i) => isPicked(i));
    halo.setLatLngs(chosen < 0 || !regions[chosen] ? [] : regions[chosen].shape.getLatLngs());
  }

  function listen(element, i) {
    element.addEventListener("focus", () => hover(i));
    element.addEventListener("blur", hideTip);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pick(i);
      } else if (event.key === "Escape") {
        hideTip();
        if (state.r) mapper.set({ r: null });
      }
    });
  }

  function addRegion(i) {
    if (!data.shapes[i].length) return;
    const shape = L.polygon(data.shapes[i].map((rings) => rings.map(ring)), { weight: 1, color: "#a7b1ba", fillOpacity: 1, smoothFactor: 0.4, bubblingMouseEvents: false });
    const spot = data.labels[i] && !many && L.circleMarker(point(data.labels[i]), { radius: 7, weight: 1.5, color: "#1c2733", fillOpacity: 1, bubblingMouseEvents: false });
    for (const layer of [shape, spot].filter(Boolean)) {
      layer.on({ mousemove: (event) => hover(i, event), mouseout: hideTip, click: () => pick(i) });
    }
    shape.addTo(map);
    regions[i] = { shape, spot };
    const path = shape.getElement && shape.getElement();
    if (path) {
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("data-code", data.places[i].code);
      listen(path, i);
    }
  }

  /** A region that is too small on the screen gets a round mark of its colour. */
  function markSmall({ shape, spot }) {
    if (!spot) return;
    const box = shape.getBounds();
    const [a, b] = [map.latLngToLayerPoint(box.getSouthWest()), map.latLngToLayerPoint(box.getNorthEast())];
    const small = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < 16;
    if (small) spot.addTo(map);
    else spot.remove();
    const path = small && spot.getElement && spot.getElement();
    if (path) path.setAttribute("aria-hidden", "true");
  }

  function addHub(hub) {
    const icon = L.divIcon({ className: "hub", iconSize: [22, 22], html: mapper.legend.sign(hub.status, 22) });
    const marker = L.marker(point(hub.at), { icon, keyboard: true, bubblingMouseEvents: false, riseOnHover: true }).addTo(map);
    const show = () => showTip(marker.getLatLng(), w(hub.name), hubLines(hub));
    marker.on({ mouseover: show, mouseout: hideTip, click: () => pick(data.places.findIndex((place) => place.code === hub.region)) });
    const element = marker.getElement();
    element.addEventListener("focus", show);
    element.addEventListener("blur", hideTip);
    hubs.push({ hub, element, marker });
  }

  function addLabel(i) {
    if (!data.labels[i] || many) return;
    const element = el("div", { class: "label", "aria-hidden": "true" }, el("b", {}), el("span", {}));
    map.getPane("labels").append(element);
    labels.push({ i, element, at: L.latLng(point(data.labels[i])) });
  }

  const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;

  /** Try a label with its name and below or above its point; without its name; else leave it out. */
  function place(label, taken) {
    const at = map.latLngToLayerPoint(label.at);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edge = { left: corner.x, right: corner.x + map.getSize().x, top: corner.y, bottom: corner.y + map.getSize().y };
    for (const named of [true, false]) {
      if (!named && !label.element.lastChild.textContent) break;
      label.element.classList.toggle("short", !named);
      const [width, height] = [label.element.offsetWidth, label.element.offsetHeight];
      for (const shift of [0, height / 2 + 13, -height / 2 - 13]) {
        const box = { left: at.x - width / 2 - 1, right: at.x + width / 2 + 1, top: at.y + shift - height / 2, bottom: at.y + shift + height / 2 };
        if (named && !label.spot && width > 1.15 * label.room) continue;
        if (box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom) continue;
        if (taken.every((other) => apart(box, other))) {
          L.DomUtil.setPosition(label.element, L.point(Math.round(box.left), Math.round(box.top)));
          return box;
        }
      }
    }
    label.element.classList.add("hidden");
    return null;
  }

  /** Lay the labels out anew, the largest regions first; hubs and small regions' marks keep their place. */
  function layLabels() {
    const around = (at, r) => ({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });
    const taken = hubs.map(({ marker }) => around(map.latLngToLayerPoint(marker.getLatLng()), 11));
    for (const region of regions.filter(Boolean)) {
      if (region.spot && map.hasLayer(region.spot)) taken.push(around(map.latLngToLayerPoint(region.spot.getLatLng()), 8));
    }
    for (const label of labels) {
      const box = regions[label.i] && regions[label.i].shape.getBounds();
      label.room = box ? map.latLngToLayerPoint(box.getNorthEast()).x - map.latLngToLayerPoint(box.getSouthWest()).x : 60;
      label.spot = Boolean(box && regions[label.i].spot && map.hasLayer(regions[label.i].spot));
      label.element.classList.remove("hidden");
      label.element.classList.toggle("spot", label.spot);
    }
    for (const label of [...labels].sort((a, b) => b.room - a.room)) {
      const box = place(label, taken);
      if (box) taken.push(box);
    }
  }

  /** A bar of a round number of kilometres, no longer than 120 pixels. */
  function scale() {
    const metres = data.grid.metres / unit / map.getZoomScale(map.getZoom(), 0);
    const most = (metres * 120) / 1000;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((m) => m * power).find((length) => length <= most);
    const digits = Math.max(0, -Math.floor(Math.log10(km)));
    const bar = el("i", {});
    bar.style.width = `${(km * 1000) / metres}px`;
    mapper.replace(".scale", bar, `${number(km, digits)} ${t("km")}`);
  }

  function relay() {
    regions.filter(Boolean).forEach(markSmall);
    layLabels();
    scale();
    if (L.Browser.mobile) map.dragging[map.getZoom() > whole + 0.1 ? "enable" : "disable"]();
  }

  function fit() {
    map.invalidateSize({ animate: false });
    if (Math.min(map.getSize().x, map.getSize().y) < 20) return;
    const bounds = L.latLngBounds(point([0, 0]), point([data.grid.width, data.grid.height]));
    map.fitBounds(bounds, { padding: [10, 12], animate: false });
    whole = map.getZoom();
    map.setMaxBounds(bounds.pad(0.25));
    relay();
  }

  function controls() {
    if (data.views.length < 2) return;
    const choose = (event) => mapper.set({ s: event.target.value });
    mapper.replace(".controls", el("label", {}, el("span", {}, t("sector")), el("select", { class: "sector", change: choose },
      data.views.map((view) => el("option", { value: view.sector, selected: view === values.view() }, w(view.label))))));
  }

  function tools() {
    const button = (sign, key, click) => el("button", { type: "button", "aria-label": t(key), title: t(key), click }, sign);
    mapper.replace(".tools", button("+", "zoom_in", () => map.zoomIn()), button("−", "zoom_out", () => map.zoomOut()), button("⤢", "whole", fit));
  }

  /** Whether white is read better than black on a colour. */
  function isDark(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return 0.3 * red + 0.59 * green + 0.11 * blue < 125;
  }

  /** The sources, and what a reader must know of the lines, beside the picture itself. */
  function credit() {
    const { sources, vintage } = data.about;
    return [sources.length ? t("credit", { sources: sources.map((one) => [w(one.title), one.date].filter(Boolean).join(", ")).join("; ") }) : "",
      vintage ? w(vintage.note) : ""].filter(Boolean).join(" ");
  }

  function paint() {
    regions.forEach(({ shape, spot }, i) => {
      const path = shape.getElement && shape.getElement();
      shape.setStyle({ fillColor: values.fill(i, !path) });
      if (spot) spot.setStyle({ fillColor: values.fill(i, !path) });
      if (path) {
        path.setAttribute("aria-label", [name(i), ...told(i)].join("; "));
        path.setAttribute("aria-pressed", String(isPicked(i)));
      }
    });
    for (const { hub, element } of hubs) element.setAttribute("aria-label", [w(hub.name), ...hubLines(hub)].join("; "));
    for (const { i, element } of labels) {
      element.firstChild.textContent = name(i);
      element.classList.toggle("light", isDark(values.fill(i, true)));
      element.lastChild.textContent = values.swatch(i) || typeof values.view().value[i] === "string" ? "" : values.value(i);
    }
    paintHalo();
  }

  function card() {
    const i = data.places.findIndex((_, at) => isPicked(at));
    if (i < 0) return el("p", { class: "quiet" }, t("pick"));
    return [
      el("button", { type: "button", class: "close", "aria-label": t("close"), click: () => mapper.set({ r: null }) }, "×"),
      el("h2", {}, name(i)), told(i).map((line, at) => el("p", { class: at ? null : "big" }, line)),
      values.hubs(i).map((hub) => [el("h3", {}, mapper.legend.sign(hub.status), w(hub.name)), hubLines(hub).map((line) => el("p", {}, line))]),
    ];
  }

  function drawPage(changed) {
    mapper.replace(".card", card());
    document.querySelector(".card").setAttribute("aria-label", t("pinned"));
    mapper.replace(".values", el("h2", {}, t("table")), mapper.legend.table());
    paint();
    if (changed.length === 1 && changed[0] === "r") return;
    mapper.replace(".head", mapper.header());
    if (!changed.includes("s") || changed.includes("l")) controls();
    tools();
    map.getContainer().setAttribute("aria-label", t("map"));
    mapper.replace(".credit", credit());
    mapper.replace(".legend", mapper.legend.legend());
    mapper.replace(".about", mapper.about(values.measure(), mapper.legend.notes()));
    relay();
  }

  function printing(on) {
    document.body.classList.toggle("printing", on);
    fit();
  }

  mapper.start = (made) => {
    map = made;
    tip = document.querySelector(".tip");
    map.getContainer().style.aspectRatio = `${Math.max(1, data.grid.width)} / ${Math.max(1, data.grid.height)}`;
    map.getContainer().setAttribute("role", "group");
    map.scrollWheelZoom.disable();
    map.createPane("halo").style.zIndex = 450;
    map.createPane("labels").style.zIndex = 460;
    map.setMinZoom(-5).setMaxZoom(6).setView([0, 0], 0, { animate: false });
    halo = L.polygon([], { pane: "halo", renderer: L.svg({ pane: "halo" }), interactive: false, fill: false, color: "#111820", weight: 2.5 }).addTo(map);
    data.places.forEach((_, i) => addRegion(i));
    data.places.forEach((_, i) => addLabel(i));
    data.hubs.forEach(addHub);
    mapper.add(drawPage);
    mapper.draw();
    fit();
    map.on("zoomend", relay);
    new ResizeObserver(() => document.body.classList.contains("printing") || fit()).observe(map.getContainer());
    addEventListener("beforeprint", () => printing(true));
    addEventListener("afterprint", () => printing(false));
  };
})();
