// Charts to ask for again: designs under a name, offered to others, and how one likes charts.

import * as api from "./api.js";
import { FORMATS, METRICS, designTerms, formatName } from "./chart-words.js";
import { periodFields, periodOf, liveTick } from "./chart-form.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import { t } from "./i18n.js";
import { navigate } from "./router.js";
import { me } from "./session.js";
import { empty, loading } from "./states.js";

const PATH = "/v1/insights/templates";
const PEOPLE_MOST = 50;
const THEMES = ["auto", "light", "dark"];

async function act(what, sentence, then) {
  try {
    const done = await what();
    if (sentence) toast(sentence);
    then?.(done);
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
  }
}

/** Asks for a name; keeps the design of `chart` under it. */
export const templateDialog = (chart) => modal(t("drawn.template_new"), (close) => form({
  fields: [h("p", { class: "muted small" }, t("drawn.template_text")), field("name", t("drawn.template_name"), input({ required: true, maxlength: 60 }))],
  action: t("action.save"),
  submit: async ({ name }) => {
    const { kind, filters, order, format } = chart;
    await api.create(PATH, { name: name.trim(), design: { kind, filters, order, format } });
    close(true);
  },
}));

const loadDialog = (template) => modal(template.name, (close) => form({
  fields: [periodFields(), liveTick()],
  action: t("drawn.ask"),
  submit: async (values) => close((await api.create(`${PATH}/${template.id}/charts`, { period: periodOf(values), live: Boolean(values.live) })).id),
}));

/** People one follows, as choices; those who left are not among them. */
async function people() {
  const { items } = await api.get("/v1/follows", { query: { kind: "person", limit: PEOPLE_MOST } });
  const known = await Promise.all(items.map(({ id }) => api.get(`/v1/users/${id}`).catch(() => null)));
  return known.filter(Boolean).map(({ id, nickname }) => [id, nickname]);
}

const offerDialog = (template) => modal(t("drawn.offer"), (close) => loading(h("div", {}), async () => {
  const choices = await people();
  if (!choices.length) return empty({ sign: "people", title: t("drawn.offer_nobody"), text: t("drawn.offer_nobody_text") });
  return form({
    fields: [field("to", t("drawn.offer_to"), select(choices, choices[0][0]), { hint: t("drawn.offer_hint") })],
    action: t("drawn.offer"),
    submit: async ({ to }) => {
      await api.post(`${PATH}/${template.id}/shares`, { to });
      close(true);
    },
  });
}));

function row(template, changed) {
  async function load() {
    const made = await loadDialog(template);
    if (made) navigate(`/charts/${made}`);
  }
  async function remove() {
    if (!(await confirmDanger(t("drawn.template_remove_title", { name: template.name }), t("drawn.template_remove_text"), t("drawn.template_remove")))) return;
    await act(() => api.remove(`${PATH}/${template.id}`), t("drawn.template_removed"));
    changed();
  }
  const button = (words, onclick) => h("button", { class: "button button-small", type: "button", "aria-label": `${template.name}: ${words}`, onclick }, words);
  return h("li", { class: "row chart-row" }, h("span", { class: "badge tint-other" }, icon("bookmark")),
    h("span", { class: "row-text" }, h("b", {}, template.name), h("span", { class: "row-sub" }, designTerms(template.design))),
    h("span", { class: "button-row" },
      button(t("drawn.template_load"), load),
      button(t("drawn.offer"), async () => (await offerDialog(template)) && toast(t("drawn.offered"))),
      button(t("drawn.template_remove"), remove)));
}

function offerRow(offer, changed) {
  const mine = offer.from === me().id;
  const answer = (way, sentence) => act(() => api.post(`/v1/insights/template-shares/${offer.id}/${way}`), sentence, changed);
  return h("li", { class: "row chart-row" }, h("span", { class: "badge tint-other" }, icon("share")),
    h("span", { class: "row-text" }, h("b", {}, offer.name), h("span", { class: "row-sub" }, `${designTerms(offer.design)} · ${t(mine ? "drawn.offer_mine" : "drawn.offer_theirs")}`)),
    offer.state === "waiting" && !mine ? h("span", { class: "button-row" },
      h("button", { class: "button button-small", type: "button", onclick: () => answer("approve", t("drawn.offer_taken")) }, t("drawn.offer_take")),
      h("button", { class: "button button-small", type: "button", onclick: () => answer("reject", t("drawn.offer_declined")) }, t("drawn.offer_decline")))
      : h("span", { class: "tag" }, t(`drawn.offer_${offer.state}`)));
}

/** One's templates and what was offered by or to one. */
export function templates(signal) {
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const [{ items }, offers] = await Promise.all([api.get(PATH, { signal }), api.get("/v1/insights/template-shares", { signal })]);
    return h("div", { class: "stack" },
      h("section", { class: "card" }, items.length ? h("ul", { class: "rows" }, items.map((one) => row(one, draw)))
        : empty({ sign: "bookmark", title: t("drawn.no_templates"), text: t("drawn.no_templates_text") })),
      offers.items.length ? h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("drawn.offers"))),
        h("ul", { class: "rows" }, offers.items.map((one) => offerRow(one, draw)))) : null);
  }, { kind: "rows", lines: 2, signal });
  draw();
  return box;
}

/** How new charts look where nothing else is said. */
export function preferences(signal) {
  const box = h("div", {});
  const path = "/v1/insights/preferences";
  const choice = (name, words, options, now) => field(name, words, select([["", t("drawn.usual")], ...options], now[name] ?? ""));
  const draw = () => loading(box, async () => {
    const { version, preferences: now } = await api.get(path, { signal });
    return h("section", { class: "card" }, form({
      fields: [
        h("p", { class: "muted small" }, t("drawn.preferences_text")),
        choice("format", t("drawn.format"), FORMATS.map((one) => [one, formatName(one)]), now),
        choice("theme", t("drawn.theme"), THEMES.map((one) => [one, t(`drawn.theme_${one}`)]), now),
        choice("width", t("drawn.width"), ["360", "720", "1280"].map((one) => [one, `${one} px`]), now),
        choice("metric", t("drawn.metric"), METRICS.map((one) => [one, t(`drawn.metric_${one}`)]), now),
      ],
      action: t("action.save"),
      submit: async (values) => {
        const chosen = Object.fromEntries(Object.entries({ ...now, ...values }).filter(([, value]) => value));
        await api.put(path, { preferences: chosen }, { headers: { "If-Match": `"v${version}"` } });
        toast(t("settings.saved"));
        draw();
      },
    }));
  }, { lines: 4, signal });
  draw();
  return box;
}
