// Everybody's way on one map, each in their own colour, as far as they show it.

import * as api from "./api.js";
import { placesOf } from "./course-map.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { createCamera } from "./map-camera.js";
import { beside, drawGround, drawPieces, drawScale } from "./map-drawing.js";
import { mapGestures } from "./map-gestures.js";
import { colour, onTheme } from "./theme.js";
import { readTrack } from "./track.js";

const COLOURS = ["--tint-foot", "--chart-heart", "--tint-ride", "--chart-power", "--tint-other", "--tint-swim", "--chart-elevation"];
const ZOOM = 1;
const LINE_PX = 3.5;

const colourAt = (at) => COLOURS[at % COLOURS.length];

async function courseOf(workoutId, signal) {
  const answer = await api.get(`/v1/workouts/${workoutId}/track`, { query: { zoom: ZOOM }, signal }).catch((problem) => {
    if (problem.status === 404) return null; // typed in, or no longer shown
    throw problem;
  });
  const track = answer && readTrack(answer);
  return track?.lat && track.lon ? placesOf(track) : null;
}

function canvasOf(courses, title, signal) {
  const canvas = h("canvas", { class: "map-canvas", tabindex: "0", role: "img", "aria-label": title });
  const camera = createCamera(courses.flatMap((one) => one.places).filter(Boolean));
  let due = false;
  function draw() {
    due = false;
    const { width, height } = camera.size;
    if (!width || !height) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawGround(pen, camera);
    courses.forEach((one, at) => {
      const aside = (at - (courses.length - 1) / 2) * LINE_PX;
      drawPieces(pen, beside(camera, one.places, aside), colour(one.colour), LINE_PX);
    });
    drawScale(pen, camera);
  }
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(draw);
  }
  const button = (sign, label, act) =>
    h("button", { class: "map-button", type: "button", "aria-label": label, title: label, onclick: () => { act(); redraw(); } }, icon(sign));
  mapGestures(canvas, camera, { redraw, pick: () => null, full: () => false });
  const watcher = new ResizeObserver(([entry]) => {
    camera.resize(entry.contentRect.width, entry.contentRect.height);
    redraw();
  });
  watcher.observe(canvas);
  signal.addEventListener("abort", () => watcher.disconnect());
  onTheme(redraw, signal);
  return h("div", { class: "map" }, canvas, h("div", { class: "map-buttons" },
    button("plus", t("map.in"), () => camera.zoomBy(1.6)),
    button("minus", t("map.out"), () => camera.zoomBy(1 / 1.6)),
    button("fit", t("map.fit"), () => camera.fit())));
}

/** The map of one's own workouts and of the companions who show theirs; null where there is no other way. */
export async function companyMap(workoutIds, companions, signal) {
  const shown = companions.filter((one) => one.workout_id);
  if (!shown.length) return null;
  const asked = [
    ...workoutIds.map((id) => ({ id, name: t("company.me"), colour: colourAt(0) })),
    ...shown.map((one, at) => ({ id: one.workout_id, name: one.nickname ?? t("company.nameless"), colour: colourAt(at + 1) })),
  ];
  const courses = (await Promise.all(asked.map(async (one) => ({ ...one, places: await courseOf(one.id, signal) })))).filter((one) => one.places);
  if (!courses.length) return null;
  return h("div", { class: "company-map" },
    canvasOf(courses, t("company.map", { names: courses.map((one) => one.name).join(", ") }), signal),
    h("ul", { class: "course-names" }, courses.map((one) => h("li", {}, h("i", { style: { background: `var(${one.colour})` } }), one.name))));
}
