// Small pieces that show numbers: a figure with its unit, a workout's row, bars of periods.

import { h, icon, s } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { signOf, sportName, tintOf } from "./sports.js";

/** One number with its name and unit. */
export function figure(label, value, unit = "", { note, className = "" } = {}) {
  return h(
    "div",
    { class: `figure ${className}` },
    h("dt", {}, label),
    h("dd", {}, h("span", { class: "figure-value" }, value), unit ? h("span", { class: "figure-unit" }, ` ${unit}`) : null),
    note ? h("dd", { class: "figure-note" }, note) : null,
  );
}

export function sportBadge(sport) {
  return h("span", { class: `badge tint-${tintOf(sport)}` }, icon(signOf(sport)));
}

export const zoneOf = (workout) => workout.timezone || zone();
export const titleOf = (workout) => workout.title || t("workout.untitled", { sport: sportName(workout.sport) });

/** Metres a second over the moving time, as far as both are known. */
export function speedOf(workout) {
  const seconds = workout.moving_s || workout.timer_s || workout.elapsed_s;
  return workout.distance_m && seconds ? workout.distance_m / seconds : null;
}

/** A workout in a list. */
export function workoutRow(workout, { time = false } = {}) {
  const speed = format.speed(speedOf(workout), workout.sport);
  const when = time ? format.timeOfDay(workout.started_at, zoneOf(workout)) : format.shortDay(workout.started_at, zoneOf(workout));
  const facts = [
    workout.distance_m ? [`${format.km(workout.distance_m)}`, "km"] : null,
    [format.clock(workout.moving_s ?? workout.elapsed_s), ""],
    workout.distance_m ? [speed.value, speed.unit] : null,
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "a",
      { class: "row", href: `/workouts/${workout.id}` },
      sportBadge(workout.sport),
      h(
        "span",
        { class: "row-text" },
        h("b", {}, titleOf(workout)),
        h("span", { class: "row-sub" }, when, " · ", sportName(workout.sport),
          workout.partial ? h("span", { class: "tag tag-warn" }, t("workout.partial_tag")) : null),
      ),
      h("span", { class: "row-facts num" }, facts.map(([value, unit]) => h("span", {}, h("b", {}, value), unit ? h("small", {}, unit) : null))),
      icon("right", { className: "row-go" }),
    ),
  );
}

/** The three figures of a period with the one before: distance, time, times. */
export function totals(total, previous) {
  return h(
    "dl",
    { class: "figures" },
    figure(t("figure.distance"), format.km(total.distance_m ?? 0), "km", { note: change(total.distance_m, previous?.distance_m) }),
    figure(t("figure.time"), format.span(total.moving_s ?? 0), ""),
    figure(t("figure.workouts"), format.integer(total.workouts ?? 0), t("unit.times_bare")),
    figure(t("figure.climb"), format.metres(total.elevation_gain_m ?? 0), "m"),
  );
}

function change(now, before) {
  if (!before) return null;
  const share = (now ?? 0) / before - 1;
  if (Math.abs(share) < 0.005) return t("totals.same");
  return t(share > 0 ? "totals.more" : "totals.less", { share: format.percent(Math.abs(share)) });
}

/** Bars, one a period. `bars`: `[{label, value, text, present}]`. Each is read out as a list item. */
export function bars(title, entries) {
  const most = Math.max(...entries.map((entry) => entry.value), 1);
  return h(
    "ol",
    { class: "bars", "aria-label": title, style: { "--bars": entries.length } },
    entries.map((entry) =>
      h(
        "li",
        { class: entry.present ? "bar bar-present" : "bar", title: `${entry.long}: ${entry.text}` },
        h("span", { class: "sr-only" }, `${entry.long}: ${entry.text}`),
        h("span", { class: "bar-value", "aria-hidden": "true" }, entry.value ? entry.short : ""),
        h("span", { class: "bar-fill", "aria-hidden": "true", style: { "--share": entry.value / most } }),
        h("span", { class: "bar-label", "aria-hidden": "true" }, entry.label),
      ),
    ),
  );
}

/** A goal's ring: the share reached, over one round it glows. */
export function ring(fraction, { size = 96, width = 9, label } = {}) {
  const radius = (size - width) / 2;
  const round = 2 * Math.PI * radius;
  const share = Math.max(0, Math.min(1, fraction ?? 0));
  const circle = (extra) => s("circle", { cx: size / 2, cy: size / 2, r: radius, fill: "none", "stroke-width": width, ...extra });
  return s(
    "svg",
    { class: fraction >= 1 ? "ring ring-full" : "ring", viewBox: `0 0 ${size} ${size}`, width: size, height: size, role: "img", "aria-label": label },
    circle({ class: "ring-ground" }),
    share > 0
      ? circle({ class: "ring-share", "stroke-linecap": "round", "stroke-dasharray": `${share * round} ${round}`, transform: `rotate(-90 ${size / 2} ${size / 2})` })
      : null,
    s("text", { x: "50%", y: "50%", "text-anchor": "middle", "dominant-baseline": "central", class: "ring-text" }, format.percent(fraction ?? 0)),
  );
}


/** Days from `starts_on` to `ends_on`, both counted. */
const daysOf = ({ starts_on: first, ends_on: last }) => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;

/** What was reached day by day against the even pace to the target. */
export function goalCurve(share) {
  const [width, height] = [240, 56];
  const days = daysOf(share);
  const most = Math.max(share.target, share.curve.at(-1)) * 1.04;
  const x = (day) => ((day / days) * width).toFixed(1);
  const y = (value) => (height - (value / most) * height).toFixed(1);
  const line = share.curve.map((value, at) => `L${x(at + 1)} ${y(value)}`).join("");
  return s(
    "svg",
    {
      class: "goal-curve", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img",
      "aria-label": t("goals.curve", { ahead: format.percent(share.even ? share.value / share.even : 1) }),
    },
    s("line", { class: "curve-even", x1: 0, y1: height, x2: width, y2: y(share.target) }),
    s("path", { class: "curve-area", d: `M0 ${height}${line}L${x(share.curve.length)} ${height}Z` }),
    s("path", { class: "curve-line", d: `M0 ${height}${line}` }),
  );
}
