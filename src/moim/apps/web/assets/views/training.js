import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { basisCard, standing, zonesCard } from "../training-basis.js";

/** What training is measured against, and where one stands by it. */
export function show({ signal }) {
  const card = (title, text, body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)),
    h("div", { class: "stack-close" }, h("p", { class: "muted small" }, text), body));
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("training.title")),
    card(t("training.standing"), t("training.standing_text"), standing(signal)),
    card(t("training.basis"), t("training.basis_text"), basisCard(signal)),
    card(t("zones.title"), t("training.zones_text"), zonesCard(signal)));
}
