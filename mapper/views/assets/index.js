"use strict";
/** The home of a report. */
(() => {
  const { t, w, el } = mapper;
  const data = /** @type {HomeData & Data} */ (/** @type {unknown} */ (mapper.data));

  document.body.prepend(el("header", { class: "head" }), el("main", {}, el("section", { class: "contents" }), el("section", { class: "about" })));

  /** A link keeps the language. @param {string} href */
  const page = (href) => `${href}#l=${mapper.language()}`;

  /** @param {HomeData["maps"][0]} one */
  function map(one) {
    return el("li", { class: "tile" }, el("a", { href: page(one.href) }, w(one.title)), w(one.subtitle) ? el("p", {}, w(one.subtitle)) : null);
  }

  /** @param {HomeData["tables"][0]} one */
  function table(one) {
    const links = Object.entries(one.links).filter(([style]) => style !== "html");
    return el("li", { class: "tile" },
      one.links.html ? el("a", { href: page(one.links.html) }, w(one.title)) : el("strong", {}, w(one.title)),
      el("p", { class: "formats" }, links.map(([style, href]) => el("a", { href }, style.toUpperCase()))));
  }

  /** @type {Record<string, string>} */
  const FILES = { "joins.md": "joins", "joins.json": "joins", "manifest.json": "manifest" };

  /** @param {string} name */
  function file(name) {
    return el("li", {}, el("a", { href: name }, name), el("span", { class: "quiet" }, t(FILES[name])));
  }

  /** @param {string} key @param {Child[]} tiles */
  function part(key, tiles) {
    return tiles.length ? [el("h2", {}, t(key)), el("ul", { class: "tiles" }, tiles)] : null;
  }

  /** The profiles, in the order of the language's alphabet. */
  function regions() {
    const words = new Intl.Collator(mapper.language());
    const sorted = [...data.regions].sort((a, b) => words.compare(w(a.title), w(b.title)));
    return sorted.length ? [el("h2", {}, t("profiles")), el("ul", { class: "regions" }, sorted.map((one) => el("li", {}, el("a", { href: page(encodeURI(one.href)) }, w(one.title)))))] : null;
  }

  function drawPage() {
    mapper.replace(".head", mapper.header(data.about.sources, data.about.sources.every((one) => one.sample) ? "sample" : "sample_part"));
    mapper.replace(".contents", data.explore ? el("p", { class: "entry" }, el("a", { href: page(data.explore) }, t("explore")), el("span", { class: "quiet" }, t("explore_about"))) : null, part("maps", data.maps.map(map)), part("tables", data.tables.map(table)), regions(),
      el("h2", {}, t("more")), el("ul", { class: "files" }, data.files.map(file)));
    mapper.replace(".about", mapper.about());
  }

  mapper.start = () => {
    mapper.add(drawPage);
    mapper.draw();
  };
})();
