// The look of the pages before sign-in: the sign of Moim on one side, the form on the other.

import { h } from "../dom.js";
import { LANGUAGES, language, setLanguage, t } from "../i18n.js";
import { wordmark } from "../wordmark.js";

function languages() {
  return h(
    "div",
    { class: "auth-languages" },
    Object.entries(LANGUAGES).map(([code, name]) =>
      h(
        "button",
        {
          class: "text-button", type: "button", lang: code, "aria-pressed": String(code === language()),
          onclick: () => {
            setLanguage(code);
            dispatchEvent(new Event("moim:language"));
          },
        },
        name,
      ),
    ),
  );
}

export function authFrame(title, text, ...content) {
  return h(
    "div",
    { class: "auth" },
    h(
      "aside",
      { class: "auth-band lanes" },
      wordmark(),
      h("p", { class: "auth-motto" }, t("auth.motto")),
      h("ul", { class: "auth-points" }, ["import", "calendar", "private"].map((key) => h("li", {}, t(`auth.point_${key}`)))),
    ),
    h("section", { class: "auth-form" }, h("h1", {}, title), text ? h("p", { class: "muted" }, text) : null, content, languages()),
  );
}
