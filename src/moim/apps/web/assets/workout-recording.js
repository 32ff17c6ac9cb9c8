// What an owner does to a recording: keep a part of it, join another, put another file there, take its course away.

import * as api from "./api.js";
import { confirmDanger, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { cropDialog } from "./workout-crop.js";
import { joinDialog } from "./workout-join.js";

const ACCEPT = ".fit,.gpx,.tcx,.kml,.gz,.json";

/** The files it comes from, where there is more than the one it shows. */
function originals(workout, signal) {
  const box = h("details", { class: "originals", hidden: true });
  const path = `/v1/workouts/${workout.id}`;
  const line = (one) => h("li", { class: "row" },
    h("span", { class: "row-text" }, h("b", {}, one.name),
      h("span", { class: "row-sub" }, [one.shown ? t("recording.shown") : t("recording.alternate"), format.dayAndTime(one.imported_at, zone())].join(" · "))),
    h("a", { class: "button button-small", href: `${path}/original?of=${one.id}`, download: "", "aria-label": t("recording.download_named", { name: one.name }) }, icon("download")));
  api.get(`${path}/originals`, { signal }).then(({ items }) => {
    if (items.length < 2) return;
    box.append(h("summary", {}, t("recording.originals", { count: items.length })), h("ul", { class: "rows" }, items.map(line)));
    box.hidden = false;
  }, () => null); // the one it shows can be taken below
  return box;
}

/** The card on one's own workout; `changed(workout)` is told what came of it. */
export function recordingCard(workout, changed, signal) {
  const path = `/v1/workouts/${workout.id}`;
  let busy = false;

  /** `act` promises the workout as it is afterwards, or null where nothing was done. */
  async function run(act, sentence) {
    if (busy) return;
    busy = true;
    row.setAttribute("aria-busy", "true");
    try {
      const after = await act();
      if (!after) return;
      toast(t(sentence));
      changed(after);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    } finally {
      busy = false;
      row.removeAttribute("aria-busy");
    }
  }
  const now = () => api.get(path); // what is chosen from must be what is there
  async function uncrop() {
    const { version } = await now();
    return api.remove(`${path}/crop`, { headers: { "If-Match": `"v${version}"` } });
  }
  async function drop() {
    if (!(await confirmDanger(t("recording.drop_title"), t("recording.drop_text"), t("recording.drop")))) return null;
    return api.remove(`${path}/track`);
  }
  const picker = h("input", {
    type: "file", accept: ACCEPT, hidden: true, "aria-label": t("recording.replace"),
    onchange: () => {
      const [file] = picker.files;
      picker.value = "";
      if (file) run(() => api.putFile(`${path}/track`, file, file.name), "recording.replaced");
    },
  });
  const button = (sign, words, onclick, className = "button button-small") =>
    h("button", { class: className, type: "button", onclick }, icon(sign), t(words));
  const row = h("div", { class: "button-row" }, picker,
    workout.has_track ? button("crop", "recording.crop", () => run(async () => cropDialog(await now()), "crop.done")) : null,
    workout.cropped ? button("undo", "recording.uncrop", () => run(uncrop, "recording.uncropped")) : null,
    workout.has_track ? button("join", "recording.join", () => run(async () => joinDialog(await now()), "join.done")) : null,
    button("file", workout.recorded ? "recording.replace" : "recording.attach", () => picker.click()),
    workout.has_track ? button("trash", "recording.drop", () => run(drop, "recording.dropped"), "button button-small button-bad") : null);
  return h("section", { class: "card workout-recording" },
    h("div", { class: "card-head" }, h("h2", {}, t("recording.title"))),
    h("p", { class: "muted small" }, workout.cropped ? [h("b", {}, t("recording.cropped_note")), " "] : null, t(workout.recorded ? "recording.text" : "recording.attach_text")),
    row, workout.recorded ? originals(workout, signal) : null);
}
