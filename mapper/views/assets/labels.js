"use strict";
/** Labels and signs on the map: they keep off one another, and give way by zoom. */
mapper.labels = (() => {
  const { el } = mapper;
  const values = mapper.values;
  /** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
  /** @typedef {{ i: number, element: HTMLElement, name: HTMLElement, figure: HTMLElement, at: L.LatLng, long: Size, short: Size, room: number, spot: boolean }} Label */
  /** @typedef {[width: number, height: number]} Size */
  /** @type {Label[]} */
  const labels = [];
  /** Boxes may touch: a name stands right below a sign. @param {Box} a @param {Box} b */
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  /** @param {L.Point} at @param {number} r @returns {Box} */
  const around = (at, r) => ({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });

  /** @param {number} i @param {L.LatLng} at */
  function add(i, at) {
    const [name, figure] = [el("b"), el("span")];
    const element = el("div", { class: "label", "aria-hidden": "true" }, name, figure);
    mapper.at(".leaflet-labels-pane").append(element);
    labels.push({ i, element, name, figure, at, long: [0, 0], short: [0, 0], room: 0, spot: false });
  }

  /** Words and ink of the labels in the view. */
  function paint() {
    for (const { i, element, name, figure } of labels) {
      name.textContent = values.name(i);
      element.classList.toggle("light", mapper.fills.isDark(mapper.fills.colour(i)));
      element.classList.toggle("faint", !mapper.legend.lit(i));
      figure.textContent = values.swatch(i) || values.view().texts ? "" : values.value(i);
    }
  }

  /** The sizes of all labels, with their names and without: read together, since each reading lays the page out. */
  function measure() {
    /** @param {Label} label @returns {Size} */
    const size = ({ element }) => [element.offsetWidth, element.offsetHeight];
    for (const { element } of labels) element.classList.remove("short", "hidden");
    const long = labels.map(size);
    for (const { element } of labels) element.classList.add("short");
    const short = labels.map(size);
    labels.forEach((label, i) => Object.assign(label, { long: long[i], short: short[i] }));
  }

  /** Try a label with its name and below or above its point; without its name; else leave it out. @param {Label} label @param {Box[]} taken @param {L.Map} map */
  function place(label, taken, map) {
    const at = map.latLngToLayerPoint(label.at);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edge = { left: corner.x, right: corner.x + map.getSize().x, top: corner.y, bottom: corner.y + map.getSize().y };
    for (const named of [true, false]) {
      if (!named && !label.figure.textContent) break;
      label.element.classList.toggle("short", !named);
      const [width, height] = named ? label.long : label.short;
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

  /** Move each sign that lies on an earlier one to the right until it is clear of all of them. @param {Pin[]} hubs @param {L.Map} map */
  function spread(hubs, map) {
    /** @type {L.Point[]} */
    const placed = [];
    for (const { marker, at } of hubs) {
      const spot = map.latLngToLayerPoint(at);
      while (placed.some((other) => spot.distanceTo(other) < 26)) spot.x += 27;
      placed.push(spot);
      L.DomUtil.setPosition(/** @type {HTMLElement} */ (marker.getElement()), spot.round());
    }
    return placed;
  }

  /** The mark that stands for a region on this map, if one does. @param {Drawn} region @param {L.Map} map */
  const standsFor = ({ spot }, map) => (spot && map.hasLayer(spot) ? spot : null);

  /** Lay the labels out anew, the largest regions first; hubs and small regions' marks keep their place. @type {Mapper["labels"]["lay"]} */
  function lay(regions, hubs) {
    const map = mapper.map.leaflet();
    const taken = spread(hubs, map).map((spot) => around(spot, 13));
    for (const region of regions.filter(Boolean)) {
      const spot = standsFor(region, map);
      if (spot) taken.push(around(map.latLngToLayerPoint(spot.getLatLng()), 8));
    }
    for (const label of labels) {
      const box = regions[label.i] && regions[label.i].shape.getBounds();
      label.room = box ? map.latLngToLayerPoint(box.getNorthEast()).x - map.latLngToLayerPoint(box.getSouthWest()).x : 60;
      label.spot = Boolean(box && standsFor(regions[label.i], map));
      label.element.classList.toggle("spot", label.spot);
    }
    measure();
    for (const label of [...labels].sort((a, b) => b.room - a.room)) {
      const box = place(label, taken, map);
      if (box) taken.push({ ...box, top: box.top - 3, bottom: box.bottom + 3 }); // two names in one column are told apart
    }
  }

  return { add, paint, lay };
})();
