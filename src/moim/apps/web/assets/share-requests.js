// Others who ask to see a workout of one's own.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { h } from "./dom.js";
import { face } from "./face.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const PATH = "/v1/share-requests";

function row(one, changed) {
  async function decide(way, body, sentence) {
    try {
      await api.post(`${PATH}/${one.id}/${way}`, body);
      toast(sentence);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  return h("li", { class: "row" }, face(one),
    h("span", { class: "row-text" }, h("b", {}, one.nickname ?? t("company.nameless")),
      h("a", { class: "row-sub", href: `/workouts/${one.workout_id}` }, t("share.asked", { when: format.shortDay(one.asked_at, zone()) }))),
    h("span", { class: "button-row" },
      h("button", { class: "button button-small", type: "button", onclick: () => decide("approve", { map: true, heart_rate: false }, t("share.approved")) }, t("share.approve")),
      h("button", { class: "button button-small", type: "button", onclick: () => decide("refuse", undefined, t("share.refused")) }, t("share.refuse"))));
}

/** Fills `section` with what waits for an answer; it is not there where nothing does. */
export function shareRequests(section, signal) {
  const box = h("div", {});
  section.hidden = true;
  function draw() {
    loading(box, async () => {
      const { items } = await api.get(PATH, { query: { state: "asked", limit: 50 }, signal });
      section.hidden = !items.length;
      return h("ul", { class: "rows" }, items.map((one) => row(one, draw)));
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  section.append(box);
  return section;
}
