// The course on a canvas without any tile server: pan, zoom, kilometre marks, a cursor shared with the charts.

import { fill, h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { createCamera } from "./map-camera.js";
import { drawCourse, drawGround, drawMarker, drawMarks, drawScale } from "./map-drawing.js";
import { mapGestures } from "./map-gestures.js";
import { onTheme } from "./theme.js";
import { nearest } from "./track.js";

/** Web Mercator in units where the world is 1 wide. */
export function project(lat, lon) {
  const bounded = Math.max(-85.05, Math.min(85.05, lat)) * (Math.PI / 180);
  return [(lon + 180) / 360, (1 - Math.asinh(Math.tan(bounded)) / Math.PI) / 2];
}

/** Degrees north and east of a place in those units. */
export const unproject = ([x, y]) => [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180];

/** The places of a track, null where it has none. */
export function placesOf(track) {
  return Array.from({ length: track.count }, (_, at) =>
    track.lat[at] === null || track.lat[at] === undefined ? null : project(track.lat[at], track.lon[at]),
  );
}

function kilometreMarks(track) {
  const total = track.distance_m.at(-1) / 1000;
  const step = [1, 2, 5, 10, 20, 50].find((every) => total / every <= 24) ?? 100;
  const marks = [];
  for (let mark = step; mark < total; mark += step) marks.push({ at: nearest(track.distance_m, mark * 1000), text: mark });
  return marks;
}

function legend(box, colours) {
  fill(
    box,
    h("span", { class: "legend-end" }, colours.low),
    h("span", { class: `legend-ramp ramp-${colours.kind === "gradient" ? "slope" : "value"}`, "aria-hidden": "true" }),
    h("span", { class: "legend-end" }, colours.high),
  );
}

/** The map with its controls. `setColours(colouring)` changes what the line says; one without a `kind` has no legend. */
export function courseMap(track, cursor, { signal, title }) {
  const canvas = h("canvas", { class: "map-canvas", tabindex: "0", role: "img", "aria-label": title });
  const key = h("div", { class: "legend" });
  const button = (sign, label, act) =>
    h("button", { class: "map-button", type: "button", "aria-label": label, title: label, onclick: act }, icon(sign));
  const box = h("div", { class: "map" }, canvas, key);
  const places = placesOf(track);
  const marks = kilometreMarks(track);
  const camera = createCamera(places.filter(Boolean));
  let colours = null;
  let due = false;

  function draw() {
    due = false;
    const ratio = devicePixelRatio || 1;
    const { width, height } = camera.size;
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawGround(pen, camera);
    drawCourse(pen, camera, places, colours);
    drawMarks(pen, camera, places, marks);
    drawScale(pen, camera);
    if (cursor.at !== null && places[cursor.at]) drawMarker(pen, camera.toScreen(places[cursor.at]));
  }

  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(draw);
  }

  function pick(x, y) {
    let best = null;
    let least = 40 ** 2;
    places.forEach((place, at) => {
      if (!place) return;
      const [px, py] = camera.toScreen(place);
      const far = (px - x) ** 2 + (py - y) ** 2;
      if (far < least) {
        least = far;
        best = at;
      }
    });
    cursor.move(best);
  }

  function grow() {
    const full = box.classList.toggle("map-full");
    document.documentElement.classList.toggle("still", full);
    expand.setAttribute("aria-pressed", String(full));
  }
  const expand = button("expand", t("map.full"), grow);
  expand.setAttribute("aria-pressed", "false");
  box.append(
    h("div", { class: "map-buttons" },
      button("plus", t("map.in"), () => { camera.zoomBy(1.6); redraw(); }),
      button("minus", t("map.out"), () => { camera.zoomBy(1 / 1.6); redraw(); }),
      button("fit", t("map.fit"), () => { camera.fit(); redraw(); }),
      expand),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.classList.contains("map-full")) grow();
  });
  signal.addEventListener("abort", () => document.documentElement.classList.remove("still"));

  mapGestures(canvas, camera, { redraw, pick, full: () => box.classList.contains("map-full") });
  const watcher = new ResizeObserver(([entry]) => {
    camera.resize(entry.contentRect.width, entry.contentRect.height);
    redraw();
  });
  watcher.observe(canvas);
  signal.addEventListener("abort", () => watcher.disconnect());
  onTheme(redraw, signal);
  cursor.watch(redraw);

  return {
    element: box,
    setColours(chosen) {
      colours = chosen;
      key.hidden = !chosen?.kind;
      if (chosen?.kind) legend(key, chosen);
      redraw();
    },
  };
}

/** What the picture shows, for those who cannot see it. */
export const mapTitle = (workout, name) => t("map.alt", { title: name, km: format.km(workout.distance_m) });
