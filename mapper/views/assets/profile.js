"use strict";
/** The profile of one region: a sheet for a meeting. */
(() => {
  const { t, w, number, el, svg } = mapper;
  const data = /** @type {ProfileData & Data} */ (/** @type {unknown} */ (mapper.data));

  document.body.prepend(el("header", { class: "head portrait" }), el("main", { class: "profile" }, el("section", { class: "hubs" }), el("section", { class: "strong" }),
    el("section", { class: "figures" }), el("section", { class: "about" })));

  /** A link keeps the language. @param {string} href @param {string} text */
  const link = (href, text) => el("a", { href: `${href}#l=${mapper.language()}` }, text);
  /** @param {{ sample: boolean }} one */
  const sample = (one) => (one.sample ? el("span", { class: "made" }, t("sample")) : null);
  /** An interval, "" where a bound is missing. @param {?number|undefined} lo @param {?number|undefined} hi @param {number} digits */
  const range = (lo, hi, digits) => (typeof lo !== "number" || typeof hi !== "number" ? "" : `${number(lo, digits)} – ${number(hi, digits)}`);

  function facts() {
    const { people, year, area_km2, centre } = data.facts;
    const told = [w(centre) && t("centre", { name: w(centre) }), people && t("people", { count: number(people), year }), area_km2 && t("area", { count: number(area_km2) })];
    return el("p", { class: "facts" }, told.map((one) => (one ? el("span", {}, one) : null)));
  }

  /** The country, with this region filled; a small one is ringed. */
  function locator() {
    const { width, height, paths, here, ring } = data.locator;
    /** @param {string} d @param {number} i */
    const path = (d, i) => (d ? svg("path", { d, class: i === here ? "here" : null }) : null);
    return svg("svg", { class: "locator", viewBox: `-6 -6 ${width + 12} ${height + 12}`, role: "img", "aria-label": t("locator", { name: w(data.title) }) },
      paths.map((d, i) => (i === here ? null : path(d, i))), path(paths[here], here), ring ? svg("circle", { cx: ring[0], cy: ring[1], r: 9 }) : null);
  }

  /** @param {Task} one */
  function task(one) {
    const plan = w(one.told) || w(one.date) || t("hub.no_date");
    return el("li", {}, el("strong", {}, w(one.name)), " ", el("span", { class: "state " + one.status }, w(one.standing)),
      el("p", {}, [w(one.kind), w(one.partner) && `${t("partner")}: ${w(one.partner)}`].filter(Boolean).join(" · ")),
      el("p", {}, plan), one.state && !w(one.told) ? el("p", {}, t("hub." + one.state)) : null);
  }

  function hubs() {
    if (data.status === null) return null;
    return [el("h2", {}, t("rollout")), el("p", {}, t("best"), el("strong", {}, w(data.status).toLowerCase())),
      data.tasks.length ? el("ul", { class: "tasks" }, data.tasks.map(task)) : el("p", { class: "quiet" }, t("no_activity"))];
  }

  /** @param {Strength} one */
  function strength(one) {
    return el("li", {}, el("strong", {}, w(one.label)), ` ${number(one.value, 2)}`, one.lo === null ? "" : ` (${range(one.lo, one.hi, 2)})`,
      " — ", el("span", { class: one.sure ? "surely" : "quiet" }, t(one.lo === null ? "no_interval" : one.sure ? "surely" : "unsure")));
  }

  function strong() {
    return data.strengths.map((one) => [el("h2", {}, t("strongest"), sample(one)), el("p", { class: "quiet" }, w(one.source)),
      one.rows.length ? el("ol", {}, one.rows.map(strength)) : el("p", {}, t("none_strong"))]);
  }

  /** @param {Line} line */
  function value(line) {
    if (line.value !== null && typeof line.value === "object") return w(line.value);
    return line.value === null ? el("span", { class: "nothing" }, t("statuses." + line.status) || t("statuses.no_data")) : number(line.value, line.digits);
  }

  /** @param {Line} line */
  function rank(line) {
    if (line.rank === undefined) return "";
    const bounds = line.ranks && line.ranks[0] !== line.ranks[1] ? ` (${line.ranks.map((one) => number(one)).join(" – ")})` : "";
    return `${number(line.rank)} / ${number(line.of)}${bounds}`;
  }

  /** @param {Line} line */
  function beside(line) {
    if (line.beside === undefined) return "";
    return number(line.beside, line.digits) + (line.basis === "median" ? " *" : "");
  }

  /** @param {Line} line */
  const note = (line) => (line.value === null || line.status === "ok" ? "" : t("statuses." + line.status));

  /** @param {Line} line */
  function row(line) {
    const cells = [value(line), range(line.lo, line.hi, line.digits), line.n === undefined ? "" : number(line.n), beside(line), rank(line)];
    return el("tr", {}, el("th", { scope: "row" }, w(line.label)), cells.map((cell) => el("td", { class: "number" }, cell)), el("td", {}, note(line)));
  }

  /** @param {Block} one */
  function block(one) {
    const about = [w(one.unit), one.period].filter(Boolean).join(", ");
    return el("tbody", {}, el("tr", { class: "first" }, el("th", { colspan: 7, scope: "rowgroup" }, el("div", { class: "group" }, link(one.href, w(one.title)), about ? el("span", { class: "quiet" }, " " + about) : null, sample(one)))),
      one.lines.map(row), one.of > one.lines.length ? el("tr", {}, el("td", { colspan: 7, class: "quiet" }, t("first_lines", { count: number(one.lines.length), of: number(one.of) }))) : null);
  }

  function figures() {
    if (!data.blocks.length) return null;
    const heads = ["indicator", "value", "interval", "n", "country_value", "rank", "status"];
    const median = data.blocks.some((one) => one.lines.some((line) => line.basis === "median"));
    return [el("h2", {}, t("indicators")), el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("indicators") }, el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head, i) => el("th", { scope: "col", class: i > 0 && i < 6 ? "number" : null }, t(head))))), data.blocks.map(block))),
    el("p", { class: "quiet" }, t("ranks"), median ? " " + t("median") : "")];
  }

  function drawPage() {
    const made = data.about.sources;
    mapper.replace(".head", el("p", { class: "back" }, link("../index.html", t("report"))), mapper.header(made, made.every((one) => one.sample) ? "sample" : "sample_part"), facts(), locator());
    mapper.replace(".hubs", hubs());
    mapper.replace(".strong", strong());
    mapper.replace(".figures", figures());
    mapper.replace(".about", mapper.about(), data.others ? el("p", { class: "quiet" }, t("others", { count: number(data.others) })) : null);
  }

  mapper.start = () => {
    mapper.add(drawPage);
    mapper.draw();
  };
})();
