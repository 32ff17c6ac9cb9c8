import * as api from "../api.js";
import { announce, fill, h, icon } from "../dom.js";
import { totals, workoutRow } from "../figures.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { monthGrid, shiftMonth } from "../month-grid.js";
import { movesWith } from "../moving.js";
import { kindBadge } from "../news-words.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { empty, loading } from "../states.js";
import { instantsOf } from "../wall-clock.js";

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const dayOf = (answer, day) => answer?.days.find(({ date }) => date === day);

const eventRow = (one) => h("li", {}, h("a", { class: "row", href: `/announcements/${one.announcement_id}` },
  kindBadge(one), h("span", { class: "row-text" }, h("b", {}, one.title), h("span", { class: "row-sub" }, t(`news.kind_${one.kind}`), " · ", format.timeOfDay(one.starts_at, zone()))),
  icon("right", { className: "row-go" })));

/** `announced(day)` promises what the calendar shows of announcements on a day. */
function dayPanel(announced, signal) {
  const heading = h("h2", {});
  const list = h("div", {});
  async function load(day) {
    const [{ items }, announcements] = await Promise.all([
      api.get("/v1/workouts", { query: { ...instantsOf(day, day, zone()), limit: 50 }, signal }),
      announced(day),
    ]);
    const events = announcements.map(eventRow);
    if (!items.length && events.length) return h("ul", { class: "rows" }, events);
    if (!items.length) {
      return empty({ sign: "calendar", title: t("calendar.rest"), action: h("a", { class: "button", href: `/workouts/new?day=${day}` }, icon("plus"), t("workouts.by_hand")) });
    }
    return h("ul", { class: "rows" }, events, items.map((workout) => workoutRow(workout, { time: true })));
  }
  function open(day) {
    heading.textContent = format.day(day);
    loading(list, () => load(day), { kind: "rows", lines: 2, signal });
  }
  return { element: h("section", { class: "card day-panel", "aria-live": "polite" }, h("div", { class: "card-head" }, heading), list), open };
}

function stepper(month) {
  const go = (to, sign, label) => h("a", { class: "icon-button", href: `/calendar/${to}`, "aria-label": label }, icon(sign));
  const present = format.today(zone()).slice(0, 7);
  return h(
    "div",
    { class: "stepper" },
    go(shiftMonth(month, -1), "left", t("calendar.previous")),
    go(shiftMonth(month, 1), "right", t("calendar.next")),
    month === present ? null : h("a", { class: "button button-small", href: "/calendar" }, t("calendar.today")),
    h("a", { class: "button button-small", href: `/year/${month.slice(0, 4)}` }, t("year.nav")),
    h("a", { class: "button button-small stepper-news", href: "/announcements" }, t("nav.announcements")),
  );
}

export function show({ params, query, signal }) {
  const today = format.today(zone());
  const month = MONTH.test(params.month ?? "") ? params.month : today.slice(0, 7);
  const asked = query.get("day");
  let chosen = asked?.startsWith(month) ? asked : today.startsWith(month) ? today : `${month}-01`;
  const ask = () => api.get("/v1/insights/calendar", { query: { month }, signal });
  let asking = ask();
  const panel = dayPanel(async (day) => dayOf(await asking.catch(() => null), day)?.announcements ?? [], signal);
  const grid = h("div", {});
  const sums = h("div", {});
  let answer = null;

  function draw(focus) {
    const table = monthGrid(answer, {
      today, chosen, choose,
      leave: (day) => navigate(`/calendar/${day.slice(0, 7)}?day=${day}&focus=1`),
    });
    grid.querySelector(".month")?.replaceWith(table);
    if (focus) table.querySelector(`[data-day="${chosen}"]`)?.focus();
    return table;
  }
  function choose(day) {
    if (!day.startsWith(month)) {
      navigate(`/calendar/${day.slice(0, 7)}?day=${day}&focus=1`);
      return;
    }
    chosen = day;
    draw(true);
    panel.open(day);
  }

  function drawn() {
    const some = (what) => answer.days.some((entry) => entry[what]);
    return [draw(false),
      some("goal_reached") ? h("p", { class: "month-key" }, h("i", {}), t("calendar.key")) : null,
      some("records") ? h("p", { class: "month-key" }, icon("trophy"), h("a", { href: "/records" }, t("calendar.key_records"))) : null];
  }
  /** Something was counted: the month is drawn anew, the day that is open only if it is another now. */
  async function moved() {
    const before = JSON.stringify(dayOf(await asking, chosen));
    asking = ask();
    answer = await asking;
    const focused = grid.contains(document.activeElement);
    fill(grid, drawn());
    if (focused) grid.querySelector(`[data-day="${chosen}"]`)?.focus({ preventScroll: true });
    fill(sums, totals(answer.total, answer.previous));
    if (JSON.stringify(dayOf(answer, chosen)) !== before) panel.open(chosen);
  }

  loading(grid, async () => {
    answer = await asking;
    announce(t("calendar.announce", { month: format.month(month), count: answer.total.workouts, km: format.km(answer.total.distance_m) }));
    if (query.has("focus")) requestAnimationFrame(() => grid.querySelector(`[data-day="${chosen}"]`)?.focus());
    return drawn();
  }, { kind: "month", lines: 42, signal });
  loading(sums, async () => {
    const { total, previous } = await asking;
    return totals(total, previous);
  }, { kind: "figures", lines: 4, signal });
  panel.open(chosen);
  movesWith("insights", moved, signal);

  return h(
    "div",
    { class: "page calendar-page" },
    h("div", { class: "page-head" }, h("h1", {}, format.month(month)), stepper(month)),
    h("div", { class: "calendar-columns" },
      h("div", { class: "stack" }, h("section", { class: "card card-flat" }, sums), h("section", { class: "card card-month" }, grid)),
      panel.element),
  );
}
