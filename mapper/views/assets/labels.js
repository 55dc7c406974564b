"use strict";
/** Labels and signs on the map: they keep off one another, and give way by zoom. */
mapper.labels = (() => {
  const { el } = mapper;
  const values = mapper.values;
  const labels = [];
  const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  const around = (at, r) => ({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });

  function add(i, at) {
    const element = el("div", { class: "label", "aria-hidden": "true" }, el("b", {}), el("span", {}));
    mapper.map.leaflet().getPane("labels").append(element);
    labels.push({ i, element, at });
  }

  /** Words and ink of the labels in the view. */
  function paint() {
    for (const { i, element } of labels) {
      element.firstChild.textContent = values.name(i);
      element.classList.toggle("light", mapper.fills.isDark(mapper.fills.colour(i)));
      element.classList.toggle("faint", !mapper.legend.lit(i));
      element.lastChild.textContent = values.swatch(i) || values.view().texts ? "" : values.value(i);
    }
  }

  /** The sizes of all labels, with their names and without: read together, since each reading lays the page out. */
  function measure() {
    const size = ({ element }) => [element.offsetWidth, element.offsetHeight];
    for (const { element } of labels) element.classList.remove("short", "hidden");
    const long = labels.map(size);
    for (const { element } of labels) element.classList.add("short");
    const short = labels.map(size);
    labels.forEach((label, i) => Object.assign(label, { long: long[i], short: short[i] }));
  }

  /** Try a label with its name and below or above its point; without its name; else leave it out. */
  function place(label, taken, map) {
    const at = map.latLngToLayerPoint(label.at);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edge = { left: corner.x, right: corner.x + map.getSize().x, top: corner.y, bottom: corner.y + map.getSize().y };
    for (const named of [true, false]) {
      if (!named && !label.element.lastChild.textContent) break;
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

  /** Move each sign that lies on an earlier one to the right until it is clear of all of them. */
  function spread(hubs, map) {
    const placed = [];
    for (const { marker, at } of hubs) {
      const spot = map.latLngToLayerPoint(at);
      while (placed.some((other) => spot.distanceTo(other) < 26)) spot.x += 27;
      placed.push(spot);
      L.DomUtil.setPosition(marker.getElement(), spot.round());
    }
    return placed;
  }

  /** Lay the labels out anew, the largest regions first; hubs and small regions' marks keep their place. */
  function lay(regions, hubs) {
    const map = mapper.map.leaflet();
    const taken = spread(hubs, map).map((spot) => around(spot, 13));
    for (const region of regions.filter(Boolean)) {
      if (region.spot && map.hasLayer(region.spot)) taken.push(around(map.latLngToLayerPoint(region.spot.getLatLng()), 8));
    }
    for (const label of labels) {
      const box = regions[label.i] && regions[label.i].shape.getBounds();
      label.room = box ? map.latLngToLayerPoint(box.getNorthEast()).x - map.latLngToLayerPoint(box.getSouthWest()).x : 60;
      label.spot = Boolean(box && regions[label.i].spot && map.hasLayer(regions[label.i].spot));
      label.element.classList.toggle("spot", label.spot);
    }
    measure();
    for (const label of [...labels].sort((a, b) => b.room - a.room)) {
      const box = place(label, taken, map);
      if (box) taken.push(box);
    }
  }

  return { add, paint, lay };
})();
