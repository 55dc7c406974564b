"use strict";
/** The page of maps: its parts, what is chosen, and the order in which it is drawn. */
(() => {
  const { data, state, t, w, el, number } = mapper;
  const values = mapper.values;
  const TABS = ["map", "table", "about"];
  const LONG = 12;
  let searched = "";
  /** Panels that are not open and not yet drawn. */
  /** @type {Map<string, () => void>} */
  const waiting = new Map();
  let timer = 0;
  /** A table of so many rows is made when it is looked at. */
  const large = data.places.length > 400;

  /** @param {string} key @param {Child[]} children */
  const panel = (key, ...children) => el("section", { class: "panel", id: "panel-" + key, role: "tabpanel", "aria-labelledby": "tab-" + key, tabindex: -1 }, children);

  document.body.prepend(mapper.fills.patterns(), el("header", { class: "head" }), el("main", {},
    el("div", { class: "controls" }), el("div", { class: "heading" }), el("div", { class: "tabs", role: "tablist" }),
    panel("map", el("div", { class: "ways" }), el("div", { class: "time" }), el("div", { class: "panels", hidden: true }),
      el("div", { class: "view" },
        el("div", {}, el("div", { class: "stage" }, mapper.at(".folium-map"),
          el("div", { class: "strip" }, el("div", { class: "scale", "aria-hidden": "true" }), el("div", { class: "insets", role: "group" }), el("div", { class: "tools" })),
          el("div", { class: "tip", role: "tooltip", hidden: true })), el("p", { class: "credit" })),
        el("aside", { class: "side" }, el("details", { class: "legend" }), el("section", { class: "card" })))),
    panel("table", el("div", { class: "values" })), panel("about", el("div", { class: "about" })),
    el("p", { class: "said away", role: "status", "aria-live": "polite" })));

  const tab = () => (TABS.includes(state.v) ? state.v : "map");

  /**
   * A choice among few is a list; among many it can be searched.
   * @param {string} key @param {string} head @param {[string, string][]} options @param {string} chosen @param {(value: string) => void} choose
   */
  function chooser(key, head, options, chosen, choose) {
    const select = el("select", { class: key, "data-key": key, change: (event) => choose(event.target.value) });
    const fill = () => select.replaceChildren(...options.filter(([value, text]) => value === chosen || text.toLocaleLowerCase().includes(searched.toLocaleLowerCase()))
      .map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
    fill();
    const search = options.length > LONG && el("input", { type: "search", "data-key": "find-" + key, "aria-label": `${t("search")}: ${head}`, placeholder: t("search"), value: searched,
      input: (event) => { searched = event.target.value; fill(); mapper.say(t("found", { count: number(select.options.length) })); } });
    return el("div", { class: "choice" }, el("label", {}, el("span", {}, head), select), search || null);
  }

  function controls() {
    const measures = Object.entries(data.measures);
    const sectors = values.sectors();
    const { sure } = values.measure();
    const view = values.view();
    mapper.replace(".controls",
      measures.length > 1 ? chooser("measure", t("indicator"), measures.map(([key, one]) => [key, w(one.heading) || w(one.title)]), view.measure, (m) => mapper.set({ m, c: null })) : null,
      sectors.length > 1 ? chooser("sector", t("sector"), sectors.map((key) => [key, w(data.sectors[key])]), view.sector, (s) => mapper.set({ s, c: null })) : null,
      sure ? el("label", { class: "sure" }, el("input", { type: "checkbox", "data-key": "sure", checked: Boolean(state.u), change: (event) => mapper.set({ u: event.target.checked ? "1" : null, c: null }) }), el("span", {}, t("show_sure"))) : null);
  }

  function tabs() {
    /** @param {Heard} event */
    const keys = (event) => {
      const step = Number(event.key === "ArrowRight") - Number(event.key === "ArrowLeft");
      if (!step) return;
      event.preventDefault();
      const next = TABS[(TABS.indexOf(tab()) + step + TABS.length) % TABS.length];
      mapper.at("#tab-" + next).focus();
      mapper.set({ v: next });
    };
    mapper.replace(".tabs", TABS.map((key) => el("button", { type: "button", role: "tab", id: "tab-" + key, "data-key": "v-" + key, "aria-selected": String(key === tab()),
      "aria-controls": "panel-" + key, tabindex: key === tab() ? 0 : -1, keydown: keys, click: () => mapper.set({ v: key }) }, t("tab." + key))));
    mapper.at(".tabs").setAttribute("aria-label", t("tabs"));
    for (const key of TABS) mapper.at("#panel-" + key).hidden = key !== tab();
  }

  /** What is shown of several indicators, sectors and periods: on the screen it can be seen where it is chosen. */
  function heading() {
    const [one, view] = [values.measure(), values.view()];
    const several = Object.keys(data.measures).length > 1;
    const shown = [several ? w(one.heading) || w(one.title) : "", values.sectors().length > 1 ? w(data.sectors[view.sector]) : "", values.period()].filter(Boolean).join(" · ");
    mapper.replace(".heading", shown ? el("h2", {}, shown) : null, several && w(one.subtitle) ? el("p", { class: "subtitle" }, w(one.subtitle)) : null);
    document.title = [w(data.title), shown].filter(Boolean).join(" — ");
  }

  /** What the indicator that is shown rests on. */
  function shownSources() {
    return values.measure().sources.map((at) => data.about.sources[at]);
  }

  /** The sources, and what a reader must know of the lines, beside the picture itself. */
  function credit() {
    const { vintage } = data.about;
    const sources = shownSources();
    return [sources.length ? t("credit", { sources: sources.map((one) => [w(one.title), w(one.date), one.chosen && w(one.design)].filter(Boolean).join(", ")).join("; ") }) : "",
      vintage ? w(vintage.note) : ""].filter(Boolean).join(" ");
  }

  /** The legend can be folded on a phone; it stays as the reader left it. */
  function legend() {
    const place = /** @type {HTMLDetailsElement} */ (mapper.at(".legend"));
    mapper.replace(".legend", el("summary", { "data-key": "legend" }, t("legend")), el("div", {}, mapper.legend.legend()));
    if (!place.dataset.told) place.open = innerWidth > 640;
    place.dataset.told = "1";
  }

  function card() {
    const place = mapper.at(".card");
    mapper.replace(".card", mapper.card.card());
    place.setAttribute("aria-label", t("pinned"));
    place.classList.toggle("full", values.picked() >= 0);
  }

  /** What stands around the map: it settles where everything is. */
  function frame() {
    tabs();
    mapper.replace(".head", mapper.header(shownSources()));
    controls();
    heading();
  }

  /** @param {string[]} changed */
  function drawPage(changed) {
    /** @param {string[]} keys */
    const only = (...keys) => changed.length > 0 && changed.every((key) => keys.includes(key));
    if (only("first")) return frame();
    if (only("sort")) return mapper.replace(".values", mapper.sheet.sheet());
    tabs();
    if (only("v")) {
      catchUp(tab());
      return tab() === "map" ? mapper.map.fit() : undefined;
    }
    card();
    later("table", () => mapper.replace(".values", mapper.sheet.sheet()));
    legend();
    if (!only("r", "q", "c")) {
      frame();
      mapper.map.tools();
      mapper.map.drawHubs();
      mapper.replace(".credit", credit());
      later("about", () => mapper.replace(".about", mapper.about(values.measure(), mapper.legend.notes(), mapper.legend.definitions())));
    }
    mapper.map.paint();
    for (const part of mapper.more) part();
    if (!only("r", "q", "c")) mapper.map.relay();
    const i = values.picked();
    if (changed.length) mapper.say(only("r") && i >= 0 ? [values.name(i), ...values.told(i)].join("; ") : [turned(changed), values.title()].filter(Boolean).join(": "));
  }

  /** What was switched, beyond the view. @param {string[]} changed */
  function turned(changed) {
    const beside = values.picked(state.q);
    if (changed.includes("q") && beside >= 0) return `${t("compare")}: ${values.name(beside)}`;
    if (changed.includes("u") && state.u) return t("show_sure");
    return changed.includes("x") ? t("way." + (state.x || "one")) : "";
  }

  /** Draw a panel at once if it is open, else when the open one is on the screen; a large table only when it is opened. @param {string} key @param {() => void} draw */
  function later(key, draw) {
    waiting.set(key, draw);
    document.body.removeAttribute("data-whole");
    if (key === tab() || document.body.classList.contains("printing")) catchUp(key);
    clearTimeout(timer);
    timer = setTimeout(() => requestAnimationFrame(() => setTimeout(() => {
      for (const one of waiting.keys()) if (!large || one !== "table") catchUp(one);
      document.body.setAttribute("data-whole", "");
    })));
  }

  /** @param {string} key */
  function catchUp(key) {
    const draw = waiting.get(key);
    waiting.delete(key);
    if (draw) draw();
  }

  /** On paper every part stands, whatever tab is open. @param {boolean} on */
  function printing(on) {
    document.body.classList.toggle("printing", on);
    if (on) mapper.at(".legend").setAttribute("open", "");
    if (on) TABS.forEach(catchUp);
    for (const key of TABS) mapper.at("#panel-" + key).hidden = !on && key !== tab();
    mapper.map.fit();
  }

  mapper.start = (made) => {
    mapper.map.start(made);
    mapper.add(drawPage);
    mapper.draw(["first"]); // shapes are on the screen before words
    requestAnimationFrame(() => setTimeout(() => {
      mapper.draw();
      mapper.map.refit();
    }));
    new ResizeObserver(() => document.body.classList.contains("printing") || mapper.map.refit()).observe(made.getContainer());
    addEventListener("beforeprint", () => printing(true));
    addEventListener("afterprint", () => printing(false));
  };
})();
