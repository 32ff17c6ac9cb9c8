import { h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { field, select } from "../forms.js";
import { t } from "../i18n.js";
import { followButton } from "../news-follow.js";
import { mayOrganise, registerDialog } from "../news-making.js";
import { adTag, kindBadge, standing, whenOf } from "../news-words.js";
import { navigate } from "../router.js";
import { empty } from "../states.js";

const STATES = ["", "upcoming", "past", "cancelled"];
const KINDS = ["race", "sale", "update", "product"];

async function register() {
  const made = await registerDialog();
  if (made) navigate(`/announcements/${made}`);
}

const row = (one) =>
  h("li", { class: one.cancelled_at ? "leading news-row news-off" : "leading news-row" },
    kindBadge(one),
    h("div", { class: "row-text" },
      h("p", { class: "news-tags small" }, t(`news.kind_${one.kind}`), standing(one), adTag(one)),
      h("h2", {}, h("a", { href: `/announcements/${one.id}` }, one.title)),
      h("p", { class: "row-sub" }, h("time", { datetime: one.starts_at }, whenOf(one)))),
    followButton(one));

function addressOf(state, kind) {
  const chosen = new URLSearchParams(Object.entries({ state, kind }).filter(([, value]) => value)).toString();
  return chosen ? `/announcements?${chosen}` : "/announcements";
}

function filters(state, kind) {
  const kinds = select([["", t("news.every_kind")], ...KINDS.map((one) => [one, t(`news.kind_${one}`)])], kind);
  return [
    h("nav", { class: "chips", "aria-label": t("news.which") }, STATES.map((one) => h("a", {
      class: one === state ? "chip chip-on" : "chip", href: addressOf(one, kind), "aria-current": one === state ? "page" : null,
    }, t(`news.state_${one || "all"}`)))),
    h("form", {
      class: "filters", role: "search", "aria-label": t("news.filter"), onsubmit: (event) => event.preventDefault(),
      onchange: () => navigate(addressOf(state, kinds.value), { replace: true }),
    }, field("kind", t("news.kind"), kinds)),
  ];
}

function nothing(state, kind) {
  if (!state && !kind) return empty({ sign: "megaphone", title: t("news.none"), text: t("news.none_text") });
  return empty({ sign: "megaphone", title: t("news.none_filtered"), action: h("a", { class: "button", href: addressOf("", "") }, t("workouts.clear")) });
}

export function show({ query, signal }) {
  const [state, kind] = [[STATES, "state"], [KINDS, "kind"]].map(([known, name]) => (known.includes(query.get(name)) ? query.get(name) : ""));
  const list = h("ul", { class: "news-list" });
  const end = endless("/v1/announcements", { limit: 20, ...(state && { state }), ...(kind && { kind }) }, list, {
    row, signal, nothing: () => nothing(state, kind),
  });
  return h("div", { class: "page page-narrow" },
    h("div", { class: "page-head" },
      h("div", {}, h("h1", {}, t("news.title")), h("p", { class: "muted small" }, t("news.text"))),
      mayOrganise() ? h("button", { class: "button button-main button-small", type: "button", onclick: register }, icon("plus"), t("news.new")) : null),
    filters(state, kind), list, end);
}
