// The head of a challenge: what it is, how long is left, where one stands, the way in.

import { timeBar } from "./challenge-card.js";
import { ADDING_UP, changeMark, isOpen, isOver, periodOf, stateTag, targetOf, termsOf, timeLeft, valueOf } from "./challenge-words.js";
import { enter, leave, refusal } from "./challenge-joining.js";
import { sharesDialog } from "./challenge-shares.js";
import { fill, h, icon } from "./dom.js";
import { figure, ring, sportBadge } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { regionName } from "./regions.js";

/** Who it is for beside everybody. */
function bounds(challenge) {
  const told = [
    challenge.visibility === "open" ? null : ["lock", t(`challenge.visible_${challenge.visibility}`)],
    challenge.region ? ["route", regionName(challenge.region)] : null,
    challenge.age_group ? ["user", t(`challenge.age_${challenge.age_group}`)] : null,
    challenge.gender ? ["user", t(`challenge.gender_${challenge.gender}`)] : null,
    challenge.prize ? ["trophy", t("challenge.with_prize")] : null,
    challenge.by_team ? ["people", t("challenge.by_team")] : null,
    challenge.by_hand ? ["pencil", t("challenge.by_hand")] : null,
  ].filter(Boolean);
  return told.length ? h("ul", { class: "bounds" }, told.map(([sign, words]) => h("li", {}, icon(sign), words))) : null;
}

/** The figures beside each other; `standing` is the own line of the ranking with the gap to the next. */
export function figures(challenge, standing) {
  const entrants = challenge.entrants_max ? `${format.integer(challenge.entrants)}/${format.integer(challenge.entrants_max)}` : format.integer(challenge.entrants);
  const own = standing?.me;
  return h("dl", { class: "figures" },
    own ? h("div", { class: "figure" }, h("dt", {}, t("challenge.own_place")), h("dd", {}, h("span", { class: "figure-value" }, t("challenge.rank", { rank: format.integer(own.rank) })), changeMark(own.change))) : null,
    own ? figure(t("challenge.own_value"), valueOf(challenge, own.value), "", { note: goalNote(challenge, own) }) : null,
    own && standing.gap_to_next !== null ? figure(t("challenge.gap"), standing.gap_to_next < 0.001 ? t("challenge.tie") : valueOf(challenge, standing.gap_to_next)) : null,
    figure(t("challenge.people"), entrants, t("challenge.unit_people")),
    ADDING_UP.includes(challenge.kind) && challenge.kind !== "group_goal" && challenge.metric !== "active_days" ? figure(t("challenge.together"), valueOf(challenge, challenge.total)) : null);
}

function goalNote(challenge, own) {
  if (!challenge.target || challenge.kind === "group_goal") return null;
  const reached = challenge.kind === "fastest" ? own.value <= challenge.target : own.value >= challenge.target;
  if (reached) return t("goals.reached");
  return t(isOver(challenge) ? "challenge.from_target" : "goals.left", { amount: valueOf(challenge, Math.abs(challenge.target - own.value)) });
}

/** How far all have come together. */
function groupRing(challenge) {
  if (challenge.kind !== "group_goal") return null;
  const share = challenge.total / challenge.target;
  return h("div", { class: "group-goal" }, ring(share, { size: 112, width: 11, label: t("challenge.group_ring", { share: format.percent(share) }) }),
    h("p", { class: "num" }, h("b", {}, valueOf(challenge, challenge.total)), ` / ${targetOf(challenge)}`));
}

function doors(challenge, { invitation, changed, notices }) {
  const place = h("div", { class: "challenge-doors" });
  const inside = challenge.entry?.state === "in";
  const refuse = (problem) => fill(place, refusal(problem), row());
  async function into() {
    if (await enter(challenge, { invitation, refuse })) changed();
  }
  async function out() {
    if (await leave(challenge)) changed();
  }
  const removed = isOpen(challenge) && challenge.entry?.state === "removed";
  function row() {
    if (removed) return h("p", { class: "small" }, t("challenge.removed"));
    const button = (look, sign, text, onclick) => h("button", { class: `button ${look}`, type: "button", onclick }, icon(sign), text);
    return h("div", { class: "button-row" },
      isOpen(challenge) && !inside ? button("button-volt", "plus", t(challenge.entry?.state === "left" ? "challenge.come_back" : "challenge.enter"), into) : null,
      inside ? button("button-small", "bell", t("challenge.notices"), notices) : null,
      inside && challenge.state !== "announced" ? button("button-small", "share", t("challenge.share_open"), () => sharesDialog(challenge)) : null,
      inside ? h("a", { class: "button button-small", href: `/boards/challenges/new?challenge=${challenge.id}` }, icon("talk"), t("challenge.talk")) : null,
      isOpen(challenge) && inside ? button("button-small", "logout", t("challenge.leave"), out) : null);
  }
  fill(place, row());
  return place;
}

/** `figuresBox` is drawn again as the ranking moves. */
export function challengeHead(challenge, figuresBox, actions) {
  return h("header", { class: "band lanes challenge-head" },
    h("p", { class: "band-day challenge-when" }, stateTag(challenge), h("span", {}, timeLeft(challenge)), h("span", {}, periodOf(challenge))),
    h("div", { class: "challenge-title" }, sportBadge(challenge.sport ?? "other"), h("h1", {}, challenge.title)),
    h("p", { class: "challenge-terms" }, termsOf(challenge)),
    challenge.state === "running" ? timeBar(challenge) : null,
    bounds(challenge),
    challenge.description ? h("p", { class: "challenge-description" }, challenge.description) : null,
    groupRing(challenge),
    figuresBox,
    doors(challenge, actions));
}
