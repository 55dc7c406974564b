"use strict";
/** What all pages share: the data, the words, numbers, the address, and elements made without markup. */
const mapper = (() => {
  /** @type {Data} */
  const data = JSON.parse(at("#data").textContent);
  /** @type {Record<string, string>} */
  const names = { kk: "Қазақша", ru: "Русский", en: "English" };
  /** @type {((changed: string[]) => void)[]} */
  const parts = [];
  const state = readAddress();

  /** @returns {Object<string, string>} what stands behind the # of the address */
  function readAddress() {
    return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  }

  /** The language that is shown: the address's, else the page's first. */
  function language() {
    return data.languages.includes(state.l) ? state.l : data.languages[0];
  }

  /** Keep a choice in the address, and draw the page again. @type {Core["set"]} */
  function set(change) {
    for (const [key, value] of Object.entries(change)) {
      if (value) state[key] = value;
      else delete state[key];
    }
    history.replaceState(null, "", `#${new URLSearchParams(state)}`);
    draw(Object.keys(change));
  }

  /** Tell a reader who does not see the page what has changed. @type {Core["say"]} */
  function say(text) {
    const place = document.querySelector(".said");
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** A text of the page by its key. @type {Core["t"]} */
  function t(key, values = {}) {
    const text = data.words[language()][key];
    return text === undefined ? "" : text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
  }

  /** A text that data carry in several languages. @type {Core["w"]} */
  function w(words) {
    if (!words) return "";
    return words[language()] || Object.values(words).find(Boolean) || "";
  }

  /** A number as the language writes it. @type {Core["number"]} */
  function number(value, digits = 0) {
    if (!value) return value === null ? "" : "0";
    const signs = data.numbers[language()];
    const [whole, part] = Math.abs(value).toFixed(digits).split(".");
    const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, signs.group) : whole;
    const negative = value < 0 && Number(`${whole}.${part || 0}`) !== 0;
    return (negative ? signs.minus : "") + grouped + (part ? signs.decimal + part : "");
  }

  /** The first element that a selector finds. @type {Core["at"]} */
  function at(selector) {
    return /** @type {HTMLElement} */ (document.querySelector(selector));
  }

  /** An element; strings among its children become text, never markup. @type {Core["el"]} */
  function el(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  /** The same for SVG. @type {Core["svg"]} */
  function svg(tag, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }

  /** Children without those that are nothing. @param {readonly Child[]} children @returns {(Node | string)[]} */
  function given(children) {
    return children.flatMap((child) => (Array.isArray(child) ? given(child) : child ? [/** @type {Node | string} */ (child)] : []));
  }

  /** @template {Element} N @param {N} node @param {Record<string, Attribute>} attributes @param {Child[]} children */
  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(key, (event) => value(/** @type {Heard} */ (event)));
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : String(value));
    }
    node.append(...given(children));
    return node;
  }

  /** A table of texts, numbers to the right. @type {Core["grid"]} */
  function grid(heads, rows, right = [], caption = "") {
    /** @param {number} i */
    const side = (i) => ({ class: right.includes(i) ? "number" : null });
    return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption || heads[0] },
      el("table", {},
        caption ? el("caption", {}, caption) : null,
        el("thead", {}, el("tr", {}, heads.map((head, i) => el("th", { scope: "col", ...side(i) }, head)))),
        el("tbody", {}, rows.map((row) => el("tr", row.attributes || {},
          row.map((cell, i) => el(i ? "td" : "th", { scope: i ? null : "row", ...side(i) }, cell)))))));
  }

  /** The buttons that choose the language. */
  function languages() {
    return el("nav", { class: "languages", "aria-label": t("language") }, data.languages.map((one) =>
      el("button", { type: "button", lang: one, "data-key": "l-" + one, "aria-pressed": String(one === language()), click: () => set({ l: one }) },
        names[one] || one)));
  }

  /** The title beside the languages; where the page is not the project's own, that one's title stands there. */
  function titles() {
    const [title, project] = [el("h1", {}, w(data.title)), w(data.about.project)];
    if (project === w(data.title)) return [el("div", { class: "bar only" }, title, languages())];
    return [el("div", { class: "bar" }, el("p", { class: "project" }, project), languages()), title];
  }

  /** The head of every page, with the sources of what is shown, and a warning where some are made up. @type {Core["header"]} */
  function header(sources = data.about.sources, warning = "sample") {
    const about = data.about;
    return [
      ...titles(),
      w(data.subtitle) ? el("p", { class: "subtitle" }, w(data.subtitle)) : null,
      el("p", { class: "facts" }, about.as_of ? el("span", {}, t("as_of", { date: w(about.as_of) })) : null,
        about.vintage ? el("span", {}, t("vintage", { id: about.vintage.id })) : null),
      sources.some((source) => source.sample) ? el("p", { class: "sample", role: "note" }, t(warning)) : null,
    ];
  }

  /** Put a part of the page under the care of `draw`. @type {Core["add"]} */
  function add(part) {
    parts.push(part);
  }

  /** Draw the page again; the control that had the focus has it afterwards too. @type {Core["draw"]} */
  function draw(changed = []) {
    const had = document.activeElement;
    const key = had instanceof HTMLElement && had.dataset.key;
    document.documentElement.lang = language();
    document.title = w(data.title);
    for (const part of parts) part(changed);
    const again = key && at(`[data-key="${CSS.escape(key)}"]`);
    if (again && again !== document.activeElement) again.focus();
  }

  /** Put fresh children into a place of the page. @type {Core["replace"]} */
  function replace(selector, ...children) {
    at(selector).replaceChildren(...given(children));
  }

  addEventListener("hashchange", () => {
    for (const key of Object.keys(state)) delete state[key];
    Object.assign(state, readAddress());
    draw(["l", "m", "s", "t", "v", "r"]);
  });

  /** @type {Core} */
  const core = { data, state, more: [], set, t, w, number, el, svg, at, grid, header, add, draw, say, replace, language };
  return /** @type {Mapper} */ (core);
})();
