// Splits, laps, best efforts and zones of a workout.

import { h, icon } from "./dom.js";
import { speedOf } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const speedFrom = (part) => {
  if (part.pace_s_per_km) return 1000 / part.pace_s_per_km;
  return speedOf(part);
};

const number = (value, text) => h("td", { class: "num" }, value === null || value === undefined ? format.NONE : text(value));

function table(caption, heads, rows) {
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: "table" },
      h("caption", { class: "sr-only" }, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows)),
  );
}

/** A split's bar: how its speed compares with the fastest. */
function speedBar(speed, fastest, slowest, words) {
  const share = fastest > slowest ? 0.35 + 0.65 * ((speed - slowest) / (fastest - slowest)) : 1;
  return h("td", { class: "split-bar" },
    h("span", { class: speed === fastest ? "split-fill split-fastest" : "split-fill", style: { "--share": share || 0 } }, h("span", {}, words)));
}

export function splitsTable(splits, workout) {
  if (!splits?.length) return null;
  const speeds = splits.map((split) => speedFrom(split) ?? 0);
  const whole = splits.map((split, at) => [split, speeds[at]]).filter(([split, speed]) => speed > 0 && (split.distance_m ?? 0) >= 500);
  const fastest = Math.max(...whole.map(([, speed]) => speed));
  const slowest = Math.min(...whole.map(([, speed]) => speed));
  const { label, unit } = format.speed(null, workout.sport);
  const hearts = splits.some((split) => split.heart_rate_avg_bpm);
  const climbs = splits.some((split) => split.elevation_gain_m || split.elevation_loss_m);
  return table(t("splits.title"),
    ["km", `${label} ${unit}`, climbs ? t("splits.change") : null, hearts ? "bpm" : null].filter(Boolean),
    splits.map((split, at) => h("tr", {},
      h("th", { scope: "row", class: "num" }, split.distance_m && split.distance_m < 990 ? format.decimal(at + split.distance_m / 1000, 2) : at + 1),
      speedBar(speeds[at], fastest, slowest, format.speed(speeds[at], workout.sport).value),
      climbs ? number((split.elevation_gain_m ?? 0) - (split.elevation_loss_m ?? 0), format.rise) : null,
      hearts ? number(split.heart_rate_avg_bpm, format.heartRate) : null)));
}

export function lapsTable(laps, workout) {
  if (!laps || laps.length < 2) return null;
  const { label, unit } = format.speed(null, workout.sport);
  return table(t("laps.title"), [t("laps.lap"), t("figure.distance"), t("figure.time"), `${label} ${unit}`, "bpm"],
    laps.map((lap, at) => h("tr", {},
      h("th", { scope: "row", class: "num" }, at + 1),
      number(lap.distance_m || null, (value) => (value < 1000 ? `${format.metres(value)} m` : `${format.km(value)} km`)),
      number(lap.timer_s ?? lap.elapsed_s, format.clock),
      number(speedFrom(lap), (speed) => format.speed(speed, workout.sport).value),
      number(lap.heart_rate_avg_bpm, format.heartRate))));
}

export function effortsTable(efforts, workout) {
  const some = (efforts ?? []).filter((effort) => effort.distance_m && effort.elapsed_s);
  if (!some.length) return null;
  const { label, unit } = format.speed(null, workout.sport);
  return table(t("efforts.title"), [t("figure.distance"), t("efforts.time"), `${label} ${unit}`],
    some.map((effort) => h("tr", {},
      h("th", { scope: "row" }, icon("trophy", { className: "effort-sign" }), " ", format.distanceName(effort.distance_m)),
      number(effort.elapsed_s, format.clock),
      number(effort.distance_m / effort.elapsed_s, (speed) => format.speed(speed, workout.sport).value))));
}

export function powersTable(powers) {
  if (!powers?.length) return null;
  return table(t("powers.title"), [t("figure.time"), t("figure.power")],
    powers.map((power) => h("tr", {},
      h("th", { scope: "row" }, power.duration_s < 60 ? t("unit.span_s", { seconds: power.duration_s }) : format.span(power.duration_s)),
      number(power.power_w, (watts) => `${format.integer(watts)} W`))));
}

/** The newest of the person's workouts along the same way, each with its place among all of them. */
export function sameRouteTable({ items, count }, workout, zone) {
  if (count < 2) return null;
  const { label, unit } = format.speed(null, workout.sport);
  const when = (one) => {
    const day = h("time", { datetime: one.started_at }, format.shortDay(one.started_at, zone));
    return one.workout_id === workout.id ? h("b", { title: t("route.this") }, day) : h("a", { href: `/workouts/${one.workout_id}` }, day);
  };
  return [
    h("p", { class: "small muted" }, t("route.count", { count })),
    table(t("route.title"), [t("figure.workouts"), t("figure.time"), `${label} ${unit}`, t("route.place")],
      items.map((one) => h("tr", {},
        h("th", { scope: "row" }, when(one)),
        number(one.moving_s, format.clock),
        number(one.speed_avg_mps, (speed) => format.speed(speed, workout.sport).value),
        number(one.rank, (rank) => t("route.rank", { rank }))))),
  ];
}

function zoneRange(bounds, zone) {
  if (!bounds.length) return null;
  if (zone === 0) return t("zones.below", { bpm: bounds[0] });
  if (zone === bounds.length) return t("zones.above", { bpm: bounds[zone - 1] });
  return `${bounds[zone - 1]}–${bounds[zone] - 1} bpm`;
}

/** Time in heart-rate zones as bars; what lies below zone 1 only where there was some. */
export function zoneBars(zones) {
  if (!zones) return null;
  const bounds = zones.bounds_bpm ?? []; // those it was counted by, whatever has been set since
  const times = [zones.below_s, ...zones.zones_s];
  const total = times.reduce((sum, time) => sum + time, 0);
  if (!total) return null;
  return h("ol", { class: "zones" }, times.map((time, zone) => zone === 0 && time < 1 ? null : h("li", { class: `zone zone-${zone}` },
    h("span", { class: "zone-name" }, h("b", {}, zone ? t("zones.zone", { n: zone }) : t("zones.rest")), h("small", {}, zoneRange(bounds, zone))),
    h("span", { class: "zone-track" }, h("span", { class: "zone-fill", style: { "--share": time / total } })),
    h("span", { class: "zone-time num" }, format.clock(time), h("small", {}, format.percent(time / total))))));
}
