// Results: one's own with what became of them, somebody else's, and doubts about them.

import * as api from "./api.js";
import { fromForm, isOpen, isOver, reasonOf, unitOf, valueOf } from "./challenge-words.js";
import { linesDialog } from "./challenge-lines.js";
import { reviewTold } from "./challenge-reviews.js";
import { modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { me, zone } from "./session.js";
import { empty, loading } from "./states.js";
import { instantOf } from "./wall-clock.js";

const PAGE = 6;
const READ_MOST = 100;
const COMPLAINTS = ["too-fast", "vehicle", "wrong-sport", "not-theirs", "broken-device", "other"];
const NOTE_MAX = 500;

const pathOf = (challenge) => `/v1/challenges/${challenge.id}`;
const when = (challenge, at) => h("time", { datetime: at }, format.dayAndTime(at, challenge.timezone));

/** `07:30`, as a field of time has it. */
const timeNow = (now) => new Intl.DateTimeFormat("en-GB", { timeZone: zone(), hour: "2-digit", minute: "2-digit" }).format(new Date(now));

/** A dialog with one form; answers whether it was sent. */
const formDialog = (title, fields, action, send) =>
  modal(title, (close) => form({ fields, action, submit: async (values) => {
    await send(values);
    close(true);
  } }));

const noteField = (name, label, { required = false } = {}) =>
  field(name, label, h("textarea", { class: "input", rows: 3, maxlength: NOTE_MAX, required }), required ? {} : { hint: t("manual.optional") });

/** A result typed in, one's own or, with `user`, somebody's by the organiser. */
export async function typeIn(challenge, user) {
  const now = Date.now();
  const fields = [
    field("value", t("challenge.value"), input({ type: "number", min: 0.001, max: 1_000_000, step: "any", inputmode: "decimal", required: true }), { unit: unitOf(challenge.metric) }),
    h("div", { class: "pair" },
      field("day", t("manual.day"), input({ type: "date", required: true, value: format.dayOf(now, zone()), max: format.dayOf(now, zone()), min: format.dayOf(challenge.starts_at, zone()) })),
      field("time", t("challenge.time"), input({ type: "time", required: true, value: timeNow(now) }))),
    noteField("note", t("workout.note")),
  ];
  const title = user ? t("challenge.type_in_for", { name: user.nickname ?? t("company.nameless") }) : t("challenge.type_in");
  const sent = await formDialog(title, fields, t("action.save"), (values) => api.put(`${pathOf(challenge)}/results/${api.randomKey()}`, {
    value: fromForm(challenge.metric, values.value), at: instantOf(values.day, values.time, zone()), note: values.note.trim(), ...(user ? { user_id: user.user_id } : {}),
  }));
  if (sent) toast(t("challenge.typed_in"));
  return sent === true;
}

async function doubt(challenge, result) {
  const fields = [field("reason", t("challenge.doubt_why"), select(COMPLAINTS.map((one) => [one, t(`complaint.${one}`)]), "too-fast")), noteField("note", t("workout.note"))];
  const sent = await formDialog(t("challenge.doubt_title"), fields, t("challenge.doubt_send"), (values) => api.post(`${pathOf(challenge)}/results/${result.id}/reviews`, { reason: values.reason, note: values.note.trim() }));
  if (sent) toast(t("challenge.doubt_sent"));
  return sent === true;
}

async function appeal(challenge, review, changed) {
  const sent = await formDialog(t("challenge.appeal"), [h("p", { class: "small muted" }, t("challenge.appeal_text")), noteField("text", t("challenge.appeal_why"), { required: true })], t("challenge.appeal_send"), (values) =>
    api.put(`${pathOf(challenge)}/reviews/${review.id}/appeal`, { text: values.text.trim() }));
  if (!sent) return;
  toast(t("challenge.appeal_sent"));
  changed();
}

const stateTag = (result) => (result.state === "ok" ? null : h("span", { class: result.state === "review" ? "tag tag-warn" : "tag tag-bad" }, t(`challenge.result_${result.state}`)));
const meanwhile = (result) => (result.state === "review" ? h("span", { class: "small muted" }, t(result.counts ? "challenge.counts_meanwhile" : "challenge.counts_later")) : null);
const reasons = (result) => (result.reasons.length && result.state !== "ok" ? h("span", { class: "small muted" }, result.reasons.map(reasonOf).join(", ")) : null);

/** What a review came to, and the way to object. */
function verdict(challenge, review, changed) {
  if (!review) return null;
  const may = !review.open && !review.lapsed && review.decision !== "keep" && review.appealed_at === null && challenge.state !== "final";
  return h("p", { class: "small result-review" },
    reviewTold(review),
    review.answer ? ` “${review.answer}”` : "",
    may ? h("button", { class: "text-button text-link", type: "button", onclick: () => appeal(challenge, review, changed) }, t("challenge.appeal")) : null);
}

function ownLine(challenge, result, review, changed) {
  const value = h("b", { class: "num" }, valueOf(challenge, result.value));
  return h("li", { class: `result result-${result.state}` },
    h("span", { class: "result-value" }, result.workout_id ? h("a", { href: `/workouts/${result.workout_id}` }, value) : value, stateTag(result)),
    h("span", { class: "small muted" }, when(challenge, result.at), result.workout_id ? "" : ` · ${t("source.manual")}`, result.note ? ` · ${result.note}` : ""),
    reasons(result), meanwhile(result), verdict(challenge, review, changed));
}

/** One's own results, newest first, with reviews and appeals. `moved` is called after a change, `refresh()` shows what became of them. */
export function ownResults(challenge, { signal, moved }) {
  const list = h("ul", { class: "results" });
  const box = h("div", {});
  const end = h("div", { class: "list-end" });
  let reviews = new Map();
  let drawn = null; // what was read last, to tell whether it changed

  const read = (limit, cursor) => api.get(`${pathOf(challenge)}/results`, { query: { limit, cursor }, signal });
  function put(found) {
    list.append(...found.items.map((result) => ownLine(challenge, result, reviews.get(result.id), draw)));
    fill(end, found.next ? h("button", { class: "button button-small", type: "button", onclick: async () => put(await read(PAGE, found.next)) }, t("workouts.more")) : null);
  }
  async function all() {
    const [{ items }, found] = await Promise.all([api.get(`${pathOf(challenge)}/reviews`, { query: { limit: 100 }, signal }), read(Math.min(READ_MOST, Math.max(PAGE, list.children.length)))]);
    return { own: items.filter((one) => one.user_id === me().id), found };
  }
  function content({ own, found }) {
    drawn = JSON.stringify([own, found]);
    reviews = new Map(own.reverse().map((one) => [one.result_id, one]));
    fill(list);
    put(found);
    if (!found.items.length) return empty({ sign: "list", title: t("challenge.no_results"), text: t(isOpen(challenge) ? "challenge.no_results_text" : "challenge.no_results_over") });
    return [list, end];
  }
  function draw() {
    loading(box, async () => content(await all()), { kind: "rows", lines: 3, signal });
  }
  async function refresh() {
    const fresh = await all();
    if (signal.aborted || JSON.stringify([fresh.own, fresh.found]) === drawn) return;
    const focused = box.contains(document.activeElement);
    fill(box, content(fresh));
    if (focused) box.querySelector("button, a")?.focus();
  }
  async function add() {
    if (!(await typeIn(challenge))) return;
    draw();
    moved();
  }
  draw();
  const mayType = challenge.by_hand && (challenge.state === "running" || (isOver(challenge) && !challenge.final_at && !challenge.waits_until));
  const element = h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", {}, t("challenge.own_results")),
      h("button", { class: "icon-button", type: "button", "aria-label": t("challenge.lines"), title: t("challenge.lines"), onclick: () => linesDialog(challenge) }, icon("clock")),
      mayType ? h("button", { class: "button button-small", type: "button", onclick: add }, icon("plus"), t("challenge.type_in")) : null), box);
  return { element, refresh };
}

/** Somebody's results; who takes part may doubt one. */
export function personDialog(challenge, person) {
  const mayDoubt = challenge.entry?.state === "in" && person.user_id !== me()?.id && challenge.state !== "final";
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const items = await api.every(`${pathOf(challenge)}/results`, { query: { user_id: person.user_id } });
    if (!items.length) return empty({ sign: "list", title: t("challenge.no_results") });
    const ask = async (result) => {
      if (await doubt(challenge, result)) draw();
    };
    return h("ul", { class: "results" }, items.map((result) => h("li", { class: `result result-${result.state}` },
      h("span", { class: "result-value" }, h("b", { class: "num" }, valueOf(challenge, result.value)), stateTag(result)),
      h("span", { class: "small muted" }, when(challenge, result.at)),
      mayDoubt && result.state === "ok" ? h("button", { class: "text-button text-link", type: "button", onclick: () => ask(result) }, t("challenge.doubt")) : null)));
  });
  return modal(t("challenge.results_of", { name: person.nickname ?? t("company.nameless") }), draw);
}
