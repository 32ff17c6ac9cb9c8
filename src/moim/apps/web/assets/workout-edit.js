// The dialog that changes a workout's title, sport and note.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import { t } from "./i18n.js";
import { SPORTS, sportName } from "./sports.js";

/** Answers the changed workout, or null. */
export async function editDialog(workout) {
  return modal(t("workout.edit"), (close) => {
    async function submit(values) {
      const body = { title: values.title.trim() || null, sport: values.sport, note: values.note.trim() || null };
      const headers = workout.version ? { "If-Match": `"v${workout.version}"` } : {};
      await api.patch(`/v1/workouts/${workout.id}`, body, { headers });
      close(await api.get(`/v1/workouts/${workout.id}`));
    }
    return form({
      fields: [
        field("title", t("workout.title"), input({ value: workout.title ?? "", maxlength: 120 })),
        field("sport", t("workouts.sport"), select(SPORTS.map((one) => [one, sportName(one)]), workout.sport)),
        field("note", t("workout.note"), h("textarea", { class: "input", rows: 3, maxlength: 2000, value: workout.note ?? "" })),
      ],
      action: t("action.save"),
      submit,
    });
  });
}
