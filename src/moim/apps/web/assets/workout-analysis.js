// What a workout means beside its figures: load, graded pace, normalised power, and what races it promises.

import { h } from "./dom.js";
import { figure } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const paceOf = (secondsPerKm, sport) => format.speed(1000 / secondsPerKm, sport);

function estimated(basis) {
  if (!basis?.estimated.length) return null;
  const unsaid = basis.estimated.map((name) => t(`training.${name}`)).join(", ");
  return h("p", { class: "small muted" }, t("analysis.estimated", { unsaid }), " ", h("a", { href: "/settings/training" }, t("analysis.tell")));
}

/** Figures that rest on the person's own thresholds; null where there are none. */
export function analysisFigures({ load, graded_pace_s_per_km: graded, normalised_power_w: watts }, workout) {
  const pace = graded ? paceOf(graded, workout.sport) : null;
  const known = [
    load?.trimp ? figure(t("analysis.load"), format.integer(load.trimp), "TRIMP") : null,
    pace ? figure(t("analysis.graded"), pace.value, pace.unit) : null,
    watts ? figure(t("analysis.normalised"), format.integer(watts), "W") : null,
    load?.power ? figure(t("analysis.intensity"), format.percent(load.power.intensity), "", { note: t("analysis.stress", { value: format.integer(load.power.stress) }) }) : null,
  ].filter(Boolean);
  return known.length ? [h("dl", { class: "figures figures-more" }, known), load?.trimp ? estimated(load.basis) : null] : null;
}

/** What races it promises, each from the quickest to the slowest; null where it promises none. */
export function predictionsList(predictions) {
  if (!predictions?.length) return null;
  const { from_distance_m: far, from_elapsed_s: took } = predictions[0];
  return [
    h("ul", { class: "rows predictions" }, predictions.map((one) => h("li", { class: "row" },
      h("b", { class: "row-text" }, format.distanceName(one.distance_m)),
      h("span", { class: "num" }, t("predictions.range", { quickest: format.clock(one.quickest_s), slowest: format.clock(one.slowest_s) }))))),
    h("p", { class: "small muted" }, t("predictions.from", { distance: format.distanceName(far), time: format.clock(took) })),
  ];
}
