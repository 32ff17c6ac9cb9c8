import * as api from "../api.js";
import { courseMap } from "../course-map.js";
import { confirmDanger, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { figure, sportBadge } from "../figures.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { sportName } from "../sports.js";
import { loading } from "../states.js";
import { createCursor, readTrack } from "../track.js";

const REDRAWN_EVERY_MS = 5000;

/** The points of a session as they come: `read()` fetches what is new, `track()` is all of it. */
function followPoints(path, signal) {
  const points = { time_s: [], lat: [], lon: [], heart_rate_bpm: [] };
  let after = null;
  return {
    async read() {
      for (;;) {
        const answer = await api.get(`${path}/points`, { query: { after_seq: after }, signal });
        points.time_s.push(...answer.time_ms.map((ms) => ms / 1000));
        for (const name of ["lat", "lon", "heart_rate_bpm"]) points[name].push(...answer[name]);
        after = answer.last_seq ?? after;
        if (answer.next_after === null) return;
      }
    },
    track: () => readTrack(points),
  };
}

function heading(session) {
  const words = session.silent ? t("live.silent") : t(`live.state_${session.state}`);
  return h("header", { class: "workout-head" },
    h("div", { class: "workout-what" }, sportBadge(session.sport),
      h("p", {}, h("b", {}, sportName(session.sport)), " · ", h("time", { datetime: session.started_at }, format.dayAndTime(session.started_at, zone())))),
    h("h1", {}, t("live.title", { sport: sportName(session.sport) })),
    h("div", { class: `notice${session.state === "live" ? "" : " notice-warn"}`, role: "status" }, icon(session.state === "live" ? "flame" : "clock"), h("span", {}, words)));
}

function numbers(session, track, elapsedS) {
  const speed = format.speed(track.speed_mps?.at(-1), session.sport);
  return h("dl", { class: "figures figures-main" },
    figure(t("figure.distance"), format.km(session.distance_m), "km"),
    figure(t("figure.time"), format.clock(elapsedS), ""),
    figure(speed.label, speed.value, speed.unit),
    session.last_point?.hr ? figure(t("figure.heart_rate"), format.heartRate(session.last_point.hr), "bpm") : null);
}

function buttons(session, act) {
  const button = (name, sign, text, look = "") =>
    h("button", { class: `button ${look}`, type: "button", onclick: () => act(name) }, icon(sign), text);
  if (session.state !== "live" && session.state !== "paused") return null;
  return h("div", { class: "button-row" },
    session.state === "live" ? button("pause", "clock", t("live.pause")) : button("resume", "again", t("live.resume")),
    button("end", "check", t("live.end"), "button-bad"));
}

/** What stands on the page, brought up to date by `update(session)`. */
function screen(first, points, signal, act) {
  const head = h("div", {});
  const figures = h("div", { class: "workout-figures" });
  const drawing = h("section", { class: "card card-map" });
  const foot = h("div", { class: "workout-foot" });
  let session = first;
  let since = performance.now();
  let drawnAt = -Infinity;
  let drawn = 0;
  let map = new AbortController(); // lets go of the map that is replaced

  const elapsed = () =>
    session.elapsed_s + (session.ended_at === null ? (performance.now() - since) / 1000 : 0);
  function draw(track) {
    const now = performance.now();
    if (track.count === drawn || now - drawnAt < REDRAWN_EVERY_MS || drawing.querySelector(".map-full")) return;
    [drawn, drawnAt] = [track.count, now];
    map.abort();
    map = new AbortController();
    const fresh = courseMap(track, createCursor(), { signal: map.signal, title: t("live.map", { km: format.km(session.distance_m) }) });
    fresh.setColours(null);
    fill(drawing, fresh.element);
  }
  function update(fresh) {
    const track = points.track();
    if (fresh.state !== session.state || fresh.silent !== session.silent || !head.firstChild) {
      fill(head, heading(fresh));
      fill(foot, buttons(fresh, act) ?? "");
    }
    session = fresh;
    since = performance.now();
    fill(figures, numbers(session, track, elapsed()));
    if (track.count > 1) draw(track);
    else fill(drawing, h("p", { class: "muted" }, t("live.waiting")));
  }
  const ticking = setInterval(() => fill(figures, numbers(session, points.track(), elapsed())), 1000);
  signal.addEventListener("abort", () => {
    clearInterval(ticking);
    map.abort();
  });
  update(first);
  return { parts: [head, figures, drawing, foot], update };
}

export function show({ params, signal }) {
  const page = h("div", { class: "page workout-page" });
  const path = `/v1/workout-sessions/${encodeURIComponent(params.id)}`;
  const points = followPoints(path, signal);
  let shown = null;
  let reading = false;
  let again = false;

  function over(session) {
    if (session.state !== "ended") return false;
    if (session.workout_id) navigate(`/workouts/${session.workout_id}`, { replace: true });
    else {
      toast(t("live.nothing"));
      navigate("/", { replace: true });
    }
    return true;
  }
  async function read() {
    if (!shown || reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        const session = await api.get(path, { signal });
        if (over(session)) return;
        await points.read();
        shown.update(session);
      } while (again);
    } catch (problem) {
      if (problem.name !== "AbortError") toast(problem.detail ?? t("error.unexpected"), { bad: true });
    } finally {
      reading = false;
    }
  }
  async function act(name) {
    if (name === "end" && !(await confirmDanger(t("live.end_title"), t("live.end_text"), t("live.end")))) return;
    try {
      const session = await api.post(`${path}/${name}`);
      if (!over(session)) shown.update(session);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }

  async function first() {
    const session = await api.get(path, { signal });
    document.title = `${t("live.title", { sport: sportName(session.sport) })} · 모임`;
    if (over(session)) return [];
    await points.read();
    shown = screen(session, points, signal, act);
    api.watch(`workout-session:${session.id}`, read, signal);
    return shown.parts;
  }
  loading(page, () => first().catch((problem) => notThere(problem, { href: "/workouts", sign: "list", key: "nav.workouts" })), { kind: "workout", lines: 3, signal });
  return page;
}
