import * as api from "../api.js";
import { modal, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { goalCurve, ring } from "../figures.js";
import { field, form, input, select } from "../forms.js";
import * as format from "../format.js";
import { endedGoals, goalHistory } from "../goal-history.js";
import { METRICS, PERIODS, allGoals, amount, fromForm, goalTitle, toForm, unitOf } from "../goal-words.js";
import { t } from "../i18n.js";
import { zone } from "../session.js";
import { SPORTS, sportName } from "../sports.js";
import { empty, loading } from "../states.js";

const PRESETS = [
  { metric: "distance", period: "month", target: 100_000, sport: "run" },
  { metric: "count", period: "week", target: 3 },
  { metric: "time", period: "week", target: 5 * 3600 },
  { metric: "climb", period: "month", target: 1000 },
];

/** The fields of a goal; the unit follows the metric, the days show only for a custom period. */
function goalFields(goal) {
  const metric = select(METRICS.map((one) => [one, t(`goal.metric_${one}`)]), goal.metric);
  const period = select(PERIODS.map((one) => [one, t(`goal.period_${one}`)]), goal.period);
  const sport = select([["", t("workouts.all_sports")], ...SPORTS.map((one) => [one, sportName(one)])], goal.sport ?? "");
  const target = input({ type: "number", min: 0.1, max: 1_000_000, step: "any", inputmode: "decimal", required: true, value: goal.target ? toForm(goal.metric, goal.target) : "" });
  const unit = field("target", t("goal.target"), target, { unit: unitOf(goal.metric) });
  const today = format.today(zone());
  const days = h("div", { class: "pair" },
    field("starts_on", t("goal.starts_on"), input({ type: "date", value: goal.starts_on ?? today })),
    field("ends_on", t("goal.ends_on"), input({ type: "date", value: goal.ends_on ?? today })));
  const follow = () => {
    fill(unit.querySelector(".unit"), unitOf(metric.value));
    days.hidden = period.value !== "custom";
  };
  metric.addEventListener("change", follow);
  period.addEventListener("change", follow);
  follow();
  return [h("div", { class: "pair" }, field("metric", t("goal.metric"), metric), field("period", t("goal.period"), period)), unit, field("sport", t("workouts.sport"), sport), days];
}

function bodyOf(values) {
  const body = { metric: values.metric, period: values.period, target: fromForm(values.metric, values.target), sport: values.sport || null };
  if (values.period === "custom") Object.assign(body, { starts_on: values.starts_on, ends_on: values.ends_on });
  return body;
}

/** Answers `saved`, `ended` or null. `end` is there for a goal that is running. */
function goalDialog(title, goal, save, end) {
  return modal(title, (close) =>
    form({
      fields: goalFields(goal),
      action: t("action.save"),
      submit: async (values) => {
        await save(bodyOf(values));
        close("saved");
      },
      after: end ? h("button", { class: "button button-bad", type: "button", onclick: async () => {
        await end();
        close("ended");
      } }, t("goals.end")) : null,
    }));
}

/** What is left and what it takes, in one sentence. */
function outlook(share) {
  if (share.fraction >= 1) return h("p", { class: "goal-outlook tone-good" }, icon("trophy"), t("goals.reached"));
  const left = t("goals.left", { amount: amount(share.metric, share.target - (share.value ?? 0)) });
  const many = share.period !== "day" && share.needed_per_day;
  const pace = many ? ` · ${t("goals.pace", { amount: amount(share.metric, share.needed_per_day) })}` : "";
  return h("p", { class: "goal-outlook" }, left, pace);
}

function projection(share) {
  if (!share.projected || share.fraction >= 1) return null;
  const enough = share.projected >= share.target;
  return h("p", { class: enough ? "goal-projected tone-good" : "goal-projected tone-warn" },
    t(enough ? "goals.projected_enough" : "goals.projected_short", { amount: amount(share.metric, share.projected) }));
}

function goalCard(share, changed) {
  const title = goalTitle(share);
  async function edit() {
    const path = `/v1/goals/${share.goal_id}`;
    const end = () => api.patch(path, { ended: true }).catch((problem) => toast(problem.detail, { bad: true }));
    const answer = await goalDialog(t("goals.edit"), share, (body) => api.patch(path, body), end);
    if (!answer) return;
    toast(t(`goals.${answer}`));
    changed();
  }
  return h("li", { class: "card goal" },
    ring(share.fraction, { size: 112, width: 11, label: t("goals.ring", { title, share: format.percent(share.fraction) }) }),
    h("div", { class: "goal-text" },
      h("h2", {}, title),
      h("p", { class: "goal-value num" }, h("b", {}, amount(share.metric, share.value)), ` / ${amount(share.metric, share.target)}`),
      outlook(share),
      projection(share),
      share.curve?.length > 1 ? goalCurve(share) : null,
      goalHistory(share)),
    h("button", { class: "icon-button", type: "button", "aria-label": t("goals.edit_named", { title }), onclick: edit }, icon("pencil")));
}

export function show({ signal }) {
  const list = h("div", {});

  async function add(preset) {
    const saved = await goalDialog(t("goals.new"), preset, (body) => api.create("/v1/goals", body));
    if (!saved) return;
    toast(t("goals.made"));
    draw();
  }

  const presets = () => h("div", { class: "presets" }, PRESETS.map((preset) =>
    h("button", { class: "chip", type: "button", onclick: () => add(preset) }, icon("plus"), goalTitle(preset))));

  function draw() {
    loading(list, async () => {
      const { running, ended } = await allGoals(signal);
      const over = endedGoals(ended);
      if (!running.length) return [empty({ sign: "goal", title: t("goals.none"), text: t("goals.none_text"), action: presets() }), over];
      return h("div", { class: "stack" }, h("ul", { class: "goals" }, running.map((share) => goalCard(share, draw))), h("section", { class: "goal-ideas" }, h("h2", {}, t("goals.ideas")), presets()), over);
    }, { kind: "rows", lines: 3, signal });
  }
  draw();
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.goals")),
      h("button", { class: "button button-main button-small", type: "button", onclick: () => add({ metric: "distance", period: "month" }) }, icon("plus"), t("goals.new"))),
    list);
}
