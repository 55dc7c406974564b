"use strict";
/** What all pages share: the data, the words, numbers, the address, and elements made without markup. */
const mapper = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const names = { kk: "Қазақша", ru: "Русский", en: "English" };
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

  /** Keep a choice in the address, and draw the page again. @param {Object<string, ?string>} change */
  function set(change) {
    Object.assign(state, change);
    for (const key of Object.keys(state)) if (state[key] === null || state[key] === "") delete state[key];
    history.replaceState(null, "", "#" + new URLSearchParams(state));
    draw(Object.keys(change));
  }

  /** Tell a reader who does not see the page what has changed. @param {string} text */
  function say(text) {
    const place = document.querySelector(".said");
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** A text of the page by its key. @param {string} key @param {Object<string, string>} [values] */
  function t(key, values = {}) {
    const text = data.words[language()][key];
    return text === undefined ? "" : text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
  }

  /** A text that data carry in several languages. @param {?Object<string, string>} words */
  function w(words) {
    if (!words) return "";
    return words[language()] || Object.values(words).find(Boolean) || "";
  }

  /** A number as the language writes it. @param {number} value @param {number} [digits] */
  function number(value, digits = 0) {
    if (value === 0) return "0";
    const signs = data.numbers[language()];
    const [whole, part] = Math.abs(value).toFixed(digits).split(".");
    const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, signs.group) : whole;
    const negative = value < 0 && Number(whole + "." + (part || 0)) !== 0;
    return (negative ? signs.minus : "") + grouped + (part ? signs.decimal + part : "");
  }

  /**
   * An element; strings among its children become text, never markup.
   * @param {string} tag @param {Object<string, *>} [attributes] @param {...(Node|string|null)} children
   */
  function el(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  /** The same for SVG. */
  function svg(tag, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }

  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(key, value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  /** A table of texts, numbers to the right. @param {string[]} heads @param {Array[]} rows @param {number[]} right */
  function grid(heads, rows, right = [], caption = "") {
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

  /**
   * The head of every page. @param {any[]} [sources] those of what is shown, if that is less than the whole project
   * @param {string} [warning] the words where some of them are made up
   */
  function header(sources = data.about.sources, warning = "sample") {
    const about = data.about;
    return [
      el("div", { class: "bar" }, el("p", { class: "project" }, w(about.project)), languages()),
      el("h1", {}, w(data.title)),
      w(data.subtitle) ? el("p", { class: "subtitle" }, w(data.subtitle)) : null,
      el("p", { class: "facts" }, about.as_of ? el("span", {}, t("as_of", { date: w(about.as_of) })) : null,
        about.vintage ? el("span", {}, t("vintage", { id: about.vintage.id })) : null),
      sources.some((source) => source.sample) ? el("p", { class: "sample", role: "note" }, t(warning)) : null,
    ];
  }

  /** Put a part of the page under the care of `draw`. @param {(changed: string[]) => void} part */
  function add(part) {
    parts.push(part);
  }

  /** Draw the page again; the control that had the focus has it afterwards too. @param {string[]} [changed] */
  function draw(changed = []) {
    const key = document.activeElement && document.activeElement.dataset.key;
    document.documentElement.lang = language();
    document.title = w(data.title);
    for (const part of parts) part(changed);
    const again = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again && again !== document.activeElement) again.focus();
  }

  /** Put fresh children into a place of the page. */
  function replace(selector, ...children) {
    document.querySelector(selector).replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  }

  addEventListener("hashchange", () => {
    for (const key of Object.keys(state)) delete state[key];
    Object.assign(state, readAddress());
    draw(["l", "m", "s", "t", "v", "r"]);
  });

  return { data, state, more: [], set, t, w, number, el, svg, grid, header, add, draw, say, replace, language };
})();
