// What was said about a workout: the comments on posts that show it, and how often those were seen.

import * as api from "./api.js";
import { ago } from "./ago.js";
import { h, icon } from "./dom.js";
import { face } from "./face.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const COMMENTS_SHOWN = 5;

const comment = (one) => h("li", {}, h("a", { class: "row", href: `/posts/${one.post_id}` }, face(one),
  h("span", { class: "row-text" }, h("b", {}, one.nickname ?? t("company.nameless")), h("span", { class: "row-sub" }, t("talk.commented"), " · ", ago(one.at))),
  icon("right", { className: "row-go" })));

/** Null where no post shows it. */
export async function workoutTalk(workout, signal) {
  const path = `/v1/workouts/${workout.id}`;
  const [{ posts, seen }, { items }] = await Promise.all([
    api.get(`${path}/exposure`, { signal }),
    api.get(`${path}/feedback`, { query: { limit: COMMENTS_SHOWN }, signal }),
  ]);
  if (!posts) return null;
  return [
    h("p", { class: "small muted" }, t("talk.posts", { count: posts }), " · ", t("talk.seen", { count: format.integer(seen) })),
    items.length ? h("ul", { class: "rows" }, items.map(comment)) : null,
  ];
}
