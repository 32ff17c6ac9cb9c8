// A table of ticks: things down the side, ways across the top.

import { h } from "./dom.js";

/**
 * `rows` and `columns` are `[[key, name], …]`; `state(row, column)` answers true, false, null for
 * neither said (a mixed tick) or undefined where there is nothing to say; `change(row, column, on)`.
 */
export function switchTable(title, corner, rows, columns, state, change) {
  function cell([row, rowName], [column, columnName]) {
    const now = state(row, column);
    if (now === undefined) return h("td", {}, h("span", { class: "muted", "aria-hidden": "true" }, "–"));
    const tick = h("input", {
      class: "tick", type: "checkbox", name: `${row}.${column}`, "aria-label": `${rowName}: ${columnName}`, checked: now === true,
      onchange: () => change(row, column, tick.checked),
    });
    tick.indeterminate = now === null;
    return h("td", {}, tick);
  }
  return h("div", { class: "switch-scroll" }, h("table", { class: "switch-table" },
    h("caption", { class: "sr-only" }, title),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, corner), columns.map(([, name]) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row[1]), columns.map((column) => cell(row, column)))))));
}
