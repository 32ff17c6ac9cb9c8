import * as api from "../api.js";
import { lookOf } from "../chart-picture.js";
import { fill, h, icon } from "../dom.js";
import { bars, figure } from "../figures.js";
import { segmented } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { movesWith } from "../moving.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { loading } from "../states.js";
import { streaks, yearGrid } from "../year-grid.js";

const METRICS = { distance_m: "figure.distance", moving_s: "figure.time", workouts: "figure.workouts" };
const YEAR = /^(19|20)\d\d$/;

const inWords = (totals) => totals?.workouts
  ? [t("calendar.spoken", { count: totals.workouts, km: format.km(totals.distance_m ?? 0) }), format.span(totals.moving_s)].join(", ")
  : t("calendar.no_workouts");

function figures({ days, today, year }) {
  const sum = (name) => days.reduce((total, day) => total + (day[name] ?? 0), 0);
  const { longest, present } = streaks(days.map((day) => day.date), today);
  const days_unit = t("goal.unit_active_days");
  return h("dl", { class: "figures" },
    figure(t("figure.distance"), format.km(sum("distance_m")), "km"),
    figure(t("figure.time"), format.span(sum("moving_s"))),
    figure(t("figure.workouts"), format.integer(sum("workouts")), t("unit.times_bare")),
    figure(t("year.active_days"), format.integer(days.length), days_unit),
    figure(t("year.longest"), format.integer(longest), days_unit),
    today.startsWith(String(year)) ? figure(t("year.streak"), format.integer(present), days_unit) : null);
}

function stepper(year, present) {
  const link = (to, sign, label) => h("a", { class: "icon-button", href: `/year/${to}`, "aria-label": label, title: label }, icon(sign));
  return h("div", { class: "head-actions" },
    link(year - 1, "left", t("year.previous")),
    h("a", { class: "button button-small", href: "/charts" }, icon("list"), t("drawn.title")),
    year < present ? link(year + 1, "right", t("year.next")) : null,
    year === present ? null : h("a", { class: "button button-small", href: "/year" }, t("goal.this_year")));
}

async function months(year, signal) {
  const { items } = await api.get("/v1/insights/totals", { query: { by: "month", from: `${year}-01-01`, to: `${year}-12-31` }, signal });
  const now = format.today(zone()).slice(0, 7);
  const entries = items.map((month) => {
    const key = month.starts_on.slice(0, 7);
    return {
      value: month.distance_m ?? 0, short: format.kmShort(month.distance_m ?? 0), text: inWords(month), long: format.month(key),
      label: format.day(month.starts_on, { month: "narrow" }).replace("월", ""), present: key === now,
    };
  });
  return [
    bars(t("year.months"), entries),
    h("ul", { class: "month-links" }, items.map((month) => h("li", {}, h("a", { href: `/calendar/${month.starts_on.slice(0, 7)}` }, format.day(month.starts_on, { month: "long" }))))),
  ];
}

/** All ways of the year on one map, drawn by the server; its own eyes only. */
function ways(year) {
  const query = new URLSearchParams({ year, theme: lookOf(), width: innerWidth < 600 ? 360 : 960 });
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", {}, t("year.ways"))),
    h("img", { class: "chart-picture", src: `/v1/insights/heatmap/map.svg?${query}`, alt: t("year.ways_of", { year }), loading: "lazy" }));
}

export function show({ params, signal }) {
  const present = Number(format.today(zone()).slice(0, 4));
  const year = YEAR.test(params.year ?? "") ? Number(params.year) : present;
  const sums = h("div", {});
  const field = h("div", {});
  const ask = () => api.get("/v1/insights/heatmap", { query: { year }, signal });
  const asking = ask();
  const monthly = h("div", {});
  let metric = "distance_m";

  function squares(answer) {
    const draw = () => yearGrid(answer, metric, inWords, (day) => navigate(`/calendar/${day.slice(0, 7)}?day=${day}`));
    let grid = draw();
    const choice = segmented(t("year.shade"), Object.entries(METRICS).map(([key, name]) => [key, t(name)]), metric, (chosen) => {
      metric = chosen;
      const next = draw();
      grid.replaceWith(next);
      grid = next;
    });
    const key = h("p", { class: "year-key", "aria-hidden": "true" }, t("year.less"), [0, 1, 2, 3, 4].map((shade) => h("i", { class: `shade-${shade}` })), t("year.more"));
    return [grid, h("div", { class: "year-foot" }, choice, key)];
  }

  loading(sums, async () => figures(await asking), { kind: "figures", lines: 5, signal });
  loading(field, async () => squares(await asking), { kind: "map", lines: 1, signal });
  loading(monthly, () => months(year, signal), { kind: "bars", lines: 12, signal });
  movesWith("insights", async () => {
    const [answer, shown] = await Promise.all([ask(), months(year, signal)]);
    fill(sums, figures(answer));
    if (!field.contains(document.activeElement)) fill(field, squares(answer));
    fill(monthly, shown);
  }, signal);
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("year.title", { year })), stepper(year, present)),
    h("section", { class: "card card-flat" }, sums),
    h("section", { class: "card" }, field),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("year.months"))), monthly),
    ways(year));
}
