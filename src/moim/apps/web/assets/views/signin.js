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

let ticket = null; // of a provider that vouched for the first factor; kept while the page is open

/** Takes `#code_ticket=…` off the address. */
function takeTicket() {
  const told = new URLSearchParams(location.hash.slice(1)).get("code_ticket");
  if (!told) return;
  ticket = told;
  history.replaceState(history.state, "", location.pathname);
}

function showCode() {
  return authFrame(
    t("factor.title"),
    t("factor.needed"),
    form({
      fields: [codeField()],
      action: t("signin.action"),
      submit: async ({ otp }) => {
        await session.showCode(ticket, otp);
        ticket = null;
        navigate("/", { replace: true });
      },
    }),
    h("p", { class: "auth-other" }, h("a", { href: "/signin", onclick: () => { ticket = null; } }, t("forgot.back"))),
  );
}

export function show({ query, signal }) {
  takeTicket();
  if (ticket) return showCode();
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
