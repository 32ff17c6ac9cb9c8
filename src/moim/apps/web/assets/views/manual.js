import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h } from "../dom.js";
import { field, form, input, select } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { SPORTS, sportName } from "../sports.js";
import { instantOf } from "../wall-clock.js";

function parts() {
  const part = (name, label, max) => input({ type: "number", min: 0, max, step: 1, inputmode: "numeric", name, "aria-label": label, placeholder: "0" });
  const controls = [part("hours", t("manual.hours"), 99), part("minutes", t("manual.minutes"), 59), part("seconds", t("manual.seconds"), 59)];
  const units = [t("unit.h"), t("unit.min"), t("unit.s")];
  return h(
    "fieldset",
    { class: "field" },
    h("legend", {}, t("manual.duration")),
    h("div", { class: "duration" }, controls.map((control, at) => h("span", { class: "with-unit" }, control, h("span", { class: "unit" }, units[at])))),
    h("p", { class: "field-error", id: "elapsed-error" }),
  );
}

function bodyOf(values) {
  const elapsed = Number(values.hours) * 3600 + Number(values.minutes) * 60 + Number(values.seconds);
  if (!elapsed) throw new api.Problem({ code: "no-duration", detail: t("manual.no_duration") });
  const body = {
    sport: values.sport,
    started_at: instantOf(values.day, values.time, zone()),
    elapsed_s: elapsed,
  };
  if (values.title.trim()) body.title = values.title.trim();
  if (values.note.trim()) body.note = values.note.trim();
  if (values.distance_m) body.distance_m = Math.round(Number(values.distance_m) * 1000);
  if (values.elevation_gain_m) body.elevation_gain_m = Number(values.elevation_gain_m);
  return body;
}

export function show({ query }) {
  const today = format.today(zone());
  async function submit(values) {
    const made = await api.create("/v1/workouts", bodyOf(values));
    toast(t("manual.done"));
    navigate(`/workouts/${made.id}`, { replace: true });
  }
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("workouts.by_hand")),
    h("section", { class: "card" }, form({
      fields: [
        field("sport", t("workouts.sport"), select(SPORTS.map((one) => [one, sportName(one)]), "run")),
        h("div", { class: "pair" },
          field("day", t("manual.day"), input({ type: "date", value: query.get("day") ?? today, max: today, required: true })),
          field("time", t("manual.time"), input({ type: "time", value: "07:00", required: true }))),
        parts(),
        h("div", { class: "pair" },
          field("distance_m", t("figure.distance"), input({ type: "number", min: 0, max: 2000, step: "any", inputmode: "decimal" }), { unit: "km" }),
          field("elevation_gain_m", t("figure.climb"), input({ type: "number", min: 0, max: 20000, step: "any", inputmode: "decimal" }), { unit: "m" })),
        field("title", t("workout.title"), input({ maxlength: 120 }), { hint: t("manual.optional") }),
        field("note", t("workout.note"), h("textarea", { class: "input", rows: 3, maxlength: 2000 }), { hint: t("manual.optional") }),
      ],
      action: t("manual.action"),
      submit,
    })),
  );
}
