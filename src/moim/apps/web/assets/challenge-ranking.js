// The ranking of a challenge: its podium, its table from several sides, kept current.

import * as api from "./api.js";
import { changeMark, isProvisional, valueOf } from "./challenge-words.js";
import { announce, fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { segmented } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { me } from "./session.js";
import { empty, loading } from "./states.js";

const PAGE = 20;
const AROUND = 11;
const MOST = 100;
const PODIUM = 3;
const STANDS = [2, 1, 3]; // the first stands in the middle

const nameOf = (row) => row.nickname ?? t("company.nameless");

/** How far a row is behind the one before it; a tie says who came first. */
function behind(challenge, row, before) {
  if (!before || before.rank !== row.rank - 1) return null;
  const gap = Math.abs(before.value - row.value);
  if (gap < 0.001) return h("span", { class: "rank-tie", title: t("challenge.tie_text") }, t("challenge.tie"));
  return challenge.kind === "fastest" ? `+${valueOf(challenge, gap)}` : `−${valueOf(challenge, gap)}`;
}

function line(challenge, row, before, openPerson) {
  const own = row.user_id === me()?.id;
  return h("tr", { class: own ? "rank-own" : null, dataset: { rank: row.rank } },
    h("td", { class: "rank-place" }, h("b", {}, format.integer(row.rank)), changeMark(row.change)),
    h("th", { scope: "row" }, h("button", { class: "rank-name", type: "button", onclick: () => openPerson(row) },
      face(row), h("span", { class: "rank-words" }, h("span", {}, nameOf(row)),
        own ? h("span", { class: "tag tag-kept" }, t("company.me")) : null,
        row.in_doubt ? h("span", { class: "tag tag-warn", title: t("challenge.in_doubt_text") }, t("challenge.result_review")) : null,
        row.live ? h("span", { class: "tag tag-live" }, t(`challenge.live_${row.live}`), row.live_distance_m ? ` ${format.km(row.live_distance_m)} km` : "") : null))),
    h("td", { class: "rank-value" }, h("b", {}, valueOf(challenge, row.value)),
      h("time", { class: "rank-when", datetime: row.achieved_at }, format.shortDay(row.achieved_at, challenge.timezone))),
    h("td", { class: "rank-gap" }, behind(challenge, row, before)));
}

function table(challenge, title, page, openPerson) {
  const rows = page.items.map((row, at) => line(challenge, row, page.items[at - 1], openPerson));
  const absent = page.me && !page.items.some((row) => row.user_id === page.me.user_id);
  const heads = [["rank-place", "challenge.place"], ["", "challenge.who"], ["rank-value", "challenge.value"], ["rank-gap", "challenge.behind"]];
  return h("table", { class: "ranking" },
    h("caption", { class: "sr-only" }, title),
    h("thead", {}, h("tr", {}, heads.map(([look, key]) => h("th", { scope: "col", class: look }, t(key))))),
    h("tbody", {}, rows),
    absent ? h("tbody", { class: "rank-apart" }, line(challenge, page.me, null, openPerson)) : null);
}

function teamTable(challenge, title, page) {
  return h("table", { class: "ranking" },
    h("caption", { class: "sr-only" }, title),
    h("thead", {}, h("tr", {}, [["rank-place", "challenge.place"], ["", "challenge.team"], ["rank-value", "challenge.value"]].map(([look, key]) => h("th", { scope: "col", class: look }, t(key))))),
    h("tbody", {}, page.items.map((row) => h("tr", {},
      h("td", { class: "rank-place" }, h("b", {}, format.integer(row.rank))),
      h("th", { scope: "row" }, row.team, h("small", { class: "muted" }, ` ${t("challenge.members", { count: row.members })}`)),
      h("td", { class: "rank-value" }, h("b", {}, valueOf(challenge, row.value)))))));
}

/** The first three of one that is over, as they would stand. */
export function podium(challenge, items) {
  const first = items.slice(0, PODIUM);
  if (challenge.state !== "final" || !first.length) return null;
  return h("ol", { class: "podium", "aria-label": t("challenge.podium") }, STANDS.map((rank) => first[rank - 1]).filter(Boolean).map((row) =>
    h("li", { class: `stand stand-${row.rank}`, value: row.rank },
      face(row, { className: "stand-face" }), h("b", { class: "stand-name" }, nameOf(row)), h("span", { class: "num small" }, valueOf(challenge, row.value)),
      h("span", { class: "stand-block" }, row.rank === 1 ? icon("trophy") : null, h("span", {}, t("challenge.rank", { rank: row.rank }))))));
}

function titleKey(challenge) {
  if (isProvisional(challenge)) return "challenge.provisional_ranking";
  return challenge.state === "final" ? "challenge.final_ranking" : "challenge.ranking";
}

function viewsOf(challenge) {
  const views = [["top", t("challenge.view_top")]];
  if (challenge.entry?.state === "in") {
    views.push(["me", t("challenge.view_me")], ["friends", t("challenge.view_friends")], ["region", t("challenge.view_region")]);
  }
  if (challenge.by_team && challenge.entry?.state === "in" && challenge.entry.team) views.push(["team", t("challenge.view_team")]);
  if (challenge.by_team) views.push(["teams", t("challenge.view_teams")]);
  return views;
}

function nothing(view, entry) {
  if (view === "friends") return empty({ sign: "people", title: t("challenge.no_friends"), text: t("challenge.no_friends_text") });
  if (view === "region" && !entry.region) {
    const settings = h("a", { class: "button", href: "/settings" }, t("challenge.no_region_settings"));
    return empty({ sign: "lock", title: t("challenge.no_region"), text: t("challenge.no_region_text"), action: settings });
  }
  return empty({ sign: "list", title: t(view === "me" ? "challenge.no_place" : "challenge.no_ranking"), text: t("challenge.no_ranking_text") });
}

/**
 * The card. `ask` has `invitation` if one is needed, `openPerson(row)` shows somebody's results.
 * `refresh()` brings what is shown up to date, and answers the page where it tells one's own place
 * among all.
 */
export function rankingCard(challenge, { ask, signal, openPerson }) {
  const path = `/v1/challenges/${challenge.id}/ranking`;
  const box = h("div", { class: "ranking-box" });
  let view = "top";
  let shown = null; // the page in view; more of it are added to its items
  let spoken = null;

  const fetchPage = (limit, cursor) => api.get(path, { query: { ...ask, around: view, limit, cursor }, signal });
  const limitOf = () => (view === "me" ? AROUND : Math.min(MOST, Math.max(PAGE, shown?.items.length ?? 0)));

  async function more(event) {
    event.target.disabled = true;
    try {
      const page = await fetchPage(PAGE, shown.next);
      shown = { ...page, items: [...shown.items, ...page.items] };
      fill(box, content());
    } catch (problem) {
      if (problem.name !== "AbortError") event.target.disabled = false;
    }
  }

  function content() {
    if (!shown.items.length) return nothing(view, challenge.entry);
    const title = t(`challenge.view_${view}`);
    const drawn = view === "teams" ? teamTable(challenge, title, shown) : table(challenge, title, shown, openPerson);
    return [view === "top" ? podium(challenge, shown.items) : null, drawn,
      shown.next ? h("div", { class: "list-end" }, h("button", { class: "button button-small", type: "button", onclick: more }, t("workouts.more"))) : null];
  }

  function say() {
    const rank = shown.me?.rank;
    if (rank && spoken && rank !== spoken) announce(t("challenge.now_at", { rank: format.integer(rank) }));
    spoken = rank ?? spoken;
  }

  function load() {
    loading(box, async () => {
      shown = null;
      if (view === "region" && !challenge.entry.region) return nothing(view, challenge.entry);
      shown = await fetchPage(limitOf());
      say();
      return content();
    }, { kind: "rows", lines: 5, signal });
  }

  async function refresh() {
    if (!shown || shown.items.length > MOST) return null; // who reads on so far is not pulled back
    const [asked, focused] = [view, box.contains(document.activeElement) ? document.activeElement.closest("tr")?.dataset.rank : null];
    const page = await fetchPage(limitOf());
    if (asked !== view || signal.aborted) return null;
    shown = page;
    say();
    fill(box, content());
    if (focused) box.querySelector(`tr[data-rank="${focused}"] .rank-name`)?.focus();
    return view === "top" || view === "me" ? page : null;
  }

  const views = viewsOf(challenge);
  const choice = views.length > 1 ? segmented(t("challenge.view"), views, view, (chosen) => {
    view = chosen;
    load();
  }) : null;
  load();
  const element = h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t(titleKey(challenge))), choice), box);
  return { element, refresh };
}
