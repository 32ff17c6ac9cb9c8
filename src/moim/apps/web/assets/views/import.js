import { confirmDanger, toast } from "../dialog.js";
import { announce, fill, h, icon } from "../dom.js";
import { dropZone } from "../drop-zone.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { clear, importFiles, recallImports, retry, sentShare, undoAll, watchImports, working } from "../importing.js";

const VERDICTS = {
  imported: { sign: "check", tone: "good" },
  merged: { sign: "check", tone: "good" },
  duplicate: { sign: "info", tone: "info" },
  partial: { sign: "alert", tone: "warn" },
  failed: { sign: "close", tone: "bad" },
};

const verdictOf = (file) => (file.verdict && file.verdict !== "pending" ? file.verdict : null);

/** Why, in words: the server's own sentence, else ours for its code. */
function reason(file) {
  if (file.detail) return file.detail;
  return file.reason ? tOr(`reason.${file.reason}`, file.reason) : null;
}

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

function fileRow(batch, file) {
  const verdict = verdictOf(file);
  const look = VERDICTS[verdict];
  const ids = file.workout_ids ?? [];
  return h(
    "li",
    { class: "file" },
    h("span", { class: `file-sign tone-${look?.tone ?? "info"}` }, icon(look?.sign ?? "file")),
    h("span", { class: "file-text" },
      h("b", {}, file.name),
      file.size ? h("small", { class: "muted" }, format.fileSize(file.size)) : null,
      reason(file) ? h("span", { class: "file-reason" }, reason(file)) : null),
    h("span", { class: "file-end" },
      verdict ? h("span", { class: `verdict tone-${look?.tone ?? "info"}` }, tOr(`verdict.${verdict}`, verdict)) : progress(batch, file),
      ids.slice(0, 3).map((id, at) => h("a", { href: `/workouts/${id}` }, ids.length > 1 ? t("import.see_nth", { n: at + 1 }) : t("import.see")))),
  );
}

function counts(batches) {
  const files = batches.flatMap((batch) => batch.files);
  const of = (verdict) => files.filter((file) => verdictOf(file) === verdict).length;
  return {
    all: files.length,
    judged: files.filter(verdictOf).length,
    good: of("imported") + of("merged") + of("partial"),
    known: of("duplicate"),
    failed: of("failed") + batches.filter((batch) => batch.state === "failed").flatMap((batch) => batch.files).length,
  };
}

function summary(batches) {
  const { all, judged, good, known, failed } = counts(batches);
  if (working()) return t("import.progress", { judged, all });
  return [t("import.done_good", { count: good }), known ? t("import.done_known", { count: known }) : null, failed ? t("import.done_failed", { count: failed }) : null]
    .filter(Boolean).join(" · ");
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
    h("ul", { class: "files" }, batches.flatMap((batch) => batch.files.map((file) => fileRow(batch, file)))),
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
    h("h1", {}, t("nav.import")),
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
