import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import { field, form, input, password } from "../forms.js";
import { language, t } from "../i18n.js";
import { navigate } from "../router.js";
import * as session from "../session.js";
import { authFrame } from "./frame-auth.js";

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

export function show() {
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
        h("p", { class: "field-hint" }, t("signup.timezone", { timezone })),
      ],
      action: t("signup.action"),
      submit,
    }),
    h("p", { class: "auth-other" }, t("signup.have"), " ", h("a", { href: "/signin" }, t("signin.action"))),
  );
}
