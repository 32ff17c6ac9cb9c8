// Charts of a workout over distance or time, one above another, with one cursor for all and the map.

import { fill, h, s } from "./dom.js";
import { speedOf } from "./figures.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { nearest, quantile } from "./track.js";

const WIDTH = 720;
const HEIGHT = 132;
const COLUMNS = 360;

/** The means of `values` in `COLUMNS` equal parts of the axis; null where nothing is known. */
function buckets(values, axis) {
  const end = axis.at(-1) || 1;
  const totals = new Float64Array(COLUMNS);
  const counts = new Uint32Array(COLUMNS);
  values.forEach((value, at) => {
    if (value === null || value === undefined) return;
    const column = Math.min(COLUMNS - 1, Math.floor((axis[at] / end) * COLUMNS));
    totals[column] += value;
    counts[column] += 1;
  });
  return Array.from(totals, (total, column) => (counts[column] ? total / counts[column] : null));
}

/** Short holes (sparse sampling) are bridged; one of over 2 % of the axis, and of twice what parts samples, stays open. */
function bridged(column) {
  const out = [...column];
  const known = column.filter((value) => value !== null).length;
  const widest = Math.max(COLUMNS / 50, (2 * COLUMNS) / Math.max(known, 1));
  let last = -1;
  out.forEach((value, at) => {
    if (column[at] === null) return;
    if (last >= 0 && at - last > 1 && at - last <= widest) {
      for (let gap = last + 1; gap < at; gap += 1) out[gap] = column[last] + ((column[at] - column[last]) * (gap - last)) / (at - last);
    }
    last = at;
  });
  return out;
}

function paths(column, y) {
  let line = "";
  let area = "";
  let start = null;
  const x = (at) => (((at + 0.5) / COLUMNS) * WIDTH).toFixed(1);
  column.forEach((value, at) => {
    if (value === null) {
      if (start !== null) area += `L${x(at - 1)} ${HEIGHT}Z`;
      start = null;
      return;
    }
    const point = `${x(at)} ${y(value).toFixed(1)}`;
    line += `${start === null ? "M" : "L"}${point}`;
    area += start === null ? `M${x(at)} ${HEIGHT}L${point}` : `L${point}`;
    start ??= at;
  });
  if (start !== null) area += `L${x(COLUMNS - 1)} ${HEIGHT}Z`;
  return { line, area };
}

/** Values the scale spans: the bulk of the samples with some air. */
function range(values, { floor, least }) {
  const low = quantile(values, 0.02);
  const high = quantile(values, 0.98);
  const air = Math.max((high - low) * 0.12, least);
  return [Math.max(floor, low - air), high + air];
}

/** `[{kind, column, words(value), …}]` for what this track has. */
export function chartsOf(track, workout) {
  const { sport } = workout;
  const speed = (value) => {
    const { value: text, unit } = format.speed(value, sport);
    return `${text} ${unit}`;
  };
  const all = [
    { kind: "pace", title: format.speed(null, sport).label, column: track.speed_mps, words: speed, floor: 0, least: 0.15, mean: speedOf(workout) },
    { kind: "heart", title: t("figure.heart_rate"), column: track.heart_rate_bpm, words: (v) => `${format.heartRate(v)} bpm`, floor: 0, least: 4, mean: workout.heart_rate_avg_bpm },
    { kind: "elevation", title: t("figure.elevation"), column: track.elevation_m, words: (v) => `${format.metres(v)} m`, floor: -500, least: 3 },
    { kind: "cadence", title: t("figure.cadence"), column: track.cadence_spm, words: (v) => `${format.integer(v)} ${format.cadenceUnit(sport)}`, floor: 0, least: 4 },
    { kind: "power", title: t("figure.power"), column: track.power_w, words: (v) => `${format.integer(v)} W`, floor: 0, least: 10 },
  ];
  return all.filter((chart) => chart.column);
}

function mean(column) {
  const values = column.filter((value) => value !== null && value !== undefined);
  return values.reduce((total, value) => total + value, 0) / (values.length || 1);
}

/** A chart as `{svg, hair, scale}`: the line that can be moved along it, and the texts beside it. */
export function picture(chart, axis) {
  const [low, high] = range(chart.column, chart);
  const y = (value) => HEIGHT - ((Math.max(low, Math.min(high, value)) - low) / (high - low || 1)) * HEIGHT;
  const { line, area } = paths(bridged(buckets(chart.column, axis)), y);
  const middle = (low + high) / 2;
  const hair = s("line", { class: "hair", x1: 0, x2: 0, y1: 0, y2: HEIGHT, visibility: "hidden" });
  const svg = s(
    "svg",
    { class: `chart-svg chart-${chart.kind}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    [0.25, 0.5, 0.75].map((share) => s("line", { class: "chart-rule", x1: 0, x2: WIDTH, y1: HEIGHT * share, y2: HEIGHT * share })),
    s("path", { class: "chart-area", d: area }),
    s("path", { class: "chart-line", d: line }),
    hair,
  );
  return { svg, hair, scale: [high, middle, low].map(chart.words) };
}

function axisMarks(axis, byTime) {
  const end = axis.at(-1) || 1;
  return [0, 0.25, 0.5, 0.75, 1].map((share) => (byTime ? format.clock(end * share) : end < 2000 ? format.km(end * share) : format.kmShort(end * share)));
}

function sentence(track, charts, at) {
  const parts = [`${format.km(track.distance_m[at])} km`, format.clock(track.time_s[at])];
  for (const chart of charts) {
    const value = chart.column[at];
    if (value !== null && value !== undefined) parts.push(`${chart.title} ${chart.words(value)}`);
  }
  return parts.join(", ");
}

function keyed(event, at, track) {
  const step = event.shiftKey ? 10 : 1;
  const jump = Math.max(1, Math.round(track.count / 200)) * step;
  const moves = { ArrowLeft: at - jump, ArrowRight: at + jump, Home: 0, End: track.count - 1 };
  const next = moves[event.key];
  return next === undefined ? null : Math.max(0, Math.min(track.count - 1, next));
}

/** The stack of charts. It is one slider for the keyboard: arrows move the cursor, its value is read out. */
export function chartStack(track, workout, cursor) {
  const charts = chartsOf(track, workout);
  const stack = h("div", {
    class: "charts", tabindex: "0", role: "slider", "aria-label": t("charts.label"),
    "aria-valuemin": 0, "aria-valuemax": track.count - 1, "aria-valuenow": 0, "aria-valuetext": t("charts.hint"),
  });
  let axis = track.distance_m;
  let drawn = [];

  function draw(byTime) {
    axis = byTime || !track.distance_m.at(-1) ? track.time_s : track.distance_m;
    drawn = charts.map((chart) => ({ chart, ...picture(chart, axis) }));
    drawn.forEach((one) => {
      one.value = h("span", { class: "chart-now num" });
    });
    fill(
      stack,
      drawn.map(({ chart, svg, scale, value }) =>
        h(
          "figure",
          { class: `chart tone-${chart.kind}` },
          h("figcaption", {}, h("b", {}, chart.title), value),
          h("div", { class: "chart-plot" }, svg, h("ul", { class: "chart-scale num", "aria-hidden": "true" }, scale.map((text) => h("li", {}, text)))),
        ),
      ),
      h("ul", { class: "chart-axis num", "aria-hidden": "true" }, axisMarks(axis, axis === track.time_s).map((mark) => h("li", {}, mark)),
        h("li", { class: "chart-axis-unit" }, axis === track.time_s ? t("charts.time") : "km")),
    );
    point(cursor.at);
  }

  function point(at) {
    const x = at === null ? 0 : (axis[at] / (axis.at(-1) || 1)) * WIDTH;
    for (const { chart, hair, value } of drawn) {
      hair.setAttribute("visibility", at === null ? "hidden" : "visible");
      hair.setAttribute("x1", x);
      hair.setAttribute("x2", x);
      const now = at === null ? null : chart.column[at];
      value.textContent =
        at === null ? t("charts.mean", { value: chart.words(chart.mean ?? mean(chart.column)) }) : now === null || now === undefined ? format.NONE : chart.words(now);
    }
    if (at === null) return;
    stack.setAttribute("aria-valuenow", at);
    stack.setAttribute("aria-valuetext", sentence(track, charts, at));
  }

  function follow(event) {
    const plot = stack.querySelector(".chart-plot .chart-svg").getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - plot.left) / plot.width));
    cursor.move(nearest(axis, share * axis.at(-1)));
  }
  stack.addEventListener("pointermove", follow);
  stack.addEventListener("pointerdown", follow);
  stack.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") cursor.move(null);
  });
  stack.addEventListener("keydown", (event) => {
    const next = keyed(event, cursor.at ?? 0, track);
    if (next === null) return;
    event.preventDefault();
    cursor.move(next);
  });
  cursor.watch(point);
  if (charts.length) draw(false);
  return { element: stack, any: charts.length > 0, draw };
}
