// A map under a fixed circle: what lies under it is what a privacy zone hides.

import { project, unproject } from "./course-map.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { createCamera } from "./map-camera.js";
import { drawCircle, drawCourse, drawGround, drawScale } from "./map-drawing.js";
import { mapGestures } from "./map-gestures.js";
import { onTheme } from "./theme.js";

const ACROSS = 5; // times the radius, so that the way to and from can be seen

/**
 * `courses` are lists of places, drawn to find one's way by. `zone` has `lat`, `lon`, `radius_m`;
 * `moved(lat, lon)` is told where the middle is. The map moves with fingers, mouse and arrow keys.
 */
export function zoneMap(courses, zone, moved, signal) {
  const canvas = h("canvas", { class: "map-canvas zone-canvas", tabindex: "0", role: "img", "aria-label": t("zone.map") });
  const camera = createCamera([]);
  const look = { radiusM: zone.radius_m };
  let shown = false;
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
    courses.forEach((places) => drawCourse(pen, camera, places, null));
    drawCircle(pen, camera, camera.middle(), look.radiusM);
    drawScale(pen, camera);
  }
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(draw);
    moved(...unproject(camera.middle()));
  }
  function show(lat, lon) {
    camera.lookAt(project(lat, lon), look.radiusM * ACROSS);
    requestAnimationFrame(draw);
  }
  const button = (sign, label, factor) =>
    h("button", { class: "map-button", type: "button", "aria-label": label, title: label, onclick: () => { camera.zoomBy(factor); requestAnimationFrame(draw); } }, icon(sign));

  mapGestures(canvas, camera, { redraw, pick: () => null, full: () => true });
  const watcher = new ResizeObserver(([entry]) => {
    camera.resize(entry.contentRect.width, entry.contentRect.height);
    if (!shown) show(zone.lat, zone.lon);
    shown = true;
    requestAnimationFrame(draw);
  });
  watcher.observe(canvas);
  signal.addEventListener("abort", () => watcher.disconnect());
  onTheme(() => requestAnimationFrame(draw), signal);
  return {
    element: h("div", { class: "map zone-map" }, canvas, h("div", { class: "map-buttons" }, button("plus", t("map.in"), 1.6), button("minus", t("map.out"), 1 / 1.6))),
    show,
    setRadius(radiusM) {
      look.radiusM = radiusM;
      requestAnimationFrame(draw);
    },
  };
}
