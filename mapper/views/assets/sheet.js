"use strict";
/** The values of the view as a table: sorted, filtered, and taken along as CSV. */
mapper.sheet = (() => {
  const { data, t, w, number, el } = mapper;
  const values = mapper.values;
  const { box, fill } = mapper.fills;
  let sorted = { key: "", down: false };
  let wanted = "";
  /** Rows that are shown at once; CSV has them all. */
  const MOST = 1000;

  /** @param {Hub} one */
  function hub(one) {
    const texts = values.view().texts;
    return [texts ? "" : values.category(one.status), w(one.partner), w(one.date) || t("hub.no_date")].filter(Boolean).join("; ");
  }

  const NUMBERS = new Set(["interval", "n", "rank"]);
  /** What a column says, as text. @type {Record<string, (i: number) => string>} */
  const TEXTS = {
    region: values.name,
    value: (i) => values.value(i),
    interval: (i) => values.interval(i),
    n: (i) => (values.view().n[i] === null ? "" : number(values.view().n[i])),
    rank: (i) => (values.view().rank[i] === null ? "" : number(values.view().rank[i])),
    hubs: (i) => values.hubs(i).map(hub).join(" / "),
    status: (i) => values.remark(i),
  };

  /** Columns that would be empty are left out. */
  function columns() {
    const view = values.view();
    const all = data.places.map((_, i) => i);
    /** @type {Record<string, boolean>} */
    const kept = { region: true, value: true, n: !view.texts && all.some(TEXTS.n), hubs: values.known().length > 0 && values.measure().hubs };
    return Object.keys(TEXTS).filter((key) => (key in kept ? kept[key] : all.some(TEXTS[key])));
  }

  /** @param {string} key */
  function head(key) {
    const view = values.view();
    if (key !== "value") return t(key);
    if (view.texts) return t("state");
    return values.measure().kind === "quotient" ? w(values.measure().title) : w(values.measure().unit) || t("value");
  }

  /** What a column is ordered by: numbers as numbers, and nothing last. @param {string} key @param {number} i @returns {number | string | null} */
  function weight(key, i) {
    const view = values.view();
    if (key === "value" && !view.texts) return values.swatch(i) ? null : view.value[i];
    if (key === "value") return view.group[i];
    if (key === "interval") return view.lo[i] === null ? null : Number(view.hi[i]) - Number(view.lo[i]);
    if (key === "n" || key === "rank") return view[key][i];
    return TEXTS[key](i) || null;
  }

  /** @param {number | string | null} a @param {number | string | null} b */
  function compare(a, b) {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    const order = typeof a === "string" ? a.localeCompare(String(b), mapper.language()) : a - Number(b);
    return sorted.down ? -order : order;
  }

  /** The regions that are shown, in their order. */
  function rows() {
    /** @param {string} text */
    const fold = (text) => text.toLocaleLowerCase(mapper.language());
    const found = values.order().filter((i) => !wanted || columns().some((key) => fold(TEXTS[key](i)).includes(fold(wanted))));
    return sorted.key ? found.sort((i, j) => compare(weight(sorted.key, i), weight(sorted.key, j))) : found;
  }

  /** A cell in its class's colour, as far as text stays readable: a box for the class, and words for a status. @param {string} key @param {number} i */
  function cell(key, i) {
    const text = TEXTS[key](i);
    if (key !== "value") return el(key === "region" ? "th" : "td", { scope: key === "region" ? "row" : null, class: NUMBERS.has(key) ? "number" : null }, text);
    const td = el("td", { class: values.view().texts ? "heat" : "heat number" },
      el("span", { class: "valued" }, values.swatch(i) || fill(i).startsWith("url") ? box(fill(i), 16) : null, el("span", { class: values.swatch(i) ? "quiet" : null }, text)));
    if (!values.swatch(i)) {
      td.style.background = mapper.fills.colour(i);
      td.style.color = mapper.fills.isDark(mapper.fills.colour(i)) ? "#ffffff" : "#000000";
    }
    return td;
  }

  function body() {
    const shown = columns();
    const found = rows();
    if (!found.length) return [el("tr", {}, el("td", { colspan: shown.length }, t("nowhere")))];
    return found.slice(0, MOST).map((i) => el("tr", { "data-code": data.places[i].code, class: data.places[i].code === mapper.state.r ? "picked" : null }, shown.map((key) => cell(key, i))));
  }

  /** @param {string} key */
  function sort(key) {
    sorted = { key, down: sorted.key === key ? !sorted.down : key === "value" || key === "n" };
    mapper.draw(["sort"]);
    mapper.say(`${t("sorted")}: ${head(key)}`);
  }

  function heads() {
    return columns().map((key) => el("th", { scope: "col", class: NUMBERS.has(key) || (key === "value" && !values.view().texts) ? "number" : null,
      "aria-sort": sorted.key === key ? (sorted.down ? "descending" : "ascending") : null },
    el("button", { type: "button", class: "link", "data-key": "sort-" + key, title: t("define." + key) || null, click: () => sort(key) }, head(key),
      el("span", { class: "arrow", "aria-hidden": "true" }, sorted.key === key ? (sorted.down ? "\u00a0▼" : "\u00a0▲") : "\u00a0⇅"))));
  }

  /** A region's row of the CSV. Numbers are not grouped; a hidden one leaves its cell empty, and is told in the note. @param {number} i */
  function record(i) {
    const { lo, hi, digits, texts, sector } = values.view();
    const { title, unit } = values.measure();
    const hidden = !texts && values.swatch(i);
    /** @param {string[]} parts */
    const join = (...parts) => parts.filter(Boolean).join(", ");
    /** @param {string} text */
    const bare = (text) => text.split(data.numbers[mapper.language()].group).join("");
    return [data.places[i].code, values.name(i), join(w(title), texts ? "" : w(unit)), sector !== "all" || values.sectors().length > 1 ? w(data.sectors[sector]) : "", values.period(),
      hidden ? "" : texts ? TEXTS.value(i) : bare(TEXTS.value(i)), bare(number(lo[i], digits)), bare(number(hi[i], digits)), bare(TEXTS.n(i)), bare(TEXTS.rank(i)),
      join(hidden ? TEXTS.value(i) : TEXTS.status(i), values.made() ? t("sample") : ""), TEXTS.hubs(i)];
  }

  /** The rows that are shown, as CSV that stands alone. Spreadsheets of a language with a decimal comma part columns by semicolons; a formula stays a text. */
  function csv() {
    const sign = data.numbers[mapper.language()].decimal === "," ? ";" : ",";
    const width = columns().includes("hubs") ? 12 : 11;
    const heads = ["code", "region", "indicator", "sector", "period", "value", "lo", "hi", "n", "rank", "status", "hubs"].map((key) => t(key));
    /** @param {string} text */
    const quote = (text) => `"${(/^-?[\d\s.,]+$/.test(text) ? text : text.replace(/^[=+@\t-]/, "'$&")).replace(/"/g, '""')}"`;
    return [heads, ...rows().map(record)].map((cells) => cells.slice(0, width).map(quote).join(sign) + "\r\n").join("");
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(csv());
    } catch {
      const area = el("textarea", { class: "away" });
      area.value = csv();
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    mapper.say(t("copied"));
    mapper.at(".done").textContent = t("copied");
  }

  function save() {
    const name = [values.key(), values.view().sector, values.view().period].filter(Boolean).join("-");
    el("a", { href: "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + csv()), download: name + ".csv" }).click();
  }

  /** @param {Heard} event */
  function filter(event) {
    wanted = event.target.value;
    mapper.replace(".values tbody", body());
    mapper.say(t("rows", { count: number(rows().length) }));
  }

  function sheet() {
    /** @param {string} key @param {() => void} click */
    const button = (key, click) => el("button", { type: "button", "data-key": key, click }, t(key));
    return [
      el("h2", {}, t("table")),
      el("div", { class: "takes" }, el("label", {}, el("span", {}, t("filter")), el("input", { type: "search", "data-key": "filter", value: wanted, input: filter })),
        data.places.length > MOST ? el("span", { class: "quiet" }, t("first_rows", { count: number(MOST), of: number(data.places.length) })) : null,
        button("copy", copy), button("save", save), el("span", { class: "quiet done" })),
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") },
        el("table", {}, el("caption", {}, values.title()), el("thead", {}, el("tr", {}, heads())), el("tbody", {}, body()))),
    ];
  }

  return { sheet };
})();
