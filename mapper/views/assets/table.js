"use strict";
/** The page of one table. */
(() => {
  const { t, w, number, el, grid } = mapper;
  const data = /** @type {TableData & Pick<Data, "title">} */ (/** @type {unknown} */ (mapper.data));

  document.body.prepend(el("header", { class: "head" }), el("main", {}, el("section", { class: "values sheet" }), el("section", { class: "about" })));

  /** @param {Column} column @param {string | number | null} value @returns {Child} */
  function cell(column, value) {
    if (value === null) return el("span", { class: "nothing" }, "—");
    if (typeof value === "number") return number(value, column.digits);
    if (!Object.hasOwn(column.words, value)) return value;
    return w(column.words[value]) || (value === "ok" ? "" : value);
  }

  /** Rows, where a region that goes on is not named again to the eye; a reader's program still hears it. */
  function rows() {
    return data.rows.map((row, at) => {
      /** @type {Row} */
      const line = row.map((value, i) => cell(data.columns[i], value));
      const same = at > 0 && data.rows[at - 1][0] === row[0];
      if (same) line[0] = el("span", { class: "again" }, line[0]);
      line.attributes = { class: same ? null : "first" };
      return line;
    });
  }

  function drawPage() {
    const right = data.columns.flatMap((column, i) => (column.kind === "number" ? [i] : []));
    mapper.replace(".head", mapper.header());
    mapper.replace(".values", grid(data.columns.map((column) => w(column.title)), rows(), right, w(data.title)),
      el("p", { class: "quiet" }, t("rows", { count: number(data.rows.length) })));
    mapper.replace(".about", data.measures.map((measure) => mapper.method(measure, [], data.measures.length > 1)), mapper.about());
  }

  mapper.start = () => {
    mapper.add(drawPage);
    mapper.draw();
  };
})();
