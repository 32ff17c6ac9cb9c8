import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import { field, form, input } from "../forms.js";
import { t } from "../i18n.js";
import { authFrame } from "./frame-auth.js";

export function show() {
  const place = h("div", {});
  async function submit({ email }) {
    await api.post("/v1/password-resets", { email }, { anonymous: true });
    // The same words whether or not the address is known.
    fill(place, h("div", { class: "notice notice-good", role: "status" }, icon("mail"), t("forgot.sent", { email })));
  }
  fill(
    place,
    form({
      fields: field("email", t("auth.email"), input({ type: "email", autocomplete: "email", required: true, maxlength: 254 })),
      action: t("forgot.action"),
      submit,
    }),
  );
  return authFrame(t("forgot.title"), t("forgot.text"), place, h("p", { class: "auth-other" }, h("a", { href: "/signin" }, t("forgot.back"))));
}
