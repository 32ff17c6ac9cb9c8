import * as api from "../api.js";
import { companionList, leaveCompany, nameDialog } from "../company.js";
import { companyMap } from "../company-map.js";
import { groupTitle } from "../company-words.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { workoutRow } from "../figures.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { loading } from "../states.js";

function own(group, signal) {
  const list = h("ul", { class: "rows" });
  return loading(h("div", {}), async () => {
    const workouts = await Promise.all(group.workout_ids.map((id) => api.get(`/v1/workouts/${id}`, { signal })));
    list.append(...workouts.map((workout) => workoutRow(workout)));
    return list;
  }, { kind: "rows", lines: 1, signal });
}

/** Everybody's way; nothing where nobody else shows theirs. */
function courses(group, signal) {
  const section = h("section", { class: "card card-map", hidden: true });
  companyMap(group.workout_ids, group.companions, signal).then((drawn) => {
    if (!drawn) return;
    section.append(drawn);
    section.hidden = false;
  }).catch(() => null); // the page says who was there without it
  return section;
}

export function show({ params, signal }) {
  const page = h("div", { class: "page" });
  const path = `/v1/companion-groups/${encodeURIComponent(params.id)}`;

  function redraw(group, sentence) {
    toast(sentence);
    page.replaceChildren(...draw(group));
  }
  async function rename(group) {
    const changed = await nameDialog(group);
    if (changed) redraw(changed, t("company.named"));
  }
  async function keep(group) {
    try {
      redraw(await api.patch(path, { kept: !group.kept }), t(group.kept ? "company.not_kept" : "company.is_kept"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  async function leave(group) {
    if (await leaveCompany(group.workout_ids)) navigate("/companions", { replace: true });
  }
  function draw(group) {
    document.title = `${groupTitle(group)} · 모임`;
    return [
      h("p", {}, h("a", { class: "back", href: "/companions" }, icon("left"), t("company.groups"))),
      h("header", { class: "workout-head" },
        h("p", { class: "muted small" }, format.dayAndTime(group.started_at, zone()), " – ", format.timeOfDay(group.ended_at, zone())),
        h("div", { class: "workout-title" }, h("h1", {}, groupTitle(group)),
          h("button", { class: "icon-button", type: "button", "aria-label": t("company.name_title"), title: t("company.name_title"), onclick: () => rename(group) }, icon("pencil"))),
        h("div", { class: "button-row" },
          h("button", { class: "button", type: "button", "aria-pressed": String(group.kept), onclick: () => keep(group) }, icon("heart"), t(group.kept ? "company.kept" : "company.keep")),
          h("button", { class: "button button-bad", type: "button", onclick: () => leave(group) }, icon("logout"), t("company.leave")))),
      courses(group, signal),
      h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("company.people", { count: group.people }))), companionList(group)),
      h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("company.mine"))), own(group, signal)),
    ];
  }
  loading(page, () => api.get(path, { signal }).then(draw, (problem) => notThere(problem, { href: "/companions", sign: "people", key: "company.groups" })), { kind: "workout", lines: 3, signal });
  return page;
}
