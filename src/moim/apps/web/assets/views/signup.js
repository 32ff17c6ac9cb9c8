import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import { field, form, input, password } from "../forms.js";
import { language, t } from "../i18n.js";
import { waysIn } from "../providers.js";
import { navigate } from "../router.js";
import * as session from "../session.js";
import { authFrame } from "./frame-auth.js";
import { zoneName } from "../zones.js";

export const PASSWORD_MIN = 10;

/** Whether enough is left of a password without the owner's name in it, as the server judges. */
function addsToName(value, name) {
  const word = name.toLowerCase();
  return word.length < 4 || value.toLowerCase().replaceAll(word, "").length >= 4;
}

/** The password field with its rules ticked off while typing. `related()` are words it must not equal. */
export function newPassword(name, label, related = () => []) {
  const list = h("ul", { class: "rules" });
  const made = password(name, label, { autocomplete: "new-password", hint: t("auth.password_hint"), extra: list });
  const rules = (value) => [
    [t("auth.rule_length", { count: PASSWORD_MIN }), [...value].length >= PASSWORD_MIN],
    [t("auth.rule_own"), value !== "" && related().every((word) => addsToName(value, word))],
  ];
  function draw() {
    fill(
      list,
      rules(made.control.value).map(([text, met]) =>
        h("li", { class: met ? "rule rule-met" : "rule" }, icon(met ? "check" : "minus"), text,
          h("span", { class: "sr-only" }, t(met ? "auth.rule_met" : "auth.rule_open"))),
      ),
    );
  }
  made.control.addEventListener("input", draw);
  made.control.minLength = PASSWORD_MIN;
  draw();
  return { ...made, draw };
}

let ticket = null; // kept while the page is open: the address does not show it any longer

/** Takes `#ticket=…&nickname=…` off the address: what a provider's sign-in left us with. */
function takeTicket() {
  const told = new URLSearchParams(location.hash.slice(1));
  if (!told.has("ticket")) return;
  ticket = { ticket: told.get("ticket"), nickname: told.get("nickname") ?? "" };
  history.replaceState(history.state, "", location.pathname);
}

/** The rest of an account that a provider vouches for: no password is needed. */
function showTicket() {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Seoul";
  async function submit(values) {
    await session.signUpWithTicket({ ...values, ticket: ticket.ticket, locale: language(), timezone });
    ticket = null;
    navigate("/", { replace: true });
  }
  return authFrame(
    t("signup.title"),
    t("signup.almost"),
    form({
      fields: [
        field("nickname", t("auth.nickname"), input({ autocomplete: "nickname", required: true, minlength: 2, maxlength: 40, value: ticket.nickname }), { hint: t("signup.nickname_hint") }),
        field("email", t("auth.email"), input({ type: "email", autocomplete: "email", required: true, maxlength: 254, inputmode: "email" }), { hint: t("signup.email_hint") }),
      ],
      action: t("signup.action"),
      submit,
    }),
    h("p", { class: "auth-other" }, t("signup.have"), " ", h("a", { href: "/signin" }, t("signin.action"))),
  );
}

export function show({ signal }) {
  takeTicket();
  if (ticket) return showTicket();
  const email = input({ type: "email", autocomplete: "email", required: true, maxlength: 254, inputmode: "email" });
  const nickname = input({ autocomplete: "nickname", required: true, minlength: 2, maxlength: 40 });
  const secret = newPassword("password", t("auth.password"), () => [email.value.split("@")[0], nickname.value]);
  email.addEventListener("input", secret.draw);
  nickname.addEventListener("input", secret.draw);
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Seoul";

  async function submit(values) {
    await api.create("/v1/users", { ...values, locale: language(), timezone }, { anonymous: true });
    await session.signIn(values.email, values.password);
    navigate("/", { replace: true });
  }
  return authFrame(
    t("signup.title"),
    t("signup.text"),
    form({
      fields: [
        field("nickname", t("auth.nickname"), nickname, { hint: t("signup.nickname_hint") }),
        field("email", t("auth.email"), email),
        secret.element,
        h("p", { class: "field-hint" }, t("signup.timezone", { timezone: zoneName(timezone) })),
      ],
      action: t("signup.action"),
      submit,
    }),
    waysIn(signal),
    h("p", { class: "auth-other" }, t("signup.have"), " ", h("a", { href: "/signin" }, t("signin.action"))),
  );
}
