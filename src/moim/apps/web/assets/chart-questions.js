// Questions to who wrote about charts: was this one of use?

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";

const PATH = "/v1/insights/questions";

function question(one) {
  const card = h("section", { class: "card chart-question" });
  async function say(useful) {
    try {
      await api.post(`${PATH}/${one.id}/answer`, { useful });
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
      return;
    }
    fill(card, h("p", { class: "small muted", role: "status" }, t("drawn.thanks")));
  }
  const button = (words, useful) => h("button", { class: "button button-small", type: "button", onclick: () => say(useful) }, words);
  fill(card, h("p", {}, h("b", {}, t("drawn.question"))),
    h("div", { class: "button-row" }, button(t("drawn.useful"), true), button(t("drawn.not_useful"), false),
      one.chart_id ? h("a", { class: "button button-small", href: `/charts/${one.chart_id}` }, icon("list"), t("drawn.see_it")) : null));
  return card;
}

/** The newest question that waits for an answer; an empty place where there is none, or none can be had. */
export function chartQuestion(signal) {
  const place = h("div", {});
  api.get(PATH, { query: { limit: 20 }, signal }).then(({ items }) => {
    const open = items.find(({ useful }) => useful === null);
    if (open) fill(place, question(open));
  }, () => null);
  return place;
}
