import { aboutMe } from "../about-me.js";
import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { field, form, input, segmented, select } from "../forms.js";
import { LANGUAGES, language, setLanguage, t } from "../i18n.js";
import { photoField } from "../photo-crop.js";
import { navigate, render } from "../router.js";
import * as session from "../session.js";
import { THEMES, chosenTheme, setTheme } from "../theme.js";
import { zoneChoices } from "../zones.js";

/** A word about an address that nobody has confirmed, with another letter on request. */
function unverified(user) {
  if (user.email_verified) return null;
  async function again() {
    try {
      await api.post("/v1/email-verifications");
      toast(t("settings.verify_sent"));
    } catch (problem) {
      toast(problem.detail, { bad: true });
    }
  }
  return h("p", { class: "field-hint" }, t("settings.verify"), " ",
    h("button", { class: "text-button text-link", type: "button", onclick: again }, t("settings.verify_again")));
}

function profile() {
  const user = session.me();
  async function submit(values) {
    const changed = await api.patch("/v1/users/me", { nickname: values.nickname, bio: values.bio.trim() || null, timezone: values.timezone });
    session.changed(changed ?? { ...user, ...values });
    toast(t("settings.saved"));
  }
  return form({
    fields: [
      field("nickname", t("auth.nickname"), input({ value: user.nickname ?? "", required: true, minlength: 2, maxlength: 40, autocomplete: "nickname" })),
      field("email", t("auth.email"), input({ type: "email", value: user.email ?? "", disabled: true }), { extra: unverified(user) }),
      field("bio", t("settings.bio"), h("textarea", { class: "input", rows: 3, maxlength: 500, value: user.bio ?? "" })),
      field("timezone", t("settings.timezone"), select(zoneChoices(user.timezone), user.timezone ?? "Asia/Seoul"), { hint: t("settings.timezone_hint") }),
    ],
    action: t("action.save"),
    submit,
  });
}

async function chooseLanguage(code) {
  setLanguage(code);
  dispatchEvent(new Event("moim:language"));
  await api.patch("/v1/users/me", { locale: code }).catch((problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true }));
}

async function leave() {
  try {
    await session.signOut();
    navigate("/signin", { replace: true, force: true });
  } catch (problem) {
    await render({ scroll: scrollY, quiet: true }); // what was under way was let go
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
  }
}

const PLACES = [
  { path: "/settings/security", sign: "lock", title: "security.title", text: "security.text" },
  { path: "/settings/privacy", sign: "eye", title: "privacy.title", text: "privacy.text" },
  { path: "/settings/notifications", sign: "bell", title: "notify.title", text: "notify.place" },
  { path: "/settings/training", sign: "heart", title: "training.title", text: "training.text" },
  { path: "/settings/connections", sign: "device", title: "maker.title", text: "maker.text" },
  { path: "/settings/data", sign: "file", title: "data.title", text: "data.text" },
  { path: "/settings/feedback", sign: "mail", title: "feedback.title", text: "feedback.place" },
];

const place = ({ path, sign, title, text }) =>
  h("a", { class: "row", href: path }, h("span", { class: "badge tint-other" }, icon(sign)),
    h("span", { class: "row-text" }, h("b", {}, t(title)), h("span", { class: "row-sub" }, t(text))), icon("right", { className: "row-go" }));

export function show() {
  return h("div", { class: "page narrow" },
    h("h1", {}, t("nav.settings")),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("settings.profile"))), photoField(), profile()),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("about.title"))), h("p", { class: "field-hint" }, t("about.hint")), aboutMe()),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("settings.look"))),
      segmented(t("settings.language"), Object.entries(LANGUAGES), language(), chooseLanguage),
      segmented(t("settings.theme"), THEMES.map((theme) => [theme, t(`theme.${theme}`)]), chosenTheme(), setTheme)),
    h("section", { class: "card link-list" }, PLACES.map(place)),
    h("button", { class: "button button-wide", type: "button", onclick: leave }, icon("logout"), t("settings.sign_out")));
}
