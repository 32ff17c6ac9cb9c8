// Goals in words and figures.

import * as api from "./api.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { sportName } from "./sports.js";

export const METRICS = ["distance", "time", "count", "climb", "active_days"];
export const PERIODS = ["week", "month", "year", "day", "custom"];

/** How many of the API's units one unit of the form is, and its name. */
const SCALES = { distance: [1000, "km"], time: [3600, null], count: [1, null], climb: [1, "m"], active_days: [1, null] };

export const unitOf = (metric) => SCALES[metric][1] ?? t(`goal.unit_${metric}`);
export const toForm = (metric, value) => Math.round((value / SCALES[metric][0]) * 100) / 100;
export const fromForm = (metric, value) => Number(value) * SCALES[metric][0];

/** `82.5 km`, `3회`, `5시간 20분`. */
export function amount(metric, value) {
  if (metric === "time") return format.span(value ?? 0);
  const shown = toForm(metric, value ?? 0);
  const digits = Number.isInteger(shown) ? 0 : 1;
  const unit = unitOf(metric);
  const gap = /^[a-z]/i.test(unit) ? " " : "";
  return `${format.decimal(shown, digits)}${gap}${unit}`;
}

/** `이번 달 러닝 100 km`; `period` is said in other words where it is not the present one. */
export function goalTitle(goal, period = t(`goal.this_${goal.period}`)) {
  const parts = { period, amount: amount(goal.metric, goal.target), sport: goal.sport ? sportName(goal.sport) : "", metric: t(`goal.metric_${goal.metric}`) };
  return t("goal.title", parts).replace(/\s+/g, " ").trim();
}

/**
 * How far each running goal has come, and those that ended. A goal that insights has not heard of yet
 * stands at nothing done; one that ended is told by its owner's list alone.
 */
export async function allGoals(signal) {
  const [progress, goals] = await Promise.all([api.get("/v1/insights/goals", { signal }), api.every("/v1/goals", { signal })]);
  const known = new Map(progress.items.map((share) => [share.goal_id, share]));
  return {
    running: goals
      .filter((goal) => !goal.ended_at)
      .map((goal) => ({ ...goal, ...(known.get(goal.id) ?? { goal_id: goal.id, value: 0, fraction: 0 }) })),
    ended: goals.filter((goal) => goal.ended_at),
  };
}

/** The running ones alone. */
export const runningShares = async (signal) => (await allGoals(signal)).running;
