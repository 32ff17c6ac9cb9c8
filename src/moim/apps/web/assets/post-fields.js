// The fields of a board as a form: made from what the board says of itself.

import * as api from "./api.js";
import { choiceName, fieldName } from "./board-words.js";
import { h } from "./dom.js";
import { field, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { sportName } from "./sports.js";
import { loading } from "./states.js";
import { clockIn, instantOf } from "./wall-clock.js";

const WORN_MOST = 50;
const ASPECTS = ["cushion", "stability", "grip", "value"];

/** `2026-11-21T19:30` on the wall, for an instant. */
export const wallTime = (instant) => (instant ? `${format.dayOf(instant, zone())}T${clockIn(instant, zone())}` : "");

export const instantOfWall = (text) => instantOf(...text.split("T"), zone());

function ratingRows(one, given) {
  const rows = given ? Object.entries(given) : ASPECTS.map((aspect) => [t(`write.aspect_${aspect}`), ""]);
  return h("fieldset", { class: "field", dataset: { field: one.name } }, h("legend", {}, fieldName(one.name)),
    h("p", { class: "field-hint" }, t("write.ratings_hint")),
    rows.map(([aspect, stars], at) => h("div", { class: "rating-row" },
      input({ name: `aspect_${at}`, maxlength: 20, value: aspect, "aria-label": t("write.aspect_nth", { nth: at + 1 }) }),
      select([["", "–"], ...[5, 4, 3, 2, 1].map((star) => [star, "★".repeat(star)])], stars, { name: `stars_${at}`, "aria-label": t("write.stars_nth", { nth: at + 1 }) }))));
}

function wornTicks(one, given = []) {
  const box = h("div", {});
  const details = h("details", { class: "field", dataset: { field: one.name } }, h("summary", {}, t("write.worn_in")), h("p", { class: "field-hint" }, t("write.worn_hint")), box);
  const kept = new Set(given);
  for (const id of kept) box.append(h("input", { type: "hidden", name: "worn", value: id }));
  details.addEventListener("toggle", () => {
    if (!details.open || details.dataset.read) return;
    details.dataset.read = "yes";
    loading(box, async () => {
      const { items } = await api.get("/v1/workouts", { query: { limit: WORN_MOST } });
      const older = given.filter((id) => !items.some((workout) => workout.id === id));
      return [older.map((id) => h("input", { type: "hidden", name: "worn", value: id })),
        h("ul", { class: "worn" }, items.map((workout) => h("li", {}, h("label", { class: "tick-line" },
          h("input", { type: "checkbox", class: "tick", name: "worn", value: workout.id, checked: kept.has(workout.id) }), workoutWords(workout)))))];
    }, { kind: "rows", lines: 2 });
  });
  return details;
}

/** `11월 20일 (금) 달리기 8.19 km`. */
export const workoutWords = (workout) =>
  [format.shortDay(workout.started_at, workout.timezone || zone()), workout.title || sportName(workout.sport), workout.distance_m ? `${format.km(workout.distance_m)} km` : null].filter(Boolean).join(" · ");

const CONTROLS = {
  text: (one, value) => input({ maxlength: one.most, value: value ?? "" }),
  choice: (one, value) => select([...(one.required ? [] : [["", "–"]]), ...one.choices.map((choice) => [choice, choiceName(choice)])], value ?? (one.required ? one.choices[0] : "")),
  integer: (one, value) => input({ type: "number", min: one.least, max: one.most, step: 1, inputmode: "numeric", value: value ?? "" }),
  day: (_, value) => input({ type: "date", value: value ?? "" }),
  instant: (_, value) => input({ type: "datetime-local", value: wallTime(value) }),
  link: (_, value) => input({ type: "url", maxlength: 500, value: value ?? "" }),
};

/** A control for each field of the board, filled with `values`. */
export function fieldInputs(board, values) {
  return board.fields.map((one) => {
    if (one.kind === "ratings") return ratingRows(one, values[one.name]);
    if (one.kind === "workouts") return wornTicks(one, values[one.name]);
    const control = CONTROLS[one.kind](one, values[one.name]);
    control.required = one.required;
    const unit = one.name.endsWith("_krw") ? t("sale.won") : one.name.endsWith("_percent") ? "%" : null;
    return field(one.name, one.required ? fieldName(one.name, board) : t("write.optional", { name: fieldName(one.name, board) }), control, { unit, hint: one.name === "price_krw" && one.required ? t("write.price_hint") : null });
  });
}

const READ = { integer: Number, instant: instantOfWall };

/** What the form says of the board's fields, as the server takes it. */
export function fieldsFrom(board, form) {
  const given = new FormData(form);
  const fields = {};
  for (const one of board.fields) {
    if (one.kind === "workouts") {
      const worn = given.getAll("worn");
      if (worn.length) fields[one.name] = worn;
    } else if (one.kind === "ratings") {
      const rows = [...given.keys()].filter((name) => name.startsWith("aspect_")).map((name) => [given.get(name).trim(), Number(given.get(name.replace("aspect", "stars")))]);
      fields[one.name] = Object.fromEntries(rows.filter(([aspect, stars]) => aspect && stars));
    } else {
      const text = (given.get(one.name) ?? "").trim();
      if (text) fields[one.name] = READ[one.kind]?.(text) ?? text;
    }
  }
  return fields;
}
