// What one wants to say to whoever runs this place, and what they answered; staff answers here, too.

import * as api from "../api.js";
import { kindName } from "../chart-words.js";
import { toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { field, form, select } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { isStaff, zone } from "../session.js";
import { empty, failure, loading } from "../states.js";
import { wishRow } from "../wishes.js";

const LIMIT = 20;
const TEXT_MAX = 4000;
const TOPICS = ["app", "account", "workout", "challenge", "visualisation", "community", "gathering", "other"];
const RESOLUTIONS = ["answered", "planned", "done", "declined"];

const area = (rows) => h("textarea", { class: "input", rows, maxlength: TEXT_MAX, required: true });
const named = (kind, names) => names.map((name) => [name, t(`feedback.${kind}_${name}`)]);

/** What was sent, with its answer; `answering` adds a form to one that has none. */
function message(line, answering) {
  const body = h("div", { class: "stack-close" });
  function draw(now) {
    fill(body,
      h("p", { class: "small muted" }, t(`feedback.topic_${now.topic}`), " · ", h("time", { datetime: now.sent_at }, format.dayAndTime(now.sent_at, zone()))),
      h("p", { class: "workout-note" }, now.text),
      now.answer ? h("div", { class: "notice notice-good" }, icon("talk"), h("span", { class: "workout-note" }, h("b", {}, t(`feedback.resolution_${now.resolution}`)), " · ", now.answer)) : null,
      !now.answer && answering ? answerForm(now) : null,
      !now.answer && !answering ? h("p", { class: "small muted" }, t("feedback.waits")) : null);
  }
  function answerForm(now) {
    return form({
      fields: [
        field("resolution", t("feedback.resolution"), select(named("resolution", RESOLUTIONS), RESOLUTIONS[0])),
        field("text", t("feedback.answer"), area(3)),
      ],
      action: t("feedback.send_answer"),
      submit: async (values) => {
        draw(await api.post(`/v1/feedback/${now.id}/answer`, values));
        toast(t("feedback.answered"));
      },
    });
  }
  draw(line);
  return h("article", { class: "feedback" }, body);
}

/** A list with its next pages; `draw()` reads it from its beginning. */
function pages(path, query, none, answering, signal) {
  const box = h("div", {});
  const rows = h("div", { class: "stack" });
  const end = h("div", { class: "list-end" });
  async function more(cursor) {
    const { items, next } = await api.get(path, { query: { ...query, limit: LIMIT, cursor }, signal });
    rows.append(...items.map((line) => message(line, answering)));
    fill(end, next ? h("button", { class: "button", type: "button", onclick: () => again(next) }, t("workouts.more")) : null);
    return rows.childElementCount ? [rows, end] : empty({ sign: "talk", title: t(none) });
  }
  async function again(cursor) {
    try {
      await more(cursor);
    } catch (problem) {
      fill(end, failure(problem, () => again(cursor)));
    }
  }
  function draw() {
    fill(rows);
    loading(box, () => more(null), { kind: "rows", lines: 2, signal });
  }
  draw();
  return { box, draw };
}

/** A challenge that is meant, named once it is known. */
function meant({ topic, id }, signal) {
  const place = h("p", { class: "small muted" });
  const [path, titleOf] = topic === "challenge" ? ["/v1/challenges", (one) => one.title] : ["/v1/insights/charts", (one) => kindName(one.kind)];
  api.get(`${path}/${encodeURIComponent(id)}`, { signal }).then((one) => fill(place, t("feedback.about", { title: titleOf(one) })), () => null); // it can be said without
  return place;
}

/** The one thing that the address says it is about. */
function subjectOf(query) {
  if (query.get("challenge")) return { topic: "challenge", id: query.get("challenge") };
  return query.get("chart") ? { topic: "visualisation", id: query.get("chart") } : null;
}

/** What was said about challenges: for staff, with the way to each. */
function aboutChallenges(signal) {
  const list = h("ul", { class: "rows" });
  const row = (one) => wishRow({
    about: t(one.challenge_id ? "feedback.wish_challenge" : "feedback.wish_challenges"), href: one.challenge_id ? `/challenges/${one.challenge_id}` : null,
    state: one.closed_at ? one.resolution : "open", sent: one.opened_at, answered: one.closed_at,
  });
  return [list, endless("/v1/challenges/improvements", { limit: LIMIT }, list, { row, signal, nothing: () => empty({ sign: "talk", title: t("feedback.no_wishes") }) })];
}

export function show({ query, signal }) {
  const subject = subjectOf(query);
  const own = pages("/v1/feedback", {}, "feedback.none", false, signal);
  const sending = form({
    fields: [
      field("topic", t("feedback.topic"), select(named("topic", TOPICS), subject?.topic ?? TOPICS[0])),
      subject ? meant(subject, signal) : null,
      field("text", t("feedback.text"), area(5)),
    ],
    action: t("feedback.send"),
    submit: async (values, made) => {
      await api.create("/v1/feedback", values.topic === subject?.topic ? { ...values, subject_id: subject.id } : values);
      made.reset();
      toast(t("feedback.sent"));
      own.draw();
    },
  });
  const card = (title, ...body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t(title))), body);
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("feedback.title")),
    h("p", { class: "muted lead" }, t("feedback.lead")),
    isStaff() ? card("feedback.to_answer", pages("/v1/feedback/all", { answered: false }, "feedback.none_to_answer", true, signal).box) : null,
    card("feedback.new", sending),
    card("feedback.own", own.box),
    isStaff() ? card("feedback.wishes", aboutChallenges(signal)) : null);
}
