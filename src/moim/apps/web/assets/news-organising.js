// The organiser's part of an announcement: sendings with their progress, reminders, figures, the end.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { figure } from "./figures.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { segmentField, segmentName, sendAtFields, sendAtOf } from "./news-making.js";
import { OFFSETS_S, before, isPast } from "./news-words.js";
import { reach } from "./news-reach.js";
import { reasonTold } from "./reasons.js";
import { zone } from "./session.js";
import { empty, loading } from "./states.js";

const AGAIN_MS = 400;
const TRIES = 40;
const FRESH_MS = 2000;

const pause = (ms) => new Promise((done) => {
  setTimeout(done, ms);
});

/** What is sent: the news, that it is off, a reminder (`reminder:86400`). */
function occurrenceName({ occurrence }) {
  const [what, offset] = occurrence.split(":");
  return what === "reminder" ? t("news.occurrence_reminder", { before: before(Number(offset)) }) : tOr(`news.occurrence_${what}`, t("news.occurrence_news"));
}

function sendingRow(one) {
  return h("li", { class: "news-sending" },
    h("b", {}, segmentName(one.segment)), h("span", { class: "tag" }, t(`news.sending_${one.state}`)),
    h("span", { class: "row-sub" }, `${occurrenceName(one)} · ${format.dayAndTime(one.at, zone())}`),
    h("span", { class: "row-sub" }, t("news.sent_to", { told: format.integer(one.told), considered: format.integer(one.considered) })));
}

/** The sendings; asked for again while one that is due goes on. */
function sendings(one, signal) {
  const box = h("div", {});
  const path = `/v1/announcements/${one.id}/sendings`;
  const rows = (items) => items.length ? h("ul", { class: "news-sendings" }, items.map(sendingRow)) : h("p", { class: "muted small" }, t("news.no_sendings"));
  const goesOn = (items) => items.some(({ state, at }) => state === "waiting" && Date.parse(at) <= Date.now());
  async function follow(items) {
    for (let now = items; goesOn(now) && !signal.aborted; ) {
      await pause(FRESH_MS);
      ({ items: now } = await api.get(path, { signal }));
      box.replaceChildren(rows(now));
    }
  }
  const draw = () => loading(box, async () => {
    const { items } = await api.get(path, { signal });
    follow(items).catch(() => null); // the page can be loaded again
    return rows(items);
  }, { kind: "rows", lines: 1, signal });
  draw();
  return { box, draw };
}

const sendDialog = (one) => modal(t("news.send"), (close) => form({
  fields: [segmentField(), sendAtFields()],
  action: t("news.send"),
  submit: async (values) => {
    await api.create(`/v1/announcements/${one.id}/sendings`, { segment: values.segment, at: sendAtOf(values) });
    close(true);
  },
}));

const remindersDialog = (one) => modal(t("news.reminders"), (close) => {
  const present = (one.reminders ?? []).map(({ offset_s: offset }) => offset);
  const offsets = [...new Set([...present, ...OFFSETS_S])].sort((a, b) => b - a);
  return form({
    fields: [h("p", { class: "muted small" }, t("news.reminders_text")),
      offsets.map((offset) => h("label", { class: "tick-line" }, h("input", { class: "tick", type: "checkbox", name: "offsets", value: offset, checked: present.includes(offset) }), h("span", {}, before(offset))))],
    action: t("action.save"),
    submit: async (_, made) => {
      await api.post(`/v1/announcements/${one.id}/reminders`, { offsets_s: new FormData(made).getAll("offsets").map(Number) });
      close(true);
    },
  });
});

const cancelDialog = (one) => modal(t("news.cancel_title"), (close) => form({
  fields: [h("p", {}, t("news.cancel_text")), field("reason", t("news.cancel_reason"), input({ maxlength: 300 }), { hint: t("manual.optional") })],
  action: t("news.cancel"),
  submit: async ({ reason }) => {
    const query = reason.trim() ? `?${new URLSearchParams({ reason: reason.trim() })}` : "";
    await api.remove(`/v1/announcements/${one.id}${query}`, { headers: { "If-Match": `"v${one.version}"` } });
    close(true);
  },
}));

async function counted(one) {
  const asked = await api.create(`/v1/announcements/${one.id}/statistics`);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { stats } = await api.get(`/v1/announcements/statistics/${asked.id}`);
    if (stats) return stats;
    await pause(AGAIN_MS);
  }
  throw new api.Problem({ code: "statistics-late", detail: t("news.statistics_late") });
}

const byName = (title, figures = {}, words) => Object.keys(figures).length
  ? [h("h3", {}, title), h("dl", { class: "news-figures" }, Object.entries(figures).map(([name, count]) => [h("dt", {}, words(name)), h("dd", {}, format.integer(count))]))]
  : null;

const channel = (name) => tOr(`channel.${name}`, name);

const statisticsDialog = (one) => modal(t("news.statistics"), () => loading(h("div", { class: "stack" }), async () => {
  const stats = await counted(one);
  const { considered = 0, told = 0, read = 0, unsubscribed = 0 } = stats.totals ?? {};
  if (!considered) return empty({ sign: "people", title: t("news.nobody_told") });
  return [
    h("dl", { class: "figures" },
      figure(t("news.considered"), format.integer(considered)),
      figure(t("news.told"), format.integer(told), "", { note: format.percent(told / considered) }),
      figure(t("news.read"), format.integer(read), "", { note: told ? format.percent(read / told) : null }),
      figure(t("news.left"), format.integer(unsubscribed))),
    byName(t("news.delivered"), stats.delivered, channel),
    byName(t("news.failed"), stats.failed, channel),
    byName(t("news.withheld"), stats.withheld, reasonTold),
  ];
}, { kind: "figures", lines: 4 }), { className: "dialog-wide" });

/** All that who may edit it does with it. */
export function organising(one, reload, signal) {
  const section = h("section", { class: "card news-organising" });
  const { box, draw } = sendings(one, signal);
  async function act(dialog, sentence, then) {
    if (!(await dialog(one))) return;
    toast(sentence);
    then();
  }
  const button = (sign, words, onclick, look = "") => h("button", { class: `button button-small ${look}`, type: "button", onclick }, icon(sign), words);
  const stands = !one.cancelled_at;
  const open = stands && !isPast(one);
  section.append(
    h("div", { class: "card-head" }, h("h2", {}, t("news.organising"))),
    h("h3", {}, t("news.sendings")), box, reach(one, signal),
    h("div", { class: "button-row" },
      open ? button("megaphone", t("news.send"), () => act(sendDialog, t("news.send_done"), draw)) : null,
      open ? button("bell", t("news.reminders"), () => act(remindersDialog, t("settings.saved"), reload)) : null,
      button("list", t("news.statistics"), () => statisticsDialog(one)),
      stands ? button("close", t("news.cancel"), () => act(cancelDialog, t("news.cancel_done"), reload), "button-bad") : null));
  return section;
}
