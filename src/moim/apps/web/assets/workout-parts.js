// What a workout looks like, to its owner and to who is shown it: its figures, its map with its charts.

import { chartStack } from "./charts.js";
import { colouring, colouringName, colouringsOf } from "./course-colours.js";
import { courseMap, mapTitle } from "./course-map.js";
import { h } from "./dom.js";
import { figure, speedOf, titleOf } from "./figures.js";
import { segmented } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { createCursor } from "./track.js";

/** What is known of it in numbers. */
export function figures(workout) {
  const speed = format.speed(speedOf(workout), workout.sport);
  const moving = workout.moving_s ?? workout.timer_s ?? workout.elapsed_s;
  const main = [
    workout.distance_m ? figure(t("figure.distance"), format.km(workout.distance_m), "km") : null,
    figure(t("figure.moving"), format.clock(moving), "", { note: workout.elapsed_s && Math.round(workout.elapsed_s) !== Math.round(moving) ? t("figure.elapsed", { time: format.clock(workout.elapsed_s) }) : null }),
    workout.distance_m ? figure(speed.label, speed.value, speed.unit) : null,
  ];
  const more = [
    workout.heart_rate_avg_bpm ? figure(t("figure.heart_rate"), format.heartRate(workout.heart_rate_avg_bpm), "bpm", { note: workout.heart_rate_max_bpm ? t("figure.max", { value: format.heartRate(workout.heart_rate_max_bpm) }) : null }) : null,
    workout.elevation_gain_m !== null && workout.elevation_gain_m !== undefined ? figure(t("figure.climb"), format.metres(workout.elevation_gain_m), "m", { note: workout.elevation_loss_m ? t("figure.loss", { value: format.metres(workout.elevation_loss_m) }) : null }) : null,
    workout.cadence_avg_spm ? figure(t("figure.cadence"), format.integer(workout.cadence_avg_spm), format.cadenceUnit(workout.sport)) : null,
    workout.power_avg_w ? figure(t("figure.power"), format.integer(workout.power_avg_w), "W") : null,
    workout.calories_kcal ? figure(t("figure.calories"), format.integer(workout.calories_kcal), "kcal") : null,
  ];
  return h("div", { class: "workout-figures" },
    h("dl", { class: "figures figures-main" }, main),
    more.some(Boolean) ? h("dl", { class: "figures figures-more" }, more) : null);
}

/** The map and the charts of a track; pointing at one points at the others. */
export function pictures(workout, track, signal) {
  const cursor = createCursor();
  const parts = [];
  if (track.lat && track.lon) {
    const map = courseMap(track, cursor, { signal, title: mapTitle(workout, titleOf(workout)) });
    const kinds = colouringsOf(track);
    const paint = (kind) => map.setColours(colouring(track, kind, workout.sport));
    parts.push(h("section", { class: "card card-map" }, map.element,
      kinds.length ? h("div", { class: "map-foot" }, segmented(t("map.colour"), kinds.map((kind) => [kind, colouringName(kind, workout.sport)]), kinds[0], paint)) : null));
    paint(kinds[0]);
  }
  const charts = chartStack(track, workout, cursor);
  if (charts.any) {
    parts.push(h("section", { class: "card" },
      h("div", { class: "card-head" }, h("h2", {}, t("charts.title")),
        track.distance_m.at(-1) > 0 && segmented(t("charts.axis"), [["distance", t("figure.distance")], ["time", t("figure.time")]], "distance", (axis) => charts.draw(axis === "time"))),
      charts.element));
  }
  return parts;
}
