import * as api from "../api.js";
import { toast } from "../dialog.js";
import { devices, webhooks } from "../devices.js";
import { h, icon } from "../dom.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { mutes } from "../mutes.js";
import { phone } from "../phone.js";
import { priorities } from "../priorities.js";
import { quietHours } from "../quiet-hours.js";
import { refusedNumbers } from "../refused-numbers.js";
import { isStaff, zone } from "../session.js";
import { loading } from "../states.js";
import { switchTable } from "../switches.js";

const TOPICS = ["workouts", "goals", "challenges", "community", "clubs", "gatherings", "announcements", "insights", "summaries", "feedback"];
const CHANNELS = ["app", "push", "email", "sms"];
const PURPOSES = ["service", "marketing", "night"];
const WORDING = "2026-11"; // of the sentences about consent below: another text has another version

const channels = () => CHANNELS.map((one) => [one, t(`channel.${one}`)]);

/** One change after another, so that none overwrites the one before it. */
function inTurn(failed) {
  let queue = Promise.resolve();
  return (act) => {
    queue = queue.then(act).catch((problem) => {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
      failed();
    });
  };
}

function topics(signal) {
  const box = h("div", {});
  const turn = inTurn(draw);
  function draw() {
    loading(box, async () => {
      let settings = await api.get("/v1/users/me/settings", { signal });
      function change(topic, channel, on) {
        turn(async () => {
          const notifications = { ...settings.notifications, [topic]: { ...settings.notifications[topic], [channel]: on } };
          settings = await api.put("/v1/users/me/settings", { notifications }, { headers: { "If-Match": `"v${settings.version}"` } });
          toast(t("notify.saved"));
        });
      }
      const state = (topic, channel) => settings.notifications[topic]?.[channel] ?? null;
      return switchTable(t("notify.topics"), t("notify.topic"), TOPICS.map((one) => [one, t(`topic.${one}`)]), channels(), state, change);
    }, { lines: 6, signal });
  }
  draw();
  return box;
}

function consents(signal) {
  const box = h("div", {});
  const turn = inTurn(draw);
  function draw() {
    loading(box, async () => {
      let { items } = await api.get("/v1/users/me/consents", { signal });
      const granted = (channel, purpose) => items.some((one) => one.channel === channel && one.purpose === purpose && one.granted);
      function state(channel, purpose) {
        if (purpose === "night" && !granted(channel, "marketing")) return undefined; // only who has ads at all
        return granted(channel, purpose);
      }
      function change(channel, purpose, on) {
        turn(async () => {
          const wishes = [{ channel, purpose, granted: on }];
          if (purpose === "marketing" && !on && granted(channel, "night")) wishes.push({ channel, purpose: "night", granted: false });
          ({ items } = await api.put("/v1/users/me/consents", { consents: wishes, wording: WORDING, source: "settings" }));
          const when = format.dayAndTime(Date.now(), zone());
          toast(t(on ? "consent.given" : "consent.taken", { when, channel: t(`channel.${channel}`), purpose: t(`consent.${purpose}`) }));
          table.replaceWith((table = made()));
          table.querySelector(`[name="${channel}.${purpose}"]`)?.focus();
        });
      }
      const made = () => switchTable(t("consent.title"), t("consent.channel"), channels(), PURPOSES.map((one) => [one, t(`consent.${one}`)]), state, change);
      let table = made();
      return h("div", { class: "stack-close" }, table);
    }, { lines: 4, signal });
  }
  draw();
  return box;
}

export function show({ signal }) {
  const card = (title, text, body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)),
    h("div", { class: "stack-close" }, h("p", { class: "muted small" }, text), body));
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("notify.title")),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("notify.topics"))),
      h("p", { class: "muted small" }, t("notify.text")), topics(signal)),
    h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("consent.title"))),
      h("ul", { class: "muted small bullets" }, PURPOSES.map((one) => h("li", {}, t(`consent.${one}_text`)))), consents(signal)),
    card(t("quiet.title"), t("quiet.text"), quietHours(signal)),
    card(t("phone.title"), t("phone.text"), phone(signal)),
    card(t("device.title"), t("device.text"), devices(signal)),
    webhooks(card(t("hook.title"), t("hook.text"), null), signal),
    card(t("mutes.title"), t("mutes.text"), mutes(signal)),
    card(t("priority.title"), t("priority.text"), priorities(TOPICS, signal)),
    h("p", {}, h("a", { href: "/notifications/figures" }, t("volume.open"))),
    isStaff() ? card(t("optout.title"), t("optout.text"), refusedNumbers()) : null,
    isStaff() ? h("p", {}, h("a", { href: "/settings/notifications/words" }, t("words.page"))) : null);
}
