// A page for what is not there, or not for who asks.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { empty } from "./states.js";

const NOT_THERE = [403, 404, 410, 422];

const BOARDS = { href: "/boards", sign: "talk", key: "nav.boards" };

/** What stands in place of what cannot be seen, with a way on and, by its key, what may have happened; other failures go on. */
export function notThere(problem, { href, sign, key, text } = BOARDS) {
  if (!NOT_THERE.includes(problem.status)) throw problem;
  return [
    h("h1", { class: "sr-only" }, t("missing.title")),
    empty({ sign: "alert", title: problem.detail, text: text ? t(text) : null, action: h("a", { class: "button", href }, icon(sign), t(key)) }),
  ];
}
