// What one may tell of oneself beside the profile: where, which device, and, with consent of its own, the body.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import { t } from "./i18n.js";
import { regionField, regionFrom } from "./regions.js";
import * as session from "./session.js";

const DEVICES = ["apple_watch", "garmin", "galaxy_watch", "coros", "suunto", "polar", "wahoo", "phone", "other"];
const GENDERS = ["female", "male", "other", "undisclosed"];
const BODY = {
  height_cm: { unit: "cm", min: 50, max: 272, step: "0.1" },
  weight_kg: { unit: "kg", min: 20, max: 400, step: "0.1" },
};
const RATES = ["resting_heart_rate_bpm", "max_heart_rate_bpm"]; // told on the page of training, which begins with these

const unsaid = (name) => ["", t(`about.${name}_unsaid`)];
const number = (value, limits) => input({ type: "number", inputmode: "decimal", value: value ?? "", ...limits });

function tick(name, checked, label) {
  return h("label", { class: "tick-line" }, h("input", { class: "tick", type: "checkbox", name, checked }), h("span", {}, label));
}

function bodyFields(user) {
  const fields = Object.entries(BODY).map(([name, { unit, ...limits }]) =>
    field(name, t(`about.${name}`), number(user[name], limits), { unit }));
  const rates = h("p", { class: "field-hint" }, t("about.rates_hint"), " ", h("a", { href: "/settings/training" }, t("training.title")));
  const body = h("div", { class: "form", hidden: !user.health_consent }, fields, rates);
  const consent = tick("health_consent", user.health_consent, t("about.consent"));
  consent.firstChild.addEventListener("change", (event) => { body.hidden = !event.target.checked; });
  return [consent, h("p", { class: "field-hint" }, t("about.consent_hint")), body];
}

const numberOf = (text) => (text === "" || text === undefined ? null : Number(text));

/** What the form says as a change of the account; without consent nothing of the body. */
function changes(values) {
  const consent = values.health_consent === "on";
  const said = {
    name: values.name.trim() || null,
    region: regionFrom(values.region),
    region_public: values.region_public === "on",
    birth_year: numberOf(values.birth_year),
    gender: values.gender || null,
    health_consent: consent,
  };
  if (values.preferred_device) said.preferred_device = values.preferred_device;
  for (const name of Object.keys(BODY)) said[name] = consent ? numberOf(values[name]) : null;
  if (!consent) for (const name of RATES) said[name] = null;
  return said;
}

/** The form over the account that is signed in. */
export function aboutMe() {
  const user = session.me();
  const devices = DEVICES.map((name) => [name, t(`about.device_${name}`)]);
  async function submit(values) {
    session.changed(await api.patch("/v1/users/me", changes(values)));
    toast(t("settings.saved"));
  }
  return form({
    className: "form about-me",
    fields: [
      field("name", t("about.name"), input({ value: user.name ?? "", maxlength: 50, autocomplete: "name" }), { hint: t("about.name_hint") }),
      regionField("region", t("about.region"), user.region),
      tick("region_public", user.region_public, t("about.region_public")),
      field("preferred_device", t("about.device"), select(user.preferred_device ? devices : [unsaid("device"), ...devices], user.preferred_device ?? "")),
      field("birth_year", t("about.birth_year"), number(user.birth_year, { min: 1900, max: new Date().getFullYear(), step: "1" })),
      field("gender", t("about.gender"), select([unsaid("gender"), ...GENDERS.map((name) => [name, t(`about.gender_${name}`)])], user.gender ?? "")),
      bodyFields(user),
    ],
    action: t("action.save"),
    submit,
  });
}
