// The dialog that changes what one says of a workout; its figures too, where no device measured them.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { h } from "./dom.js";
import { zoneOf } from "./figures.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { durationFields, farFields, secondsTyped, whenFields } from "./hand-figures.js";
import { t } from "./i18n.js";
import { SPORTS, sportName } from "./sports.js";
import { clockIn, instantOf } from "./wall-clock.js";

const FACTORS = { distance_m: 1000, elevation_gain_m: 1 };

/** What was typed over: only that, for a minute on the wall has lost its seconds. */
function figuresTyped(workout, values) {
  const zone = zoneOf(workout);
  const told = {};
  if (values.day !== format.dayOf(workout.started_at, zone) || values.time !== clockIn(workout.started_at, zone)) {
    told.started_at = instantOf(values.day, values.time, zone);
  }
  const elapsed = secondsTyped(values);
  if (!elapsed) throw new api.Problem({ code: "no-duration", detail: t("manual.no_duration") });
  if (elapsed !== Math.round(workout.elapsed_s)) {
    told.elapsed_s = elapsed;
    if (workout.moving_s > elapsed) told.moving_s = elapsed;
  }
  for (const [name, factor] of Object.entries(FACTORS)) {
    const before = workout[name] === null ? "" : String(workout[name] / factor);
    if (values[name] !== before) told[name] = values[name] === "" ? null : Math.round(Number(values[name]) * factor * 10) / 10;
  }
  return told;
}

function figureFields(workout) {
  const zone = zoneOf(workout);
  return [
    whenFields(format.dayOf(workout.started_at, zone), clockIn(workout.started_at, zone), format.today(zone)),
    durationFields(workout.elapsed_s),
    farFields(workout.distance_m, workout.elevation_gain_m),
  ];
}

/** Answers the changed workout, or null. */
export async function editDialog(workout) {
  return modal(t("workout.edit"), (close) => {
    async function submit(values) {
      const body = { title: values.title.trim() || null, sport: values.sport, note: values.note.trim() || null };
      if (!workout.recorded) Object.assign(body, figuresTyped(workout, values));
      const headers = workout.version ? { "If-Match": `"v${workout.version}"` } : {};
      await api.patch(`/v1/workouts/${workout.id}`, body, { headers });
      close(await api.get(`/v1/workouts/${workout.id}`));
    }
    return form({
      fields: [
        field("title", t("workout.title"), input({ value: workout.title ?? "", maxlength: 120 })),
        field("sport", t("workouts.sport"), select(SPORTS.map((one) => [one, sportName(one)]), workout.sport)),
        workout.recorded ? null : figureFields(workout),
        field("note", t("workout.note"), h("textarea", { class: "input", rows: 3, maxlength: 2000, value: workout.note ?? "" })),
        workout.recorded ? h("p", { class: "field-hint" }, t("workout.measured")) : null,
      ],
      action: t("action.save"),
      submit,
    });
  });
}
