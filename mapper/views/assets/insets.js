"use strict";
/** Regions that are too small to see on the map, each enlarged in a frame of its own. */
mapper.insets = (() => {
  const { data, state, t, el, svg } = mapper;
  const values = mapper.values;
  /** With more than so many small regions a reader zooms in instead. */
  const MOST = 8;
  /** @type {{ i: number, button: HTMLElement, path: SVGPathElement, figure: HTMLElement }[]} */
  let frames = [];
  let drawn = "";

  /** A region by itself, as large as its frame. @param {number} i */
  function shape(i) {
    const rings = mapper.map.rings(i, (x, y) => [x, -y]).flat();
    const [xs, ys] = [0, 1].map((axis) => rings.flat().map((point) => point[axis]));
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const [wide, high] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
    const path = svg("path", { d: rings.map((ring) => `M${ring.join("L")}Z`).join(""), "fill-rule": "evenodd", stroke: "#5b6875", "vector-effect": "non-scaling-stroke" });
    return { path, box: `${left - wide * 0.06} ${top - high * 0.06} ${wide * 1.12} ${high * 1.12}` };
  }

  /** @param {number} i */
  function frame(i) {
    const { path, box } = shape(i);
    const figure = el("span");
    const show = () => mapper.map.hover(i);
    const button = el("button", { type: "button", class: "inset", "data-key": "inset-" + data.places[i].code, mouseenter: show, focus: show, mouseleave: mapper.map.leave, blur: mapper.map.leave,
      click: () => mapper.set({ r: state.r === data.places[i].code ? null : data.places[i].code }) },
    svg("svg", { width: 44, height: 44, viewBox: box, "aria-hidden": "true" }, path), el("span", {}, el("b", {}, values.name(i)), figure));
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
