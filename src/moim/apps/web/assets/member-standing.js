// How an account stands, for moderators: locked or not, and what its owner may do here.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { nicknameOf } from "./post-rows.js";
import { isModerator, me, zone } from "./session.js";
import { loading } from "./states.js";

const DAY_MS = 86_400_000;
const LENGTHS_DAYS = [1, 7, 30];

const until = (days) => (days ? new Date(Date.now() + days * DAY_MS).toISOString() : null);

const lockDialog = (author) => modal(t("standing.lock_title", { name: nicknameOf(author) }), (close) => form({
  fields: [
    h("p", { class: "muted small" }, t("standing.lock_text")),
    field("days", t("standing.for"), select([...LENGTHS_DAYS.map((days) => [days, t("challenge.days", { count: days })]), ["", t("standing.for_good")]], 7)),
    field("why", t("standing.why"), input({ maxlength: 300, required: true }), { hint: t("standing.why_hint") }),
  ],
  action: t("standing.lock"),
  submit: async ({ days, why }) => {
    await api.post(`/v1/users/${author.id}/lock`, { until: until(Number(days)), why });
    close(true);
  },
}));

function rolesForm(author, standing, changed) {
  const ticks = standing.grantable.map((role) => h("label", { class: "tick-line" },
    h("input", { class: "tick", type: "checkbox", name: `role_${role}`, checked: standing.roles.includes(role) }), h("span", {}, t(`standing.role_${role}`))));
  return h("details", {}, h("summary", {}, t("standing.roles")), form({
    fields: [ticks, field("why", t("standing.why"), input({ maxlength: 300, required: true }), { hint: t("standing.why_hint") })],
    action: t("action.save"),
    submit: async (values) => {
      await api.put(`/v1/users/${author.id}/roles`, { roles: standing.grantable.filter((role) => values[`role_${role}`] === "on"), why: values.why });
      toast(t("standing.roles_saved"));
      changed();
    },
  }));
}

function content(author, standing, changed) {
  const { lock } = standing;
  async function act(what, done) {
    try {
      if ((await what()) === null) return;
      toast(done);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  const button = (sign, words, onclick, look = "") => h("button", { class: `button button-small ${look}`, type: "button", onclick }, icon(sign), words);
  const unlock = () => act(async () => (await api.post(`/v1/users/${author.id}/unlock`)) ?? true, t("standing.unlocked"));
  return [
    h("h3", {}, t("standing.title")),
    h("p", { class: "small" }, lock ? t(lock.until ? "standing.locked_until" : "standing.locked", { when: lock.until ? format.dayAndTime(lock.until, zone()) : "" }) : t("standing.open")),
    h("p", { class: "small muted" }, t("standing.noted")),
    standing.may_lock ? h("div", { class: "button-row" }, lock ? button("lock", t("standing.unlock"), unlock) : button("lock", t("standing.lock"), () => act(() => lockDialog(author), t("standing.is_locked")), "button-bad")) : null,
    standing.grantable.length ? rolesForm(author, standing, changed) : null,
  ];
}

/** For moderators, of somebody else; null for everybody else. */
export function memberStanding(author) {
  if (!isModerator() || author.id === me()?.id) return null;
  const box = h("section", { class: "stack-close member-standing" });
  const draw = () => loading(box, async () => content(author, await api.get(`/v1/users/${author.id}/standing`), draw), { lines: 2 });
  draw();
  return box;
}
