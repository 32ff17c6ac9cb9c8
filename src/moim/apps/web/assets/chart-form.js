// What to draw: kind, days, filters, format.

import { FILTERS_OF, FORMATS, METRICS, PERIODS, WHOLE_OF, formatName, kindName, recordChoices } from "./chart-words.js";
import { fill, h } from "./dom.js";
import { field, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { shiftDay } from "./month-grid.js";
import { zone } from "./session.js";
import { SPORTS, sportName } from "./sports.js";

const USUAL = "";
const OWN = "own";
const CHOICES_OF = {
  sport: () => field("sport", t("workouts.sport"), select([["", t("workouts.all_sports")], ...SPORTS.map((one) => [one, sportName(one)])], "")),
  metric: () => field("metric", t("drawn.metric"), select([["", t("drawn.usual")], ...METRICS.map((one) => [one, t(`drawn.metric_${one}`)])], "")),
  distance_m: () => field("distance_m", t("drawn.stretch"), select([["", t("drawn.usual")], ...recordChoices()], "")),
};

/** Filters of `kind` with what is chosen already. */
export function filterFields(kind, chosen = {}) {
  return (FILTERS_OF[kind] ?? []).map((name) => {
    const made = CHOICES_OF[name]();
    made.querySelector("select").value = chosen[name] ?? "";
    return made;
  });
}

/** The filters among a form's values, as the API takes them. */
export const filtersOf = (kind, values) =>
  Object.fromEntries((FILTERS_OF[kind] ?? []).filter((name) => values[name]).map((name) => [name, values[name]]));

export const formatField = (value = "svg") => field("format", t("drawn.format"), select(FORMATS.map((one) => [one, formatName(one)]), value));

export const liveTick = (checked = false) => h("label", { class: "tick-line" },
  h("input", { class: "tick", type: "checkbox", name: "live", value: "yes", checked }), h("span", {}, t("drawn.live_text")));

/** Days: those that are usual of the kind, the present week, month or year, or one's own. */
export function periodFields() {
  const today = format.today(zone());
  const own = h("div", { class: "pair", hidden: true },
    field("from", t("drawn.from"), input({ type: "date", value: shiftDay(today, -89), max: "2200-12-31" })),
    field("to", t("drawn.to"), input({ type: "date", value: today, max: "2200-12-31" })));
  const choice = select([[USUAL, t("drawn.usual")], ...PERIODS.map((one) => [one, t(`drawn.period_${one}`)]), [OWN, t("drawn.period_own")]], USUAL, {
    onchange: () => {
      own.hidden = choice.value !== OWN;
    },
  });
  return [field("period", t("drawn.period"), choice), own];
}

/** The period among a form's values; null for what is usual. */
export const periodOf = ({ period, from, to }) => (period === OWN ? `${from}/${to}` : period || null);

/** All of a new chart; filters follow the kind. */
export function newFields() {
  const filters = h("div", { class: "pair" });
  const hint = h("p", { class: "field-hint" });
  const kind = select(Object.keys(FILTERS_OF).map((one) => [one, kindName(one)]), "months", { onchange: follow });
  function follow() {
    fill(filters, filterFields(kind.value));
    fill(hint, WHOLE_OF[kind.value] ? t(`drawn.only_${WHOLE_OF[kind.value]}`) : t("drawn.usual_text"));
  }
  follow();
  return [field("kind", t("drawn.kind"), kind), h("div", { class: "stack-close" }, periodFields(), hint), filters, formatField(), liveTick()];
}

/** The API's body of what `newFields` holds. */
export const bodyOf = (values) => ({
  kind: values.kind, period: periodOf(values), filters: filtersOf(values.kind, values), format: values.format, live: Boolean(values.live),
});
