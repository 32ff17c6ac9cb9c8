import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { form, password } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { me, zone } from "../session.js";
import { loading } from "../states.js";
import { newPassword } from "./signup.js";

function sessionRow(one, changed) {
  async function end() {
    try {
      await api.remove(`/v1/sessions/${one.id}`);
      toast(t("security.ended"));
    } catch (problem) {
      toast(problem.detail, { bad: true });
    }
    changed();
  }
  return h("li", { class: "row" },
    h("span", { class: "badge tint-foot" }, icon("device")),
    h("span", { class: "row-text" },
      h("b", {}, one.device_label || t("security.unnamed")),
      h("span", { class: "row-sub" }, one.current ? t("security.this_one") : t("security.used", { when: format.dayAndTime(one.used_at, zone()) }))),
    one.current ? null : h("button", { class: "button button-small", type: "button", onclick: end }, t("security.end")));
}

function sessions(signal) {
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const { items } = await api.get("/v1/sessions", { signal });
    return h("ul", { class: "rows" }, items.map((one) => sessionRow(one, draw)));
  }, { kind: "rows", lines: 2, signal });
  return draw();
}

export function show({ signal }) {
  async function submit(values) {
    await api.post("/v1/users/me/password", values);
    toast(t("security.changed"));
    navigate("/settings");
  }
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("security.title")),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("security.password"))),
      h("p", { class: "muted small" }, t("security.password_text")),
      form({
        fields: [
          password("current_password", t("security.current"), { autocomplete: "current-password" }).element,
          newPassword("new_password", t("auth.new_password"), () => [me().nickname]).element,
        ],
        action: t("security.action"),
        submit,
      })),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("security.sessions"))), sessions(signal)));
}
