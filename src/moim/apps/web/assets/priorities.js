// How urgent a topic is to somebody: asked for here, decided by whoever runs the place.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h } from "./dom.js";
import { failed } from "./follows.js";
import { field, form, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { isStaff, me, zone } from "./session.js";
import { loading } from "./states.js";

const PATH = "/v1/notification-priorities";
const LANES = ["high", "normal", "bulk"];
const SHOWN = 10;
const TAG_OF = { asked: "tag-warn", approved: "tag-good", rejected: "" };

export const topicName = (topic) => t(`topic.${topic}`);
const laneName = (lane) => t(`lane.${lane}`);

function row(one, changed) {
  const decide = (what, words, look) => h("button", { class: `button button-small ${look}`, type: "button", onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await api.post(`${PATH}/${one.id}/${what}`, what === "rejection" ? { reason: "" } : undefined);
      toast(t("priority.decided"));
      changed();
    } catch (problem) {
      button.disabled = false;
      failed(problem);
    }
  } }, t(words));
  const whose = one.for_all ? t("priority.for_all") : one.user_id === me().id ? null : t("priority.of_other");
  return h("li", { class: "row row-ends" },
    h("span", { class: "row-text" },
      h("b", {}, `${topicName(one.topic)} → ${laneName(one.to)}`),
      h("span", { class: "row-sub" }, [whose, format.shortDay(one.asked_at, zone()), one.reason || null].filter(Boolean).join(" · "))),
    one.state === "asked" && isStaff() ? h("span", { class: "button-row" }, decide("approval", "priority.approve", "button-main"), decide("rejection", "priority.reject", ""))
      : h("span", { class: `tag ${TAG_OF[one.state]}` }, t(`priority.${one.state}`)));
}

/** What was asked, and a form to ask. */
export function priorities(topics, signal) {
  const box = h("div", { class: "stack" });
  const draw = () => loading(box, async () => {
    const { items, lanes } = await api.get(PATH, { query: { limit: SHOWN }, signal });
    const now = h("p", { class: "field-hint" });
    const say = (topic) => fill(now, t("priority.now", { lane: laneName(lanes[topic] ?? "normal") }));
    const topic = select(topics.map((one) => [one, topicName(one)]), topics[0], { onchange: (event) => say(event.target.value) });
    say(topics[0]);
    const ask = form({
      fields: [
        h("div", { class: "pair" }, field("topic", t("notify.topic"), topic, { extra: now }), field("to", t("priority.to"), select(LANES.map((lane) => [lane, laneName(lane)]), "high"))),
        isStaff() ? h("label", { class: "tick-line" }, h("input", { class: "tick", type: "checkbox", name: "for_all" }), h("span", {}, t("priority.for_all"))) : null,
      ],
      action: t("priority.ask"),
      submit: async (values) => {
        await api.create(PATH, { topic: values.topic, to: values.to, for_all: values.for_all === "on" });
        toast(t("priority.sent"));
        draw();
      },
    });
    return [ask, items.length ? h("ul", { class: "rows" }, items.map((one) => row(one, draw))) : null];
  }, { kind: "rows", lines: 2, signal });
  draw();
  return box;
}
