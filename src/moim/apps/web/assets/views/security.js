import * as api from "../api.js";
import { deviceSign } from "../device-signs.js";
import { confirmDanger, toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { form, password } from "../forms.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { personalTokens } from "../personal-tokens.js";
import { linkedProviders } from "../providers.js";
import { navigate, render } from "../router.js";
import { secondFactor } from "../second-factor.js";
import * as session from "../session.js";
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
  const name = one.device_label || t("security.unnamed");
  const way = one.method === "password" ? null : tOr(`provider.${one.method}`, one.method);
  const used = one.current ? t("security.this_one") : t("security.used", { when: format.dayAndTime(one.used_at, session.zone()) });
  return h("li", { class: "row" },
    h("span", { class: "badge tint-foot" }, icon(deviceSign(one.device_label))),
    h("span", { class: "row-text" },
      h("b", {}, name),
      h("span", { class: "row-sub" }, [way, used].filter(Boolean).join(" · "))),
    one.current ? null : h("button", { class: "button button-small", type: "button", "aria-label": t("security.end_named", { name }), onclick: end }, t("security.end")));
}

async function endAll() {
  if (!(await confirmDanger(t("security.end_all_title"), t("security.end_all_text"), t("security.end_all")))) return;
  try {
    await session.signOutEverywhere();
    navigate("/signin", { replace: true, force: true });
  } catch (problem) {
    await render({ scroll: scrollY, quiet: true }); // what was under way was let go
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
  }
}

function sessions(signal) {
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const { items } = await api.get("/v1/sessions", { signal });
    return h("div", { class: "stack-close" },
      h("ul", { class: "rows" }, items.map((one) => sessionRow(one, draw))),
      h("div", {}, h("button", { class: "button button-bad", type: "button", onclick: endAll }, icon("logout"), t("security.end_all"))));
  }, { kind: "rows", lines: 2, signal });
  return draw();
}

function changePassword() {
  return form({
    fields: [
      session.me().has_password === false ? null : password("current_password", t("security.current"), { autocomplete: "current-password" }).element,
      newPassword("new_password", t("auth.new_password"), () => [session.me().nickname]).element,
    ],
    action: t("security.action"),
    submit: async (values) => {
      await api.post("/v1/users/me/password", values);
      toast(t("security.changed"));
      navigate("/settings");
    },
  });
}

export function show({ signal }) {
  const card = (title, ...body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)), body);
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("security.title")),
    card(t("factor.title"), secondFactor(signal)),
    card(t("security.sessions"), sessions(signal)),
    linkedProviders(card(t("provider.title")), signal),
    card(t("security.password"), h("p", { class: "muted small" }, t("security.password_text")), changePassword()),
    card(t("token.title"), personalTokens(signal)));
}
