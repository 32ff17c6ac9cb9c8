// What a group is called, and who is in it.

import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";

const NAMES_MOST = 3;

export const groupTitle = (group) => group.title || t("company.untitled", { day: format.day(format.dayOf(group.started_at, zone()), { month: "long", day: "numeric", weekday: "short" }) });

/** `서연달려, 도현 외 3명`. */
export function companionsInWords({ companions, unnamed }) {
  const names = companions.slice(0, NAMES_MOST).map((one) => one.nickname ?? t("company.nameless")).join(", ");
  const others = companions.length - Math.min(companions.length, NAMES_MOST) + unnamed;
  if (!names) return t("company.unnamed", { count: others });
  return others ? t("company.and_others", { names, count: others }) : names;
}
