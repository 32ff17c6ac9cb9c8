import { announce, h } from "../dom.js";
import { field, form, input, password } from "../forms.js";
import { t } from "../i18n.js";
import { waysIn } from "../providers.js";
import { navigate } from "../router.js";
import * as session from "../session.js";
import { authFrame } from "./frame-auth.js";

/** Only a path of this app: never somewhere else a link may name. */
function safeNext(next) {
  return next && next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

const codeField = () =>
  field("otp", t("factor.code"), input({ autocomplete: "one-time-code", required: true, maxlength: 40 }), { hint: t("factor.code_or_recovery") });

export function show({ query, signal }) {
  const code = h("div", { hidden: true }); // shown once an account turns out to need it

  function askForCode() {
    code.replaceChildren(codeField());
    code.hidden = false;
    code.querySelector("input").focus();
    announce(t("factor.needed"));
  }

  async function submit(values) {
    try {
      await session.signIn(values.email, values.password, values.otp);
    } catch (problem) {
      if (problem.code !== "second-factor-needed" || !code.hidden) throw problem;
      askForCode();
      return;
    }
    navigate(safeNext(query.get("next")), { replace: true });
  }
  return authFrame(
    t("signin.title"),
    query.has("next") ? t("signin.needed") : null,
    form({
      fields: [
        field("email", t("auth.email"), input({ type: "email", autocomplete: "username", required: true, maxlength: 254 })),
        password("password", t("auth.password"), { autocomplete: "current-password" }).element,
        code,
      ],
      action: t("signin.action"),
      submit,
      after: h("a", { href: "/forgot" }, t("signin.forgot")),
    }),
    waysIn(signal),
    h("p", { class: "auth-other" }, t("signin.none"), " ", h("a", { href: "/signup" }, t("signup.action"))),
  );
}
