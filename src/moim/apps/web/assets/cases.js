// Cases of moderation: the evidence as it read, who told why, and what was decided by which rule.

import { ago } from "./ago.js";
import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { given } from "./held.js";
import { t } from "./i18n.js";
import { reasonName } from "./report.js";
import { me, zone } from "./session.js";

const DECISIONS = ["keep", "hide", "remove", "temporary"];
const RULES = ["no-harassment", "no-spam", "no-fraud", "no-personal-data", "no-forbidden-goods", "right-board", "law-44-2", "no-violation"];
const DAYS_MOST = 30;

export const ruleName = (rule) => t(`moderation.rule_${rule}`);
export const decisionName = (decision) => t(`moderation.decision_${decision}`);

function verdict(told, title) {
  if (!told) return null;
  return h("div", { class: "verdict-card" }, h("b", {}, title), h("p", {}, decisionName(told.decision), told.until ? ` · ${t("moderation.until", { when: format.dayAndTime(told.until, zone()) })}` : ""),
    h("p", { class: "small" }, ruleName(told.rule)), told.note ? h("p", { class: "small muted" }, told.note) : null,
    h("p", { class: "small muted" }, t("moderation.by", { who: told.moderator.slice(0, 6) }), " · ", ago(told.at)));
}

const verdicts = (one) => [verdict(one.verdict, t("moderation.verdict")), verdict(one.final, t("moderation.final"))];

function decisionForm(one, decided) {
  const decision = select(DECISIONS.map((key) => [key, decisionName(key)]), "keep");
  const rule = select(RULES.map((key) => [key, ruleName(key)]), "no-violation");
  const days = field("days", t("moderation.days"), input({ type: "number", min: 1, max: DAYS_MOST, step: 1, inputmode: "numeric", value: DAYS_MOST }), { hint: t("moderation.days_hint") });
  const follow = () => {
    days.hidden = decision.value !== "temporary";
    if (decision.value === "temporary") rule.value = "law-44-2";
  };
  decision.addEventListener("change", follow);
  follow();
  return form({
    fields: [h("div", { class: "pair" }, field("decision", t("moderation.decision"), decision), field("rule", t("moderation.rule"), rule)), days,
      field("note", t("moderation.note"), h("textarea", { class: "input", rows: 2, maxlength: 1000, required: true }), { hint: t("moderation.note_hint") })],
    action: t("moderation.decide"),
    submit: async (values) => {
      const body = { decision: values.decision, rule: values.rule, note: values.note, days: values.decision === "temporary" ? Number(values.days) : null };
      decided(await api.post(`/v1/moderation/cases/${one.id}/decision`, body));
      toast(t("moderation.decided"));
    },
  });
}

function evidence(board, { title, body, text, fields, frozen_at: at }) {
  return h("blockquote", { class: "evidence" }, title ? h("h3", {}, title) : null, h("pre", {}, body ?? text), given(board, fields),
    h("p", { class: "small muted" }, t("moderation.frozen", { when: format.dayAndTime(at, zone()) })));
}

/** A case as a moderator sees it. `decided(case)` after a decision. */
export function caseCard(one, decided) {
  const open = one.state === "open" || one.state === "appealed";
  const asASide = [one.author_id, ...one.reports.map((report) => report.user_id)].includes(me()?.id);
  return h("li", { class: "card case" },
    h("div", { class: "card-head" }, h("h2", {}, t(one.comment_id ? "moderation.a_comment" : "moderation.a_post")), h("a", { href: `/posts/${one.post_id}` }, t("moderation.see"))),
    h("p", { class: "small" }, t("moderation.score", { score: format.decimal(one.score, 1), hides_at: format.decimal(one.hides_at, 0) }), one.hidden_until ? ` · ${t("moderation.hidden_until", { when: format.dayAndTime(one.hidden_until, zone()) })}` : ""),
    h("meter", { min: 0, max: one.hides_at, value: Math.min(one.score, one.hides_at), "aria-label": t("moderation.weight") }),
    evidence(one.board, one.evidence),
    h("ul", { class: "reports" }, one.reports.map((report) => h("li", {}, h("b", {}, reasonName(report.reason)), " ", h("span", { class: "small muted" }, t("moderation.counts", { weight: format.decimal(report.weight, 1) }), " · ", ago(report.at)), report.text ? h("p", { class: "small" }, report.text) : null))),
    one.appeal ? h("div", { class: "notice notice-warn" }, icon("info"), h("span", {}, h("b", {}, t("moderation.appeal")), " ", one.appeal)) : null,
    verdicts(one),
    one.decidable ? decisionForm(one, decided) : null,
    open && !one.decidable ? h("div", { class: "notice", role: "note" }, icon("info"), h("span", {}, t(asASide ? "moderation.is_a_side" : "moderation.needs_another"))) : null);
}

async function appealDialog(one) {
  return modal(t("moderation.appeal"), (close) => form({
    fields: [h("p", { class: "small muted" }, t("moderation.appeal_text")), field("text", t("moderation.appeal_why"), h("textarea", { class: "input", rows: 4, maxlength: 1000, required: true }))],
    action: t("moderation.appeal_send"),
    submit: async ({ text }) => close(await api.post(`/v1/moderation/cases/${one.id}/appeal`, { text })),
  }));
}

/** A case as one of its sides sees it. */
export function ownCase(one) {
  const line = h("li", { class: "card case" });
  function draw(now) {
    line.replaceChildren(...[
      h("div", { class: "card-head" }, h("h2", {}, t(now.side === "author" ? "moderation.about_you" : "moderation.by_you")), h("span", { class: "tag tag-warn" }, t(`moderation.state_${now.state}`))),
      h("p", { class: "small" }, now.reasons.map(reasonName).join(", "), h("span", { class: "muted" }, " · ", ago(now.opened_at))),
      h("p", { class: "small" }, h("a", { href: `/posts/${now.post_id}` }, t("moderation.see"))),
      ...verdicts(now),
      now.may_appeal ? h("button", { class: "button button-small", type: "button", onclick: async () => {
        const after = await appealDialog(now);
        if (!after) return;
        toast(t("moderation.appealed"));
        draw(after);
      } }, t("moderation.appeal")) : null,
    ].filter(Boolean));
  }
  draw(one);
  return line;
}

/** A line of the public log. */
export const logLine = (one) => h("li", { class: "log-line" },
  h("span", {}, h("b", {}, t(`moderation.log_${one.action}`)), one.rule ? ` · ${ruleName(one.rule)}` : ""),
  h("span", { class: "small muted" }, one.moderator ? `${t("moderation.by", { who: one.moderator.slice(0, 6) })} · ` : "", ago(one.at)));
