// Who ran or rode along: how much of the way, in the words of the one who looks.

import * as api from "./api.js";
import { companyMap } from "./company-map.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { loading } from "./states.js";

const LOOKED_AGAIN_MS = 1500;

/** `전 구간 함께`, `일부 구간 함께 (42%)`; with the other side where it differs. */
function extent(companion) {
  const mine = companion.extent === "whole" ? t("company.whole") : t("company.part", { share: format.percent(companion.share) });
  if (companion.extent === companion.their_extent) return mine;
  return `${mine} · ${t(companion.their_extent === "whole" ? "company.theirs_whole" : "company.theirs_part")}`;
}

/** Everybody by name with their share of the way, then how many have none. */
export function companionList({ companions, unnamed }) {
  return h("ul", { class: "rows" },
    companions.map((one) =>
      h("li", { class: "row" }, face(one),
        h("span", { class: "row-text" },
          h("b", {}, one.nickname ?? t("company.nameless")),
          h("span", { class: "row-sub" }, extent(one))),
        h("span", { class: "row-facts num" }, h("span", {}, h("b", {}, format.span(one.together_s)))),
        h("span", { class: "share-bar", "aria-hidden": "true" }, h("span", { style: { "--share": one.share } })))),
    unnamed ? h("li", { class: "row" }, h("span", { class: "face", "aria-hidden": "true" }, icon("user")), h("span", { class: "row-text" }, h("b", {}, t("company.unnamed", { count: unnamed })))) : null);
}

/** Asks for the name one gives a group; answers the changed group, or null. */
export function nameDialog(group) {
  return modal(t("company.name_title"), (close) => form({
    fields: [field("title", t("company.name"), input({ value: group.title ?? "", maxlength: 60 }), { hint: t("company.name_hint") })],
    action: t("action.save"),
    submit: async ({ title }) => close(await api.patch(`/v1/companion-groups/${group.id}`, { title: title.trim() || null })),
  }));
}

/** Leaves the company of workouts after a question; whether it was done. */
export async function leaveCompany(workoutIds) {
  if (!(await confirmDanger(t("company.leave_title"), t("company.leave_text"), t("company.leave")))) return false;
  try {
    for (const id of workoutIds) await api.remove(`/v1/workouts/${id}/companions/me`);
    toast(t("company.gone"));
    return true;
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
    return false;
  }
}

/** The card on a workout's page; it is not there where nobody was. */
export function companyCard(workout, signal) {
  const path = `/v1/workouts/${workout.id}/companions`;
  const body = h("div", {});
  const section = h("section", { class: "card", hidden: true }, h("div", { class: "card-head" }, h("h2", {}, t("company.title"))), body);

  async function back() {
    try {
      await api.put(`${path}/me`);
      toast(t("company.looking"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    draw();
  }
  async function leave() {
    if (await leaveCompany([workout.id])) draw();
  }
  function content(company) {
    if (company.left) return [h("p", { class: "muted small" }, t("company.left")), h("button", { class: "button button-small", type: "button", onclick: back }, t("company.back"))];
    if (!company.people) return company.looking ? h("p", { class: "muted small", role: "status" }, t("company.looking")) : null;
    const map = h("div", {});
    companyMap([workout.id], company.companions, signal).then((drawn) => drawn && fill(map, drawn)).catch(() => null); // the list says it too
    return [
      map,
      companionList(company),
      h("div", { class: "button-row company-end" },
        company.group ? h("a", { class: "button button-small", href: `/companions/${company.group.id}` }, icon("people"), company.group.title ?? t("company.open")) : null,
        h("button", { class: "button button-small", type: "button", onclick: leave }, t("company.leave"))),
    ];
  }
  async function read() {
    const company = await api.get(path, { signal });
    if (company.looking) setTimeout(again, LOOKED_AGAIN_MS);
    const shown = content(company);
    section.hidden = !shown;
    return shown;
  }
  async function again() {
    if (signal.aborted) return;
    const shown = await read().catch(() => null); // what stands there goes on standing
    if (shown) fill(body, shown);
  }
  function draw() {
    loading(body, read, { kind: "rows", lines: 1, signal });
  }
  draw();
  return section;
}
