import * as api from "../api.js";
import { chartStack } from "../charts.js";
import { companyCard } from "../company.js";
import { colouring, colouringName, colouringsOf } from "../course-colours.js";
import { courseMap, mapTitle } from "../course-map.js";
import { confirmDanger, toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { figure, speedOf, sportBadge, titleOf, zoneOf } from "../figures.js";
import { segmented } from "../forms.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { navigate } from "../router.js";
import { sportName } from "../sports.js";
import { loading } from "../states.js";
import { createCursor, readTrack } from "../track.js";
import { editDialog } from "../workout-edit.js";
import { boundsOn, effortsTable, lapsTable, powersTable, splitsTable, zoneBars } from "../workout-tables.js";

function figures(workout) {
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

async function erase(workout) {
  if (!(await confirmDanger(t("workout.delete_title"), t("workout.delete_text", { title: titleOf(workout) }), t("workout.delete")))) return;
  try {
    await api.remove(`/v1/workouts/${workout.id}`);
    toast(t("workout.deleted"));
    navigate("/workouts", { replace: true });
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
  }
}

async function edit(workout, changed) {
  const answer = await editDialog(workout);
  if (!answer) return;
  toast(t("workout.saved"));
  changed(answer);
}

function heading(workout, changed) {
  return h(
    "header",
    { class: "workout-head" },
    h("div", { class: "workout-what" }, sportBadge(workout.sport),
      h("p", {}, h("b", {}, sportName(workout.sport)), " · ", h("time", { datetime: workout.started_at }, format.dayAndTime(workout.started_at, zoneOf(workout))))),
    h("div", { class: "workout-title" },
      h("h1", {}, titleOf(workout)),
      h("button", { class: "icon-button", type: "button", "aria-label": t("workout.edit"), title: t("workout.edit"), onclick: () => edit(workout, changed) }, icon("pencil"))),
    h("div", { class: "button-row" },
      h("a", { class: "button", href: `/workouts/${workout.id}/certificate` }, icon("camera"), t("certificate.make"))),
    workout.note ? h("p", { class: "workout-note" }, workout.note) : null,
    workout.partial ? h("div", { class: "notice notice-warn" }, icon("alert"), h("span", {}, t("workout.partial"), typeof workout.partial === "string" ? ` ${tOr(`reason.${workout.partial}`, "")}` : "")) : null,
  );
}

function pictures(workout, track, signal) {
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

/** A table that loads by itself and leaves no trace where there is nothing to show. */
function optional(title, load, signal) {
  const body = h("div", {});
  const section = h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)), body);
  loading(body, async () => {
    const content = await load().catch((problem) => {
      if (problem.status === 404) return null;
      throw problem;
    });
    section.hidden = !content;
    return content;
  }, { signal });
  return section;
}

function details(workout, signal) {
  const splits = api.get(`/v1/workouts/${workout.id}/splits`, { signal });
  const analysis = api.get(`/v1/workouts/${workout.id}/analysis`, { signal });
  analysis.catch(() => null); // each card says its own failure
  splits.catch(() => null);
  async function zoned() {
    const { zones } = await analysis;
    if (!zones) return null;
    const definitions = await api.get("/v1/heart-rate-zones", { signal });
    return zoneBars(zones, boundsOn(definitions.items, format.dayOf(workout.started_at, zoneOf(workout))));
  }
  return h("div", { class: "workout-details" },
    h("div", { class: "stack" },
      optional(t("splits.title"), async () => splitsTable((await splits).splits, workout), signal)),
    h("div", { class: "stack" },
      companyCard(workout, signal),
      optional(t("efforts.title"), async () => effortsTable((await analysis).best_efforts, workout), signal),
      optional(t("zones.title"), zoned, signal),
      optional(t("powers.title"), async () => powersTable((await analysis).best_powers), signal),
      optional(t("laps.title"), async () => lapsTable((await splits).laps, workout), signal)));
}

function foot(workout) {
  const file = (path, text) => h("a", { class: "button", href: `/v1/workouts/${workout.id}/${path}`, download: "" }, icon("download"), text);
  const source = [workout.device, workout.source ? tOr(`source.${workout.source}`, workout.source) : null].filter(Boolean).join(" · ");
  return h("section", { class: "workout-foot" },
    h("p", { class: "small muted" }, source ? [icon("device"), " ", source] : null),
    h("div", { class: "button-row" },
      workout.source === "manual" ? null : file("original", t("workout.original")),
      workout.has_track ? file("export.gpx", "GPX") : null,
      h("button", { class: "button button-bad", type: "button", onclick: () => erase(workout) }, icon("trash"), t("workout.delete"))));
}

export function show({ params, signal }) {
  const page = h("div", { class: "page workout-page" });
  const path = `/v1/workouts/${encodeURIComponent(params.id)}`;

  function draw(workout) {
    document.title = `${titleOf(workout)} · 모임`;
    const drawing = h("div", { class: "stack" });
    if (workout.has_track) {
      loading(drawing, async () => pictures(workout, readTrack(await api.get(`${path}/track`, { signal })), signal), { kind: "map", lines: 1, signal });
    }
    let head = heading(workout, changed);
    let numbers = figures(workout);
    function changed(next) {
      if (next.sport !== workout.sport) {
        loading(page, async () => draw(next), { signal }); // the sport decides what every figure means
        return;
      }
      const fresh = [heading(next, changed), figures(next)];
      head.replaceWith(fresh[0]);
      numbers.replaceWith(fresh[1]);
      [head, numbers] = fresh;
      document.title = `${titleOf(next)} · 모임`;
    }
    return [head, numbers, drawing, details(workout, signal), foot(workout)];
  }

  loading(page, async () => draw(await api.get(path, { signal })), { kind: "workout", lines: 3, signal });
  return page;
}
