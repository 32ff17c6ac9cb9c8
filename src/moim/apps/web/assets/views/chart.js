import * as api from "../api.js";
import { filterFields, filtersOf, formatField, liveTick } from "../chart-form.js";
import { chartPicture } from "../chart-picture.js";
import { chartShares } from "../chart-shares.js";
import { templateDialog } from "../chart-templates.js";
import { FORMATS, formatName, kindName, liveTag, statusTag, termsOf, underWay } from "../chart-words.js";
import { modal, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { form } from "../forms.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { zone } from "../session.js";
import { loading } from "../states.js";

const PATH = "/v1/insights/charts";

const changeDialog = (chart) => modal(t("drawn.change"), (close) => form({
  fields: [filterFields(chart.kind, chart.filters), formatField(chart.format), liveTick(chart.live)],
  action: t("action.save"),
  submit: async (values) => {
    const filters = filtersOf(chart.kind, values);
    const wanted = {};
    if (JSON.stringify(Object.entries(filters).sort()) !== JSON.stringify(Object.entries(chart.filters).sort())) wanted.filters = filters;
    if (values.format !== chart.format) wanted.format = values.format;
    if (Boolean(values.live) !== chart.live) wanted.live = Boolean(values.live);
    close(Object.keys(wanted).length ? await api.patch(`${PATH}/${chart.id}`, wanted, { headers: { "If-Match": `"v${chart.version}"` } }) : chart);
  },
}));

function progress(chart) {
  return h("div", { class: "chart-progress" },
    h("progress", { max: 1, value: chart.progress || null, "aria-label": t("drawn.progress") }),
    h("p", { class: "muted" }, t(`drawn.status_${chart.status}`), chart.progress ? ` · ${format.percent(chart.progress)}` : null));
}

function shown(chart) {
  if (underWay(chart) && !chart.rows) return progress(chart);
  if (chart.status === "failed") return h("p", { class: "notice notice-bad" }, icon("alert"), h("span", {}, chart.error?.detail ?? t("error.unexpected")));
  if (chart.status === "cancelled") return h("p", { class: "notice" }, icon("info"), h("span", {}, t("drawn.was_cancelled")));
  return [underWay(chart) ? progress(chart) : null, chartPicture(chart, `${PATH}/${chart.id}`)];
}

async function download(chart, wanted) {
  const answer = await api.file(`${PATH}/${chart.id}/downloads`, { format: wanted });
  const link = h("a", { href: URL.createObjectURL(answer), download: `moim-${chart.kind}-${chart.from}.${wanted}` });
  link.click();
  URL.revokeObjectURL(link.href);
}

function downloads(chart) {
  const take = (one) => download(chart, one).catch((problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true }));
  return h("div", { class: "button-row", role: "group", "aria-label": t("drawn.download") }, FORMATS.map((one) =>
    h("button", { class: "button button-small", type: "button", onclick: () => take(one) }, icon("download"), formatName(one))));
}

/** What can be done with it as it stands; `changed(chart)` is told what came of it. */
function actions(chart, changed) {
  async function act(what, sentence) {
    try {
      const now = await what();
      if (!now) return;
      if (sentence) toast(sentence);
      if (now.id) changed(now);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  const button = (sign, words, onclick) => h("button", { class: "button button-small", type: "button", onclick }, icon(sign), words);
  const post = (what) => () => api.post(`${PATH}/${chart.id}/${what}`);
  if (underWay(chart)) return [button("close", t("drawn.cancel"), () => act(post("cancel"), t("drawn.cancelled")))];
  if (chart.status === "cancelled") return [];
  return [
    button("pencil", t("drawn.change"), () => act(() => changeDialog(chart), t("settings.saved"))),
    button("again", t("drawn.repair"), () => act(post("repair"), t("drawn.repairing"))),
    button("bookmark", t("drawn.template_new"), () => act(() => templateDialog(chart), t("drawn.template_saved"))),
  ];
}

export function show({ params, signal }) {
  const path = `${PATH}/${encodeURIComponent(params.id)}`;
  const title = h("h1", {});
  const terms = h("p", { class: "chart-terms" });
  const body = h("section", { class: "card chart-card" });
  const does = h("div", { class: "button-row" });
  const more = h("div", { class: "stack" });
  let drawn = null;

  function draw(chart) {
    const ready = chart.status === "ready";
    const other = drawn?.status !== chart.status;
    drawn = chart;
    title.textContent = kindName(chart.kind);
    document.title = `${kindName(chart.kind)} · 모임`;
    fill(terms, statusTag(chart), liveTag(chart), termsOf(chart), chart.as_of ? h("span", { class: "muted" }, t("drawn.as_of", { when: format.dayAndTime(chart.as_of, zone()) })) : null);
    fill(does, actions(chart, draw));
    if (other) {
      fill(more, ready ? [
        h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("drawn.download"))), downloads(chart)),
        h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("drawn.share"))), h("div", { class: "stack-close" }, h("p", { class: "muted small" }, t("drawn.share_text")), chartShares(chart, signal))),
        h("p", { class: "small" }, h("a", { href: `/settings/feedback?chart=${chart.id}` }, t("drawn.tell"))),
      ] : null);
    }
    fill(body, shown(chart));
  }

  async function again() {
    try {
      const now = await api.get(path, { signal });
      if (now.version !== drawn?.version || now.progress !== drawn?.progress) draw(now);
    } catch {
      // what is shown stays; the next hint tries again
    }
  }

  const page = h("div", { class: "page page-narrow" });
  async function first() {
    const chart = await api.get(path, { signal });
    api.watch(`chart:${chart.id}`, again, signal);
    draw(chart);
    return [
      h("p", {}, h("a", { class: "back", href: "/charts" }, icon("left"), t("drawn.title"))),
      h("div", { class: "stack" }, h("div", {}, title, terms), body, does, more),
    ];
  }
  loading(page, () => first().catch((problem) => notThere(problem, { href: "/charts", sign: "list", key: "drawn.title", text: "drawn.gone_text" })), { kind: "map", lines: 1, signal });
  return page;
}
