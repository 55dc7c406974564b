"use strict";
/** Regions that are too small to see on the map, each enlarged in a frame of its own. */
mapper.insets = (() => {
  const { data, state, t, el, svg } = mapper;
  const values = mapper.values;
  /** With more than so many small regions a reader zooms in instead. */
  const MOST = 8;
  /** Pixels of a frame's side. */
  const SIDE = 44;
  /** @type {{ i: number, button: HTMLElement, path: SVGPathElement, figure: HTMLElement }[]} */
  let frames = [];
  let drawn = "";

  /** A region by itself, as large as its frame, in pixels: patterns would shrink with steps of the grid. @param {number} i */
  function shape(i) {
    const rings = mapper.map.rings(i, (x, y) => [x, -y]).flat();
    const ends = [0, 1].map((axis) => rings.flat().map((point) => point[axis])).map((all) => [Math.min(...all), Math.max(...all)]);
    const scale = (SIDE - 4) / Math.max(1, ...ends.map(([least, most]) => most - least));
    /** @param {number[]} point */
    const place = (point) => point.map((at, axis) => (SIDE / 2 + (at - (ends[axis][0] + ends[axis][1]) / 2) * scale).toFixed(1));
    return svg("path", { d: rings.map((ring) => `M${ring.map(place).join("L")}Z`).join(""), "fill-rule": "evenodd", stroke: "#5b6875" });
  }

  /** @param {number} i */
  function frame(i) {
    const path = shape(i);
    const figure = el("span");
    const show = () => mapper.map.hover(i);
    const button = el("button", { type: "button", class: "inset", "data-key": "inset-" + data.places[i].code, mouseenter: show, focus: show, mouseleave: mapper.map.leave, blur: mapper.map.leave,
      click: () => mapper.set({ r: state.r === data.places[i].code ? null : data.places[i].code }) },
    svg("svg", { width: SIDE, height: SIDE, "aria-hidden": "true" }, path), el("span", {}, el("b", {}, values.name(i)), figure));
    return { i, button, path, figure };
  }

  /** Draw the frames anew where others are needed, and give all of them what is shown. @param {number[]} small */
  return function insets(small) {
    const shown = small.length > MOST ? [] : small;
    const key = [mapper.language(), ...shown].join();
    if (key !== drawn) {
      frames = shown.map(frame);
      mapper.replace(".insets", frames.map((one) => one.button));
      mapper.at(".insets").setAttribute("aria-label", t("enlarged"));
    }
    drawn = key;
    for (const { i, button, path, figure } of frames) {
      path.setAttribute("fill", mapper.fills.fill(i));
      path.setAttribute("fill-opacity", mapper.legend.lit(i) ? "1" : "0.12");
      figure.textContent = values.value(i);
      button.setAttribute("aria-label", [values.name(i), ...values.told(i)].join("; "));
      button.setAttribute("aria-pressed", String(values.picked() === i));
    }
  };
})();
