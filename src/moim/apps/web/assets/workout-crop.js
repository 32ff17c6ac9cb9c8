// The dialog that keeps a part of a recording: two handles under its profile, the times they stand for, and what is left.

import * as api from "./api.js";
import { chartsOf, picture } from "./charts.js";
import { courseMap } from "./course-map.js";
import { modal } from "./dialog.js";
import { fill, h } from "./dom.js";
import { figure } from "./figures.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { colour } from "./theme.js";
import { createCursor, nearest, readTrack } from "./track.js";

const FIRST_CHOICE = ["elevation", "pace", "heart"];
const SHORTEST_S = 1;

/** Seconds for `1:02:03`, `12:30` or `45`; null for anything else. */
export function secondsOf(text) {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return null;
  const [seconds, minutes = 0, hours = 0] = parts.map(Number).reverse();
  if ((parts.length > 1 && seconds > 59) || (parts.length > 2 && minutes > 59)) return null;
  return hours * 3600 + minutes * 60 + seconds;
}

/** The sample nearest to so many seconds after the workout's start. */
const sampleAt = (track, second) => nearest(track.time_s, second - track.begin_s);

/** What is left between `start` and `end` seconds: where on the track it lies, and how far that is. */
export function partOf(track, start, end) {
  const [from, to] = [start, end].map((second) => sampleAt(track, second));
  return { from, to, distance_m: Math.max(0, track.distance_m[to] - track.distance_m[from]) };
}

function profile(track, workout) {
  const charts = chartsOf(track, workout);
  const chosen = FIRST_CHOICE.map((kind) => charts.find((one) => one.kind === kind)).find(Boolean) ?? charts[0];
  return chosen ? h("div", { class: `tone-${chosen.kind}` }, picture(chosen, track.time_s).svg) : h("div", { class: "chart-svg" });
}

function mapOf(track, signal) {
  if (!track.lat || !track.lon) return null;
  const cursor = createCursor();
  const map = courseMap(track, cursor, { signal, title: t("crop.map") });
  const outside = () => colour("--line-strong");
  return {
    element: h("div", { class: "crop-map" }, map.element),
    show: ({ from, to }) => map.setColours({ colourAt: (at) => (at < from || at > to ? outside() : null) }),
    point: (at) => cursor.move(at),
  };
}

/** The two handles; `moved(start, end, at)` tells where they are now and which sample was moved to. */
function handles(track, total, moved) {
  const kept = { start: 0, end: total };
  const handle = (name, value) => input({ class: "crop-handle", type: "range", min: 0, max: total, step: 1, value, "aria-label": t(`crop.${name}`), oninput: () => take(name, Number(controls[name].value)) });
  const controls = { start: handle("start", 0), end: handle("end", total) };
  const shades = [h("span", { class: "crop-shade" }), h("span", { class: "crop-shade crop-shade-end" })];

  function say(name) {
    const at = sampleAt(track, kept[name]);
    controls[name].value = kept[name];
    controls[name].setAttribute("aria-valuetext", t("crop.at", { time: format.clock(kept[name]), km: format.km(track.distance_m[at]) }));
    return at;
  }
  function take(name, value) {
    kept[name] = name === "start" ? Math.min(value, kept.end - SHORTEST_S) : Math.max(value, kept.start + SHORTEST_S);
    const at = say(name);
    shades[0].style.setProperty("--share", kept.start / total);
    shades[1].style.setProperty("--share", 1 - kept.end / total);
    controls.start.style.setProperty("z-index", kept.start > total / 2 ? 1 : 0); // the one that can still be moved lies above
    moved(kept.start, kept.end, at);
  }
  say("start");
  say("end");
  return { shades, controls: [controls.start, controls.end], take };
}

function whatIsLeft(workout, track, total, { start, end }) {
  const { distance_m: metres } = partOf(track, start, end);
  const all = partOf(track, 0, total).distance_m;
  return [
    h("dl", { class: "figures crop-figures" },
      workout.distance_m ? figure(t("figure.distance"), format.km(metres), "km", { note: t("crop.of", { whole: `${format.km(all)} km` }) }) : null,
      figure(t("figure.time"), format.clock(end - start), "", { note: t("crop.of", { whole: format.clock(total) }) })),
    h("p", { class: "small muted" }, t("crop.cut", { before: format.clock(start), after: format.clock(total - end) })),
  ];
}

function cropForm(workout, track, signal, close) {
  const total = Math.ceil(workout.elapsed_s);
  const kept = { start: 0, end: total };
  const left = h("div", { role: "status" });
  const map = mapOf(track, signal);
  const typed = (name) => input({ value: format.clock(kept[name]), inputmode: "numeric", autocomplete: "off", maxlength: 9, onchange: () => type(name) });
  const texts = { start: typed("start"), end: typed("end") };
  const slider = handles(track, total, (start, end, at) => {
    Object.assign(kept, { start, end });
    for (const name of ["start", "end"]) texts[name].value = format.clock(kept[name]);
    draw();
    map?.point(at);
  });

  function draw() {
    fill(left, whatIsLeft(workout, track, total, kept));
    map?.show(partOf(track, kept.start, kept.end));
  }
  function type(name) {
    const seconds = secondsOf(texts[name].value);
    if (seconds !== null && seconds <= total) slider.take(name, seconds);
  }
  function check() {
    const [start, end] = ["start", "end"].map((name) => {
      const seconds = secondsOf(texts[name].value);
      if (seconds === null) throw refusal(`${name}_s`, t("crop.bad_time"));
      return seconds;
    });
    if (end > total || end - start < SHORTEST_S) throw refusal("start_s", t("crop.out_of_range", { end: format.clock(total) }));
    if (start === 0 && end === total) throw refusal("start_s", t("crop.nothing"));
    return { start_s: start, end_s: end === total ? null : end };
  }
  draw();
  return form({
    fields: [
      h("p", { class: "small muted" }, t("crop.text")),
      map?.element ?? null,
      h("div", { class: "crop-range", role: "group", "aria-label": t("crop.title") },
        h("div", { class: "crop-profile", "aria-hidden": "true" }, profile(track, workout), slider.shades), slider.controls),
      h("div", { class: "pair" },
        field("start_s", t("crop.start"), texts.start, { hint: t("crop.hint") }),
        field("end_s", t("crop.end"), texts.end, { hint: t("crop.hint") })),
      h("h3", {}, t("crop.left")), left,
    ],
    action: t("crop.action"),
    submit: async () => {
      const headers = { "If-Match": `"v${workout.version}"` };
      close(await api.post(`/v1/workouts/${workout.id}/crop`, check(), { headers }));
    },
  });
}

const refusal = (pointer, detail) => new api.Problem({ detail, errors: [{ pointer: `/${pointer}`, detail }] });

/** Answers the workout as it is afterwards, or null. */
export async function cropDialog(workout) {
  const track = readTrack(await api.get(`/v1/workouts/${workout.id}/track`));
  const open = new AbortController();
  const answer = await modal(t("crop.title"), (close) => cropForm(workout, track, open.signal, close), { className: "dialog-wide" });
  open.abort();
  return answer;
}
