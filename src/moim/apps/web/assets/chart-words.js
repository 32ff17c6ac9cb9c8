// Charts on request in words: kinds, filters, formats, how one stands.

import { h } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { sportName } from "./sports.js";

const BY_SPORT = ["sport"];
const MEASURED = ["sport", "metric"];

/** Kinds that can be asked for here, with what each can be narrowed by. Those of one workout are on its own page. */
export const FILTERS_OF = {
  months: MEASURED, weeks: MEASURED, years: MEASURED, calendar: MEASURED, heatmap: MEASURED,
  training_load: BY_SPORT, zones: BY_SPORT, records: ["sport", "distance_m"], map: BY_SPORT, activity: [], consent: [], activity_stats: [],
};
export const METRICS = ["distance_m", "moving_s", "elevation_gain_m", "workouts"];
export const FORMATS = ["svg", "png", "csv", "json"];
export const PERIODS = ["week", "month", "year"];
/** What a chart is drawn of one month or one year only: it needs no longer period. */
export const WHOLE_OF = { calendar: "month", heatmap: "year" };
const RECORDS_M = [1000, 5000, 10_000, 21_097, 42_195];
export const recordChoices = () => RECORDS_M.map((metres) => [String(metres), format.distanceName(metres === 21_097 ? 21_097.5 : metres)]);

export const kindName = (kind) => tOr(`drawn.kind_${kind}`, kind);
export const formatName = (name) => name.toUpperCase();
export const underWay = ({ status }) => status === "pending" || status === "working";

function filterName([name, value]) {
  if (name === "sport") return sportName(value);
  if (name === "metric") return tOr(`drawn.metric_${value}`, value);
  if (name === "distance_m") return recordChoices().find(([metres]) => metres === value)?.[1] ?? format.distanceName(Number(value));
  return value;
}

const DAY = { year: "numeric", month: "short", day: "numeric" };

/** `2026년 1월 1일 – 2026년 12월 31일 · 러닝 · PNG`. */
export function termsOf(chart) {
  const days = [...new Set([chart.from, chart.to])].map((day) => format.day(day, DAY)).join(" – ");
  return [days, ...Object.entries(chart.filters).map(filterName), formatName(chart.format)].join(" · ");
}

/** The terms of a template, which has no days. */
export const designTerms = (design) => [kindName(design.kind), ...Object.entries(design.filters).map(filterName), formatName(design.format)].join(" · ");

const LOOK_OF = { failed: "tag tag-bad", pending: "tag tag-warn", working: "tag tag-warn" };
export const statusTag = ({ status }) => h("span", { class: LOOK_OF[status] ?? "tag" }, t(`drawn.status_${status}`));
export const liveTag = ({ live }) => (live ? h("span", { class: "tag" }, t("drawn.live")) : null);
