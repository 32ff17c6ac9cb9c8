// Why a number changed: what the figures of a workout were, what they are, and what did it.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const PAGE = 5;
const LOOKED_AGAIN_MS = 1000;
const LOOKS_MOST = 30;
const EFFORT = "best_effort_s/";

const ORDER = ["distance_m", "elapsed_s", "moving_s", "timer_s", "elevation_gain_m", "elevation_loss_m", "heart_rate_avg_bpm", "heart_rate_max_bpm"];
const UNITS = { m: "m", bpm: "bpm", spm: "spm", w: "W", mps: "m/s", kcal: "kcal" };

const WORDS = {
  s: format.clock,
  m: (value) => (Math.abs(value) >= 1000 ? `${format.km(value)} km` : `${format.metres(value)} m`),
  mps: (value) => `${format.decimal(value * 3.6, 1)} km/h`,
};
const FINE = {
  s: (value) => {
    const hundredths = Math.round(value * 100);
    return `${format.clock(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, "0")}`;
  },
};

/** What a figure is called. */
export function figureName(name) {
  if (name.startsWith(EFFORT)) return t("changed.best_effort", { distance: format.distanceName(Number(name.slice(EFFORT.length))) });
  return tOr(`changed.${name}`, name);
}

const kindOf = (name) => (name.startsWith(EFFORT) ? "s" : name.split("_").at(-1));

function valueOf(name, value, fine) {
  if (value === null || value === undefined) return format.NONE;
  if (name === "elevation_source") return tOr(`climbed.${value}`, value);
  const kind = kindOf(name);
  const written = (fine ? FINE : WORDS)[kind];
  return written ? written(value) : `${format.decimal(value, fine ? 2 : 0)} ${UNITS[kind] ?? ""}`.trim();
}

/** What a figure was and is, as people write it: so finely that one sees the difference. */
export function bothValues({ name, before, after }) {
  const usual = [before, after].map((value) => valueOf(name, value, false));
  return usual[0] === usual[1] ? [before, after].map((value) => valueOf(name, value, true)) : usual;
}

/** The main figures first, best efforts last, the shortest of them first. */
export function inOrder(figures) {
  const place = ({ name }) => {
    if (name.startsWith(EFFORT)) return ORDER.length + 1 + Number(name.slice(EFFORT.length));
    return ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
  };
  return [...figures].sort((a, b) => place(a) - place(b));
}

function formulas({ version_before: before, version_after: after }) {
  if (!after) return null;
  if (!before || before === after) return t("history.version_now", { after });
  return t("history.version", { before, after });
}

function change(one) {
  const when = h("time", { datetime: one.at }, format.dayAndTime(one.at, zone()));
  const cause = tOr(`cause.${one.cause}`, one.cause);
  return h("li", { class: "change" },
    h("p", {}, h("b", {}, cause), " ", h("span", { class: "small muted" }, when, formulas(one) ? ` · ${formulas(one)}` : null)),
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": cause },
      h("table", { class: "table" },
        h("caption", { class: "sr-only" }, cause),
        h("thead", {}, h("tr", {}, [t("history.figure"), t("history.before"), t("history.after")].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, inOrder(one.figures).map((figure) => {
          const [before, after] = bothValues(figure);
          return h("tr", {},
            h("th", { scope: "row" }, figureName(figure.name)),
            h("td", { class: "num" }, before),
            h("td", { class: "num" }, h("b", {}, after)));
        })))));
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Has it derived anew and waits for that; the workout as it is then, or null where it takes too long. */
async function derivedAnew(workout, signal) {
  const path = `/v1/workouts/${workout.id}`;
  const before = await api.get(path, { signal });
  await api.post(`${path}/analysis`);
  for (let look = 0; look < LOOKS_MOST && !signal.aborted; look += 1) {
    await wait(LOOKED_AGAIN_MS);
    const now = await api.get(path, { signal });
    if (now.version >= before.version + 2) return now; // one for the request, one for what came of it
  }
  return null;
}

/** The card on one's own workout; `changed(workout)` is told what came of working it out anew. */
export function historyCard(workout, changed, signal) {
  const path = `/v1/workouts/${workout.id}/changes`;
  const list = h("ul", { class: "changes" });
  const more = h("div", { class: "list-end" });
  const box = h("div", {});
  let newest = null;

  async function page(cursor) {
    const { items, next } = await api.get(path, { query: { limit: PAGE, cursor }, signal });
    if (!cursor) newest = items[0]?.at ?? null;
    list.append(...items.map(change));
    fill(more, next ? h("button", { class: "button button-small", type: "button", onclick: () => page(next).catch(failed) }, t("history.more")) : null);
    return items.length ? [list, more] : h("p", { class: "muted small" }, t("history.none"));
  }
  const failed = (problem) => problem.name === "AbortError" || toast(problem.detail ?? t("error.unexpected"), { bad: true });
  const draw = () => loading(box, () => {
    list.replaceChildren();
    return page();
  }, { kind: "rows", lines: 1, signal });

  async function again() {
    const held = newest;
    button.disabled = true;
    button.classList.add("busy");
    toast(t("history.working"));
    try {
      const now = await derivedAnew(workout, signal);
      if (!now) {
        toast(t("history.late"));
        return;
      }
      const { items } = await api.get(path, { query: { limit: 1 }, signal });
      const moved = (items[0]?.at ?? null) !== held;
      toast(t(moved ? "history.changed" : "history.same"));
      if (moved) changed(now);
      else Object.assign(workout, now); // its version
    } catch (problem) {
      failed(problem);
    } finally {
      button.disabled = false;
      button.classList.remove("busy");
    }
  }
  const button = h("button", { class: "button button-small", type: "button", onclick: again }, icon("again"), t("history.again"));
  draw();
  return h("section", { class: "card workout-history" }, h("div", { class: "card-head" }, h("h2", {}, t("history.title")), workout.recorded ? button : null), box);
}
