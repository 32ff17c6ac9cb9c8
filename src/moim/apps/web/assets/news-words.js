// Announcements in words: what kind they are, when they are, how far off a reminder is.

import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

export const KINDS = ["race", "sale", "update", "product"];
const SIGN_OF = { race: "flag", sale: "percent", update: "megaphone", product: "box" };
const TINT_OF = { race: "foot", sale: "walk", update: "ride", product: "other" };

const DAY_S = 86_400;
const HOUR_S = 3600;
const DAY_MS = DAY_S * 1000;

/** What an organiser can choose of; the API takes others too. */
export const OFFSETS_S = [14 * DAY_S, 7 * DAY_S, 3 * DAY_S, DAY_S, 3 * HOUR_S, HOUR_S, HOUR_S / 2];

export const kindBadge = ({ kind }) => h("span", { class: `badge tint-${TINT_OF[kind] ?? "other"}` }, icon(SIGN_OF[kind] ?? "megaphone"));
export const isPast = (one, now = Date.now()) => Date.parse(one.starts_at) <= now;

/** The beginning by the clock of the place. */
export const whenOf = (one) => format.dayAndTime(one.starts_at, one.timezone);

/** `7일 전`, `3시간 전`, `30분 전`. */
export function before(offsetS) {
  if (offsetS % DAY_S === 0) return t("news.before_d", { count: offsetS / DAY_S });
  if (offsetS % HOUR_S === 0) return t("news.before_h", { count: offsetS / HOUR_S });
  return t("news.before_min", { count: Math.round(offsetS / 60) });
}

/** Days from today to the day it begins, both by the clock of the place. */
function daysTo(one) {
  const [from, to] = [Date.now(), one.starts_at].map((at) => Date.parse(format.dayOf(at, one.timezone)));
  return Math.round((to - from) / DAY_MS);
}

/** `D-3`, `오늘`, `지남`, `취소됨` as a tag. */
export function standing(one) {
  if (one.cancelled_at) return h("span", { class: "tag tag-bad" }, t("news.cancelled"));
  if (isPast(one)) return h("span", { class: "tag" }, t("news.past"));
  const days = daysTo(one);
  return h("span", { class: days < 7 ? "tag tag-warn" : "tag" }, days ? t("news.days_left", { count: days }) : t("news.today"));
}

export const adTag = (one) => (one.advertising ? h("span", { class: "tag" }, t("news.advertising")) : null);
