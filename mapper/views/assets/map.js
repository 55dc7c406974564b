"use strict";
/** The map itself: regions and hubs on an equal-area plane, and the tip that tells of them. */
mapper.map = (() => {
  const { data, t, w, number, el } = mapper;
  const values = mapper.values;
  const unit = data.grid.unit;
  /** Of so many regions neither names nor marks could be told apart; the tip and the table have them. */
  const many = data.places.length > 400;
  /** Pixels below which a map has no room yet: a page that is loaded behind another has none. */
  const ROOM = 80;
  /** Pixels of width up to which a page is a phone's. */
  const PHONE = 640;
  /** A zoom at which any country fits into any map. */
  const LEAST = -5;
  const DIGIT = new Uint8Array(128);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((sign, i) => { DIGIT[sign.charCodeAt(0)] = i; });
  /** @type {Drawn[]} */
  const regions = [];
  /** @type {Pin[]} */
  let hubs = [];
  /** @type {L.Map} */
  let map;
  /** @type {L.Polygon[]} */
  let halo = [];
  /** @type {HTMLElement} */
  let tip;
  /** @type {number | undefined} the zoom that shows the whole country */
  let whole;
  let [fitted, fitting] = ["", false];

  /** A point of the grid on Leaflet's plane, which has its second axis first. @param {number} x @param {number} y */
  const point = (x, y) => new L.LatLng(y * unit, x * unit);

  /**
   * The points of a ring: differences in zigzag, five bits a digit, the lowest first.
   * @template P @param {string} text @param {(x: number, y: number) => P} make @returns {P[]}
   */
  function ring(text, make) {
    const points = [];
    let [x, y, value, shift] = [0, 0, 0, 0];
    let second = false;
    for (let k = 0; k < text.length; k += 1) {
      const digit = DIGIT[text.charCodeAt(k)];
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit > 31) continue;
      const move = value & 1 ? -(value + 1) / 2 : value / 2;
      if (second) points.push(make(x, (y += move)));
      else x += move;
      value = shift = 0;
      second = !second;
    }
    return points;
  }

  /** The rings of a region: polygons, each with its outer ring first. @type {Map_["rings"]} */
  const rings = (i, make) => (data.shapes[i] ? data.shapes[i].split(";").map((polygon) => polygon.split(",").map((one) => ring(one, make))) : []);

  /** Whether the map is drawn on a canvas, which has no patterns. */
  const flat = () => Boolean(map.options.preferCanvas);

  /** The element of a layer that is drawn as SVG; on a canvas there is none. @param {L.Path} layer */
  const element = (layer) => layer.getElement && layer.getElement();

  /** Pin a region, or let it go; on a phone the map stays in sight above the panel. @param {number} i */
  function pick(i) {
    if (i < 0) return;
    mapper.set({ r: values.picked() === i ? null : data.places[i].code });
    if (innerWidth > PHONE || values.picked() < 0) return;
    hideTip();
    mapper.at(".stage").scrollIntoView();
  }

  /** @param {L.LatLng} at @param {string} title @param {string[]} lines */
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

  /** Show a region's tip, at the pointer if there is one. @param {number} i @param {L.LeafletMouseEvent} [event] */
  function hover(i, event) {
    const at = event ? event.latlng : point(...(data.labels[i] || [0, 0]));
    showTip(at, values.name(i), values.told(i));
    paintHalo(i);
  }

  /** Outline the pinned region and another; the shapes themselves never move, so that the focus stays where it is. */
  function paintHalo(over = values.picked()) {
    const outlined = [...new Set([values.picked(), over])].filter((i) => regions[i]);
    const outline = outlined.flatMap((i) => /** @type {L.LatLng[][][]} */ (regions[i].shape.getLatLngs()));
    halo.forEach((line) => line.setLatLngs(outline));
  }

  /** What the keyboard does on a region or a hub. @param {Element} path @param {number} i @param {() => void} show */
  function listen(path, i, show) {
    path.addEventListener("focus", show);
    path.addEventListener("blur", hideTip);
    path.addEventListener("keydown", (heard) => {
      const event = /** @type {KeyboardEvent} */ (heard);
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pick(i);
      } else if (event.key === "Escape") {
        hideTip();
        if (mapper.state.r) mapper.set({ r: null, q: null });
      }
    });
  }

  /** @param {number} i */
  function addRegion(i) {
    const label = data.labels[i];
    if (!data.shapes[i]) return;
    const shape = L.polygon(rings(i, point), { weight: 1, color: "#a7b1ba", fillOpacity: 1, smoothFactor: many ? 0.4 : 0, noClip: !flat(), bubblingMouseEvents: false, fillColor: mapper.fills.fill(i, values.view(), flat()) });
    const spot = label && !many ? L.circleMarker(point(...label), { radius: 7, weight: 1.5, color: "#1c2733", fillOpacity: 1, bubblingMouseEvents: false }) : null;
    for (const layer of spot ? [shape, spot] : [shape]) {
      layer.on({ mousemove: (event) => hover(i, event), mouseout: hideTip, click: () => pick(i) });
    }
    shape.addTo(map);
    regions[i] = { shape, spot };
    const path = element(shape);
    if (path) {
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("data-code", data.places[i].code);
      listen(path, i, () => hover(i));
    }
  }

  /** A region that is too small on the screen gets a round mark of its colour. @param {Drawn} region */
  function markSmall({ shape, spot }) {
    if (!spot) return;
    const box = shape.getBounds();
    const [a, b] = [map.latLngToLayerPoint(box.getSouthWest()), map.latLngToLayerPoint(box.getNorthEast())];
    const small = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < 16;
    if (small) spot.addTo(map);
    else spot.remove();
    const path = small && element(spot);
    if (path) path.setAttribute("aria-hidden", "true");
  }

  /** @param {Hub} hub */
  function addHub(hub) {
    const target = innerWidth > PHONE ? 26 : 44;
    const icon = L.divIcon({ className: "hub", iconSize: [target, target], html: /** @type {HTMLElement} */ (/** @type {Node} */ (mapper.fills.sign(hub.status, 26))) });
    const at = point(...hub.at);
    const marker = L.marker(at, { icon, keyboard: true, bubblingMouseEvents: false, riseOnHover: true }).addTo(map);
    const lines = mapper.card.hubLines(hub);
    const show = () => showTip(at, w(hub.name), lines);
    const i = values.picked(hub.region);
    marker.on({ mouseover: show, mouseout: hideTip, click: () => pick(i) });
    const drawn = /** @type {HTMLElement} */ (marker.getElement());
    drawn.setAttribute("aria-label", [w(hub.name), ...lines].join("; "));
    listen(drawn, i, show);
    hubs.push({ marker, at });
  }

  /** The hubs of the indicator and the day that are shown. */
  function drawHubs() {
    for (const { marker } of hubs) marker.remove();
    hubs = [];
    if (values.measure().hubs) values.known().forEach(addHub);
  }

  /** A bar of a round number of kilometres, no longer than 120 pixels. */
  function scale() {
    const metres = data.grid.metres / unit / map.getZoomScale(map.getZoom(), 0);
    const most = (metres * 120) / 1000;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((m) => m * power).find((length) => length <= most) || power;
    const digits = Math.max(0, -Math.floor(Math.log10(km)));
    const bar = el("i", {});
    bar.style.width = `${(km * 1000) / metres}px`;
    mapper.replace(".scale", bar, `${number(km, digits)} ${t("km")}`);
  }

  function relay() {
    if (whole === undefined || fitting || !halo.length) return;
    regions.filter(Boolean).forEach(markSmall);
    mapper.labels.lay(regions, hubs);
    mapper.insets(small());
    scale();
    if (L.Browser.mobile) map.dragging[map.getZoom() > whole + 0.1 ? "enable" : "disable"]();
  }

  /** The regions for which a mark stands. */
  const small = () => regions.flatMap(({ spot }, i) => (spot && map.hasLayer(spot) ? [i] : []));

  /** Fit the country into the map; while the map has no room there is nothing to fit it into. */
  function fit() {
    map.invalidateSize({ animate: false, pan: false });
    const { x, y } = map.getSize();
    if (x < ROOM || y < ROOM) return;
    fitted = `${x} ${y}`;
    fitting = true;
    const bounds = L.latLngBounds(point(0, 0), point(data.grid.width, data.grid.height));
    map.options.minZoom = LEAST;
    map.setMaxBounds().fitBounds(bounds, { padding: [10, 12], animate: false });
    map.options.minZoom = whole = map.getZoom();
    map.setMaxBounds(bounds.pad(0.25));
    fitting = false;
    relay();
  }

  /** Fit again where the room has changed. */
  function refit() {
    const box = map.getContainer();
    if (fitted !== `${box.clientWidth} ${box.clientHeight}`) fit();
  }

  function tools() {
    /** @param {string} sign @param {string} key @param {() => void} click */
    const button = (sign, key, click) => el("button", { type: "button", "data-key": key, "aria-label": t(key), title: t(key), click }, sign);
    mapper.replace(".tools", button("+", "zoom_in", () => map.zoomIn()), button("−", "zoom_out", () => map.zoomOut()), button("⤢", "whole", fit));
    map.getContainer().setAttribute("aria-label", t("map"));
  }

  /** What lies above the shapes, made when these are on the screen: the outline, and the labels. */
  function dress() {
    map.createPane("halo").style.zIndex = "450";
    map.createPane("labels").style.zIndex = "460";
    const renderer = L.svg({ pane: "halo" });
    halo = [{ color: "#ffffff", weight: 5 }, { color: "#111820", weight: 2.2 }].map((line) => L.polygon([], { pane: "halo", renderer, interactive: false, fill: false, ...line }).addTo(map));
    if (!many) data.labels.forEach((at, i) => at && mapper.labels.add(i, point(...at)));
  }

  function paint() {
    if (!halo.length) dress();
    const view = values.view();
    regions.forEach(({ shape, spot }, i) => {
      const path = element(shape);
      const style = { fillColor: mapper.fills.fill(i, view, flat()), fillOpacity: mapper.legend.lit(i) ? 1 : 0.12 };
      shape.setStyle(style);
      if (spot) spot.setStyle(style);
      if (path) {
        path.setAttribute("aria-label", [values.name(i), ...values.told(i)].join("; "));
        path.setAttribute("aria-pressed", String(values.picked() === i));
      }
    });
    mapper.labels.paint();
    mapper.insets(small());
    paintHalo();
  }

  /** Leaflet divides by the distance of two fingers, so a pinch that begins in one point would lead nowhere. @param {TouchEvent} event */
  function keepApart(event) {
    const [one, other] = event.touches;
    if (other && one.clientX === other.clientX && one.clientY === other.clientY) event.stopPropagation();
  }

  /** @param {L.Map} made */
  function start(made) {
    map = made;
    tip = mapper.at(".tip");
    mapper.at(".stage").addEventListener("touchstart", keepApart, { capture: true, passive: true });
    map.getContainer().style.aspectRatio = `${Math.max(1, data.grid.width)} / ${Math.max(1, data.grid.height)}`;
    map.getContainer().setAttribute("role", "group");
    map.scrollWheelZoom.disable();
    map.setMinZoom(LEAST).setMaxZoom(6).setView([0, 0], 0, { animate: false });
    fit(); // before there are shapes, which are then projected once
    data.places.forEach((_, i) => addRegion(i));
    map.on("moveend", relay); // a pinch ends without a word of its zoom
  }

  return { start, paint, hover, leave: hideTip, fit, refit, relay, tools, drawHubs, rings, leaflet: () => map };
})();
