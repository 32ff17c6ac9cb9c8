import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h } from "../dom.js";
import { form } from "../forms.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { authFrame } from "./frame-auth.js";
import { newPassword } from "./signup.js";

export function show({ params }) {
  async function submit({ password }) {
    await api.post(`/v1/password-resets/${encodeURIComponent(params.token)}`, { password }, { anonymous: true });
    toast(t("reset.done"));
    navigate("/signin", { replace: true });
  }
  return authFrame(
    t("reset.title"),
    t("reset.text"),
    form({ fields: newPassword("password", t("auth.new_password")).element, action: t("reset.action"), submit }),
    h("p", { class: "auth-other" }, h("a", { href: "/forgot" }, t("reset.again"))),
  );
}
