// Asking to see a workout: others who ask, those who were let in, and what one asked oneself.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const PATH = "/v1/share-requests";
const failed = (problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true });
const button = (words, onclick) => h("button", { class: "button button-small", type: "button", onclick }, words);
const toWorkout = (one) => h("a", { class: "row-sub", href: `/workouts/${one.workout_id}` }, t("share.asked", { when: format.shortDay(one.asked_at, zone()) }));

/** Where it would be shown, by its name once that is known; nothing for who only wants to see it. */
function placeOf({ place }, signal) {
  if (!place) return null;
  const [kind, id] = place.split(":");
  if (kind !== "challenge") return h("span", { class: "row-sub" }, t("share.in_club"));
  const line = h("span", { class: "row-sub" }, t("share.in_challenge"));
  api.get(`/v1/challenges/${id}`, { signal }).then(({ title }) => fill(line, t("share.in_challenge"), " · ", h("a", { href: `/challenges/${id}` }, title)), () => null); // private ones have no name here
  return line;
}

/** Fills `section` with what `rows(items, draw)` makes of one of the lists; it is not there where that is empty. */
function listIn(section, query, rowOf, signal) {
  const box = h("div", {});
  section.hidden = true;
  function draw() {
    loading(box, async () => {
      const { items } = await api.get(PATH, { query: { limit: 50, ...query }, signal });
      const shown = items.map((one) => rowOf(one, draw, signal)).filter(Boolean);
      section.hidden = !shown.length;
      return h("ul", { class: "rows" }, shown);
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  section.append(box);
  return section;
}

/** Does it, says so, and draws the lists anew; a refusal is said too. */
async function settle(act, sentence, changed) {
  try {
    await act();
    toast(sentence);
  } catch (problem) {
    failed(problem);
  }
  changed();
}

const approve = (one, grant) => api.post(`${PATH}/${one.id}/approve`, grant);
const refuse = (one) => api.post(`${PATH}/${one.id}/refuse`);

function asking(one, changed, signal) {
  return h("li", { class: "row" }, face(one),
    h("span", { class: "row-text" }, h("b", {}, one.nickname ?? t("company.nameless")), toWorkout(one), placeOf(one, signal)),
    h("span", { class: "button-row" },
      button(t("share.approve"), () => settle(() => approve(one, { map: true, heart_rate: false }), t("share.approved"), changed)),
      button(t("share.refuse"), () => settle(() => refuse(one), t("share.refused"), changed))));
}

function seeing(one, changed, signal) {
  const tick = (part, words) => h("label", { class: "tick-line" },
    h("input", {
      type: "checkbox", class: "tick", checked: one[part],
      onchange: (event) => settle(() => approve(one, { map: one.map, heart_rate: one.heart_rate, [part]: event.target.checked }), t("settings.saved"), changed),
    }), words);
  return h("li", { class: "row" }, face(one),
    h("span", { class: "row-text" }, h("b", {}, one.nickname ?? t("company.nameless")), toWorkout(one), placeOf(one, signal),
      h("span", { class: "button-row" }, tick("map", t("share.with_map")), tick("heart_rate", t("share.with_heart_rate")))),
    button(t("share.revoke"), () => settle(() => refuse(one), t("share.taken_back"), changed)));
}

function asked(one, changed, signal) {
  if (one.state === "withdrawn") return null;
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon("share")),
    h("span", { class: "row-text" }, toWorkout(one), placeOf(one, signal), h("span", { class: "row-sub" }, t(`share.state_${one.state}`))),
    one.state === "refused" ? null : button(t("share.withdraw"), () => settle(() => api.remove(`${PATH}/${one.id}`), t("share.withdrawn"), changed)));
}

/** The three lists; `card(title, text)` makes the section that each fills. */
export function shareRequests(card, signal) {
  const seen = h("div", { class: "stack" });
  const drawSeen = () => seen.replaceChildren(listIn(card(t("share.seeing"), t("share.seeing_text")), { state: "approved" }, seeing, signal));
  drawSeen();
  return [
    listIn(card(t("share.requests"), t("share.requests_text")), { state: "asked" }, (one, draw) => asking(one, () => {
      draw();
      drawSeen();
    }, signal), signal),
    seen,
    listIn(card(t("share.sent"), t("share.sent_text")), { box: "sent" }, asked, signal),
  ];
}

/** What stands on the page of a workout that one does not see: a way to ask whose it is. */
export function askToSee(workoutId) {
  const said = h("p", { role: "status", tabindex: "-1" });
  const ask = h("button", { class: "button button-main", type: "button", onclick: press }, icon("eye"), t("share.ask"));
  async function press() {
    ask.disabled = true;
    try {
      await api.create(`/v1/workouts/${workoutId}/share-requests`, {});
      said.textContent = t("share.ask_sent");
      ask.remove();
      said.focus();
    } catch (problem) {
      said.textContent = problem.detail ?? t("error.unexpected");
      ask.disabled = problem.status === 404 || problem.status === 409;
    }
  }
  return h("div", { class: "stack-close ask-to-see" }, ask, said);
}
