// What is shown once: a key, recovery codes, a token. To copy, to keep, never to be seen again.

import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

/** Copies, or marks the text to be copied by hand where the browser allows no more (plain http). */
async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("secret.copied"));
  } catch {
    getSelection().selectAllChildren(place);
  }
}

/** A secret in large type with a button that copies it. `shown` is what is read, `text` what is copied. */
export function secret(label, text, shown = text) {
  const place = h("code", { class: "secret-text" }, shown);
  return h("div", { class: "secret" },
    h("span", { class: "secret-label" }, label),
    place,
    h("button", { class: "button button-small", type: "button", onclick: () => copy(text, place) }, icon("copy"), t("secret.copy")));
}

/** Several secrets, one a line, to copy or to keep as a file. */
export function secretLines(lines, fileName) {
  const text = lines.join("\n");
  const place = h("ol", { class: "secret-lines" }, lines.map((line) => h("li", {}, h("code", {}, line))));
  const file = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  return h("div", { class: "stack-close" },
    place,
    h("div", { class: "button-row" },
      h("button", { class: "button button-small", type: "button", onclick: () => copy(text, place) }, icon("copy"), t("secret.copy")),
      h("a", { class: "button button-small", href: file, download: fileName }, icon("download"), t("secret.keep"))));
}
