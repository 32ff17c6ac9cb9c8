// A text in Markdown: written on one side, looked at on the other.

import * as api from "./api.js";
import { h } from "./dom.js";
import { field } from "./forms.js";
import { t } from "./i18n.js";
import { written } from "./sanitised.js";
import { loading } from "./states.js";

const MARKS = [["write.mark_bold", "**", "**", "B"], ["write.mark_quote", "\n> ", "", "”"], ["write.mark_list", "\n- ", "", "•"], ["write.mark_link", "[", "](https:)", "↗"]];

function mark(control, before, after) {
  const { selectionStart: from, selectionEnd: to, value } = control;
  control.setRangeText(before + value.slice(from, to) + after, from, to, "end");
  if (from === to && after) control.setSelectionRange(from + before.length, from + before.length);
  control.focus();
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

export function markdownField(name, label, value, { most, signal }) {
  const control = h("textarea", { class: "input", rows: 12, maxlength: most, required: true, value });
  const shown = h("div", { class: "preview", hidden: true, tabindex: "0", role: "region", "aria-label": t("write.preview") });
  const marks = h("span", { class: "marks" }, MARKS.map(([key, before, after, sign]) =>
    h("button", { class: "icon-button", type: "button", "aria-label": t(key), title: t(key), onclick: () => mark(control, before, after) }, h("span", { "aria-hidden": "true" }, sign))));
  const look = h("button", { class: "button button-small", type: "button", "aria-pressed": "false", onclick: () => {
    const on = shown.hidden;
    shown.hidden = !on;
    control.hidden = on;
    marks.hidden = on;
    look.setAttribute("aria-pressed", String(on));
    look.textContent = t(on ? "write.go_on" : "write.preview");
    if (on) loading(shown, async () => written((await api.post("/v1/previews", { body: control.value }, { signal })).html), { signal });
    else control.focus();
  } }, t("write.preview"));
  return field(name, label, control, { hint: t("write.markdown_hint"), extra: h("div", {}, shown, h("div", { class: "mark-row" }, marks, look)) });
}
