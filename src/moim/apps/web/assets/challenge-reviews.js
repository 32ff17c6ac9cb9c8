// Reviews as the organiser and moderators see them: what was found, and the decision.

import * as api from "./api.js";
import { fromForm, reasonOf, unitOf, valueOf } from "./challenge-words.js";
import { modal, toast } from "./dialog.js";
import { fill, h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { isModerator, me } from "./session.js";
import { loading } from "./states.js";

const DECISIONS = ["keep", "exclude", "correct"];

/** What became of a review, or who it waits for, in words. */
export function reviewTold(review) {
  if (review.lapsed) return t(review.appeal ? "challenge.lapsed_appeal" : `challenge.lapsed_${review.decision}`);
  if (!review.open) return t(`challenge.decided_${review.decision}`);
  if (!review.appeal) return t("challenge.review_waits");
  return t(review.decided_by === me().id ? "challenge.appeal_another" : "challenge.appeal_waits");
}

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
      close(await api.patch(`/v1/challenges/${challenge.id}/reviews/${review.id}`, body, { headers: { "If-Match": `"v${review.version}"` } }));
    },
  }));
  if (!done) return;
  toast(t("challenge.decided"));
  changed(done);
}

/** What was found about a result, and what to do about it. */
function lines(challenge, review, changed) {
  const { value, ...found } = review.evidence ?? {};
  const figures = Object.entries(found).map(([code, figure]) => `${reasonOf(code)} (${format.decimal(figure, Number.isInteger(figure) ? 0 : 2)})`);
  return [
    h("span", {}, h("b", {}, review.nickname ?? t("company.nameless")), " · ", reasonOf(review.reason)),
    value === undefined ? null : h("span", { class: "small num" }, t("challenge.value"), ": ", valueOf(challenge, value)),
    figures.length ? h("span", { class: "small muted" }, t("challenge.evidence"), ": ", figures.join(", ")) : null,
    review.note ? h("span", { class: "small" }, `“${review.note}”`) : null,
    review.appeal ? h("span", { class: "small" }, t("challenge.appeal"), `: “${review.appeal}”`) : null,
    review.may_decide && challenge.waits_until ? h("span", { class: "small muted" }, t("challenge.decide_until", { day: format.dayAndTime(challenge.waits_until, challenge.timezone) })) : null,
    review.may_decide
      ? h("button", { class: "button button-small", type: "button", onclick: () => decide(challenge, review, changed) }, t("challenge.decide"))
      : h("span", { class: "small muted" }, reviewTold(review)),
  ].filter(Boolean);
}

/** A review among those of all challenges: decided, it says what became of it. */
export function deskCard(review) {
  const { challenge } = review;
  const seen = challenge.visibility === "open" || challenge.organiser_id === me().id || isModerator(); // who decides sees what it is about
  const card = h("li", { class: "card case" });
  function draw(now) {
    fill(card,
      h("div", { class: "card-head" }, h("h2", {}, challenge.title), seen ? h("a", { href: `/challenges/${challenge.id}` }, t("challenge.see")) : null),
      h("div", { class: "review" }, lines(challenge, now, (told) => draw({ ...now, ...told, may_decide: false }))));
  }
  draw(review);
  return card;
}

/** What is to be looked at, open ones first; nothing while there is none. `refresh()` shows what came since. */
export function reviewsCard(challenge, { signal, changed, found = () => {} }) {
  const part = h("div", { class: "organiser-part" });
  let drawn = null;
  const read = async () => (await api.get(`/v1/challenges/${challenge.id}/reviews`, { query: { limit: 100 }, signal })).items;
  function content(items) {
    drawn = JSON.stringify(items);
    if (!items.length) return [];
    found();
    const sorted = [...items.filter((one) => one.open), ...items.filter((one) => !one.open)];
    return [h("h3", {}, t("challenge.reviews")), h("ul", { class: "reviews" }, sorted.map((review) => h("li", { class: "review" }, lines(challenge, review, () => changed()))))];
  }
  async function refresh() {
    if (drawn === null) return; // it is read just now
    const items = await read();
    if (signal.aborted || JSON.stringify(items) === drawn) return;
    const focused = part.contains(document.activeElement);
    fill(part, content(items));
    if (focused) part.querySelector("button")?.focus();
  }
  loading(part, async () => content(await read()), { lines: 1, signal });
  return { element: part, refresh };
}
