import { confirmDanger, toast } from "../dialog.js";
import { announce, fill, h, icon } from "../dom.js";
import { dropZone } from "../drop-zone.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { countsInWords, fileRow, verdictCounts } from "../import-files.js";
import { clear, importFiles, recallImports, retry, sentShare, undoAll, watchImports, working } from "../importing.js";

function progress(batch, file) {
  if (batch.state === "failed") return h("span", { class: "verdict tone-bad" }, icon("close"), t("import.not_sent"));
  if (batch.state === "working") return h("span", { class: "verdict tone-info" }, h("span", { class: "spinner" }), t("import.reading"));
  const share = sentShare(batch, file);
  return h(
    "span",
    { class: "sending" },
    h("progress", { max: 1, value: share, "aria-label": t("import.sending", { name: file.name }) }),
    h("span", { class: "num small" }, batch.state === "waiting" ? t("import.waiting") : format.percent(share)),
  );
}

function counts(batches) {
  const told = verdictCounts(batches.flatMap((batch) => batch.files));
  const unsent = batches.filter((batch) => batch.state === "failed").flatMap((batch) => batch.files).length;
  return { ...told, failed: told.failed + unsent };
}

function summary(batches) {
  const told = counts(batches);
  return working() ? t("import.progress", told) : countsInWords(told);
}

async function undo() {
  if (!(await confirmDanger(t("import.undo_title"), t("import.undo_text"), t("import.undo")))) return;
  try {
    await undoAll();
    toast(t("import.undone"));
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
  }
}

function results(batches) {
  if (!batches.length) return [];
  const { all, judged } = counts(batches);
  const busy = working();
  return [
    h("div", { class: "card-head" },
      h("h2", {}, t("import.results")),
      busy ? null : h("div", { class: "head-actions" },
        h("button", { class: "button button-small", type: "button", onclick: undo }, icon("undo"), t("import.undo")),
        h("button", { class: "button button-small", type: "button", onclick: clear }, t("import.clear")))),
    h("p", { class: "import-summary" }, summary(batches)),
    busy ? h("progress", { class: "import-total", max: all || 1, value: judged, "aria-label": t("import.total") }) : null,
    batches.filter((batch) => batch.state === "failed").map((batch) =>
      h("div", { class: "notice notice-bad" }, icon("alert"), h("span", {}, batch.problem.detail),
        batch.files.some((file) => file.file) ? h("button", { class: "button button-small", type: "button", onclick: () => retry(batch) }, t("action.retry")) : null)),
    h("ul", { class: "files" }, batches.flatMap((batch) => batch.files.map((file) => fileRow(file, { progress: () => progress(batch, file) })))),
  ];
}

export function show({ signal }) {
  const place = h("section", { class: "card import-results", hidden: true });
  let wasBusy = false;
  recallImports();
  watchImports((batches) => {
    place.hidden = !batches.length;
    fill(place, results(batches));
    if (wasBusy && !working()) announce(summary(batches));
    wasBusy = working();
  }, signal);
  return h(
    "div",
    { class: "page import-page" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.import")),
      h("a", { class: "button button-small", href: "/import/history" }, icon("clock"), t("imports.title"))),
    h("p", { class: "muted lead" }, t("import.lead")),
    dropZone(importFiles),
    place,
    h("section", { class: "card" },
      h("div", { class: "card-head" }, h("h2", {}, t("import.how"))),
      h("ul", { class: "how" }, ["garmin", "apple", "samsung", "strava"].map((key) =>
        h("li", {}, h("b", {}, t(`import.how_${key}`)), h("span", {}, t(`import.how_${key}_text`))))),
      h("p", { class: "small muted" }, t("import.by_hand"), " ", h("a", { href: "/workouts/new" }, t("workouts.by_hand")))),
  );
}
