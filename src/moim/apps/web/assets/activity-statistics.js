// Figures of what one did: asked for over a period, counted, shown. A notice leads back to them.

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { figure } from "./figures.js";
import { field, form, input, segmented } from "./forms.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { zone } from "./session.js";
import { empty, failure, skeleton } from "./states.js";

const AGAIN_MS = 400;
const TRIES = 40;
const TRIES_OF_A_PART = 5;
const PERIODS = ["week", "month", "year"];
const WITH_YEAR = { year: "numeric", month: "long", day: "numeric" };

export const deedName = (deed) => tOr(`activity.${deed.replaceAll("-", "_")}`, deed);

const pause = () => new Promise((done) => {
  setTimeout(done, AGAIN_MS);
});

/** The last seven days, this month or this year, up to today in the reader's zone. */
function daysOf(period) {
  const last = format.today(zone());
  if (period === "month") return { first: `${last.slice(0, 7)}-01`, last };
  if (period === "year") return { first: `${last.slice(0, 4)}-01-01`, last };
  const week = new Date(`${last}T00:00:00Z`);
  week.setUTCDate(week.getUTCDate() - 6);
  return { first: week.toISOString().slice(0, 10), last };
}

async function counted(id, signal) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const asked = await api.get(`/v1/users/me/statistics/${id}`, { signal });
    if (asked.stats) return asked;
    await pause();
  }
  throw new api.Problem({ code: "statistics-late", detail: t("activity.stats_late") });
}

/** What the challenges add to it; null where they never answered. */
async function challengesPart(id, signal) {
  for (let tries = 0; tries < TRIES_OF_A_PART; tries += 1) {
    try {
      return (await api.get(`/v1/challenges/activity-statistics/${id}`, { signal })).challenges;
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      await pause();
    }
  }
  return null;
}

const deeds = ([deed, count]) => figure(deedName(deed), format.integer(count), t("activity.unit_times"));

function inChallenges({ joined = 0, finished = 0, best_rank: rank }) {
  return [figure(t("activity.stats_joined"), format.integer(joined)),
    figure(t("activity.stats_finished"), format.integer(finished)),
    rank === undefined ? null : figure(t("activity.stats_best_rank"), t("activity.stats_rank", { rank: format.integer(rank) }))];
}

function result({ id, first, last, stats }, challenges) {
  const done = Object.values(stats).flatMap((section) => Object.entries(section)).sort(([, one], [, other]) => other - one);
  const days = h("p", { class: "muted small" }, t("activity.stats_days", { first: format.day(first, WITH_YEAR), last: format.day(last, WITH_YEAR) }));
  if (!done.length && !challenges?.joined) return [days, empty({ sign: "clock", title: t("activity.stats_none") })];
  return [days, done.length ? h("dl", { class: "figures" }, done.map(deeds)) : null,
    challenges?.joined ? [h("h3", {}, t("activity.stats_challenges")), h("dl", { class: "figures" }, inChallenges(challenges))] : null,
    h("p", {}, h("a", { href: `/charts/${id}` }, icon("list"), t("activity.stats_chart")))];
}

/** Asks, and shows in `box` how it comes along and what came of it. */
async function follow(box, id, signal) {
  fill(box, h("p", { class: "muted", role: "status" }, t("activity.stats_counting")), skeleton("figures", 3));
  try {
    const asked = await counted(id, signal);
    fill(box, result(asked, await challengesPart(id, signal)));
  } catch (problem) {
    if (problem.name === "AbortError" || signal.aborted) return;
    const gone = problem.status === 404;
    fill(box, gone ? empty({ sign: "clock", title: t("activity.stats_gone"), text: t("activity.stats_gone_text") }) : failure(problem, () => follow(box, id, signal)));
  }
}

/** The card; `shown` is the request that a notice leads to. */
export function statisticsCard({ shown, signal }) {
  const box = h("div", { class: "stack activity-figures", "aria-live": "polite" });
  const begin = daysOf("month");
  const first = input({ name: "first", type: "date", value: begin.first, max: begin.last, required: true });
  const last = input({ name: "last", type: "date", value: begin.last, required: true });
  const periods = segmented(t("activity.stats_period"), PERIODS.map((period) => [period, t(`activity.stats_${period}`)]), "month", (period) => {
    ({ first: first.value, last: last.value } = daysOf(period));
  });
  const asking = form({
    fields: [periods, h("div", { class: "pair" }, field("first", t("activity.stats_first"), first), field("last", t("activity.stats_last"), last))],
    action: t("activity.stats_ask"),
    submit: async (values) => {
      const { id } = await api.create("/v1/users/me/statistics", { first: values.first, last: values.last });
      history.replaceState(history.state, "", `?statistics=${id}`);
      follow(box, id, signal);
    },
  });
  if (shown) follow(box, shown, signal);
  return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("activity.stats"))), asking, box);
}
