import * as api from "../api.js";
import { companionsInWords, groupTitle } from "../company-words.js";
import { fill, h, icon } from "../dom.js";
import { face } from "../face.js";
import { segmented } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { empty, failure, skeleton } from "../states.js";

const PAGE = 20;
const FACES_MOST = 4;

function row(group) {
  return h("li", {}, h("a", { class: "row", href: `/companions/${group.id}` },
    h("span", { class: "faces" }, group.companions.slice(0, FACES_MOST).map((one) => face(one))),
    h("span", { class: "row-text" },
      h("b", {}, groupTitle(group), group.kept ? h("span", { class: "tag tag-kept" }, t("company.kept")) : null),
      h("span", { class: "row-sub" }, group.title ? `${format.shortDay(group.started_at, zone())} · ` : "", companionsInWords(group))),
    icon("right", { className: "row-go" })));
}

export function show({ query, signal }) {
  const kept = query.get("kept") === "true";
  const list = h("ul", { class: "rows" });
  const place = h("section", { class: "card", hidden: true }, list);
  const end = h("div", { class: "list-end" });
  let cursor = null;

  async function more() {
    end.replaceChildren(skeleton("rows", 3));
    try {
      const { items, next } = await api.get("/v1/companion-groups", { query: { limit: PAGE, cursor, kept: kept || null }, signal });
      if (signal.aborted) return;
      cursor = next;
      list.append(...items.map(row));
      place.hidden = !list.childElementCount;
      if (next) fill(end, h("button", { class: "button", type: "button", onclick: more }, t("workouts.more")));
      else fill(end, list.childElementCount ? null : nothing());
    } catch (problem) {
      if (problem.name !== "AbortError") end.replaceChildren(failure(problem, more));
    }
  }
  const nothing = () => kept
    ? empty({ sign: "people", title: t("company.none_kept"), text: t("company.none_kept_text") })
    : empty({ sign: "people", title: t("company.none"), text: t("company.none_text"), action: h("a", { class: "button", href: "/settings/privacy" }, t("privacy.title")) });
  const choose = (value) => navigate(value === "kept" ? "/companions?kept=true" : "/companions", { replace: true });
  more();
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("company.groups")),
      segmented(t("company.which"), [["all", t("company.all")], ["kept", t("company.kept")]], kept ? "kept" : "all", choose)),
    h("p", { class: "muted lead" }, t("company.groups_text")),
    place, end);
}
