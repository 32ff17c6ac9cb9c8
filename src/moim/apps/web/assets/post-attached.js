// What hangs on a post: a workout with its figures, a challenge, a goal, how far a pair of shoes has come.

import * as api from "./api.js";
import { runningRow } from "./challenge-card.js";
import { figure, sportBadge } from "./figures.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { goalTitle } from "./goal-words.js";
import { t } from "./i18n.js";
import { me, zone } from "./session.js";
import { sportName } from "./sports.js";

function workoutCard(workout, href) {
  if (workout.removed) return h("p", { class: "muted small" }, t("post.workout_removed"));
  const speed = format.speed(workout.distance_m && workout.moving_s ? workout.distance_m / workout.moving_s : null, workout.sport);
  const head = [sportBadge(workout.sport), h("span", { class: "row-text" }, h("b", {}, sportName(workout.sport)), h("span", { class: "row-sub" }, format.shortDay(workout.started_at, zone())))];
  return h("div", { class: "attached" },
    href ? h("a", { class: "attached-head", href }, head) : h("div", { class: "attached-head" }, head),
    h("dl", { class: "figures" },
      workout.distance_m ? figure(t("figure.distance"), format.km(workout.distance_m), "km") : null,
      figure(t("figure.time"), format.clock(workout.moving_s ?? workout.elapsed_s), ""),
      workout.distance_m ? figure(speed.label, speed.value, speed.unit) : null,
      workout.elevation_gain_m ? figure(t("figure.climb"), format.metres(workout.elevation_gain_m), "m") : null));
}

/** The challenge it is about, for who may see that; nothing for others. */
function challengeCard(id, signal) {
  const place = h("div", { class: "attached", hidden: true });
  api.get(`/v1/challenges/${id}`, { signal }).then((challenge) => {
    place.append(runningRow(challenge));
    place.hidden = false;
  }).catch(() => null); // gone, or for those invited
  return place;
}

/** The card of what is attached; null if nothing is. `own` opens the workout itself. */
export function attachedCard(post, own, signal) {
  const { workout, goal, worn } = post.attached ?? {};
  const parts = [
    workout ? workoutCard(workout, own && post.workout_id && !workout.removed ? `/workouts/${post.workout_id}` : null) : null,
    post.challenge_id && me() ? challengeCard(post.challenge_id, signal) : null,
    goal ? h("p", { class: "attached" }, h("b", {}, goalTitle(goal))) : null,
    worn ? h("p", { class: "attached" }, t("post.worn", { km: format.km(worn.distance_m), count: worn.workouts })) : null,
  ].filter(Boolean);
  return parts.length ? h("div", { class: "stack-close" }, parts) : null;
}
