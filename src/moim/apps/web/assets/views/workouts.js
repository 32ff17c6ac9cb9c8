import * as api from "../api.js";
import { announce, h, icon } from "../dom.js";
import { workoutRow, zoneOf } from "../figures.js";
import { field, input, select } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { shortcuts } from "../shortcuts.js";
import { SPORTS, sportName } from "../sports.js";
import { empty, failure, skeleton } from "../states.js";
import { instantsOf } from "../wall-clock.js";
import { workoutPrompts } from "../workout-prompts.js";

const PAGE = 30;

function filters(query) {
  const sport = select([["", t("workouts.all_sports")], ...SPORTS.map((one) => [one, sportName(one)])], query.get("sport") ?? "");
  const from = input({ type: "date", value: query.get("from") ?? "" });
  const to = input({ type: "date", value: query.get("to") ?? "" });
  function apply() {
    const chosen = new URLSearchParams();
    for (const [name, control] of [["sport", sport], ["from", from], ["to", to]]) {
      if (control.value) chosen.set(name, control.value);
    }
    const text = chosen.toString();
    navigate(text ? `/workouts?${text}` : "/workouts", { replace: true });
  }
  const made = h(
    "form",
    { class: "filters", role: "search", "aria-label": t("workouts.filter"), onsubmit: (event) => event.preventDefault(), onchange: apply },
    field("sport", t("workouts.sport"), sport),
    field("from", t("workouts.from"), from),
    field("to", t("workouts.to"), to),
  );
  if (["sport", "from", "to"].some((name) => query.has(name))) {
    made.append(h("a", { class: "button button-small", href: "/workouts" }, t("workouts.clear")));
  }
  return made;
}

/** Rows under a heading for each month. */
function createList() {
  const box = h("div", { class: "month-groups" });
  let month = null;
  let rows = null;
  return {
    box,
    add(items) {
      for (const workout of items) {
        const local = format.monthOf(workout.started_at, zoneOf(workout));
        if (local !== month) {
          month = local;
          rows = h("ul", { class: "rows" });
          box.append(h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, format.month(month))), rows));
        }
        rows.append(workoutRow(workout));
      }
    },
  };
}

export function show({ query, signal }) {
  const list = createList();
  const end = h("div", { class: "list-end" });
  const chosen = { sport: query.get("sport"), ...instantsOf(query.get("from"), query.get("to"), zone()) };
  const filtered = Object.values(chosen).some(Boolean);
  let cursor = null;
  let count = 0;

  async function more() {
    end.replaceChildren(skeleton("rows", count ? 2 : 5));
    try {
      const answer = await api.get("/v1/workouts", { query: { ...chosen, limit: PAGE, cursor }, signal });
      if (signal.aborted) return;
      cursor = answer.next;
      count += answer.items.length;
      list.add(answer.items);
      end.replaceChildren(...closing());
      if (count > PAGE) announce(t("workouts.loaded", { count }));
    } catch (problem) {
      if (problem.name !== "AbortError") end.replaceChildren(failure(problem, more));
    }
  }

  function closing() {
    if (cursor) return [h("button", { class: "button", type: "button", onclick: more }, t("workouts.more"))];
    if (count) return [h("p", { class: "muted small" }, t("workouts.end", { count }))];
    if (filtered) return [empty({ sign: "list", title: t("workouts.none_filtered"), action: h("a", { class: "button", href: "/workouts" }, t("workouts.clear")) })];
    return [empty({ sign: "run", title: t("home.first_title"), text: t("home.first_text"), action: h("a", { class: "button button-main", href: "/import" }, icon("upload"), t("nav.import")) })];
  }

  more();
  return h(
    "div",
    { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.workouts")),
      h("a", { class: "button button-small", href: "/workouts/new" }, icon("plus"), t("workouts.by_hand"))),
    shortcuts(),
    workoutPrompts(signal),
    filters(query),
    list.box,
    end,
  );
}
