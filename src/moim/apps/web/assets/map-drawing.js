// What is drawn on the map's canvas.

import { colour } from "./theme.js";

const STEPS_M = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];
const lengthText = (metres) => (metres >= 1000 ? `${metres / 1000} km` : `${metres} m`);

/** The ground with a quiet lattice whose mesh is a round number of metres. */
export function drawGround(pen, camera) {
  const { width, height } = camera.size;
  pen.fillStyle = colour("--map-ground");
  pen.fillRect(0, 0, width, height);
  const perPixel = camera.metresPerPixel();
  const mesh = (STEPS_M.find((step) => step / perPixel >= 56) ?? STEPS_M.at(-1)) / perPixel;
  const [originX, originY] = camera.toScreen([0.5, 0.5]);
  pen.strokeStyle = colour("--map-line");
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = ((originX % mesh) + mesh) % mesh; x < width; x += mesh) {
    pen.moveTo(Math.round(x) + 0.5, 0);
    pen.lineTo(Math.round(x) + 0.5, height);
  }
  for (let y = ((originY % mesh) + mesh) % mesh; y < height; y += mesh) {
    pen.moveTo(0, Math.round(y) + 0.5);
    pen.lineTo(width, Math.round(y) + 0.5);
  }
  pen.stroke();
}

function trace(pen, camera, places) {
  let drawing = false;
  pen.beginPath();
  for (const place of places) {
    if (!place) {
      drawing = false;
      continue;
    }
    const [x, y] = camera.toScreen(place);
    if (drawing) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    drawing = true;
  }
  pen.stroke();
}

/** The line: a casing below, then pieces of one colour. A gap in the track stays a gap. */
export function drawCourse(pen, camera, places, colours) {
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.strokeStyle = colour("--map-case");
  pen.lineWidth = 9;
  trace(pen, camera, places);
  const plain = colour("--tint-foot");
  pen.strokeStyle = plain;
  pen.lineWidth = 5;
  if (!colours) {
    trace(pen, camera, places);
    return;
  }
  let open = null;
  let last = null;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at];
    if (!place) {
      if (open) pen.stroke();
      open = last = null;
      continue;
    }
    const paint = colours.colourAt(at) ?? plain;
    const [x, y] = camera.toScreen(place);
    if (last && open !== paint) {
      if (open) pen.stroke();
      pen.beginPath();
      pen.strokeStyle = paint;
      pen.moveTo(...last);
      open = paint;
    }
    if (open) pen.lineTo(x, y);
    last = [x, y];
  }
  if (open) pen.stroke();
}

function disc(pen, [x, y], radius, inside, outside) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = inside;
  pen.fill();
  pen.lineWidth = 2.5;
  pen.strokeStyle = outside;
  pen.stroke();
}

/** Kilometre marks that do not touch each other, then start (filled) and end (chequered ring). */
export function drawMarks(pen, camera, places, marks) {
  const kept = [];
  const ink = colour("--ink");
  const ground = colour("--surface");
  pen.font = "600 11px 'Pretendard Variable', sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const mark of marks) {
    if (!places[mark.at]) continue;
    const [x, y] = camera.toScreen(places[mark.at]);
    if (kept.some(([kx, ky]) => (kx - x) ** 2 + (ky - y) ** 2 < 30 ** 2)) continue;
    kept.push([x, y]);
    disc(pen, [x, y], 9.5, ground, ink);
    pen.fillStyle = ink;
    pen.fillText(mark.text, x, y + 0.5);
  }
  const first = places.find(Boolean);
  const last = places.findLast(Boolean);
  if (!first) return;
  disc(pen, camera.toScreen(last), 7, ground, ink);
  disc(pen, camera.toScreen(last), 2.5, ink, ink);
  disc(pen, camera.toScreen(first), 7, colour("--volt"), "#12201b");
}

/** The scale bar at the lower left. */
export function drawScale(pen, camera) {
  const perPixel = camera.metresPerPixel();
  const length = STEPS_M.findLast((step) => step / perPixel <= 110) ?? STEPS_M[0];
  const y = camera.size.height - 16;
  pen.strokeStyle = colour("--ink-2");
  pen.fillStyle = colour("--ink-2");
  pen.lineWidth = 2;
  pen.lineCap = "butt";
  pen.beginPath();
  pen.moveTo(16, y - 5);
  pen.lineTo(16, y);
  pen.lineTo(16 + length / perPixel, y);
  pen.lineTo(16 + length / perPixel, y - 5);
  pen.stroke();
  pen.font = "600 11px 'Pretendard Variable', sans-serif";
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillText(lengthText(length), 20, y - 6);
}

/** Where the cursor is. */
export function drawMarker(pen, place) {
  pen.globalAlpha = 0.25;
  disc(pen, place, 15, colour("--focus"), "transparent");
  pen.globalAlpha = 1;
  disc(pen, place, 7.5, colour("--focus"), "#fff");
}

/** A circle of `radiusM` metres around a place, with its middle marked. */
export function drawCircle(pen, camera, place, radiusM) {
  const [x, y] = camera.toScreen(place);
  pen.beginPath();
  pen.arc(x, y, radiusM / camera.metresPerPixel(), 0, 2 * Math.PI);
  pen.fillStyle = colour("--focus");
  pen.globalAlpha = 0.18;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = colour("--focus");
  pen.lineWidth = 2;
  pen.stroke();
  disc(pen, [x, y], 4, colour("--focus"), "#fff");
}

const APART_PX = 3; // nearer points say nothing of the way's direction

/** A course on the screen in pieces, `px` to the right of where it went: so that ways side by side all show. */
export function beside(camera, places, px) {
  const pieces = [[]];
  for (const place of places) {
    const last = pieces.at(-1);
    if (!place) {
      if (last.length) pieces.push([]);
      continue;
    }
    const [x, y] = camera.toScreen(place);
    const before = last.at(-1);
    if (!before || Math.hypot(x - before[0], y - before[1]) >= APART_PX) last.push([x, y]);
  }
  return pieces.map((points) => points.map(([x, y], at) => {
    const [fromX, fromY] = points[Math.max(0, at - 1)];
    const [toX, toY] = points[Math.min(points.length - 1, at + 1)];
    const length = Math.hypot(toX - fromX, toY - fromY) || 1;
    return [x - ((toY - fromY) / length) * px, y + ((toX - fromX) / length) * px];
  }));
}

/** Lines of one colour through pieces of points on the screen. */
export function drawPieces(pen, pieces, paint, width) {
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.strokeStyle = paint;
  pen.lineWidth = width;
  for (const points of pieces) {
    pen.beginPath();
    points.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
  }
}
