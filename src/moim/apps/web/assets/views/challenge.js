import * as api from "../api.js";
import { feedbackCard, feedCard, noticesDialog } from "../challenge-asides.js";
import { curvesCard } from "../challenge-curves.js";
import { challengeHead, figures } from "../challenge-head.js";
import { moderatorCard, organiserCard } from "../challenge-organising.js";
import { rankingCard } from "../challenge-ranking.js";
import { ownResults, personDialog } from "../challenge-results.js";
import { toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { isModerator, me } from "../session.js";
import { loading } from "../states.js";

const EVERY_MS = 2000;
const CURVES_EVERY_MS = 30_000;
const TURN_WITHIN_MS = 12 * 3_600_000;
const TURN_AFTER_MS = 2500; // what the end brings is reckoned first
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Whether insights can have a curve by now: of somebody's places, or of those who entered day by day. */
function knownToInsights({ entry, starts_at: first }) {
  return Date.now() - Date.parse(entry?.joined_at ?? first) > (entry ? MINUTE_MS : DAY_MS);
}

/** One's own results and what insights knows, drawn. Insights lags a little, and knows only who takes part or organises. */
function curves(challenge, firstRank, signal) {
  const place = h("div", { class: "challenge-curves-place", hidden: true });
  async function draw() {
    const [results, board] = await Promise.all([
      api.every(`/v1/challenges/${challenge.id}/results`, { signal }),
      knownToInsights(challenge) ? api.get(`/v1/insights/challenges/${challenge.id}`, { signal }).catch(() => null) : null,
    ]);
    const card = curvesCard(challenge, { results, rank, board });
    place.hidden = card === null;
    fill(place, card);
  }
  let at = -Infinity;
  let rank = firstRank;
  let waiting = null;
  function refresh(rankNow = rank, { atOnce = false } = {}) {
    rank = rankNow;
    if (!(challenge.entry || challenge.organiser_id === me().id) || (waiting !== null && !atOnce)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      [at, waiting] = [performance.now(), null];
      draw().catch(() => null); // the page tells enough without
    }, atOnce ? 0 : Math.max(0, at + CURVES_EVERY_MS - performance.now()));
  }
  signal.addEventListener("abort", () => clearTimeout(waiting));
  refresh();
  return { place, refresh };
}

const pause = (ms) => new Promise((done) => {
  setTimeout(done, ms);
});

/** Calls `act` once more for all calls that came while it was busy, with a pause between. */
function oneAtATime(act, signal) {
  let [running, again] = [false, false];
  return async function call() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await act();
        if (again) await pause(EVERY_MS);
      } while (again && !signal.aborted);
    } catch (problem) {
      if (problem.name !== "AbortError") toast(problem.detail ?? t("error.unexpected"), { bad: true });
    } finally {
      running = false;
    }
  };
}

/** Calls `act` soon after the next start, end or close, if a page could be open so long. */
function atNextTurn({ starts_at: first, ends_at: last, closes_at: closes, state }, act, signal) {
  if (state === "draft" || state === "final") return;
  const now = Date.now();
  const next = Math.min(...[first, last, closes].map((at) => Date.parse(at)).filter((at) => at > now));
  if (next - now > TURN_WITHIN_MS) return;
  const timer = setTimeout(act, next - now + TURN_AFTER_MS);
  signal.addEventListener("abort", () => clearTimeout(timer));
}

export function show({ params, query, signal }) {
  const page = h("div", { class: "page challenge-page" });
  const path = `/v1/challenges/${encodeURIComponent(params.id)}`;
  const invitation = query.get("invitation");
  const ask = { invitation };
  let drawn = new AbortController(); // lets go of what is replaced

  const load = () => api.get(path, { query: ask, signal });
  const standing = (challenge) => (challenge.entry?.state === "in" ? api.get(`${path}/ranking`, { query: { around: "me", limit: 1 }, signal }) : null);

  async function redraw() {
    const challenge = await load();
    const place = await standing(challenge);
    drawn.abort();
    drawn = new AbortController();
    const focused = page.contains(document.activeElement);
    fill(page, draw(challenge, place, drawn.signal));
    if (!focused) return;
    const heading = page.querySelector("h1"); // what had the focus may be gone
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  const changed = () => redraw().catch((problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true }));
  signal.addEventListener("abort", () => drawn.abort());

  function draw(first, place, here) {
    let challenge = first;
    const inside = challenge.entry?.state === "in";
    const organises = challenge.organiser_id === me().id;
    document.title = `${challenge.title} · 모임`;
    const numbers = fill(h("div", {}), figures(challenge, place));
    const ranking = challenge.state === "draft" ? null : rankingCard(challenge, { ask, signal: here, openPerson: (row) => personDialog(challenge, row) });
    const ownOf = (told) => JSON.stringify([told?.me?.value, told?.me?.in_doubt]);
    let own = ownOf(place);
    const drawing = curves(challenge, place?.me?.rank, here);
    const refresh = oneAtATime(async () => {
      const fresh = await load();
      if (fresh.state !== challenge.state || fresh.version !== challenge.version || fresh.entry?.state !== challenge.entry?.state) {
        await redraw();
        return;
      }
      challenge = fresh;
      const now = (await ranking.refresh()) ?? (await standing(challenge));
      fill(numbers, figures(challenge, now));
      const moved = ownOf(now) !== own;
      own = ownOf(now);
      drawing.refresh(now?.me?.rank, { atOnce: moved });
      await Promise.all([moved ? results?.refresh() : null, desk?.refresh()]);
    }, here);
    const results = inside ? ownResults(challenge, { signal: here, moved: refresh }) : null;
    const desk = organises ? organiserCard(challenge, { signal: here, changed }) : isModerator() && challenge.state !== "draft" ? moderatorCard(challenge, { signal: here, changed }) : null;
    if (ranking && (challenge.visibility === "open" || challenge.entry || organises)) api.watch(`challenge:${challenge.id}`, refresh, here);
    atNextTurn(challenge, changed, here);
    return [
      h("p", {}, h("a", { class: "back", href: "/challenges" }, icon("left"), t("nav.challenges"))),
      challengeHead(challenge, numbers, { invitation, changed, notices: () => noticesDialog(challenge) }),
      inside ? feedbackCard(challenge, here) : null,
      h("div", { class: "challenge-columns" },
        h("div", { class: "stack" }, ranking?.element, drawing.place),
        h("div", { class: "stack" }, results?.element, feedCard(challenge, here), desk?.element,
          inside ? h("p", { class: "small" }, h("a", { href: `/settings/feedback?challenge=${challenge.id}` }, t("challenge.tell_wish"))) : null)),
    ];
  }

  async function first() {
    const challenge = await load();
    return draw(challenge, await standing(challenge), drawn.signal);
  }
  loading(page, () => first().catch((problem) => notThere(problem, { href: "/challenges", sign: "trophy", key: "nav.challenges" })), { kind: "workout", lines: 4, signal });
  return page;
}
