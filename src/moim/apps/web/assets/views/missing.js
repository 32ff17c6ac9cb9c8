import { h } from "../dom.js";
import { t } from "../i18n.js";
import { empty } from "../states.js";

export function show() {
  return h(
    "div",
    { class: "page" },
    h("h1", {}, t("missing.title")),
    empty({ sign: "route", title: t("missing.lost"), text: t("missing.text"), action: h("a", { class: "button button-main", href: "/" }, t("missing.home")) }),
  );
}
