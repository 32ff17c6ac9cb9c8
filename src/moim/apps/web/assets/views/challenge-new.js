import * as api from "../api.js";
import { bodyOf, newFields } from "../challenge-form.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { form } from "../forms.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";

export function show() {
  async function submit(values) {
    const made = await api.create("/v1/challenges", bodyOf(values));
    toast(t(made.state === "draft" ? "challenge.kept" : "challenge.made"));
    navigate(`/challenges/${made.id}`, { replace: true });
  }
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/challenges" }, icon("left"), t("nav.challenges"))),
    h("h1", {}, t("challenges.new")),
    h("section", { class: "card" }, form({ fields: newFields(), action: t("challenge.make"), submit })));
}
