import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { bars } from "../figures.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { shiftDay } from "../month-grid.js";
import { isStaff, zone } from "../session.js";
import { empty, loading } from "../states.js";

const DAYS = 30;
const NO_BREAK = "\u00a0"; // keeps the line of a label that is not written
const CHANNELS = ["app", "push", "email", "sms", "webhook"];
const STEPS = ["asked", "left_out"];

const sum = (items) => items.reduce((total, { count }) => total + count, 0);
const topicName = (topic) => tOr(`topic.${topic}`, topic);
const channelName = (channel) => tOr(`channel.${channel}`, channel);

/** Messages a day, the last thirty days. */
function byDay(items) {
  const last = format.today(zone());
  const days = Array.from({ length: DAYS }, (_, at) => shiftDay(last, at + 1 - DAYS));
  return bars(t("volume.by_day"), days.map((day, at) => {
    const count = sum(items.filter(({ date }) => date === day));
    return { value: count, short: format.integer(count), text: t("volume.messages", { count }), long: format.day(day), label: at % 5 === 4 ? String(Number(day.slice(8))) : NO_BREAK, present: day === last };
  }));
}

function table(head, rows) {
  return h("div", { class: "switch-scroll" }, h("table", { class: "chart-table" },
    h("thead", {}, h("tr", {}, head.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, rows.map(([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), cells.map((cell) => h("td", { class: "num" }, cell)))))));
}

function volumes({ items, total }) {
  if (!total) return empty({ sign: "bell", title: t("volume.none") });
  const channels = CHANNELS.filter((channel) => items.some((one) => one.channel === channel));
  const topics = [...new Set(items.map(({ topic }) => topic))];
  const of = (topic, channel) => sum(items.filter((one) => one.topic === topic && one.channel === channel));
  return [h("p", { class: "muted small" }, t("volume.total", { count: format.integer(total) })), byDay(items),
    table([t("notify.topic"), ...channels.map(channelName)], topics.map((topic) => [topicName(topic), ...channels.map((channel) => format.integer(of(topic, channel)))]))];
}

/** How many were asked to agree, and how many wanted to be left out, by channel and purpose. */
function funnel({ items }) {
  if (!items.length) return h("p", { class: "muted" }, t("volume.no_consents"));
  const matters = [...new Set(items.map(({ channel, purpose }) => `${channel}/${purpose}`))];
  return table([t("volume.matter"), ...STEPS.map((step) => t(`volume.step_${step}`))], matters.map((matter) => {
    const [channel, purpose] = matter.split("/");
    return [`${channelName(channel)} · ${t(`consent.${purpose}`)}`, ...STEPS.map((step) => format.integer(sum(items.filter((one) => `${one.channel}/${one.purpose}` === matter && one.step === step))))];
  }));
}

/** What became of the last wish about each topic. */
function wishes({ items }) {
  if (!items.length) return h("p", { class: "muted" }, t("volume.no_wishes"));
  const lane = (name) => tOr(`lane.${name}`, name);
  return table([t("notify.topic"), t("priority.to"), t("volume.outcome")], items.map((one) =>
    [topicName(one.topic), lane(one.wanted), [t(`priority.${one.state === "requested" ? "asked" : one.state}`), one.reason].filter(Boolean).join(" · ")]));
}

export function show({ query, signal }) {
  const whole = isStaff() && query.get("of") === "all";
  const card = (title, path, draw) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)),
    loading(h("div", { class: "stack" }), async () => draw(await api.get(path, { signal })), { kind: "bars", lines: 8, signal }));
  const tab = (href, on, words) => h("a", { class: on ? "chip chip-on" : "chip", href, "aria-current": on ? "page" : null }, words);
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings/notifications" }, icon("left"), t("notify.title"))),
    h("h1", {}, t("volume.title")),
    h("p", { class: "muted lead" }, t("volume.text")),
    isStaff() ? h("nav", { class: "chips", "aria-label": t("volume.title") }, tab("/notifications/figures", !whole, t("access.mine")), tab("/notifications/figures?of=all", whole, t("access.all"))) : null,
    card(t("volume.by_day"), whole ? "/v1/insights/notifications/all" : "/v1/insights/notifications", volumes),
    whole ? card(t("volume.consents"), "/v1/insights/consents", funnel) : null,
    whole ? card(t("volume.wishes"), "/v1/insights/topics", wishes) : null);
}
