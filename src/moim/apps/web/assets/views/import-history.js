import * as api from "../api.js";
import { confirmDanger, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { countsInWords, fileRow, verdictCounts } from "../import-files.js";
import { zone } from "../session.js";
import { empty, failure, skeleton } from "../states.js";

const PAGE = 20;
const FILES_AT_ONCE = 50;
const JOINED = "join"; // two workouts made into one: the file holds both, and is not undone

async function undo(one) {
  if (!(await confirmDanger(t("import.undo_title"), t("import.undo_text"), t("import.undo")))) return null;
  try {
    const answer = await api.remove(`/v1/workouts/imports/${one.id}`);
    toast(t("import.undone"));
    return answer;
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
    return null;
  }
}

/** The files, some dozens at a time: an import may have thousands. */
function files(one) {
  const list = h("ul", { class: "files" });
  const more = h("button", { class: "button button-small", type: "button", onclick: add }, t("workouts.more"));
  let shown = 0;
  function add() {
    list.append(...one.files.slice(shown, shown + FILES_AT_ONCE).map((file) => fileRow(file, { linked: one.status !== "undone" })));
    shown += FILES_AT_ONCE;
    more.hidden = shown >= one.files.length;
  }
  add();
  return [list, more];
}

function card(one) {
  const counts = verdictCounts(one.files);
  const undone = one.status === "undone";
  const state = one.status === "reading" ? t("import.progress", counts) : undone ? t("imports.undone") : countsInWords(counts);
  const made = h("li", { class: undone ? "card import-undone" : "card" });
  const inside = h("div", {});
  async function takeBack() {
    const answer = await undo(one);
    if (answer) made.replaceWith(card(answer));
  }
  fill(made,
    h("div", { class: "card-head" },
      h("div", {}, h("h2", {}, h("time", { datetime: one.started_at }, format.dayAndTime(one.started_at, zone()))),
        h("p", { class: "small muted" }, [one.provider === "files" ? null : tOr(`source.${one.provider}`, one.provider), t("imports.files", { count: one.files.length }), state].filter(Boolean).join(" · "))),
      one.status === "done" && one.provider !== JOINED ? h("button", { class: "button button-small", type: "button", onclick: takeBack }, icon("undo"), t("import.undo")) : null),
    one.files.length ? h("details", { ontoggle: () => inside.childElementCount || fill(inside, files(one)) }, h("summary", {}, t("imports.open")), inside) : null);
  return made;
}

export function show({ signal }) {
  const list = h("ul", { class: "stack" });
  const end = h("div", { class: "list-end" });
  let cursor = null;
  async function more() {
    end.replaceChildren(skeleton("rows", 3));
    try {
      const { items, next } = await api.get("/v1/workouts/imports", { query: { limit: PAGE, cursor }, signal });
      if (signal.aborted) return;
      cursor = next;
      list.append(...items.map(card));
      if (next) fill(end, h("button", { class: "button", type: "button", onclick: more }, t("workouts.more")));
      else fill(end, list.childElementCount ? null : empty({ sign: "upload", title: t("imports.none"), text: t("imports.none_text"), action: h("a", { class: "button button-main", href: "/import" }, icon("upload"), t("nav.import")) }));
    } catch (problem) {
      if (problem.name !== "AbortError") end.replaceChildren(failure(problem, more));
    }
  }
  more();
  return h("div", { class: "page" },
    h("p", {}, h("a", { class: "back", href: "/import" }, icon("left"), t("nav.import"))),
    h("h1", {}, t("imports.title")),
    h("p", { class: "muted lead" }, t("imports.lead")),
    list, end);
}
