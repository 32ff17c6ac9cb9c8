// A file of an import with its verdict, while it is on its way and long after.

import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";

const VERDICTS = {
  imported: { sign: "check", tone: "good" },
  merged: { sign: "check", tone: "good" },
  duplicate: { sign: "info", tone: "info" },
  partial: { sign: "alert", tone: "warn" },
  failed: { sign: "close", tone: "bad" },
};
const LINKS_MOST = 3;

export const verdictOf = (file) => (file.verdict && file.verdict !== "pending" ? file.verdict : null);

/** Why, in words: the server's own sentence, else ours for its code. */
function reason(file) {
  if (file.detail) return file.detail;
  return file.reason ? tOr(`reason.${file.reason}`, file.reason) : null;
}

/** How many files came to which end: `{all, judged, good, known, failed}`. */
export function verdictCounts(files) {
  const of = (verdict) => files.filter((file) => verdictOf(file) === verdict).length;
  return {
    all: files.length,
    judged: files.filter(verdictOf).length,
    good: of("imported") + of("merged") + of("partial"),
    known: of("duplicate"),
    failed: of("failed"),
  };
}

/** `12개 가져옴 · 1개 중복`. */
export const countsInWords = ({ good, known, failed }) =>
  [t("import.done_good", { count: good }), known ? t("import.done_known", { count: known }) : null, failed ? t("import.done_failed", { count: failed }) : null]
    .filter(Boolean).join(" · ");

/** A row; `progress()` is shown in place of a verdict that is still to come. `linked`: its workouts are there. */
export function fileRow(file, { progress = () => null, linked = true } = {}) {
  const verdict = verdictOf(file);
  const tone = VERDICTS[verdict]?.tone ?? "info";
  const ids = linked ? (file.workout_ids ?? []) : [];
  const size = file.size ?? file.size_bytes;
  return h(
    "li",
    { class: "file" },
    h("span", { class: `file-sign tone-${tone}` }, icon(VERDICTS[verdict]?.sign ?? "file")),
    h("span", { class: "file-text" },
      h("b", {}, file.name),
      size ? h("small", { class: "muted" }, format.fileSize(size)) : null,
      reason(file) ? h("span", { class: "file-reason" }, reason(file)) : null),
    h("span", { class: "file-end" },
      verdict ? h("span", { class: `verdict tone-${tone}` }, tOr(`verdict.${verdict}`, verdict)) : progress(),
      ids.slice(0, LINKS_MOST).map((id, at) => h("a", { href: `/workouts/${id}` }, ids.length > 1 ? t("import.see_nth", { n: at + 1 }) : t("import.see")))),
  );
}
