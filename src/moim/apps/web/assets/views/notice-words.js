// The words of every kind of notice, for whoever runs the place to change: both languages at once.

import * as api from "../api.js";
import { modal, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { field, form, input } from "../forms.js";
import { LANGUAGES, language, t } from "../i18n.js";
import { topicName } from "../priorities.js";
import { failure, loading } from "../states.js";

const PATH = "/v1/notification-templates";
const TITLE_MAX = 200;
const BODY_MAX = 2000;
const ADVERTISING = "marketing"; // the one kind that reads otherwise on a telephone

const saying = (values) => Object.fromEntries(Object.keys(LANGUAGES).map((code) => [code, { title: values[`title_${code}`], body: values[`body_${code}`] }]));

/** How it would read, in both languages. */
const preview = (told, kind) => Object.entries(LANGUAGES).map(([code, name]) =>
  h("div", { class: "verdict-card", lang: code }, h("p", { class: "small muted" }, name), h("b", {}, told[code].title), h("p", { class: "small notice-sample" }, told[code].body),
    kind === ADVERTISING ? [h("p", { class: "small muted" }, t("words.as_text", { kind: told[code].text_kind })), h("p", { class: "small notice-sample" }, told[code].text)] : null));

function editor(one) {
  return modal(topicName(one.topic), (close) => {
    const sample = h("div", { class: "stack-close", "aria-live": "polite" });
    const fields = Object.entries(LANGUAGES).map(([code, name]) => h("fieldset", { class: "stack-close", lang: code }, h("legend", {}, name),
      field(`title_${code}`, t("words.title"), input({ required: true, maxlength: TITLE_MAX, value: one[code].title })),
      field(`body_${code}`, t("words.body"), h("textarea", { class: "input", rows: 3, maxlength: BODY_MAX, value: one[code].body }))));
    const made = form({
      fields: [
        h("p", { class: "small muted" }, one.variables.length ? t("words.variables", { names: one.variables.map((name) => `{${name}}`).join(" ") }) : t("words.no_variables")),
        ...fields, sample,
      ],
      action: t("action.save"),
      after: h("button", { class: "button", type: "button", onclick: look }, t("words.preview")),
      submit: async (values) => {
        const after = await api.put(`${PATH}/${one.name}`, saying(values), { headers: { "If-Match": `"v${one.number}"` } });
        close(after);
      },
    });
    async function look() {
      try {
        fill(sample, preview(await api.post(`${PATH}/${one.name}/preview`, saying(Object.fromEntries(new FormData(made)))), one.kind));
      } catch (problem) {
        fill(sample, failure(problem));
      }
    }
    return made;
  }, { className: "dialog-wide" });
}

const FIXED = "security"; // whoever may change words must not change these

function row(one) {
  const line = h("li", {});
  const said = h("span", { class: "row-text" }, h("b", {}, one[language()].title), h("span", { class: "row-sub" }, one[language()].body || one.name));
  if (one.kind === FIXED) return fill(line, h("div", { class: "row row-ends" }, said, icon("lock")));
  async function change() {
    const after = await editor(one);
    if (!after) return;
    toast(t("words.saved"));
    line.replaceWith(row(after));
  }
  return fill(line, h("button", { class: "row row-ends row-button", type: "button", onclick: change },
    said, one.number ? h("span", { class: "tag" }, t("words.own", { number: one.number })) : null, icon("pencil")));
}

export function show({ signal }) {
  const box = h("div", { class: "stack" });
  loading(box, async () => {
    const { items } = await api.get(PATH, { signal });
    const topics = [...new Set(items.map((one) => one.topic))];
    return topics.map((topic) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, topicName(topic))),
      h("ul", { class: "rows" }, items.filter((one) => one.topic === topic).map(row))));
  }, { kind: "rows", lines: 6, signal });
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings/notifications" }, icon("left"), t("notify.title"))),
    h("h1", {}, t("words.page")), h("p", { class: "muted small" }, t("words.text")), box);
}
