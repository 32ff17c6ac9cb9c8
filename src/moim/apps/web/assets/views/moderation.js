import { accountSearch } from "../account-search.js";
import { caseCard, logLine, ownCase } from "../cases.js";
import { deskCard } from "../challenge-reviews.js";
import { h } from "../dom.js";
import { endless } from "../endless.js";
import { heldCard } from "../held.js";
import { t } from "../i18n.js";
import { postRow } from "../post-rows.js";
import { isModerator, isStaff, me } from "../session.js";
import { empty } from "../states.js";
import { inSight, ownPlaces } from "../talk-places.js";
import { reviewRow } from "../workout-reviews.js";

const STATES = ["open", "appealed", "decided", "closed"];

const nothing = (key, text) => () => empty({ sign: "check", title: t(key), text: text && t(text) });

/** What may be looked at: a moderator's cases by their state, one's own, the public log. */
function places(moderator) {
  const cases = moderator ? STATES.map((state) => ({
    name: state, words: t(`moderation.state_${state}`), path: "/v1/moderation/cases", query: { state }, nothing: nothing("moderation.none"), cards: true,
    row: (one) => {
      const card = caseCard(one, (now) => card.replaceWith(caseCard(now, () => null)));
      return card;
    },
  })) : [];
  const waiting = { name: "waiting", words: t("moderation.waiting"), path: "/v1/moderation/waiting", query: {}, nothing: nothing("moderation.none_waiting"), row: (post) => postRow(post) };
  const held = { name: "held", words: t("moderation.held"), path: "/v1/moderation/held", query: {}, nothing: nothing("moderation.none_held"), row: heldCard, cards: true };
  const workouts = { name: "workouts", words: t("moderation.workouts"), path: "/v1/moderation/workouts", query: {}, nothing: nothing("moderation.none_workouts"), row: reviewRow };
  const doubts = { name: "doubts", words: t("moderation.doubts"), path: "/v1/challenges/reviews", query: { state: "open" }, nothing: nothing("moderation.none_doubts", "moderation.none_doubts_text"), row: deskCard, cards: true };
  const decided = { name: "doubts-decided", words: t("moderation.doubts_decided"), path: "/v1/challenges/reviews", query: { state: "decided" }, nothing: nothing("moderation.none_doubts_decided"), row: deskCard, cards: true };
  const log = { name: "log", words: t("moderation.log"), path: "/v1/moderation/log", query: {}, nothing: nothing("moderation.none_log"), row: logLine };
  if (!me()) return [log]; // which is everybody's
  return [...cases, ...(moderator ? [waiting, held, workouts, doubts, decided] : []),
    { name: "mine", words: t("moderation.mine"), path: "/v1/moderation/mine", query: {}, nothing: nothing("moderation.none_mine", "moderation.none_mine_text"), row: ownCase, cards: true },
    ...(moderator ? [] : [doubts, decided]), ...(isStaff() ? [{ name: "accounts", words: t("account.title"), view: accountSearch }] : []), log];
}

export function show({ query, signal }) {
  const moderator = isModerator();
  const all = places(moderator);
  const chosen = all.find(({ name }) => name === query.get("show")) ?? all[0];
  const list = h("ul", { class: chosen.cards ? "stack" : "log card" });
  const shown = chosen.view ? [chosen.view()]
    : [list, endless(chosen.path, { ...chosen.query, limit: 20 }, list, { row: chosen.row, nothing: chosen.nothing, signal })];
  return h("div", { class: "page page-narrow" },
    h("h1", {}, t("moderation.title")), ownPlaces(),
    inSight(h("nav", { class: "segments sorts", "aria-label": t("moderation.which") }, all.map(({ name, words }) =>
      h("a", { class: "segment", href: `/moderation?show=${name}`, "aria-current": name === chosen.name ? "true" : null }, h("span", {}, words))))),
    chosen.name === "log" ? h("p", { class: "muted small" }, t("moderation.log_text")) : null,
    shown);
}
