import { deedName, statisticsCard } from "../activity-statistics.js";
import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { zone } from "../session.js";
import { empty, failure, loading } from "../states.js";

const LIMIT = 50;
const SIGNS = {
  "signed-in": "lock", "password-changed": "lock", "second-factor-on": "lock", "second-factor-off": "lock",
  "token-made": "key", "token-revoked": "key", "workouts-imported": "upload", "session-ended": "run",
  "goal-set": "goal", "goal-achieved": "trophy", "challenge-joined": "flag", "post-written": "pencil", "photo-changed": "camera", "email-verified": "mail",
};

function row(line) {
  const deed = deedName(line.activity);
  const sentence = line.amount > 1 ? t("activity.times", { deed, count: line.amount }) : deed;
  return h("li", { class: "row" }, h("span", { class: "badge tint-foot" }, icon(SIGNS[line.activity] ?? "user")),
    h("span", { class: "row-text" }, h("b", {}, sentence), h("time", { class: "row-sub", datetime: line.at }, format.timeOfDay(line.at, zone()))));
}

/** Lines under the day they fell on, in the reader's zone. */
function byDay(lines) {
  const days = new Map();
  lines.forEach((line) => {
    const day = format.dayOf(line.at, zone());
    days.set(day, [...(days.get(day) ?? []), line]);
  });
  return [...days].map(([day, own]) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, format.day(day))), h("ul", { class: "rows" }, own.map(row))));
}

export function show({ query, signal }) {
  const list = h("div", { class: "stack" });
  const end = h("div", { class: "list-end" });
  const lines = [];
  async function more(cursor) {
    const { items, next } = await api.get("/v1/users/me/activities", { query: { limit: LIMIT, cursor }, signal });
    lines.push(...items);
    fill(end, next ? h("button", { class: "button", type: "button", onclick: () => again(next) }, t("workouts.more")) : null);
    return lines.length ? byDay(lines) : empty({ sign: "clock", title: t("activity.none") });
  }
  async function again(cursor) {
    try {
      fill(list, await more(cursor));
    } catch (problem) {
      fill(end, failure(problem, () => again(cursor)));
    }
  }
  loading(list, () => more(null), { kind: "rows", lines: 6, signal });
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings/data" }, icon("left"), t("data.title"))),
    h("h1", {}, t("activity.title")),
    h("p", { class: "muted lead" }, t("activity.text")),
    statisticsCard({ shown: query.get("statistics"), signal }), list, end);
}
