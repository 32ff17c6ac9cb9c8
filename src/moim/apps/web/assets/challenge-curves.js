// How somebody got on in a challenge: what they had reached, where they stood, how many took part.

import { valueOf } from "./challenge-words.js";
import { h, s } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const WIDTH = 720;
const HEIGHT = 132;
const DAY_MS = 86_400_000;

/** The most days in a row among `days`, which are `YYYY-MM-DD`. */
function longestRun(days) {
  let [longest, run, before] = [0, 0, null];
  for (const day of [...days].sort()) {
    const at = Date.parse(`${day}T00:00:00Z`);
    run = before !== null && at - before === DAY_MS ? run + 1 : 1;
    [longest, before] = [Math.max(longest, run), at];
  }
  return longest;
}

/** `[[instant_ms, value], …]` of what was reached with each result, by how the challenge counts. */
function reached({ kind, metric, timezone }, results) {
  const counted = results.filter(({ counts }) => counts).map(({ at, value }) => [Date.parse(at), value]).sort((a, b) => a[0] - b[0]);
  const adds = kind !== "fastest" && kind !== "longest";
  const steps = [];
  let now = null;
  const days = new Set();
  for (const [at, value] of counted) {
    if (metric === "active_days") {
      days.add(format.dayOf(at, timezone));
      now = kind === "streak" ? longestRun(days) : days.size;
    } else if (now === null) now = value;
    else now = adds ? now + value : kind === "fastest" ? Math.min(now, value) : Math.max(now, value);
    steps.push([at, now]);
  }
  return steps;
}

/** The scale: from `low` at the bottom to `high` at the top, either way round. */
const scaleOf = (low, high) => (value) => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT;

/** A line of steps from the first instant to `until`. */
function stepPath(steps, x, y, until) {
  const [first, ...rest] = steps;
  let path = `M${x(first[0]).toFixed(1)} ${y(first[1]).toFixed(1)}`;
  for (const [at, value] of rest) path += `H${x(at).toFixed(1)}V${y(value).toFixed(1)}`;
  return `${path}H${x(until).toFixed(1)}`;
}

function chart({ title, note, label, tone, steps, low, high, words, from, to, timezone, even }) {
  const x = (at) => Math.max(0, Math.min(WIDTH, ((at - from) / (to - from || 1)) * WIDTH));
  const y = scaleOf(low, high);
  const until = Math.max(steps.at(-1)[0], Math.min(Date.now(), to));
  const line = stepPath(steps, x, y, until);
  const svg = s("svg", { class: "chart-svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    [0.25, 0.5, 0.75].map((share) => s("line", { class: "chart-rule", x1: 0, x2: WIDTH, y1: HEIGHT * share, y2: HEIGHT * share })),
    even === undefined ? null : s("line", { class: "curve-even", x1: 0, y1: y(low), x2: WIDTH, y2: y(even) }),
    s("path", { class: "chart-area", d: `${line}V${HEIGHT}H${x(steps[0][0]).toFixed(1)}Z` }),
    s("path", { class: "chart-line", d: line }));
  const days = [from, (from + to) / 2, to - 1].map((at) => format.day(format.dayOf(at, timezone), { month: "numeric", day: "numeric" }));
  return h("figure", { class: `chart ${tone}` },
    h("figcaption", {}, h("b", {}, title), h("span", { class: "chart-now num" }, note)),
    h("div", { class: "chart-plot" }, svg, h("ul", { class: "chart-scale num", "aria-hidden": "true" }, [high, (low + high) / 2, low].map((value) => h("li", {}, words(value))))),
    h("ul", { class: "days-axis num", "aria-hidden": "true" }, days.map((day) => h("li", {}, day))));
}

function progress(challenge, results, span) {
  const steps = reached(challenge, results);
  if (!steps.length) return null;
  const adds = challenge.kind !== "fastest" && challenge.kind !== "longest";
  const values = steps.map(([, value]) => value);
  const target = challenge.kind === "group_goal" ? null : challenge.target;
  const ends = [...values, ...(target ? [target] : [])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const air = (most - least) * 0.1 || most * 0.1;
  const now = valueOf(challenge, values.at(-1));
  return chart({
    ...span, title: t("challenge.progress"), tone: "tone-pace", note: now, label: t("challenge.progress_alt", { count: steps.length, amount: now }),
    steps: adds ? [[span.from, 0], ...steps] : steps, low: adds ? 0 : Math.max(0, least - air), high: adds ? most * 1.05 : most + air,
    words: (value) => valueOf(challenge, value), even: adds && target ? target : undefined,
  });
}

/** The places that were told, and the present one: being passed is told to others later. */
function places(board, present, span) {
  const told = board.ranks.map(({ at, rank }) => [Date.parse(at), rank]).sort((a, b) => a[0] - b[0]);
  const steps = present ? [...told, [Math.min(Date.now(), span.to), present]] : told;
  if (new Set(steps.map(([, rank]) => rank)).size < 2) return null;
  const ranks = steps.map(([, rank]) => rank);
  const words = (rank) => t("challenge.rank", { rank: format.integer(Math.max(1, Math.round(rank))) });
  const worst = Math.max(...ranks, 3);
  return chart({
    ...span, title: t("challenge.places"), tone: "tone-cadence", note: words(ranks.at(-1)), steps, low: worst, high: 1, words,
    label: t("challenge.places_alt", { best: words(Math.min(...ranks)), now: words(ranks.at(-1)) }),
  });
}

function joining(board, span) {
  const steps = board.participation.map(({ date, entrants }) => [Date.parse(`${date}T00:00:00Z`), entrants]);
  if (steps.length < 2) return null;
  const now = board.participation.at(-1).entrants;
  return chart({
    ...span, from: Math.min(span.from, steps[0][0]), title: t("challenge.joining"), tone: "tone-power", note: t("challenge.entrants", { count: now }), steps, low: 0,
    high: Math.max(...steps.map(([, entrants]) => entrants)) * 1.1, words: (value) => format.integer(value), label: t("challenge.joining_alt", { count: now }),
  });
}

/**
 * The card of curves; null where there is nothing to draw. `results` are one's own, `rank` one's
 * place now, `board` what insights knows.
 */
export function curvesCard(challenge, { results, rank, board }) {
  const span = { from: Date.parse(challenge.starts_at), to: Date.parse(challenge.ends_at), timezone: challenge.timezone };
  const drawn = [progress(challenge, results, span), ...(board ? [places(board, rank, span), joining(board, span)] : [])].filter(Boolean);
  if (!drawn.length) return null;
  return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("challenge.curves"))), h("div", { class: "challenge-curves" }, drawn));
}
