// Ways to what looks back: the year, records, company, imports.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

const PLACES = [
  ["/year", "calendar", "year.nav"],
  ["/records", "trophy", "record.title"],
  ["/companions", "people", "company.groups"],
  ["/import/history", "clock", "imports.title"],
];

export const shortcuts = () =>
  h("nav", { class: "shortcuts", "aria-label": t("nav.shortcuts") },
    PLACES.map(([path, sign, key]) => h("a", { class: "chip", href: path }, icon(sign), t(key))));
