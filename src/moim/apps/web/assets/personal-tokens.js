// Personal access tokens: keys for scripts and devices, each with what it may do.

import * as api from "./api.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { zone } from "./session.js";
import { secret } from "./secrets.js";
import { empty, loading } from "./states.js";

const PATH = "/v1/users/me/tokens";
const AREAS = ["workouts", "workout-sessions", "goals", "insights", "challenges", "clubs", "gatherings", "posts", "notifications", "feedback"];
const DOINGS = ["read", "write"];
const DAYS = [30, 90, 366];

const areaName = (area) => tOr(`scope.${area.replace("-", "_")}`, area);

/** `운동 기록: 읽기·쓰기` for `workouts:read`, `workouts:write`. */
function scopesInWords(scopes) {
  const areas = new Map();
  scopes.forEach((scope) => {
    const [area, doing] = scope.split(":");
    areas.set(area, [...(areas.get(area) ?? []), t(`scope.${doing}`)]);
  });
  return [...areas].map(([area, doings]) => `${areaName(area)}: ${doings.join("·")}`).join(", ");
}

function scopeTable() {
  const tick = (area, doing) =>
    h("td", {}, h("input", { type: "checkbox", class: "tick", name: "scopes", value: `${area}:${doing}`, "aria-label": `${areaName(area)}: ${t(`scope.${doing}`)}` }));
  return h("table", { class: "scope-table" },
    h("caption", { class: "sr-only" }, t("token.scopes")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("token.scopes")), DOINGS.map((doing) => h("th", { scope: "col" }, t(`scope.${doing}`))))),
    h("tbody", {}, AREAS.map((area) => h("tr", {}, h("th", { scope: "row" }, areaName(area)), DOINGS.map((doing) => tick(area, doing))))));
}

const shownOnce = (made, done) => [
  h("p", {}, t("token.once")),
  secret(made.name, made.token),
  h("div", { class: "dialog-end" }, h("button", { class: "button button-main", type: "button", onclick: done }, t("action.close"))),
];

function makeDialog() {
  return modal(t("token.new"), (close) => {
    const box = h("div", { class: "stack-close" });
    async function submit(values, made) {
      const scopes = new FormData(made).getAll("scopes");
      const days = Number(values.days) || null;
      const token = await api.create(PATH, { name: values.name, scopes, ...(days ? { expires_in_days: days } : {}) });
      fill(box, shownOnce(token, () => close(true)));
      box.querySelector("button").focus();
    }
    fill(box, form({
      fields: [
        field("name", t("token.name"), input({ required: true, maxlength: 60 }), { hint: t("token.name_hint") }),
        scopeTable(),
        field("days", t("token.days"), select([...DAYS.map((days) => [days, t("token.for_days", { days })]), ["", t("token.no_end")]], "90")),
      ],
      action: t("token.make"),
      submit,
    }));
    return box;
  });
}

function row(token, changed) {
  const day = (instant) => format.day(format.dayOf(instant, zone()), { year: "numeric", month: "short", day: "numeric" });
  async function revoke() {
    if (!(await confirmDanger(t("token.revoke_title", { name: token.name }), t("token.revoke_text"), t("token.revoke")))) return;
    try {
      await api.remove(`${PATH}/${token.id}`);
      toast(t("token.revoked"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  const facts = [
    token.used_at ? t("token.used", { when: day(token.used_at) }) : t("token.unused"),
    token.expires_at ? t("token.until", { when: day(token.expires_at) }) : t("token.no_end"),
  ];
  return h("li", { class: "row" },
    h("span", { class: "badge tint-other" }, icon("key")),
    h("span", { class: "row-text" }, h("b", {}, token.name),
      h("span", { class: "row-sub" }, scopesInWords(token.scopes)), h("br", {}), h("span", { class: "row-sub" }, facts.join(" · "))),
    h("button", { class: "button button-small", type: "button", "aria-label": t("token.revoke_named", { name: token.name }), onclick: revoke }, t("token.revoke")));
}

/** The list with a way to make and to revoke. */
export function personalTokens(signal) {
  const box = h("div", {});
  async function make() {
    await makeDialog();
    draw();
  }
  function draw() {
    loading(box, async () => {
      const { items } = await api.get(PATH, { signal });
      const more = h("button", { class: "button", type: "button", onclick: make }, icon("plus"), t("token.new"));
      if (!items.length) return empty({ sign: "key", title: t("token.none"), text: t("token.text"), action: more });
      return h("div", { class: "stack-close" }, h("ul", { class: "rows" }, items.map((one) => row(one, draw))), h("div", {}, more));
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  return box;
}
