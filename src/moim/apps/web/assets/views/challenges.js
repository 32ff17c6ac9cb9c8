import * as api from "../api.js";
import { challengeCard } from "../challenge-card.js";
import { fill, h, icon } from "../dom.js";
import { field, select } from "../forms.js";
import { t } from "../i18n.js";
import { regionField, regionFrom } from "../regions.js";
import { navigate } from "../router.js";
import { SPORTS, sportName } from "../sports.js";
import { empty, failure, skeleton } from "../states.js";

const PAGE = 20;
/** What each tab asks for, one after the other: `ended` still collects late results, `final` is over. */
const TABS = {
  running: [{ state: "running" }],
  upcoming: [{ state: "announced" }],
  mine: [{ of: "joined" }],
  organised: [{ of: "organised" }],
  over: [{ state: "ended" }, { state: "final" }],
};

function addressOf(tab, sport, region) {
  const chosen = new URLSearchParams(Object.entries({ tab: tab === "running" ? "" : tab, sport, region }).filter(([, value]) => value));
  const text = chosen.toString();
  return text ? `/challenges?${text}` : "/challenges";
}

function tabs(tab, sport, region) {
  return h("nav", { class: "chips", "aria-label": t("challenges.which") }, Object.keys(TABS).map((one) =>
    h("a", { class: one === tab ? "chip chip-on" : "chip", href: addressOf(one, sport, region), "aria-current": one === tab ? "page" : null }, t(`challenges.tab_${one}`))));
}

function filters(tab, chosenSport, chosenRegion) {
  const sport = select([["", t("workouts.all_sports")], ...SPORTS.map((one) => [one, sportName(one)])], chosenSport);
  const place = regionField("region", t("challenges.region"), chosenRegion, { hint: null });
  const region = place.querySelector("input");
  region.placeholder = t("challenges.everywhere");
  return h("form", {
    class: "filters", role: "search", "aria-label": t("challenges.filter"), onsubmit: (event) => event.preventDefault(),
    onchange: () => region.checkValidity() && navigate(addressOf(tab, sport.value, regionFrom(region.value)), { replace: true }),
  }, field("sport", t("workouts.sport"), sport), place);
}

const makeLink = () => h("a", { class: "button button-main button-small", href: "/challenges/new" }, icon("plus"), t("challenges.new"));

function nothing(tab, filtered) {
  if (filtered) return empty({ sign: "trophy", title: t("challenges.none_filtered"), action: h("a", { class: "button", href: addressOf(tab) }, t("workouts.clear")) });
  return empty({ sign: "trophy", title: t(`challenges.none_${tab}`), text: t("challenges.none_text"), action: makeLink() });
}

export function show({ query, signal }) {
  const tab = query.get("tab") in TABS ? query.get("tab") : "running";
  const [sport, region] = ["sport", "region"].map((name) => query.get(name) ?? "");
  const list = h("ul", { class: "challenge-list" });
  const end = h("div", { class: "list-end" });
  const asking = [...TABS[tab]];
  let cursor = null;

  async function more() {
    fill(end, skeleton("rows", 3));
    try {
      for (let found = 0; asking.length && found < PAGE; ) {
        const page = await api.get("/v1/challenges", { query: { ...asking[0], sport, region, limit: PAGE, cursor }, signal });
        list.append(...page.items.map(challengeCard));
        found += page.items.length;
        cursor = page.next;
        if (!cursor) asking.shift();
      }
      fill(end, asking.length ? h("button", { class: "button", type: "button", onclick: more }, t("workouts.more")) : list.childElementCount ? null : nothing(tab, sport || region));
    } catch (problem) {
      if (problem.name !== "AbortError") fill(end, failure(problem, more));
    }
  }

  more();
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.challenges")), makeLink()),
    tabs(tab, sport, region),
    filters(tab, sport, region),
    list, end);
}
