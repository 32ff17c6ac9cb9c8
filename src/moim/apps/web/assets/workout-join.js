// The dialog that joins a neighbour to a workout: a watch stopped at lunch and started again.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { fill, h } from "./dom.js";
import { titleOf, zoneOf } from "./figures.js";
import { form } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { familyOf } from "./sports.js";
import { empty, loading } from "./states.js";

const DAY_MS = 86_400_000;
const startOf = (workout) => Date.parse(workout.started_at);
const endOf = (workout) => startOf(workout) + workout.elapsed_s * 1000;

/** Seconds between two workouts, negative where they overlap. */
export function pauseBetween(one, other) {
  const [first, second] = startOf(one) <= startOf(other) ? [one, other] : [other, one];
  return (startOf(second) - endOf(first)) / 1000;
}

/** Those that can have been one outing with `workout`, the nearest first. */
export function joinable(items, workout) {
  return items
    .filter((one) => one.id !== workout.id && one.has_track && familyOf(one.sport) === familyOf(workout.sport))
    .map((one) => ({ workout: one, pause_s: pauseBetween(one, workout), before: startOf(one) < startOf(workout) }))
    .filter(({ pause_s: pause }) => pause >= 0 && pause * 1000 <= DAY_MS)
    .sort((a, b) => a.pause_s - b.pause_s);
}

async function neighbours(workout, signal) {
  // An earlier one may have begun long before it ended within a day of this.
  const from = new Date(startOf(workout) - 3 * DAY_MS).toISOString();
  const to = new Date(endOf(workout) + DAY_MS).toISOString();
  const { items } = await api.get("/v1/workouts", { query: { from, to, limit: 100 }, signal });
  return joinable(items, workout);
}

function choice({ workout: one, pause_s: pause, before }, first, chosen) {
  return h("label", { class: "choice-line" },
    h("input", { type: "radio", class: "tick", name: "other_id", value: one.id, checked: first, onchange: chosen }),
    h("span", { class: "row-text" }, h("b", {}, titleOf(one)),
      h("span", { class: "row-sub" }, [
        format.dayAndTime(one.started_at, zoneOf(one)),
        one.distance_m ? `${format.km(one.distance_m)} km` : null,
        format.clock(one.elapsed_s),
        t(before ? "join.before" : "join.after", { gap: format.span(pause) }),
      ].filter(Boolean).join(" · "))));
}

function joinForm(workout, found, close) {
  const sum = h("p", { role: "status" });
  const tell = ({ workout: other, pause_s: pause }) => fill(sum, t("join.sum", {
    km: format.km((workout.distance_m ?? 0) + (other.distance_m ?? 0)),
    time: format.clock(workout.elapsed_s + other.elapsed_s + pause),
    gap: format.span(pause),
  }));
  tell(found[0]);
  return form({
    fields: [
      h("fieldset", { class: "field" }, h("legend", {}, t("join.which")), found.map((one, at) => choice(one, at === 0, () => tell(one)))),
      sum,
      h("p", { class: "small muted" }, t("join.final")),
    ],
    action: t("join.action"),
    submit: async (values) => {
      const headers = { "If-Match": `"v${workout.version}"` };
      close(await api.post(`/v1/workouts/${workout.id}/join`, { other_id: values.other_id }, { headers }));
    },
  });
}

/** Answers the joined workout, or null. */
export async function joinDialog(workout) {
  const open = new AbortController();
  const answer = await modal(t("join.title"), (close) => {
    const box = h("div", {});
    loading(box, async () => {
      const found = await neighbours(workout, open.signal);
      return found.length ? joinForm(workout, found, close) : empty({ sign: "list", title: t("join.none"), text: t("join.none_text") });
    }, { kind: "rows", lines: 2, signal: open.signal });
    return [h("p", { class: "small muted" }, t("join.text")), box];
  });
  open.abort();
  return answer;
}
