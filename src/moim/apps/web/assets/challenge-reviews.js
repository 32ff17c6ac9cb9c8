// Reviews as the organiser and moderators see them: what was found, and the decision.

import * as api from "./api.js";
import { fromForm, reasonOf, unitOf, valueOf } from "./challenge-words.js";
import { modal, toast } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { me } from "./session.js";
import { loading } from "./states.js";

const DECISIONS = ["keep", "exclude", "correct"];
const isOpenReview = (review) => review.decision === null || (review.appeal !== null && !review.settled);

async function decide(challenge, review, changed) {
  const decision = select(DECISIONS.map((one) => [one, t(`challenge.decide_${one}`)]), "keep");
  const value = input({ type: "number", min: 0.001, max: 1_000_000, step: "any", inputmode: "decimal" });
  const valueField = field("value", t("challenge.right_value"), value, { unit: unitOf(challenge.metric) });
  const follow = () => {
    valueField.hidden = decision.value !== "correct";
    value.required = decision.value === "correct";
  };
  decision.addEventListener("change", follow);
  follow();
  const fields = [field("decision", t("challenge.decision"), decision), valueField,
    field("answer", t("challenge.answer"), h("textarea", { class: "input", rows: 3, maxlength: 500 }), { hint: t("challenge.answer_hint") })];
  const done = await modal(t("challenge.decision"), (close) => form({
    fields, action: t("challenge.decide"),
    submit: async (values) => {
      const body = { decision: values.decision, answer: values.answer.trim() };
      if (values.decision === "correct") body.value = fromForm(challenge.metric, values.value);
      await api.patch(`/v1/challenges/${challenge.id}/reviews/${review.id}`, body, { headers: { "If-Match": `"v${review.version}"` } });
      close(true);
    },
  }));
  if (!done) return;
  toast(t("challenge.decided"));
  changed();
}

function line(challenge, review, changed) {
  const { value, ...found } = review.evidence ?? {};
  const figures = Object.entries(found).map(([code, figure]) => `${reasonOf(code)} (${format.decimal(figure, Number.isInteger(figure) ? 0 : 2)})`);
  return h("li", { class: "review" },
    h("span", {}, h("b", {}, review.nickname ?? t("company.nameless")), " · ", reasonOf(review.reason)),
    value === undefined ? null : h("span", { class: "small num" }, t("challenge.value"), ": ", valueOf(challenge, value)),
    figures.length ? h("span", { class: "small muted" }, t("challenge.evidence"), ": ", figures.join(", ")) : null,
    review.note ? h("span", { class: "small" }, `“${review.note}”`) : null,
    review.appeal ? h("span", { class: "small" }, t("challenge.appeal"), `: “${review.appeal}”`) : null,
    isOpenReview(review) && challenge.state !== "final" && review.user_id !== me().id
      ? h("button", { class: "button button-small", type: "button", onclick: () => decide(challenge, review, changed) }, t("challenge.decide"))
      : h("span", { class: "small muted" }, t(review.decision && !isOpenReview(review) ? `challenge.decided_${review.decision}` : challenge.state === "final" ? "challenge.too_late" : "challenge.review_waits")));
}

/** What is to be looked at, open ones first; nothing while there is none. */
export function reviewsCard(challenge, { signal, changed, found = () => {} }) {
  const part = h("div", { class: "organiser-part" });
  return loading(part, async () => {
    const { items } = await api.get(`/v1/challenges/${challenge.id}/reviews`, { query: { limit: 100 }, signal });
    if (!items.length) return [];
    found();
    const sorted = [...items.filter(isOpenReview), ...items.filter((one) => !isOpenReview(one))];
    return [h("h3", {}, t("challenge.reviews")), h("ul", { class: "reviews" }, sorted.map((review) => line(challenge, review, changed)))];
  }, { lines: 1, signal });
}
