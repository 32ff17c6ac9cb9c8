// What one is asked: to record what was told of, to tidy what was shown, to let others see. Nothing is done by itself.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

const ASKED_MOST = 3;

function card(prompt) {
  const made = h("li", { class: "notice" });
  async function dismiss() {
    try {
      await api.remove(`/v1/workout-prompts/${prompt.id}`);
      made.remove();
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  const action = prompt.kind === "record"
    ? h("a", { class: "button button-small button-main", href: "/workouts/new" }, t("workouts.by_hand"))
    : prompt.workout_id ? h("a", { class: "button button-small button-main", href: `/workouts/${prompt.workout_id}` }, t("asked.look")) : null;
  made.append(icon("bulb"), h("div", { class: "stack-close" },
    h("span", {}, t(`asked.${prompt.kind}`)),
    h("span", { class: "button-row" }, action,
      prompt.kind === "delete" ? null : h("a", { class: "button button-small", href: `/posts/${prompt.post_id}` }, t("asked.post")),
      h("button", { class: "button button-small", type: "button", onclick: dismiss }, t("asked.dismiss")))));
  return made;
}

/** Others who ask to see a workout: they are answered where one says who sees what. */
function wish(requests) {
  const count = new Set(requests.map((one) => one.asker_id)).size;
  return h("li", { class: "notice" }, icon("eye"), h("div", { class: "stack-close" },
    h("span", {}, t("asked.see", { count })),
    h("span", { class: "button-row" }, h("a", { class: "button button-small button-main", href: "/settings/privacy" }, t("asked.answer")))));
}

/** A list that stays empty where nothing is asked. */
export function workoutPrompts(signal) {
  const list = h("ul", { class: "asked", "aria-label": t("asked.title") });
  api.get("/v1/workout-prompts", { query: { limit: ASKED_MOST }, signal }).then(({ items }) => {
    list.append(...items.map(card));
  }, () => null); // the workouts are what the page is for
  api.get("/v1/share-requests", { query: { state: "asked", limit: 20 }, signal }).then(({ items }) => {
    if (items.length) list.prepend(wish(items));
  }, () => null);
  return list;
}
