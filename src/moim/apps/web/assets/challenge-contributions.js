// What one's workout added to the challenges it counts in, as it was last worked out.

import * as api from "./api.js";
import { valueOf } from "./challenge-words.js";
import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";

const row = (one) => h("li", {}, h("a", { class: "row", href: `/challenges/${one.challenge_id}` },
  h("span", { class: "badge tint-other" }, icon("trophy")),
  h("span", { class: "row-text" }, h("b", {}, one.title), h("span", { class: "row-sub" }, one.adds === 0 ? t("challenge.adds_nothing") : t("challenge.adds", { amount: valueOf(one, one.adds) })))));

/** The rows; null where nobody had it worked out yet, or it counts nowhere. */
export async function contributions(workout, signal) {
  const { items } = await api.get("/v1/challenges/contributions", { query: { workout_id: workout.id }, signal });
  return items.length ? [h("ul", { class: "rows" }, items.map(row)), h("p", { class: "small muted" }, t("challenge.adds_as_of", { when: format.dayAndTime(items[0].at, zone()) }))] : null;
}
