import * as api from "../api.js";
import { toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { followButton, followChoices } from "../news-follow.js";
import { organising } from "../news-organising.js";
import { adTag, before, isPast, kindBadge, standing, whenOf } from "../news-words.js";
import { zone } from "../session.js";
import { loading } from "../states.js";
import { zoneName } from "../zones.js";

function times(one) {
  const elsewhere = format.dayAndTime(one.starts_at, zone()) !== whenOf(one);
  return h("p", { class: "news-when" }, icon("calendar"),
    h("time", { datetime: one.starts_at }, whenOf(one)),
    elsewhere ? h("span", { class: "muted small" }, `${zoneName(one.timezone)} · ${t("news.own_time", { when: format.dayAndTime(one.starts_at, zone()) })}`) : null);
}

function following(one, redraw) {
  if (one.cancelled_at) return null;
  const upcoming = !isPast(one);
  const button = followButton(one, (follow) => {
    one.follow = follow;
    redraw();
  });
  if (!button) return null;
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", {}, t("news.hear")), button),
    one.followed && upcoming ? followChoices(one, one.follow) : h("p", { class: "muted small" }, t("news.follow_text")));
}

const reminders = (one) => one.reminders?.length && !one.cancelled_at ? h("section", { class: "card" },
  h("div", { class: "card-head" }, h("h2", {}, t("news.reminders"))),
  h("ul", { class: "news-reminders" }, one.reminders.map((reminder) => h("li", {},
    h("b", {}, before(reminder.offset_s)),
    h("span", { class: "muted small" }, format.dayAndTime(reminder.due, zone())),
    h("span", { class: "tag" }, t(`news.reminder_${reminder.state}`)))))) : null;

function quiet(one) {
  async function mute() {
    try {
      await api.put("/v1/notification-settings/mutes", { kind: "announcement", subject_id: one.id });
      toast(t("mutes.muted"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  return h("p", {}, h("button", { class: "text-button text-link small", type: "button", onclick: mute }, t("news.mute")));
}

function whole(one, redraw, reload, signal) {
  return [
    h("header", { class: "news-head" },
      h("p", { class: "news-tags" }, kindBadge(one), t(`news.kind_${one.kind}`), standing(one), adTag(one)),
      h("h1", {}, one.title),
      times(one)),
    one.cancelled_at ? h("p", { class: "notice notice-bad" }, icon("alert"), h("span", {}, t("news.cancelled_on", { when: format.dayAndTime(one.cancelled_at, zone()) }), one.reason ? ` ${one.reason}` : "")) : null,
    one.body ? h("p", { class: "card news-body" }, one.body) : null,
    following(one, redraw),
    reminders(one),
    one.may_edit ? organising(one, reload, signal) : null,
    one.cancelled_at ? null : quiet(one),
  ];
}

export function show({ params, signal }) {
  const box = h("div", { class: "stack" });
  const load = () => loading(box, async () => {
    const one = await api.get(`/v1/announcements/${encodeURIComponent(params.id)}`, { signal });
    document.title = `${one.title} · 모임`;
    const redraw = () => fill(box, whole(one, redraw, load, signal));
    return whole(one, redraw, load, signal);
  }, { kind: "workout", lines: 3, signal });
  load();
  return h("div", { class: "page page-narrow" },
    h("p", {}, h("a", { class: "back", href: "/announcements" }, icon("left"), t("news.title"))), box);
}
