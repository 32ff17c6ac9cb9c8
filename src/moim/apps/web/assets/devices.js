// Where one is told beside the app: browsers by Web Push, and services of one's own.

import * as api from "./api.js";
import { deviceSign } from "./device-signs.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { ownSubscription, pushPossible, subscribe, subscriptions, unsubscribe } from "./push.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const WEBHOOK = "webhook";
const SHOWN_ELSEWHERE = [WEBHOOK, "phone"];

function row(one, changed) {
  const name = one.label || tOr(`device.kind_${one.provider}`, one.provider);
  async function part() {
    if (!(await confirmDanger(t("device.remove_title", { name }), t("device.remove_text"), t("device.remove")))) return;
    try {
      await unsubscribe(one.id);
      toast(t("device.removed"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  const facts = [one.id === ownSubscription() ? t("device.this_one") : null, one.label ? tOr(`device.kind_${one.provider}`, one.provider) : null, t("device.since", { when: format.shortDay(one.made_at, zone()) })];
  return h("li", { class: "row" },
    h("span", { class: "badge tint-other" }, icon(one.provider === WEBHOOK ? "share" : deviceSign(one.label))),
    h("span", { class: "row-text" }, h("b", {}, name), h("span", { class: "row-sub" }, facts.filter(Boolean).join(" · "))),
    h("button", { class: "button button-small", type: "button", "aria-label": t("device.remove_named", { name }), onclick: part }, t("device.remove")));
}

const rows = (items, changed) => (items.length ? h("ul", { class: "rows" }, items.map((one) => row(one, changed))) : null);

/** Why this browser cannot be told, null if it can. */
function obstacle(offered) {
  if (!offered.includes("webpush")) return t("device.not_offered");
  if (!pushPossible()) return t("device.impossible");
  if (Notification.permission === "denied") return t("device.denied");
  return null;
}

/** Browsers and phones that are told. */
export function devices(signal) {
  const box = h("div", {});
  async function add(publicKey) {
    try {
      if (await subscribe(publicKey)) toast(t("device.added"));
      else toast(t("device.denied"), { bad: true });
    } catch (problem) {
      toast(problem instanceof api.Problem ? problem.detail : t("device.push_failed"), { bad: true });
    }
    draw();
  }
  function draw() {
    loading(box, async () => {
      const { items, offered, public_key: publicKey } = await subscriptions(signal);
      const known = items.filter(({ provider }) => !SHOWN_ELSEWHERE.includes(provider));
      const here = known.some(({ id }) => id === ownSubscription());
      const why = obstacle(offered);
      return h("div", { class: "stack-close" }, rows(known, draw),
        why ? h("p", { class: "field-hint" }, why) : null,
        why || here ? null : h("div", {}, h("button", { class: "button button-small", type: "button", onclick: () => add(publicKey) }, icon("bell"), t("device.add"))));
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  return box;
}

const webhookDialog = () => modal(t("hook.new"), (close) => form({
  fields: [
    field("label", t("hook.name"), input({ maxlength: 80, required: true })),
    field("url", t("hook.address"), input({ required: true, maxlength: 500, minlength: 8, autocomplete: "off", spellcheck: "false", placeholder: "ntfys://ntfy.sh/my-topic" }), { hint: t("hook.address_hint") }),
  ],
  action: t("hook.add"),
  submit: async ({ label, url }) => {
    await api.create("/v1/notification-settings/webhooks", { label: label.trim(), url: url.trim() });
    close(true);
  },
}));

/** Fills `section` with services of one's own; it is not there where the host does not let them. */
export function webhooks(section, signal) {
  const box = h("div", {});
  section.hidden = true;
  async function add() {
    if (!(await webhookDialog())) return;
    toast(t("hook.added"));
    draw();
  }
  function draw() {
    loading(box, async () => {
      const { items, offered } = await subscriptions(signal);
      const known = items.filter(({ provider }) => provider === WEBHOOK);
      section.hidden = !known.length && !offered.includes(WEBHOOK);
      return h("div", { class: "stack-close" }, rows(known, draw),
        offered.includes(WEBHOOK) ? h("div", {}, h("button", { class: "button button-small", type: "button", onclick: add }, icon("plus"), t("hook.new"))) : null);
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  section.querySelector(".stack-close").append(box);
  return section;
}
