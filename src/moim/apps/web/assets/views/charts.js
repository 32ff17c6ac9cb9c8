import * as api from "../api.js";
import { bodyOf, newFields } from "../chart-form.js";
import { chartQuestion } from "../chart-questions.js";
import { preferences, templates } from "../chart-templates.js";
import { kindName, liveTag, statusTag, termsOf, underWay } from "../chart-words.js";
import { modal } from "../dialog.js";
import { h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { form } from "../forms.js";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { isStaff } from "../session.js";
import { empty } from "../states.js";
import { wishRow } from "../wishes.js";

const PLACES = ["mine", "templates", "preferences", "wishes"];

async function ask() {
  const made = await modal(t("drawn.new"), (close) => form({
    fields: newFields(), action: t("drawn.ask"),
    submit: async (values) => close((await api.create("/v1/insights/charts", bodyOf(values))).id),
  }));
  if (made) navigate(`/charts/${made}`);
}

const askButton = () => h("button", { class: "button button-main button-small", type: "button", onclick: ask }, icon("plus"), t("drawn.new"));

const row = (chart) => h("li", {}, h("a", { class: "row", href: `/charts/${chart.id}` },
  h("span", { class: "badge tint-ride" }, icon("list")),
  h("span", { class: "row-text" }, h("b", {}, kindName(chart.kind)), h("span", { class: "row-sub" }, termsOf(chart))),
  h("span", { class: "chart-tags" }, underWay(chart) || chart.status !== "ready" ? statusTag(chart) : null, liveTag(chart)),
  icon("right", { className: "row-go" })));

function mine(signal) {
  const list = h("ul", { class: "rows" });
  const end = endless("/v1/insights/charts", { limit: 20 }, list, {
    row, signal, nothing: () => empty({ sign: "list", title: t("drawn.none"), text: t("drawn.none_text"), action: askButton() }),
  });
  return h("section", { class: "card" }, list, end);
}

/** What was said about charts, and what came of it: one's own, everybody's for staff. */
function wishes(signal) {
  const list = h("ul", { class: "rows" });
  const row = (one) => wishRow({
    about: t(one.chart_id ? "drawn.wish_one" : "drawn.wish_all"), href: one.chart_id && !isStaff() ? `/charts/${one.chart_id}` : null, // a chart is its owner's alone
    state: one.state, sent: one.opened_at, answered: one.answered_at,
  });
  const end = endless("/v1/insights/improvements", { limit: 20 }, list, {
    row, signal, nothing: () => empty({ sign: "talk", title: t("drawn.no_wishes"), text: t("drawn.no_wishes_text") }),
  });
  return h("section", { class: "card" },
    h("p", { class: "muted small" }, t("drawn.wishes_text"), " ", h("a", { href: "/settings/feedback" }, t("feedback.title"))), list, end);
}

const BODIES = { mine, templates, preferences, wishes };

export function show({ query, signal }) {
  const place = PLACES.includes(query.get("show")) ? query.get("show") : "mine";
  return h("div", { class: "page page-narrow" },
    h("div", { class: "page-head" }, h("div", {}, h("h1", {}, t("drawn.title")), h("p", { class: "muted small" }, t("drawn.text"))), askButton()),
    h("nav", { class: "chips", "aria-label": t("drawn.which") }, PLACES.map((one) =>
      h("a", { class: one === place ? "chip chip-on" : "chip", href: one === "mine" ? "/charts" : `/charts?show=${one}`, "aria-current": one === place ? "page" : null }, t(`drawn.place_${one}`)))),
    chartQuestion(signal), BODIES[place](signal));
}
