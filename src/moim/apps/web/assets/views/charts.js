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
import { empty } from "../states.js";

const PLACES = ["mine", "templates", "preferences"];

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

const BODIES = { mine, templates, preferences };

export function show({ query, signal }) {
  const place = PLACES.includes(query.get("show")) ? query.get("show") : "mine";
  return h("div", { class: "page page-narrow" },
    h("div", { class: "page-head" }, h("div", {}, h("h1", {}, t("drawn.title")), h("p", { class: "muted small" }, t("drawn.text"))), askButton()),
    h("nav", { class: "chips", "aria-label": t("drawn.which") }, PLACES.map((one) =>
      h("a", { class: one === place ? "chip chip-on" : "chip", href: one === "mine" ? "/charts" : `/charts?show=${one}`, "aria-current": one === place ? "page" : null }, t(`drawn.place_${one}`)))),
    chartQuestion(signal), BODIES[place](signal));
}
