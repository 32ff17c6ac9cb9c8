// How long ago, the way people say it.

import { h } from "./dom.js";
import * as format from "./format.js";
import { language, t } from "./i18n.js";
import { zone } from "./session.js";

const STEPS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
const DAYS_MOST = 7;

/** `5분 전`; after a week the day. */
export function agoWords(instant, now = Date.now()) {
  const seconds = (Date.parse(instant) - now) / 1000;
  if (Math.abs(seconds) > DAYS_MOST * 86_400) return format.day(format.dayOf(instant, zone()), { month: "short", day: "numeric", year: "numeric" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return t("post.just_now");
  const [unit, length] = step;
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.trunc(seconds / length), unit);
}

export const ago = (instant) => h("time", { datetime: instant, title: format.dayAndTime(instant, zone()) }, agoWords(instant));
