"use strict";
/** What stands under the figures of every page: method, sources, findings, the account of rows, the inputs. */
(() => {
  const { data, t, w, number, el, grid } = mapper;

  /** A block that opens and closes. @param {string} title @param {Child} children */
  function block(title, children, open = false) {
    return el("details", { class: "block", open }, el("summary", {}, el("h2", {}, title)), el("div", { class: "inside" }, children));
  }

  /** @type {Mapper["method"]} */
  function method(measure, notes, named = false) {
    const rows = [["formula", w(measure.formula)], ["method", w(measure.source)]].filter(([, text]) => text);
    return block(named ? `${t("how")} ${w(measure.title)}` : t("how"), [
      el("p", {}, w(measure.about)),
      el("dl", {}, rows.map(([key, text]) => [el("dt", {}, t(key)), el("dd", { class: key === "formula" ? "formula" : null }, text),
        /x_ir/.test(text) ? el("dd", {}, t("symbols")) : null]),
        notes.length ? [el("dt", {}, t("classing")), el("dd", {}, notes.join(" "))] : []),
    ], true);
  }

  /** @param {Source} one */
  function source(one) {
    const facts = [w(one.publisher), w(one.date), w(one.licence), w(one.design)].filter(Boolean).join(" · ");
    return el("li", {}, el("strong", {}, w(one.title)), facts ? el("span", { class: "quiet" }, facts) : null,
      one.url ? el("span", { class: "address" }, one.url) : null, one.sample ? el("em", {}, t("sample")) : null);
  }

  /** Two surveys of one source are one line. @param {About} about */
  function sources(about) {
    const lines = about.vintage;
    const told = [...new Map(about.sources.map((one) => [JSON.stringify([one.title, one.publisher, one.date, one.url]), one])).values()];
    return block(t("sources"), [
      el("ul", { class: "sources" }, told.map(source)),
      lines ? [el("h3", {}, t("boundaries")), el("ul", { class: "sources" }, source(lines.source)),
        w(lines.note) ? el("p", { class: "caution" }, w(lines.note)) : null] : null,
    ], true);
  }

  /** @param {Finding} one */
  function finding(one) {
    return el("li", { class: one.level }, el("span", { class: "level" }, t(one.level)), " ", w(one.message),
      el("span", { class: "quiet" }, [one.where, w(one.hint)].filter(Boolean).join(" — ")));
  }

  /** @param {About} about */
  function findings(about) {
    const list = about.findings;
    return block(t("findings") + (list.length ? ` (${number(list.length)})` : ""),
      list.length ? el("ul", { class: "findings" }, list.map(finding)) : el("p", {}, t("no_findings")), list.length > 0 && list.length < 6);
  }

  /** @param {About} about */
  function ledger(about) {
    if (!about.ledgers.length) return null;
    const keys = /** @type {const} */ (["read", "used", "blank", "unmatched", "duplicate", "rejected"]);
    const sums = grid([t("source"), ...keys.map((key) => t(key))],
      about.ledgers.map((one) => [one.source, ...keys.map((key) => number(one[key]))]), [1, 2, 3, 4, 5, 6], t("ledger"));
    const groups = about.ledgers.flatMap((one) => one.groups);
    return block(t("ledger"), [sums, groups.length ? grid(
      [t("text"), t("why"), t("count"), t("candidates"), t("where")],
      groups.map((one) => [one.text, [t(one.reason), w(one.why)].filter(Boolean).join(": "), number(one.count), one.candidates.join(", "), one.where]),
      [2], t("unused")) : null]);
  }

  /** @param {About} about */
  function inputs(about) {
    if (!about.inputs.length) return null;
    return block(t("inputs"), grid([t("file"), "SHA-256"], about.inputs.map((one) => [one.file, el("code", {}, one.sha256)]), [], t("inputs")));
  }

  /** A line for a bibliography: what, of which day, from whom. @param {About} about */
  function cite(about) {
    const parts = [[...new Set([w(data.title), w(about.project)])].join(" // "), about.as_of ? t("as_of", { date: w(about.as_of) }) : "",
      `${t("sources")}: ${[...new Set(about.sources.map((one) => [w(one.title), w(one.publisher), w(one.date)].filter(Boolean).join(", ")))].join("; ")}`];
    return block(t("cite"), el("p", { class: "cite" }, parts.filter(Boolean).map((part) => part.replace(/\.$/, "")).join(". ") + "."), true);
  }

  mapper.method = method;

  /** All blocks; the method only where one measure is shown. */
  mapper.about = (measure, notes = [], definitions = []) => [
    measure ? method(measure, notes) : null, definitions.length ? block(t("definitions"), el("dl", { class: "defined" }, definitions), true) : null, sources(data.about), cite(data.about), findings(data.about), ledger(data.about), inputs(data.about),
  ];
})();
