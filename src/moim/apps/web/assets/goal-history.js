// What became of goals: the periods in which one was reached, what was aimed at before, goals that ended.

import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { amount, goalTitle } from "./goal-words.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";

const REACHED_MOST = 24;

const day = (text) => format.day(text, { year: "numeric", month: "short", day: "numeric" });
const dayOf = (instant) => day(format.dayOf(instant, zone()));

/** A period by its first day, as the goal counts: `2026년 10월`, `2026`, a day. */
function periodName(goal, first) {
  if (goal.period === "month" && first.endsWith("-01")) return format.month(first.slice(0, 7));
  if (goal.period === "year" && first.endsWith("-01-01")) return first.slice(0, 4);
  return goal.period === "week" ? t("goals.week_of", { day: day(first) }) : day(first);
}

/** What was aimed at, whenever that was: `매월 러닝 거리 100 km`. */
const aimName = (aim) => aim.period === "custom"
  ? `${day(aim.starts_on)} – ${day(aim.ends_on)} · ${amount(aim.metric, aim.target)}`
  : goalTitle(aim, t(`goal.period_${aim.period}`));

/** A disclosure under a goal; null where nothing became of it yet. */
export function goalHistory(goal) {
  const { reached = [], past_aims: past = [] } = goal;
  if (!reached.length && !past.length) return null;
  const newest = [...reached].reverse().slice(0, REACHED_MOST);
  return h("details", { class: "goal-history" },
    h("summary", {}, t("goals.history")),
    reached.length ? [
      h("p", { class: "small" }, icon("trophy"), " ", t("goals.reached_times", { count: reached.length })),
      h("ul", { class: "chips" }, newest.map((first) => h("li", { class: "tag" }, periodName(goal, first)))),
    ] : null,
    past.length ? h("ul", { class: "small muted" }, [...past].reverse().map((aim) => h("li", {}, t("goals.until", { day: dayOf(aim.until), aim: aimName(aim) })))) : null);
}

/** Goals that are counted no more, newest first; null where there are none. */
export function endedGoals(goals) {
  const over = [...goals].sort((a, b) => (a.ended_at < b.ended_at ? 1 : -1));
  if (!over.length) return null;
  return h("section", { class: "card ended-goals" },
    h("div", { class: "card-head" }, h("h2", {}, t("goals.over"))),
    h("ul", { class: "stack-close" }, over.map((goal) => h("li", {},
      h("b", {}, aimName(goal)), " ",
      h("span", { class: "small muted" }, t("goals.ended_on", { day: dayOf(goal.ended_at) })),
      goalHistory(goal)))));
}
