// Places that nobody else sees on one's maps: the list, and the dialog with the map.

import * as api from "./api.js";
import { placesOf } from "./course-map.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { empty, loading } from "./states.js";
import { metresBetween, readTrack } from "./track.js";
import { zoneMap } from "./zone-map.js";

const PATH = "/v1/privacy-zones";
const RADIUS = { min: 200, max: 1600, step: 50, first: 400 };
const COURSES_MOST = 12;
const COURSE_ZOOM = 1;
const NEAR_M = 300;
const SEOUL = [37.5663, 126.9779]; // where the map begins for who has no course yet
const POLL_MS = 1500;

/** One's latest courses, to find one's way by on a map without tiles. */
async function ownCourses() {
  const { items } = await api.get("/v1/workouts", { query: { limit: 30 } });
  const tracked = items.filter((one) => one.has_track).slice(0, COURSES_MOST);
  const tracks = await Promise.all(tracked.map((one) => api.get(`/v1/workouts/${one.id}/track`, { query: { zoom: COURSE_ZOOM } }).catch(() => null)));
  return tracks.filter(Boolean).map(readTrack).filter((track) => track.lat && track.lon);
}

/** Where most of the courses begin: home, as a rule. */
export function commonStart(tracks) {
  const starts = tracks.map((track) => {
    const at = track.lat.findIndex((lat) => lat !== null && lat !== undefined);
    return [track.lat[at], track.lon[at]];
  });
  const near = ([lat, lon]) => starts.filter((other) => metresBetween(lat, lon, ...other) <= NEAR_M).length;
  return starts.reduce((best, start) => (best === null || near(start) > near(best) ? start : best), null) ?? SEOUL;
}

function hereButton(show) {
  if (!isSecureContext || !navigator.geolocation) return null;
  const find = () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => show(coords.latitude, coords.longitude),
    () => toast(t("zone.not_found"), { bad: true }),
  );
  return h("button", { class: "button button-small", type: "button", onclick: find }, icon("fit"), t("zone.here"));
}

function zoneForm(zone, tracks, signal, save) {
  const degrees = (value, most) => input({ type: "number", min: -most, max: most, step: "any", required: true, value: value.toFixed(5) });
  const [lat, lon] = [degrees(zone.lat, 85), degrees(zone.lon, 180)];
  const radius = h("output", { class: "num" }, `${zone.radius_m} m`);
  const map = zoneMap(tracks.map(placesOf), zone, (north, east) => {
    lat.value = north.toFixed(5);
    lon.value = east.toFixed(5);
  }, signal);
  const show = (north, east) => {
    lat.value = north.toFixed(5);
    lon.value = east.toFixed(5);
    map.show(north, east);
  };
  const typed = () => lat.checkValidity() && lon.checkValidity() && map.show(Number(lat.value), Number(lon.value));
  lat.addEventListener("change", typed);
  lon.addEventListener("change", typed);
  const slider = input({
    class: "slider", type: "range", min: RADIUS.min, max: RADIUS.max, step: RADIUS.step, value: zone.radius_m,
    oninput: () => {
      radius.textContent = `${slider.value} m`;
      map.setRadius(Number(slider.value));
    },
  });
  return form({
    fields: [
      field("name", t("zone.name"), input({ required: true, maxlength: 40, value: zone.name, placeholder: t("zone.name_example") })),
      h("div", { class: "stack-close" }, map.element, h("p", { class: "field-hint" }, t("zone.hint")), hereButton(show)),
      field("radius_m", t("zone.radius"), slider, { extra: radius }),
      h("details", {}, h("summary", {}, t("zone.typed")), h("div", { class: "pair" }, field("lat", t("zone.lat"), lat), field("lon", t("zone.lon"), lon))),
    ],
    action: t("action.save"),
    submit: (values) => save({ name: values.name.trim(), lat: Number(values.lat), lon: Number(values.lon), radius_m: Number(values.radius_m) }),
  });
}

async function zoneDialog(title, zone, save) {
  const open = new AbortController();
  const box = h("div", {});
  const done = modal(title, (close) => {
    loading(box, async () => {
      const tracks = await ownCourses();
      const [lat, lon] = zone.lat === undefined ? commonStart(tracks) : [zone.lat, zone.lon];
      return zoneForm({ ...zone, lat, lon }, tracks, open.signal, async (body) => {
        await save(body);
        close(true);
      });
    }, { kind: "map", lines: 1, signal: open.signal });
    return box;
  }, { className: "dialog-wide" });
  const answer = await done;
  open.abort();
  return answer;
}

function row(zone, changed) {
  async function edit() {
    const headers = { "If-Match": `"v${zone.version}"` };
    if (!(await zoneDialog(t("zone.edit"), zone, (body) => api.patch(`${PATH}/${zone.id}`, body, { headers })))) return;
    toast(t("zone.saved"));
    changed();
  }
  async function erase() {
    if (!(await confirmDanger(t("zone.delete_title", { name: zone.name }), t("zone.delete_text"), t("zone.delete")))) return;
    try {
      await api.remove(`${PATH}/${zone.id}`);
      toast(t("zone.deleted"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  const button = (label, sign, act) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick: act }, icon(sign));
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon("eye")),
    h("span", { class: "row-text" }, h("b", {}, zone.name), h("span", { class: "row-sub num" }, t("zone.within", { metres: format.integer(zone.radius_m) }))),
    h("span", { class: "row-buttons" }, button(t("zone.edit_named", { name: zone.name }), "pencil", edit), button(t("zone.delete_named", { name: zone.name }), "trash", erase)));
}

/** The zones with ways to add, change and take away; says while the past is cut anew. */
export function privacyZones(signal) {
  const box = h("div", {});
  async function add() {
    if (!(await zoneDialog(t("zone.new"), { name: "", radius_m: RADIUS.first }, (body) => api.create(PATH, body)))) return;
    toast(t("zone.saved"));
    draw();
  }
  function recutting(recut) {
    if (!recut) return null;
    setTimeout(() => signal.aborted || again(), POLL_MS);
    return h("p", { class: "small muted", role: "status" }, t("zone.recut", recut));
  }
  function content({ items, recut }) {
    const more = h("button", { class: "button", type: "button", onclick: add }, icon("plus"), t("zone.new"));
    if (!items.length) return [empty({ sign: "eye", title: t("zone.none"), text: t("zone.none_text"), action: more }), recutting(recut)];
    return h("div", { class: "stack-close" }, h("ul", { class: "rows" }, items.map((one) => row(one, draw))), recutting(recut), h("div", {}, more));
  }
  async function again() {
    const answer = await api.get(PATH, { signal }).catch(() => null);
    if (answer) box.replaceChildren(...[content(answer)].flat().filter(Boolean));
  }
  function draw() {
    loading(box, async () => content(await api.get(PATH, { signal })), { kind: "rows", lines: 1, signal });
  }
  draw();
  return box;
}
