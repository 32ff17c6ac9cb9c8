// The fields of a challenge: what its organiser says of it.

import { AGE_GROUPS, GENDERS, METRICS_OF, ADDING_UP, STRETCHES_M, fromForm, measureOf, toForm, unitOf } from "./challenge-words.js";
import { fill, h } from "./dom.js";
import { field, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { shiftDay } from "./month-grid.js";
import { regionField, regionFrom } from "./regions.js";
import { zone } from "./session.js";
import { SPORTS, sportName } from "./sports.js";
import { instantOf } from "./wall-clock.js";

const GRACE_DAYS = [0, 1, 3, 7];
const DAY_S = 86_400;
const LASTS_DAYS = 27;

export const titleField = (value = "") => field("title", t("challenge.title"), input({ value, required: true, maxlength: 80 }));
export const textField = (value = "") =>
  field("description", t("challenge.text"), h("textarea", { class: "input", rows: 4, maxlength: 2000, value }), { hint: t("manual.optional") });

const named = (family, names) => names.map((one) => [one, t(`${family}${one}`)]);
const metricNames = (kind) => METRICS_OF[kind].map((one) => [one, t(`goal.metric_${one}`)]);

/** A tick with a sentence beside it. */
function tick(name, label, hint) {
  return h("label", { class: "tick-line" }, h("input", { class: "tick", type: "checkbox", name, value: "yes" }), h("span", {}, label, hint ? h("small", { class: "muted" }, ` ${hint}`) : null));
}

/** What is measured; fields that a kind has no use for are not there. */
function measureFields() {
  const kind = select(named("challenge.kind_name_", Object.keys(METRICS_OF)), "most");
  const metric = select(metricNames("most"), "distance");
  const stretch = select(STRETCHES_M.map((one) => [one, format.distanceName(one)]), 5000);
  const target = input({ type: "number", min: 0.1, max: 1_000_000, step: "any", inputmode: "decimal" });
  const metricField = field("metric", t("goal.metric"), metric);
  const stretchField = field("distance_m", t("challenge.stretch"), stretch);
  const targetField = field("target", t("goal.target"), target, { unit: unitOf("distance"), hint: t("challenge.target_hint") });
  const teams = tick("by_team", t("challenge.by_team"), t("challenge.by_team_hint"));
  const hint = h("p", { class: "field-hint" });
  function follow(event) {
    if (event?.target === kind) {
      fill(metric, metricNames(kind.value).map(([key, name]) => h("option", { value: key }, name)));
    }
    metricField.hidden = metric.options.length < 2;
    stretchField.hidden = kind.value !== "fastest";
    teams.hidden = !ADDING_UP.includes(kind.value);
    target.required = kind.value === "group_goal";
    fill(targetField.querySelector(".unit"), unitOf(metric.value));
    fill(hint, t(`challenge.kind_text_${kind.value}`));
  }
  for (const one of [kind, metric]) one.addEventListener("change", follow);
  follow();
  return { fields: [h("div", {}, field("kind", t("challenge.kind"), kind), hint), h("div", { class: "pair" }, metricField, stretchField), targetField], teams };
}

function periodFields() {
  const today = format.today(zone());
  const first = input({ type: "date", value: today, required: true });
  const last = input({ type: "date", value: shiftDay(today, LASTS_DAYS), min: today, required: true });
  return h("div", { class: "pair" }, field("starts_on", t("goal.starts_on"), first), field("ends_on", t("goal.ends_on"), last, { hint: t("challenge.ends_on_hint") }));
}

/** Who may enter, and what is seldom needed. */
function moreFields(teams) {
  const any = [["", t("challenge.anybody")]];
  return h("details", { class: "challenge-more" }, h("summary", {}, t("challenge.more")),
    h("div", { class: "form" },
      h("div", { class: "pair" },
        regionField("region", t("challenges.region"), null, { hint: t("challenges.everywhere_hint") }),
        field("entrants_max", t("challenge.entrants_max"), input({ type: "number", min: 1, max: 10_000_000, step: 1, inputmode: "numeric", placeholder: t("challenge.no_limit") }))),
      h("div", { class: "pair" },
        field("age_group", t("challenge.age_group"), select([...any, ...named("challenge.age_", AGE_GROUPS)], "")),
        field("gender", t("challenge.gender"), select([...any, ...named("challenge.gender_", GENDERS)], ""))),
      field("grace_s", t("challenge.grace"), select(GRACE_DAYS.map((days) => [days * DAY_S, days ? t("challenge.days", { count: days }) : t("challenge.no_grace")]), DAY_S), { hint: t("challenge.grace_hint") }),
      teams,
      tick("by_hand", t("challenge.by_hand"), t("challenge.by_hand_hint")),
      tick("prize", t("challenge.with_prize"), t("challenge.with_prize_hint"))));
}

/** All of a new challenge. */
export function newFields() {
  const { fields, teams } = measureFields();
  return [
    titleField(), textField(),
    field("sport", t("workouts.sport"), select([["", t("workouts.all_sports")], ...SPORTS.map((one) => [one, sportName(one)])], "run")),
    fields, periodFields(),
    field("visibility", t("challenge.visibility"), select(named("challenge.visible_", ["open", "invitation"]), "open")),
    moreFields(teams),
    h("label", { class: "tick-line" }, h("input", { class: "tick", type: "checkbox", name: "announce", value: "yes", checked: true }), h("span", {}, t("challenge.announce_now"))),
  ];
}

/** The instant after the last day that counts. */
const endOf = (day, timezone) => instantOf(shiftDay(day, 1), "00:00", timezone);

/** The API's body of what `newFields` holds. */
export function bodyOf(values) {
  const timezone = zone();
  const number = (text) => (text ? Number(text) : null);
  return {
    title: values.title.trim(), description: values.description.trim(), sport: values.sport || null,
    kind: values.kind, metric: values.metric, distance_m: values.kind === "fastest" ? Number(values.distance_m) : null,
    target: values.target ? fromForm(values.metric, values.target) : null,
    starts_at: instantOf(values.starts_on, "00:00", timezone), ends_at: endOf(values.ends_on, timezone), timezone,
    visibility: values.visibility, region: regionFrom(values.region), age_group: values.age_group || null, gender: values.gender || null,
    prize: Boolean(values.prize), by_team: Boolean(values.by_team) && ADDING_UP.includes(values.kind), by_hand: Boolean(values.by_hand),
    grace_s: Number(values.grace_s), entrants_max: number(values.entrants_max), state: values.announce ? "announced" : "draft",
  };
}

const lastDayOf = ({ ends_at: end, timezone }) => format.dayOf(Date.parse(end) - 1, timezone);

/** The fields that can change later, for one that is still open. */
export function editFields(challenge) {
  const last = lastDayOf(challenge);
  const target = input({ type: "number", min: 0.1, max: 1_000_000, step: "any", inputmode: "decimal", value: challenge.target ? toForm(challenge.metric, challenge.target) : "", required: challenge.target !== null });
  return [
    titleField(challenge.title), textField(challenge.description),
    field("ends_on", t("goal.ends_on"), input({ type: "date", value: last, min: last, required: true }), { hint: t("challenge.extend_hint") }),
    field("target", t("goal.target"), target, { unit: unitOf(challenge.metric), hint: measureOf(challenge) }),
  ];
}

/** What of `editFields` was changed, as the API takes it. */
export function changesOf(challenge, values) {
  const changes = {};
  if (values.title.trim() !== challenge.title) changes.title = values.title.trim();
  if (values.description.trim() !== challenge.description) changes.description = values.description.trim();
  if (values.ends_on > lastDayOf(challenge)) changes.ends_at = endOf(values.ends_on, challenge.timezone);
  const target = values.target ? fromForm(challenge.metric, values.target) : null;
  if (target && target !== challenge.target) changes.target = target;
  return changes;
}
