// A month as a grid of days with week totals, moved through with the arrow keys.

import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { signOf, sportName, tintOf } from "./sports.js";

const DAY_MS = 86_400_000;
const instant = (day) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The month `steps` away: `shiftMonth("2026-12", 1)` → `2027-01`. */
export function shiftMonth(month, steps) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7);
}

export const shiftDay = (day, days) => dayOf(instant(day) + days * DAY_MS);

/** The weeks that touch `month`, each seven days. `firstWeekday` is 0 for Sunday, 1 for Monday. */
export function weeksOf(month, firstWeekday = 1) {
  const first = instant(`${month}-01`);
  const last = instant(`${shiftMonth(month, 1)}-01`) - DAY_MS;
  let at = first - ((new Date(first).getUTCDay() - firstWeekday + 7) % 7) * DAY_MS;
  const weeks = [];
  while (at <= last) {
    weeks.push(Array.from({ length: 7 }, (_, index) => dayOf(at + index * DAY_MS)));
    at += 7 * DAY_MS;
  }
  return weeks;
}

const sum = (days, name) => days.reduce((total, one) => total + (one?.[name] ?? 0), 0);

/** 0–4 by how the day compares with the longest of the month. */
function heat(entry, longest) {
  if (!entry?.workouts) return 0;
  if (!entry.distance_m || !longest) return 1;
  return Math.min(4, 1 + Math.floor(Math.sqrt(entry.distance_m / longest) * 3.99)); // the root: a ride does not pale the runs
}

function spoken(day, entry) {
  const parts = [format.day(day)];
  if (entry?.holiday) parts.push(entry.holiday);
  if (entry?.workouts) {
    parts.push(t("calendar.spoken", { count: entry.workouts, km: format.km(entry.distance_m) }));
    parts.push((entry.sports ?? []).map(sportName).join(", "));
    if (entry.goal_reached) parts.push(t("calendar.goal_reached"));
    if (entry.records) parts.push(t("calendar.records", { count: entry.records }));
  } else parts.push(t("calendar.no_workouts"));
  parts.push(...(entry?.announcements ?? []).map(({ title }) => title));
  return parts.join(", ");
}

function dayButton(day, entry, { month, today, longest, chosen, choose }) {
  const outside = !day.startsWith(month);
  const weekday = new Date(instant(day)).getUTCDay();
  const classes = ["day", `heat-${heat(entry, longest)}`];
  if (outside) classes.push("day-outside");
  if (entry?.goal_reached) classes.push("day-reached");
  if (day === today) classes.push("day-today");
  if (weekday === 0 || entry?.holiday) classes.push("day-sunday");
  if (weekday === 6) classes.push("day-saturday");
  const sports = entry?.sports ?? [];
  return h(
    "button",
    {
      class: classes.join(" "), type: "button", tabindex: day === chosen ? "0" : "-1",
      "aria-pressed": String(day === chosen), "aria-label": spoken(day, entry),
      "aria-current": day === today ? "date" : null, dataset: { day }, onclick: () => choose(day),
    },
    h("span", { class: "day-number" }, Number(day.slice(8))),
    entry?.workouts
      ? h(
          "span",
          { class: "day-blob" },
          entry.distance_m ? format.kmShort(entry.distance_m) : icon(signOf(sports[0])),
        )
      : null,
    entry?.records ? h("span", { class: "day-record" }, icon("trophy")) : null,
    entry?.announcements?.length ? h("span", { class: "day-event" }, icon("flag")) : null,
    h("span", { class: "day-sports" }, sports.slice(0, 3).map((sport) => h("i", { class: `dot tint-${tintOf(sport)}` }))),
    entry?.holiday ? h("span", { class: "day-holiday" }, entry.holiday) : null,
  );
}

function weekTotal(week, days, server) {
  const metres = server?.distance_m ?? sum(days, "distance_m");
  const workouts = server?.workouts ?? sum(days, "workouts");
  const label = t("calendar.week_total", { count: workouts, km: format.km(metres) });
  return h(
    "td",
    { class: "week-total" },
    workouts
      ? h("span", { title: label }, h("b", {}, metres ? format.kmShort(metres) : workouts), h("small", {}, metres ? "km" : t("unit.times_bare")))
      : h("span", { class: "muted", "aria-label": label }, format.NONE),
  );
}

const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function target(event, day, first) {
  if (event.key in KEYS) return shiftDay(day, KEYS[event.key]);
  const column = (new Date(instant(day)).getUTCDay() - first + 7) % 7;
  if (event.key === "Home") return shiftDay(day, -column);
  if (event.key === "End") return shiftDay(day, 6 - column);
  if (event.key === "PageUp" || event.key === "PageDown") {
    const month = shiftMonth(day.slice(0, 7), event.key === "PageUp" ? -1 : 1);
    const last = Number(shiftDay(`${shiftMonth(month, 1)}-01`, -1).slice(8));
    return `${month}-${String(Math.min(last, Number(day.slice(8)))).padStart(2, "0")}`;
  }
  return null;
}

/** The first day of the week in the answer: that of its first week, else Monday. */
export function firstWeekdayOf(answer) {
  const start = answer.weeks?.[0]?.starts_on;
  return start ? new Date(instant(start)).getUTCDay() : 1;
}

/**
 * The grid. `answer` is the server's month, `chosen` the day in focus order, `choose(day)` a click
 * or Enter, `leave(day)` an arrow that walks out of the month.
 */
export function monthGrid(answer, { today, chosen, choose, leave, compact = false }) {
  const first = firstWeekdayOf(answer);
  const byDay = new Map(answer.days.map((entry) => [entry.date, entry]));
  const weekByStart = new Map((answer.weeks ?? []).map((week) => [week.starts_on, week]));
  const longest = Math.max(0, ...answer.days.map((entry) => entry.distance_m ?? 0));
  const weeks = weeksOf(answer.month, first);
  const look = { month: answer.month, today, longest, chosen, choose };
  const names = weeks[0].map((day) => [format.day(day, { weekday: "short" }), format.day(day, { weekday: "long" })]);

  const grid = h(
    "table",
    { class: compact ? "month month-compact" : "month" },
    h("caption", { class: "sr-only" }, t("calendar.caption", { month: format.month(answer.month) })),
    h("thead", {}, h("tr", {},
      names.map(([short, long]) => h("th", { scope: "col", abbr: long }, short)),
      h("th", { scope: "col", class: "week-head" }, t("calendar.week")))),
    h("tbody", {}, weeks.map((week) => h("tr", {},
      week.map((day) => h("td", {}, dayButton(day, byDay.get(day), look))),
      weekTotal(week, week.map((day) => byDay.get(day)), weekByStart.get(week[0]))))),
  );

  grid.addEventListener("keydown", (event) => {
    const day = event.target.dataset?.day;
    const next = day && target(event, day, first);
    if (!next) return;
    event.preventDefault();
    const there = grid.querySelector(`[data-day="${next}"]`);
    if (!there || !next.startsWith(answer.month)) {
      leave?.(next);
      return;
    }
    event.target.tabIndex = -1;
    there.tabIndex = 0;
    there.focus();
  });
  return grid;
}
