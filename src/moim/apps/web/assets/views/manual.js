import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h } from "../dom.js";
import { field, form, input, select } from "../forms.js";
import * as format from "../format.js";
import { durationFields, farFields, secondsTyped, whenFields } from "../hand-figures.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { SPORTS, sportName } from "../sports.js";
import { instantOf } from "../wall-clock.js";

function bodyOf(values) {
  const elapsed = secondsTyped(values);
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
        whenFields(query.get("day") ?? today, "07:00", today),
        durationFields(),
        farFields(),
        field("title", t("workout.title"), input({ maxlength: 120 }), { hint: t("manual.optional") }),
        field("note", t("workout.note"), h("textarea", { class: "input", rows: 3, maxlength: 2000 }), { hint: t("manual.optional") }),
      ],
      action: t("manual.action"),
      submit,
    })),
  );
}
