// Numbers that refused advertising by the 080 number, for whoever runs the place to hand in.

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { field, form } from "./forms.js";
import { t } from "./i18n.js";

const PATH = "/v1/notifications/text-refusals";
const LIST_MAX = 100_000;

/** A list as the provider gives it, and what came of it. */
export function refusedNumbers() {
  const outcome = h("div", { role: "status" });
  const made = form({
    fields: [
      field("list", t("optout.list"), h("textarea", { class: "input", rows: 4, required: true, maxlength: LIST_MAX, placeholder: "010-1234-5678,2026-11-02 14:05", autocomplete: "off", spellcheck: false }), { hint: t("optout.hint") }),
    ],
    action: t("optout.send"),
    submit: async ({ list }, sent) => {
      fill(outcome);
      const { taken, closed, unread } = await api.post(PATH, { list });
      sent.reset();
      fill(outcome,
        h("p", { class: "notice notice-good" }, icon("check"), h("span", {}, t("optout.done", { taken, closed }))),
        unread.length ? h("p", { class: "notice" }, icon("alert"), h("span", {}, t("optout.unread", { lines: unread.join(", ") }))) : null);
    },
  });
  return h("div", { class: "stack-close" }, made, outcome);
}
