// Beside the ranking: which notices are wanted, workouts that were shared, what entrants think.

import * as api from "./api.js";
import { isOver } from "./challenge-words.js";
import { modal, toast } from "./dialog.js";
import { h } from "./dom.js";
import { workoutRow } from "./figures.js";
import { field, form, segmented } from "./forms.js";
import { t } from "./i18n.js";
import { switchTable } from "./switches.js";

const NOTICES = ["start", "halfway", "overtaken", "last-day", "goal", "end", "review", "feedback"];
const RATINGS = [1, 2, 3, 4, 5];
const FEED_MOST = 10;

/** Which notices of this challenge somebody wants; what was never said follows the account. */
export function noticesDialog(challenge) {
  const path = `/v1/challenges/${challenge.id}/entries/me/notices`;
  let settings = { ...challenge.entry.notices };
  let queue = Promise.resolve();
  function change(kind, _, on) {
    queue = queue.then(async () => {
      ({ settings } = await api.put(path, { settings: { ...settings, [kind]: on } }));
      challenge.entry.notices = settings;
      toast(t("notify.saved"));
    }).catch((problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true }));
  }
  return modal(t("challenge.notices"), () => [
    h("p", { class: "muted small" }, t("challenge.notices_text")),
    switchTable(t("challenge.notices"), t("notify.topic"), NOTICES.map((one) => [one, t(`challenge.notice_${one}`)]), [["on", t("challenge.notice_on")]], (kind) => settings[kind] ?? null, change),
  ]);
}

/** Workouts that entrants shared here, as far as they show; the card is not there without any. */
export function feedCard(challenge, signal) {
  const card = h("section", { class: "card", hidden: true });
  async function fetchRows() {
    const { items } = await api.get(`/v1/challenges/${challenge.id}/feed`, { query: { limit: FEED_MOST }, signal });
    const shown = await Promise.all(items.map(async (one) => {
      const workout = await api.get(`/v1/workouts/${one.workout_id}`, { signal }).catch(() => null);
      return workout ? { ...workout, title: [one.nickname, workout.title].filter(Boolean).join(" · ") } : null;
    }));
    const rows = shown.filter(Boolean).map((workout) => workoutRow(workout));
    if (!rows.length) return;
    card.append(h("div", { class: "card-head" }, h("h2", {}, t("challenge.feed"))), h("ul", { class: "rows" }, rows));
    card.hidden = false;
  }
  fetchRows().catch(() => null); // the page tells enough without it
  return card;
}

function feedbackForm(challenge, request, done) {
  let rating = 0;
  const stars = segmented(t("challenge.rating"), RATINGS.map((one) => [one, t("challenge.stars", { count: one })]), rating, (chosen) => {
    rating = chosen;
  });
  return form({
    fields: [stars, field("text", t("challenge.rating_text"), h("textarea", { class: "input", rows: 3, maxlength: 1000 }), { hint: t("manual.optional") })],
    action: t("challenge.rating_send"),
    submit: async (values) => {
      if (!rating) throw new api.Problem({ code: "no-rating", detail: t("challenge.rating_needed") });
      await api.put(`/v1/challenges/${challenge.id}/feedback-requests/${request.id}/answers/me`, { rating, text: values.text.trim() });
      done();
    },
  });
}

/** Where entrants say how it was, once they were asked. */
export function feedbackCard(challenge, signal) {
  const card = h("section", { class: "card", hidden: true });
  api.get(`/v1/challenges/${challenge.id}/feedback-requests`, { query: { limit: 1 }, signal }).then(({ items: [request] }) => {
    if (!request) return;
    const thanks = () => h("p", { class: "notice notice-good" }, t("challenge.rating_thanks"));
    const made = request.answered ? thanks() : feedbackForm(challenge, request, () => {
      made.replaceWith(thanks());
      toast(t("challenge.rating_thanks"));
    });
    card.append(h("details", { open: isOver(challenge) && !request.answered }, h("summary", {}, t("challenge.how_was_it")), made));
    card.hidden = false;
  }).catch(() => null); // nobody is asked then
  return card;
}
