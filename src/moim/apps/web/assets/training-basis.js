// What load and zones are worked out with: dated, so that what is changed leaves the past as it was.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import * as session from "./session.js";
import { empty, loading } from "./states.js";

const ZONES = [1, 2, 3, 4, 5];
const SHARES = [0.5, 0.6, 0.7, 0.8, 0.9];
const BODY = { resting_bpm: [30, 110, "bpm"], greatest_bpm: [100, 240, "bpm"], ftp_w: [40, 700, "W"] };
const ZONES_PATH = "/v1/heart-rate-zones";
const POLL_MS = 1000;
const SEXES = ["female", "male"];

/** The lowest rates of five zones at 50 to 90 % of the reserve (Karvonen). */
export const boundsFrom = (resting, greatest) => SHARES.map((share) => Math.round(resting + share * (greatest - resting)));

const newestFirst = (items) => [...items].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1));
const since = (one) => t("training.since", { day: format.day(one.valid_from, { year: "numeric", month: "short", day: "numeric" }) });
const fromField = () => field("valid_from", t("training.from"), input({ type: "date", value: format.today(session.zone()), required: true, min: "1970-01-01", max: "2199-12-31" }));
const whole = (name, label, [min, max, unit], value, required = false) =>
  field(name, label, input({ type: "number", inputmode: "numeric", min, max, step: 1, value: value ?? "", required }), { unit });

function zoneRanges({ bounds_bpm: bounds }) {
  return ZONES.map((nth) => `${t("zones.zone", { n: nth })} ${nth === ZONES.length ? t("zones.above", { bpm: bounds[nth - 1] }) : `${bounds[nth - 1]}–${bounds[nth] - 1}`}`).join(" · ");
}

const past = (items, words, beside) => items.length
  ? h("ul", { class: "rows" }, items.map((one) => h("li", { class: "row" }, h("div", { class: "row-text" },
    h("b", {}, since(one)), h("span", { class: "row-sub" }, words(one)), beside?.(one)))))
  : null;

/** A card's body: what holds, newest first, and the form that adds to it. */
function dated({ path, sign, nothing, words, beside, makeForm }, signal) {
  const box = h("div", { class: "stack-close" });
  const draw = () => loading(box, async () => {
    const items = newestFirst((await api.get(path, { signal })).items);
    return h("div", { class: "stack-close" }, past(items, words, beside) ?? empty({ sign, title: t(nothing) }),
      h("details", {}, h("summary", {}, t("training.change")), makeForm(items[0], async (body) => {
        await api.put(path, body);
        toast(t("settings.saved"));
        draw();
      })));
  }, { kind: "rows", lines: 1, signal });
  return draw();
}

function zonesForm(now, save) {
  const bounds = ZONES.map((nth) => whole(`zone_${nth}`, t("training.zone_from", { nth }), [30, 250, "bpm"], now?.bounds_bpm[nth - 1], true));
  const inputs = bounds.map((one) => one.querySelector("input"));
  const guess = { rest: input({ type: "number", inputmode: "numeric", min: 30, max: 110, step: 1 }), top: input({ type: "number", inputmode: "numeric", min: 100, max: 240, step: 1 }) };
  function fillIn() {
    const [rest, top] = [guess.rest, guess.top].map((one) => Number(one.value));
    if (rest && top > rest) boundsFrom(rest, top).forEach((bpm, at) => { inputs[at].value = bpm; });
  }
  guess.rest.addEventListener("input", fillIn);
  guess.top.addEventListener("input", fillIn);
  return form({
    fields: [
      fromField(),
      h("div", { class: "pair" },
        field("guess_rest", t("training.resting_bpm"), guess.rest, { unit: "bpm" }),
        field("guess_top", t("training.greatest_bpm"), guess.top, { unit: "bpm" })),
      h("p", { class: "field-hint" }, t("training.guess")),
      h("div", { class: "pair" }, bounds),
    ],
    action: t("action.save"),
    submit: (values) => save({ valid_from: values.valid_from, bounds_bpm: ZONES.map((nth) => Number(values[`zone_${nth}`])) }),
  });
}

/** The workouts that older zones still count, with a way to have these count them, and how far that is. */
function recounting(zones, signal) {
  const box = h("div", { class: "recount", role: "status" });
  async function begin() {
    try {
      show(await api.post(`${ZONES_PATH}/${zones.valid_from}/recount`));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  async function again() {
    if (signal.aborted) return;
    const found = await api.get(ZONES_PATH, { signal }).catch(() => null); // asked again: the server goes on working
    show(found?.items.find((one) => one.valid_from === zones.valid_from) ?? zones);
  }
  function show(now) {
    zones = now;
    fill(box, told(now));
  }
  function told({ behind, recount }) {
    if (recount?.left) {
      setTimeout(again, POLL_MS);
      const done = recount.total - recount.left;
      return h("div", { class: "stack-close" }, h("progress", { max: recount.total, value: done, "aria-label": t("training.recount_runs") }),
        h("p", { class: "small muted" }, t("training.recount_done", { done: format.integer(done), total: format.integer(recount.total) })));
    }
    if (behind) {
      return h("div", { class: "stack-close" }, h("p", { class: "small" }, t("training.behind", { n: format.integer(behind) })),
        h("div", { class: "button-row" }, h("button", { class: "button button-small", type: "button", onclick: begin }, icon("again"), t("training.recount"))));
    }
    return recount?.total ? h("p", { class: "small muted" }, t("training.recounted", { n: format.integer(recount.total) })) : null;
  }
  show(zones);
  return box;
}

export const zonesCard = (signal) => dated({
  path: ZONES_PATH, sign: "heart", nothing: "training.no_zones", words: zoneRanges, beside: (zones) => recounting(zones, signal), makeForm: zonesForm,
}, signal);

function basisWords(one) {
  const told = Object.entries(BODY).filter(([name]) => one[name]).map(([name, [, , unit]]) => `${t(`training.${name}`)} ${one[name]} ${unit}`);
  return [...told, one.sex ? t(`about.gender_${one.sex}`) : null].filter(Boolean).join(" · ");
}

/** What holds now; before anything was said here, what the account tells of its owner. */
function known(now) {
  if (now) return now;
  const { resting_heart_rate_bpm: resting, max_heart_rate_bpm: greatest, gender } = session.me() ?? {};
  return { resting_bpm: resting, greatest_bpm: greatest, sex: SEXES.includes(gender) ? gender : null };
}

function basisForm(now, save) {
  const from = known(now);
  const number = (text) => (text === "" ? null : Number(text));
  return form({
    fields: [
      fromField(),
      h("div", { class: "pair" }, Object.entries(BODY).map(([name, limits]) => whole(name, t(`training.${name}`), limits, from[name])),
        field("sex", t("training.sex"), select([["", t("about.gender_unsaid")], ...SEXES.map((sex) => [sex, t(`about.gender_${sex}`)])], from.sex ?? ""))),
      h("p", { class: "field-hint" }, t("training.unsaid")),
    ],
    action: t("action.save"),
    submit: (values) => save({ valid_from: values.valid_from, sex: values.sex || null, ...Object.fromEntries(Object.keys(BODY).map((name) => [name, number(values[name])])) }),
  });
}

export const basisCard = (signal) => dated({
  path: "/v1/thresholds", sign: "settings", nothing: "training.no_basis", words: basisWords, makeForm: basisForm,
}, signal);

/** Where one stands today: what weeks of training left. */
export function standing(signal) {
  const box = h("div", {});
  return loading(box, async () => {
    const { items } = await api.get("/v1/training-load", { signal });
    const today = items.at(-1);
    if (!items.some(({ load }) => load)) return empty({ sign: "heart", title: t("training.no_load"), text: t("training.no_load_text") });
    const one = (name) => h("div", { class: "figure" }, h("dt", {}, t(`training.${name}`)), h("dd", {}, h("span", { class: "figure-value" }, format.decimal(today[name], 0))), h("dd", { class: "figure-note" }, t(`training.${name}_text`)));
    return [h("dl", { class: "figures" }, ["fitness", "fatigue", "form"].map(one)),
      h("p", {}, h("a", { class: "button button-small", href: "/charts" }, icon("list"), t("training.chart")))];
  }, { kind: "rows", lines: 1, signal });
}
