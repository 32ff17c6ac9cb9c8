import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { segmented } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { shiftMonth } from "../month-grid.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { empty, loading } from "../states.js";

const DISCIPLINES = ["run", "ride", "swim", "walk", "other"];
const SIGNS = { run: "run", ride: "ride", swim: "swim", walk: "walk", other: "other" };
const STREAK_LEAST = 2; // one day is no streak yet
const LESS_IS_BETTER = new Set(["fastest"]);

const shortDay = (day) => format.day(day, { year: "numeric", month: "short", day: "numeric" });

function nameOf(record) {
  if (record.kind === "fastest") return format.distanceName(record.over_distance_m);
  if (record.kind === "power") return record.over_duration_s < 60 ? t("unit.span_s", { seconds: record.over_duration_s }) : format.span(record.over_duration_s);
  return t(`record.${record.kind}`);
}

/** `22:24`, `21.03 km`, `177 m`, `310 W`, `6일`. */
function valueOf(kind, value) {
  if (kind === "fastest" || kind === "longest_time") return format.clock(value);
  if (kind === "power") return `${format.integer(value)} W`;
  if (kind === "highest_climb") return `${format.metres(value)} m`;
  if (kind === "streak") return t("record.days", { count: value });
  return `${format.km(value)} km`;
}

/** How fast a distance was, in the words of its sport. */
function pace(record) {
  if (record.kind !== "fastest") return null;
  const { value, unit } = format.speed(record.over_distance_m / record.value, record.discipline);
  return `${value} ${unit}`;
}

function beaten({ kind, value, beat }) {
  if (!beat) return t("record.first");
  const by = LESS_IS_BETTER.has(kind) ? beat.value - value : value - beat.value;
  return link(beat, t("record.beat", { by: valueOf(kind, by), before: valueOf(kind, beat.value) }));
}

const link = (record, text) => (record.workout_id ? h("a", { href: `/workouts/${record.workout_id}` }, text) : text);

function row(record) {
  return h("li", { class: "record" },
    h("span", { class: "record-name" }, nameOf(record)),
    h("span", { class: "record-value num" }, h("b", {}, valueOf(record.kind, record.value)), pace(record) ? h("small", {}, pace(record)) : null),
    h("span", { class: "record-day" }, link(record, shortDay(record.day))),
    h("span", { class: "record-beat" }, beaten(record)));
}

function section(discipline, records) {
  if (!records.length) return null;
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", {}, icon(SIGNS[discipline] ?? "flame"), " ", t(discipline ? `record.of_${discipline}` : "record.of_all"))),
    h("ul", { class: "records" }, records.map(row)));
}

function streak(now) {
  if (!now || now.days < STREAK_LEAST) return null;
  return h("p", { class: "notice notice-good" }, icon("flame"), h("span", {}, t("record.streak_now", { count: now.days, since: shortDay(now.first_day) })));
}

function milestones(all) {
  if (!all?.length) return null;
  return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("record.milestones"))),
    h("ol", { class: "milestones" }, all.map((one) => h("li", {},
      h("span", { class: "badge tint-foot" }, icon("trophy")),
      h("b", {}, t("record.total", { sport: t(`record.of_${one.discipline}`), km: format.integer(one.total_m / 1000) })),
      link(one, shortDay(one.day))))));
}

const pathOf = (year, month) => (month ? `/records?year=${year}&month=${month}` : `/records?year=${year}`);

/** To the year or month before and after; nothing comes after the present one. */
function stepper(year, month, [thisYear, thisMonth]) {
  if (!year) return null;
  const shifted = (by) => (month ? shiftMonth(`${year}-${String(month).padStart(2, "0")}`, by).split("-").map(Number) : [year + by]);
  const kind = month ? "calendar" : "year";
  const step = (by, sign, words) => {
    const [toYear, toMonth] = shifted(by);
    const future = toYear > thisYear || (toYear === thisYear && toMonth > thisMonth);
    return future ? null : h("a", { class: "icon-button", href: pathOf(toYear, toMonth), "aria-label": words, title: words }, icon(sign));
  };
  const present = month ? format.month(`${year}-${String(month).padStart(2, "0")}`) : t("year.title", { year });
  return h("nav", { class: "stepper", "aria-label": t("record.period") },
    step(-1, "left", t(`${kind}.previous`)), h("b", { class: "num" }, present), step(1, "right", t(`${kind}.next`)));
}

export function show({ query, signal }) {
  const year = Number(query.get("year")) || null;
  const month = year ? Number(query.get("month")) || null : null;
  const today = format.today(zone()).split("-").map(Number);
  const choices = { all: "/records", year: pathOf(year ?? today[0]), month: pathOf(...(year && year !== today[0] ? [year, 12] : today)) };
  const chosen = month ? "month" : year ? "year" : "all";
  const body = h("div", { class: "stack" });
  loading(body, async () => {
    const answer = await api.get("/v1/records", { query: { year, month }, signal });
    if (!answer.records.length && year) return empty({ sign: "trophy", title: t("record.none_then"), action: h("a", { class: "button", href: "/records" }, t("record.in_all")) });
    if (!answer.records.length) return empty({ sign: "trophy", title: t("record.none"), text: t("record.none_text"), action: h("a", { class: "button", href: "/import" }, icon("upload"), t("nav.import")) });
    const of = (discipline) => answer.records.filter((one) => one.discipline === discipline);
    return [streak(answer.streak), DISCIPLINES.map((one) => section(one, of(one))), section(null, of(null)), milestones(answer.milestones)];
  }, { kind: "rows", lines: 6, signal });
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("record.title")),
      segmented(t("record.period"), Object.keys(choices).map((one) => [one, t(`record.in_${one}`)]), chosen, (one) => navigate(choices[one], { replace: true }))),
    stepper(year, month, today),
    body);
}
