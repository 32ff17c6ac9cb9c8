// The drawing of a chart, with its figures as a table for who does not see it.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { kindName } from "./chart-words.js";
import { chosenTheme } from "./theme.js";

const ROWS_MOST = 400;

/** `auto` follows the device, as the page does unless a theme was chosen. */
export function lookOf() {
  const theme = chosenTheme();
  return theme === "light" || theme === "dark" ? theme : "auto";
}

/** The drawing at `path` (without its ending) and its rows. */
export function chartPicture(chart, path) {
  const narrow = innerWidth < 600;
  const query = new URLSearchParams({ theme: lookOf(), width: narrow ? 360 : 960, v: chart.version });
  const rows = chart.rows ?? [];
  const columns = Object.keys(rows[0] ?? {});
  return h("div", { class: "stack-close" },
    h("img", { class: "chart-picture", src: `${path}.svg?${query}`, alt: kindName(chart.kind) }),
    rows.length ? h("details", {}, h("summary", {}, t("drawn.figures", { count: rows.length })),
      h("div", { class: "switch-scroll" }, h("table", { class: "chart-table" },
        h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.slice(0, ROWS_MOST).map((one) => h("tr", {}, columns.map((name) => h("td", {}, String(one[name] ?? "")))))))))
      : h("p", { class: "muted small" }, t("drawn.no_rows")));
}
