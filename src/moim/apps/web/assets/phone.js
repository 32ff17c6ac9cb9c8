// One's number for text messages: typed, proved by the code that comes, shown masked, taken away.

import * as api from "./api.js";
import { confirmDanger, toast } from "./dialog.js";
import { announce, fill, h, icon } from "./dom.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const PATH = "/v1/notification-settings/phone";
const CODE_DIGITS = 6;

/** Asks for a number; `show` draws what the answer says. */
const numberForm = (show, instead) => form({
  fields: [field("number", t("phone.number"), input({ type: "tel", autocomplete: "tel", inputmode: "tel", required: true, minlength: 10, maxlength: 20, placeholder: "010-1234-5678" }), { hint: t("phone.number_hint") })],
  action: t("phone.send_code"),
  after: instead,
  submit: async ({ number }) => {
    const answer = await api.put(PATH, { number });
    show(answer);
    announce(t("phone.sent", { number: answer.waiting.number }));
  },
});

/** Asks for the code that was sent. */
function codeForm(waiting, show, other) {
  const made = form({
    fields: [field("code", t("phone.code"), input({ autocomplete: "one-time-code", inputmode: "numeric", required: true, minlength: CODE_DIGITS, maxlength: CODE_DIGITS }), {
      hint: t("phone.code_hint", { until: format.timeOfDay(waiting.expires_at, zone()) }),
    })],
    action: t("phone.prove"),
    after: h("button", { class: "button", type: "button", onclick: other }, t("phone.other")),
    submit: async ({ code }) => {
      show(await api.post(`${PATH}/verification`, { code }));
      toast(t("phone.proved"));
    },
  });
  return h("div", { class: "stack-close" },
    h("p", { class: "notice" }, icon("phone"), h("span", {}, t("phone.sent", { number: waiting.number }))), made);
}

function held(answer, show, change) {
  async function part() {
    if (!(await confirmDanger(t("phone.remove_title"), t("phone.remove_text"), t("phone.remove")))) return;
    try {
      await api.remove(PATH);
      toast(t("phone.removed"));
      show({ ...answer, number: null, since: null, waiting: null });
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  const button = (words, onclick) => h("button", { class: "button button-small", type: "button", onclick }, words);
  return h("div", { class: "stack-close" },
    h("ul", { class: "rows" }, h("li", { class: "row" },
      h("span", { class: "badge tint-other" }, icon("phone")),
      h("span", { class: "row-text" }, h("b", {}, answer.number), h("span", { class: "row-sub" }, t("phone.since", { when: format.shortDay(answer.since, zone()) }))))),
    h("div", { class: "button-row" }, change ? button(t("phone.change"), change) : null, button(t("phone.remove"), part)));
}

/** The number there is, and a way to another. */
export function phone(signal) {
  const box = h("div", {});
  const inside = h("div", { class: "stack-close" });
  function show(answer, { asking = false, focus = true } = {}) {
    const again = () => show(answer, { asking: true });
    const back = () => show(answer);
    const parts = [answer.number ? held(answer, show, answer.offered && !asking ? again : null) : null];
    if (!answer.offered) parts.push(answer.number ? null : h("p", { class: "field-hint" }, t("phone.not_offered")));
    else if (answer.waiting && !asking) parts.push(codeForm(answer.waiting, show, again));
    else if (!answer.number || asking) {
      const instead = answer.number || answer.waiting ? h("button", { class: "button", type: "button", onclick: back }, t("action.cancel")) : null;
      parts.push(numberForm(show, instead));
    }
    fill(inside, parts);
    if (focus) (inside.querySelector("input") ?? inside.querySelector("button"))?.focus();
  }
  loading(box, async () => {
    show(await api.get(PATH, { signal }), { focus: false });
    return inside;
  }, { lines: 2, signal });
  return box;
}
