import { h } from "../dom.js";
import { field, form, input, password } from "../forms.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import * as session from "../session.js";
import { authFrame } from "./frame-auth.js";

/** Only a path of this app: never somewhere else a link may name. */
function safeNext(next) {
  return next && next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

export function show({ query }) {
  async function submit(values) {
    await session.signIn(values.email, values.password);
    navigate(safeNext(query.get("next")), { replace: true });
  }
  return authFrame(
    t("signin.title"),
    query.has("next") ? t("signin.needed") : null,
    form({
      fields: [
        field("email", t("auth.email"), input({ type: "email", autocomplete: "username", required: true, maxlength: 254 })),
        password("password", t("auth.password"), { autocomplete: "current-password" }).element,
      ],
      action: t("signin.action"),
      submit,
      after: h("a", { href: "/forgot" }, t("signin.forgot")),
    }),
    h("p", { class: "auth-other" }, t("signin.none"), " ", h("a", { href: "/signup" }, t("signup.action"))),
  );
}
