// Figures of everybody in a challenge: asked for, counted, shown.

import * as api from "./api.js";
import { valueOf } from "./challenge-words.js";
import { modal } from "./dialog.js";
import { h } from "./dom.js";
import { bars, figure } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { empty, loading } from "./states.js";

const AGAIN_MS = 400;
const TRIES = 40;
const DAYS_MOST = 31;

async function counted(challenge) {
  const { request_id: id } = await api.post(`/v1/challenges/${challenge.id}/statistics`);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { stats } = await api.get(`/v1/challenges/${challenge.id}/statistics/${id}`);
    if (stats) return stats;
    await new Promise((done) => {
      setTimeout(done, AGAIN_MS);
    });
  }
  throw new api.Problem({ code: "statistics-late", detail: t("challenge.statistics_late") });
}

function totals(challenge, { entrants = 0, left = 0, with_results: withResults = 0, finished = 0, mean }) {
  return h("dl", { class: "figures" },
    figure(t("challenge.people"), format.integer(entrants), t("challenge.unit_people")),
    figure(t("challenge.stat_with_results"), format.integer(withResults), t("challenge.unit_people")),
    challenge.target ? figure(t("challenge.stat_finished"), format.integer(finished), t("challenge.unit_people"), { note: entrants ? format.percent(finished / entrants) : null }) : null,
    figure(t("challenge.stat_left"), format.integer(left), t("challenge.unit_people")),
    mean === undefined ? null : figure(t("challenge.stat_mean"), valueOf(challenge, mean)));
}

function byDay(active = {}) {
  const entries = Object.entries(active).slice(-DAYS_MOST).map(([day, people]) => ({
    value: people, short: format.integer(people), text: t("challenge.entrants", { count: people }),
    long: format.day(day), label: format.day(day, { day: "numeric" }).replace(/\D/g, ""),
  }));
  return entries.length ? [h("h3", {}, t("challenge.stat_by_day")), bars(t("challenge.stat_by_day"), entries)] : null;
}

/** A bound of the spread in as few signs as its bar has room for. */
function shortOf({ metric }, value) {
  if (metric === "time") return format.clock(value);
  return format.integer(metric === "distance" ? value / 1000 : value);
}

function spread(challenge, distribution = {}) {
  const entries = Object.entries(distribution).map(([bound, people]) => {
    const from = valueOf(challenge, Number(bound));
    return { value: people, short: format.integer(people), text: t("challenge.entrants", { count: people }), long: t("challenge.stat_from", { amount: from }), label: shortOf(challenge, Number(bound)) };
  });
  return entries.length > 1 ? [h("h3", {}, t("challenge.stat_spread")), bars(t("challenge.stat_spread"), entries)] : null;
}

export function statisticsDialog(challenge) {
  return modal(t("challenge.statistics"), () => loading(h("div", { class: "stack" }), async () => {
    const stats = await counted(challenge);
    if (!stats.totals?.entrants && !stats.totals?.left) return empty({ sign: "people", title: t("challenge.no_entrants") });
    return [totals(challenge, stats.totals), byDay(stats.active_by_day), spread(challenge, stats.distribution)];
  }, { kind: "figures", lines: 4 }), { className: "dialog-wide" });
}
