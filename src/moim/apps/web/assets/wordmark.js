// The sign of Moim: a running track seen from above, somebody on it, and the name drawn as lanes.

import { s } from "./dom.js";

const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 5, "stroke-linecap": "round", "stroke-linejoin": "miter" };

export function mark(size = 32) {
  return s(
    "svg",
    { class: "mark", viewBox: "0 0 48 48", width: size, height: size, "aria-hidden": "true" },
    s("rect", { class: "mark-ground", x: 0, y: 0, width: 48, height: 48, rx: 15 }),
    s("rect", { class: "mark-lane", x: 9, y: 12, width: 30, height: 24, rx: 12 }),
    s("rect", { class: "mark-lane mark-inner", x: 16, y: 19, width: 16, height: 10, rx: 5 }),
    s("circle", { class: "mark-runner", cx: 32.5, cy: 13.6, r: 5 }),
  );
}

/** 모임: ㅁ keeps its corners, or it would read as ㅇ; ㅇ is the track, ㅗ and ㅣ the straights. */
export function wordmark() {
  return s(
    "svg",
    { class: "wordmark", viewBox: "0 0 132 48", height: 32, role: "img", "aria-label": "모임" },
    s("rect", { class: "mark-ground", x: 0, y: 0, width: 48, height: 48, rx: 15 }),
    s("rect", { class: "mark-lane", x: 9, y: 12, width: 30, height: 24, rx: 12 }),
    s("rect", { class: "mark-lane mark-inner", x: 16, y: 19, width: 16, height: 10, rx: 5 }),
    s("circle", { class: "mark-runner", cx: 32.5, cy: 13.6, r: 5 }),
    s("g", stroke,
      s("rect", { x: 63, y: 7.5, width: 20, height: 15, rx: 0.5 }),
      s("path", { d: "M73 29v9M59 39.5h28" }),
      s("circle", { cx: 104, cy: 14.5, r: 7 }),
      s("path", { d: "M122 6v19" }),
      s("rect", { x: 101, y: 30, width: 21, height: 11, rx: 0.5 }),
    ),
  );
}
