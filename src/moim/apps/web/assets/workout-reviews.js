// Workouts of reported posts, for who decides about the posts.

import { ago } from "./ago.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { reasonName } from "./report.js";

/** One of them: why the post was reported, and the ways to both. */
export const reviewRow = (one) => h("li", { class: "row" },
  h("span", { class: "badge tint-other" }, icon("flag")),
  h("span", { class: "row-text" }, h("b", {}, reasonName(one.reason)), h("span", { class: "row-sub" }, ago(one.at))),
  h("span", { class: "button-row" },
    h("a", { class: "button button-small", href: `/posts/${one.post_id}` }, t("asked.post")),
    h("a", { class: "button button-small", href: `/workouts/${one.workout_id}` }, t("asked.look"))));
