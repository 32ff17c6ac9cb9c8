// The figures of a workout that no device measured, as fields to fill in.

import { h } from "./dom.js";
import { field, input } from "./forms.js";
import { t } from "./i18n.js";

const KM_MOST = 2000;

/** How long it took, in hours, minutes and seconds; `elapsed_s` is what stands there at first. */
export function durationFields(elapsed_s = null) {
  const whole = elapsed_s === null ? null : Math.round(elapsed_s);
  const given = whole === null ? ["", "", ""] : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const part = (name, label, max, value) => input({ type: "number", min: 0, max, step: 1, inputmode: "numeric", name, "aria-label": label, placeholder: "0", value });
  const controls = [part("hours", t("manual.hours"), 99, given[0]), part("minutes", t("manual.minutes"), 59, given[1]), part("seconds", t("manual.seconds"), 59, given[2])];
  const units = [t("unit.h"), t("unit.min"), t("unit.s")];
  return h(
    "fieldset",
    { class: "field" },
    h("legend", {}, t("manual.duration")),
    h("div", { class: "duration" }, controls.map((control, at) => h("span", { class: "with-unit" }, control, h("span", { class: "unit" }, units[at])))),
    h("p", { class: "field-error", id: "elapsed-error" }),
  );
}

export const secondsTyped = (values) => Number(values.hours) * 3600 + Number(values.minutes) * 60 + Number(values.seconds);

/** The day and the time on the wall it began at; no day after today. */
export const whenFields = (day, time, today) =>
  h("div", { class: "pair" },
    field("day", t("manual.day"), input({ type: "date", value: day, max: today, required: true })),
    field("time", t("manual.time"), input({ type: "time", value: time, required: true })));

/** How far and how high, in the units people use. */
export const farFields = (distance_m = null, elevation_gain_m = null) =>
  h("div", { class: "pair" },
    field("distance_m", t("figure.distance"), input({ type: "number", min: 0, max: KM_MOST, step: "any", inputmode: "decimal", value: distance_m === null ? "" : distance_m / 1000 }), { unit: "km" }),
    field("elevation_gain_m", t("figure.climb"), input({ type: "number", min: 0, max: 20000, step: "any", inputmode: "decimal", value: elevation_gain_m ?? "" }), { unit: "m" }));
