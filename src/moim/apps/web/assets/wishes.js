// What feedback asks to be made better, line by line: what it is about, and what became of it.

import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";

const OPEN = "open";
const day = (when) => format.shortDay(when, zone());

/** One item. `about` is what is meant, `href` leads there; `state` is `open` or what staff made of it. */
export function wishRow({ about, href = null, state, sent, answered }) {
  const dates = [t("feedback.sent_on", { when: day(sent) }), answered ? t("feedback.answered_on", { when: day(answered) }) : null];
  return h("li", { class: "row" },
    h("span", { class: "badge tint-other" }, icon("talk")),
    h("span", { class: "row-text" }, h("b", {}, href ? h("a", { href }, about) : about), h("span", { class: "row-sub" }, dates.filter(Boolean).join(" · "))),
    h("span", { class: state === OPEN ? "tag tag-warn" : "tag tag-good" }, t(state === OPEN ? "feedback.open" : `feedback.resolution_${state}`)));
}
