// A challenge in a list: what it is about, how long is left, how many take part, the own place.

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { sportBadge } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { regionName } from "./regions.js";
import { changeMark, elapsedShare, isOver, periodOf, stateTag, termsOf, timeLeft, valueOf } from "./challenge-words.js";

/** The own place and value; who has no result yet takes part. */
function ownPlace(challenge, line = h("p", { class: "challenge-own" })) {
  const { rank, change, value } = challenge.own;
  fill(line, rank
    ? [h("b", {}, t("challenge.rank", { rank: format.integer(rank) })), changeMark(change), h("span", {}, valueOf(challenge, value))]
    : t(isOver(challenge) ? "challenge.no_value" : "challenge.entered"));
  return line;
}

/** A bar of time: how much of the period is over. */
export function timeBar(challenge) {
  const share = elapsedShare(challenge);
  return h("span", { class: "time-bar", role: "img", "aria-label": t("challenge.elapsed", { share: format.percent(share) }) }, h("span", { style: { "--share": share } }));
}

export function challengeCard(challenge) {
  return h("li", { class: "card leading challenge-card" },
    sportBadge(challenge.sport ?? "other"),
    h("div", { class: "challenge-text" },
      h("h2", {}, h("a", { href: `/challenges/${challenge.id}` }, challenge.title)),
      h("p", { class: "small muted" }, termsOf(challenge)),
      h("p", { class: "small muted" }, periodOf(challenge), challenge.region ? ` · ${regionName(challenge.region)}` : ""),
      challenge.state === "running" ? timeBar(challenge) : null,
      h("p", { class: "challenge-facts" },
        stateTag(challenge),
        h("span", {}, icon("clock"), timeLeft(challenge)),
        h("span", {}, icon("people"), t("challenge.entrants", { count: challenge.entrants })),
        challenge.prize ? h("span", {}, icon("trophy"), t("challenge.prize")) : null),
      challenge.own ? ownPlace(challenge) : null));
}

/** A challenge as one line that leads to it; `more` stands at its end. */
export const runningRow = (challenge, more = null) => h("a", { class: "row", href: `/challenges/${challenge.id}` },
  sportBadge(challenge.sport ?? "other"),
  h("span", { class: "row-text" }, h("b", {}, challenge.title), h("span", { class: "row-sub" }, timeLeft(challenge))), more);

const HERE_MOST = 3;

/** What one takes part in now, for the first page; hidden while there is nothing. */
export function runningHere(signal) {
  const card = h("section", { class: "card", hidden: true });
  api.get("/v1/challenges", { query: { of: "joined", state: "running", limit: HERE_MOST }, signal }).then(({ items }) => {
    if (!items.length) return;
    card.append(
      h("div", { class: "card-head" }, h("h2", {}, t("nav.challenges")), h("a", { href: "/challenges" }, t("home.all"))),
      h("ul", { class: "rows" }, items.map((challenge) => 
        h("li", {}, runningRow(challenge, ownPlace(challenge, h("span", { class: "row-facts num challenge-here" })))))));
    card.hidden = false;
  }).catch(() => null); // the page has enough to show without it
  return card;
}
