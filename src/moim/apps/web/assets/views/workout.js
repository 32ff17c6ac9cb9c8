import * as api from "../api.js";
import { contributions } from "../challenge-contributions.js";
import { companyCard } from "../company.js";
import { confirmDanger, toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { sportBadge, titleOf, zoneOf } from "../figures.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { notThere } from "../not-there.js";
import { navigate } from "../router.js";
import { sportName } from "../sports.js";
import { loading } from "../states.js";
import { askToSee } from "../share-requests.js";
import { shareDialog } from "../sharing.js";
import { readTrack } from "../track.js";
import { analysisFigures, predictionsList } from "../workout-analysis.js";
import { editDialog } from "../workout-edit.js";
import { historyCard } from "../workout-history.js";
import { figures, pictures } from "../workout-parts.js";
import { recordingCard } from "../workout-recording.js";
import { workoutTalk } from "../workout-talk.js";
import { effortsTable, lapsTable, powersTable, sameRouteTable, splitsTable, zoneBars } from "../workout-tables.js";

const ROUTES_SHOWN = 8;
const FORMATS = [["export.gpx", "GPX"], ["export.tcx", "TCX"], ["track.geojson", "GeoJSON"], ["export.csv", "CSV"]];

const isOwn = (workout) => workout.own !== false;

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

async function share(workout, changed) {
  changed(await shareDialog(workout));
}

async function edit(workout, changed) {
  const answer = await editDialog(workout);
  if (!answer) return;
  toast(t("workout.saved"));
  changed(answer);
}

function heading(workout, changed) {
  const own = isOwn(workout);
  return h(
    "header",
    { class: "workout-head" },
    h("div", { class: "workout-what" }, sportBadge(workout.sport),
      h("p", {}, own || !workout.nickname ? null : `${workout.nickname} · `, h("b", {}, sportName(workout.sport)), " · ", h("time", { datetime: workout.started_at }, format.dayAndTime(workout.started_at, zoneOf(workout))))),
    h("div", { class: "workout-title" },
      h("h1", { tabindex: "-1" }, titleOf(workout)),
      own ? h("button", { class: "icon-button", type: "button", "aria-label": t("workout.edit"), title: t("workout.edit"), onclick: () => edit(workout, changed) }, icon("pencil")) : null),
    own ? h("div", { class: "button-row" },
      h("button", { class: "button", type: "button", onclick: () => share(workout, changed) }, icon("share"), t("share.open")),
      h("a", { class: "button", href: `/workouts/${workout.id}/certificate` }, icon("camera"), t("certificate.make"))) : null,
    workout.note ? h("p", { class: "workout-note" }, workout.note) : null,
    workout.partial ? h("div", { class: "notice notice-warn" }, icon("alert"), h("span", {}, t("workout.partial"), typeof workout.partial === "string" ? ` ${tOr(`reason.${workout.partial}`, "")}` : "")) : null,
  );
}

/** A table that loads by itself and leaves no trace where there is nothing to show. */
function optional(title, load, signal) {
  const body = h("div", {});
  const section = h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)), body);
  loading(body, async () => {
    const content = await load().catch((problem) => {
      if (problem.status === 404 || problem.code === "no-track") return null; // too short to be compared
      throw problem;
    });
    section.hidden = !content;
    return content;
  }, { signal });
  return section;
}

/** The cards, as many as have something to show: the browser parts them into even columns. */
function details(workout, signal) {
  const splits = api.get(`/v1/workouts/${workout.id}/splits`, { signal });
  const analysis = api.get(`/v1/workouts/${workout.id}/analysis`, { signal });
  analysis.catch(() => null); // each card says its own failure
  splits.catch(() => null);
  async function zoned() {
    return zoneBars((await analysis).zones);
  }
  const sameRoute = async () =>
    sameRouteTable(await api.get(`/v1/workouts/${workout.id}/same-route`, { query: { limit: ROUTES_SHOWN }, signal }), workout, zoneOf(workout));
  return [
    optional(t("splits.title"), async () => splitsTable((await splits).splits, workout), signal),
    optional(t("laps.title"), async () => lapsTable((await splits).laps, workout), signal),
    optional(t("efforts.title"), async () => effortsTable((await analysis).best_efforts, workout), signal),
    isOwn(workout) ? optional(t("zones.title"), zoned, signal) : null,
    optional(t("powers.title"), async () => powersTable((await analysis).best_powers), signal),
    isOwn(workout) ? companyCard(workout, signal) : null,
    isOwn(workout) && workout.has_track ? optional(t("route.title"), sameRoute, signal) : null,
    isOwn(workout) ? optional(t("challenge.contributions"), () => contributions(workout, signal), signal) : null,
    isOwn(workout) ? optional(t("workout.talk"), () => workoutTalk(workout, signal), signal) : null,
    optional(t("analysis.title"), async () => analysisFigures(await analysis, workout), signal),
    optional(t("predictions.title"), async () => predictionsList((await analysis).race_predictions), signal),
  ];
}

function foot(workout) {
  const file = (path, text) => h("a", { class: "button", href: `/v1/workouts/${workout.id}/${path}`, download: "" }, icon("download"), text);
  const source = [workout.device, workout.source ? tOr(`source.${workout.source}`, workout.source) : null].filter(Boolean).join(" · ");
  return h("section", { class: "workout-foot" },
    h("p", { class: "small muted" }, source ? [icon("device"), " ", source] : null),
    h("div", { class: "button-row" },
      isOwn(workout) && workout.recorded ? file("original", t("workout.original")) : null,
      workout.has_track ? FORMATS.map(([path, name]) => file(path, name)) : null,
      isOwn(workout) ? h("button", { class: "button button-bad", type: "button", onclick: () => erase(workout) }, icon("trash"), t("workout.delete")) : null));
}

/** What is not there, or not for who looks: whoever was told of it may ask to see it. */
function hidden(problem, id) {
  const away = notThere(problem, { href: "/workouts", sign: "list", key: "nav.workouts", text: "share.hidden" });
  return problem.status === 404 ? [away, askToSee(id)] : away;
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
    function drawnAnew(next) {
      loading(page, async () => draw(next), { signal });
      requestAnimationFrame(() => page.querySelector("h1")?.focus({ preventScroll: true })); // the button pressed is gone
    }
    function changed(next) {
      if (next.sport !== workout.sport || !next.recorded) {
        drawnAnew(next); // the sport decides what every figure means, and those typed over stand in the history
        return;
      }
      Object.assign(workout, next); // its version, for whatever else changes it from here
      const fresh = [heading(next, changed), figures(next)];
      head.replaceWith(fresh[0]);
      numbers.replaceWith(fresh[1]);
      [head, numbers] = fresh;
      document.title = `${titleOf(next)} · 모임`;
    }
    const tidying = isOwn(workout) ? [recordingCard(workout, drawnAnew, signal), historyCard(workout, drawnAnew, signal)] : null;
    return [head, numbers, drawing, h("div", { class: "workout-details" }, details(workout, signal), tidying), foot(workout)];
  }

  loading(page, () => api.get(path, { signal }).then(draw, (problem) => hidden(problem, params.id)), { kind: "workout", lines: 3, signal });
  return page;
}
