// A year of days as one field of squares (잔디밭), in two halves that stand side by side where there is room.

import { h, s } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const DAY_MS = 86_400_000;
const STEP = 14;
const SQUARE = 12;
const LEFT = 22;
const TOP = 18;
const LEVELS = 4;

const dayText = (ms) => new Date(ms).toISOString().slice(0, 10);

/** Every day of `year` as `YYYY-MM-DD`. */
function daysOf(year) {
  const days = [];
  for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += DAY_MS) days.push(dayText(ms));
  return days;
}

/** Where the second, third and fourth shade begin: the quartiles of the days with something. */
export function shadeBounds(values) {
  const ordered = values.filter((value) => value > 0).sort((a, b) => a - b);
  return Array.from({ length: LEVELS - 1 }, (_, at) => ordered[Math.floor((ordered.length * (at + 1)) / LEVELS)] ?? Infinity);
}

/** Days in a row among `YYYY-MM-DD`s: the most there were, and those that reach today or yesterday. */
export function streaks(days, today) {
  const has = new Set(days);
  let longest = 0;
  let run = 0;
  let before = null;
  for (const day of [...has].sort()) {
    run = before !== null && Date.parse(day) - before === DAY_MS ? run + 1 : 1;
    before = Date.parse(day);
    longest = Math.max(longest, run);
  }
  let at = Date.parse(today);
  if (!has.has(today)) at -= DAY_MS; // today may still come
  let present = 0;
  for (; has.has(dayText(at)); at -= DAY_MS) present += 1;
  return { longest, present };
}

function half(days, shadeOf, wordsOf, today) {
  const weekday = (day) => new Date(`${day}T00:00:00Z`).getUTCDay();
  const offset = weekday(days[0]);
  const columns = Math.ceil((offset + days.length) / 7);
  const months = [];
  const squares = days.map((day, at) => {
    const column = Math.floor((at + offset) / 7);
    if (day.endsWith("-01")) months.push(s("text", { class: "year-month", x: LEFT + column * STEP, y: 11 }, format.day(day, { month: "short" })));
    return s("rect", {
      class: `year-day shade-${shadeOf(day)}${day === today ? " year-today" : ""}${day > today ? " year-ahead" : ""}`,
      x: LEFT + column * STEP, y: TOP + weekday(day) * STEP, width: SQUARE, height: SQUARE, rx: 3, "data-day": day,
    }, s("title", {}, wordsOf(day)));
  });
  const names = [1, 3, 5].map((row) => s("text", { class: "year-month", x: 0, y: TOP + row * STEP + 10 }, format.day(`2026-03-0${row + 1}`, { weekday: "narrow" })));
  return s("svg", { class: "year-half", viewBox: `0 0 ${LEFT + columns * STEP} ${TOP + 7 * STEP}`, "aria-hidden": "true" }, months, names, squares);
}

/** `metric` is a field of the days; `open(day)` is called on a click. The months below say the same in words. */
export function yearGrid({ year, days, today }, metric, wordsOf, open) {
  const known = new Map(days.map((day) => [day.date, day]));
  const bounds = shadeBounds(days.map((day) => day[metric]));
  const shadeOf = (date) => {
    const day = known.get(date);
    if (!day?.workouts) return 0;
    return 1 + bounds.filter((bound) => day[metric] >= bound).length;
  };
  const all = daysOf(year);
  const middle = all.indexOf(`${year}-07-01`);
  const words = (date) => `${format.day(date)}: ${wordsOf(known.get(date))}`;
  return h("div", {
    class: "year-grid", role: "img", "aria-label": t("year.alt", { year, count: days.length }),
    onclick: (event) => {
      const day = event.target.dataset?.day;
      if (day) open(day);
    },
  }, half(all.slice(0, middle), shadeOf, words, today), half(all.slice(middle), shadeOf, words, today));
}
