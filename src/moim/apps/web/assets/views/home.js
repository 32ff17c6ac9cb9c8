import * as api from "../api.js";
import { runningHere } from "../challenge-card.js";
import { dropZone } from "../drop-zone.js";
import { fill, h, icon } from "../dom.js";
import { bars, ring, totals, workoutRow } from "../figures.js";
import * as format from "../format.js";
import { goalTitle, runningShares } from "../goal-words.js";
import { t } from "../i18n.js";
import { importFiles } from "../importing.js";
import { movesWith } from "../moving.js";
import { monthGrid, shiftDay } from "../month-grid.js";
import { navigate } from "../router.js";
import { me, zone } from "../session.js";
import { sportName } from "../sports.js";
import { empty, loading } from "../states.js";

const WEEKS = 12;

function card(title, link, body, className = "") {
  return h(
    "section",
    { class: `card ${className}` },
    h("div", { class: "card-head" }, h("h2", {}, title), link ? h("a", { href: link[0] }, link[1]) : null),
    body,
  );
}

function take(files) {
  importFiles(files);
  navigate("/import");
}

async function weekBars(signal) {
  const today = format.today(zone());
  const from = shiftDay(today, -7 * (WEEKS - 1));
  const answer = await api.get("/v1/insights/totals", { query: { by: "week", from, to: today }, signal });
  const entries = answer.items.slice(-WEEKS).map((week, at, all) => ({
    value: week.distance_m ?? 0,
    short: format.kmShort(week.distance_m ?? 0),
    text: `${format.km(week.distance_m ?? 0)} km`,
    long: format.day(week.starts_on, { month: "long", day: "numeric" }),
    label: format.day(week.starts_on, { month: "numeric", day: "numeric" }).replace(/\.$/, "").replace(". ", "."),
    present: at === all.length - 1,
  }));
  if (!entries.some((week) => week.value)) return h("p", { class: "muted" }, t("home.no_weeks"));
  return bars(t("home.weeks"), entries);
}

async function goalRings(signal) {
  const shares = (await runningShares(signal)).slice(0, 3);
  if (!shares.length) {
    return empty({ sign: "goal", title: t("goals.none"), action: h("a", { class: "button", href: "/goals" }, t("goals.new")) });
  }
  return h(
    "ul",
    { class: "ring-row" },
    shares.map((share) => h("li", {}, h("a", { href: "/goals" }, ring(share.fraction, { size: 76, label: t("goals.ring", { title: goalTitle(share), share: format.percent(share.fraction) }) }), h("b", {}, goalTitle(share))))),
  );
}

async function recent(signal) {
  const { items } = await api.get("/v1/workouts", { query: { limit: 5 }, signal });
  if (!items.length) {
    return empty({ sign: "run", title: t("home.first_title"), text: t("home.first_text"), action: h("a", { class: "button", href: "/workouts/new" }, icon("plus"), t("workouts.by_hand")) });
  }
  return h("ul", { class: "rows" }, items.map((workout) => workoutRow(workout)));
}

function band(month, signal) {
  const box = h("div", { class: "band-figures" });
  const calendar = h("div", {});
  const ask = () => api.get("/v1/insights/calendar", { query: { month }, signal });
  const sums = ({ total, previous }) => totals(total, previous);
  const grid = (answer) => monthGrid(answer, {
    compact: true, today: format.today(zone()), chosen: format.today(zone()),
    choose: (day) => navigate(`/calendar/${day.slice(0, 7)}?day=${day}`),
    leave: (day) => navigate(`/calendar/${day.slice(0, 7)}?day=${day}`),
  });
  const first = ask();
  loading(box, async () => sums(await first), { kind: "figures", lines: 4, signal });
  loading(calendar, async () => grid(await first), { kind: "month", lines: 35, signal });
  async function again() {
    const answer = await ask();
    fill(box, sums(answer));
    if (!calendar.contains(document.activeElement)) fill(calendar, grid(answer)); // else the arrow keys would lose their day
  }
  return { box, calendar, again };
}

/** A line that leads to a session that is running, if there is one. */
function liveNow(signal) {
  const box = h("div", { hidden: true });
  api.get("/v1/workout-sessions", { query: { limit: 5 }, signal }).then(({ items }) => {
    const open = items.find((one) => one.state === "live" || one.state === "paused");
    if (!open) return;
    box.hidden = false;
    box.append(h("p", { class: "notice" }, icon("flame"),
      h("span", {}, t("live.now", { sport: sportName(open.sport) }), " ", h("a", { href: `/live/${open.id}` }, t("live.open")))));
  }).catch(() => null); // the page has enough to show without it
  return box;
}

export function show({ signal }) {
  const month = format.today(zone()).slice(0, 7);
  const { box, calendar, again } = band(month, signal);
  const moving = [again];
  function at(place, load, look) {
    moving.push(async () => {
      const content = await load(signal);
      if (!place.contains(document.activeElement)) fill(place, content);
    });
    return loading(place, () => load(signal), { signal, ...look });
  }
  movesWith("insights", () => Promise.all(moving.map((part) => part())), signal);
  return h(
    "div",
    { class: "page home" },
    h(
      "section",
      { class: "band lanes" },
      h("p", { class: "band-day" }, format.day(format.today(zone()))),
      h("h1", {}, t("home.hello", { nickname: me().nickname })),
      h("h2", { class: "band-title" }, t("home.month", { month: format.month(month) })),
      box,
    ),
    liveNow(signal),
    h(
      "div",
      { class: "home-columns" },
      h("div", { class: "stack" },
        card(t("home.calendar"), ["/calendar", t("home.open_calendar")], calendar),
        card(t("home.recent"), ["/workouts", t("home.all")], at(h("div", {}), recent, { kind: "rows", lines: 4 }))),
      h("div", { class: "stack" },
        dropZone(take, { compact: true }),
        runningHere(signal),
        card(t("home.goals"), ["/goals", t("home.all")], at(h("div", {}), goalRings, { kind: "rings", lines: 3 })),
        card(t("home.weeks"), null, at(h("div", {}), weekBars, { kind: "bars", lines: 12 }))),
    ),
  );
}
