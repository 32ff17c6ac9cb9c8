// Challenges in words and figures: what is measured, how long is left, where somebody stands.

import { h } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { sportName } from "./sports.js";

const METRICS = ["distance", "time", "count", "climb", "active_days"];
/** What each kind can count. */
export const METRICS_OF = {
  most: METRICS,
  fastest: ["time"],
  longest: ["distance", "time", "climb"],
  streak: ["active_days"],
  group_goal: METRICS,
  attendance: ["count"],
};
export const ADDING_UP = ["most", "group_goal", "attendance"];
/** The stretches that best efforts are known of, in metres. */
export const STRETCHES_M = [1000, 5000, 10_000, 15_000, 20_000, 21_097.5, 30_000, 42_195];
export const AGE_GROUPS = ["under20", "20s", "30s", "40s", "50s", "60plus"];
export const GENDERS = ["female", "male"];

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** How many of the API's units one unit of the form is. */
const SCALES = { distance: 1000, time: MINUTE_S, count: 1, climb: 1, active_days: 1 };
export const unitOf = (metric) => ({ distance: "km", climb: "m" })[metric] ?? t(`challenge.unit_${metric}`);
export const toForm = (metric, value) => Math.round((value / SCALES[metric]) * 1000) / 1000;
export const fromForm = (metric, value) => Number(value) * SCALES[metric];

/** `82.50 km`, `22:24`, `3회`, `1,204 m`, `6일`. */
export function valueOf({ metric }, value) {
  if (value === null || value === undefined) return format.NONE;
  if (metric === "time") return format.clock(value);
  if (metric === "distance") return `${format.km(value)} km`;
  if (metric === "climb") return `${format.metres(value)} m`;
  return t(metric === "count" ? "challenge.times" : "challenge.days", { count: format.integer(value) });
}

/** `100 km`, `5:00:00`: a target, which is mostly a round number. */
export function targetOf(challenge) {
  const { metric, target } = challenge;
  if (metric !== "distance") return valueOf(challenge, target);
  const shown = target / 1000;
  return `${format.decimal(shown, Number.isInteger(shown) ? 0 : 1)} km`;
}

/** What is measured, without the sport: `거리 가장 많이`, `5 km 가장 빨리`. */
export const measureOf = ({ kind, metric, distance_m: metres }) =>
  t(`challenge.kind_${kind}`, { metric: t(`goal.metric_${metric}`), distance: metres ? format.distanceName(metres) : "" });

/** `러닝 · 거리 가장 많이 · 목표 100 km`. */
export function termsOf(challenge) {
  const parts = [challenge.sport ? sportName(challenge.sport) : t("workouts.all_sports"), measureOf(challenge)];
  if (challenge.target) parts.push(t("challenge.target_of", { amount: targetOf(challenge) }));
  return parts.join(" · ");
}

export const stateOf = (challenge) => tOr(`challenge.state_${challenge.state}`, challenge.state);
/** Over, but late syncs or reviews may still move somebody. */
export const isProvisional = (challenge) => challenge.state === "ended";
export const isOver = (challenge) => challenge.state === "ended" || challenge.state === "final";
export const isOpen = (challenge) => challenge.state === "announced" || challenge.state === "running";

/** `12일`, `5시간`, `3분`: a span told by its largest unit, rounded down so that nobody comes late. */
function roughly(seconds) {
  if (seconds >= DAY_S) return t("challenge.span_d", { count: Math.floor(seconds / DAY_S) });
  if (seconds >= HOUR_S) return t("challenge.span_h", { count: Math.floor(seconds / HOUR_S) });
  return t("challenge.span_min", { count: Math.max(1, Math.floor(seconds / MINUTE_S)) });
}

/** What time there is: to the start, to the end, for late syncs, or since. */
export function timeLeft(challenge, now = Date.now()) {
  const until = (instant) => (Date.parse(instant) - now) / 1000;
  const day = (instant) => format.shortDay(instant, challenge.timezone);
  if (challenge.state === "draft") return t("challenge.not_told");
  if (challenge.state === "announced") return t("challenge.starts_in", { span: roughly(Math.max(0, until(challenge.starts_at))) });
  if (challenge.state === "running") return t("challenge.left", { span: roughly(Math.max(0, until(challenge.ends_at))) });
  if (challenge.state === "ended" && until(challenge.closes_at) > 0) return t("challenge.collecting", { day: day(challenge.closes_at) });
  if (challenge.waits_until) return t("challenge.waits", { day: day(challenge.waits_until) });
  return t("challenge.over_since", { day: day(Date.parse(challenge.ends_at) - 1) });
}

/** The share of the period that is over, 0 to 1. */
export function elapsedShare({ starts_at: first, ends_at: last }, now = Date.now()) {
  const from = Date.parse(first);
  return Math.max(0, Math.min(1, (now - from) / (Date.parse(last) - from)));
}

/** `11월 1일 (일) – 11월 30일 (월)` in the challenge's own zone; the end is the last day that counts. */
export function periodOf({ starts_at: first, ends_at: last, timezone }) {
  const days = [Date.parse(first), Date.parse(last) - 1].map((at) => format.shortDay(at, timezone));
  return days[0] === days[1] ? days[0] : days.join(" – ");
}

/** How many places were won since yesterday, as a sign and in words. */
export function changeMark(change) {
  if (change === null || change === undefined) return null;
  const [look, sign, key] = change > 0 ? ["up", "▲", "challenge.up"] : change < 0 ? ["down", "▼", "challenge.down"] : ["same", "–", "challenge.same"];
  return h("span", { class: `rank-change rank-${look}` },
    h("span", { "aria-hidden": "true" }, sign, change ? Math.abs(change) : ""),
    h("span", { class: "sr-only" }, t(key, { count: Math.abs(change) })));
}

/** Why a result is looked at or left out. */
export const reasonOf = (code) => tOr(`fairness.${code}`, tOr(`complaint.${code}`, code));

export const stateTag = (challenge) => h("span", { class: `tag state-${challenge.state}` }, stateOf(challenge));
