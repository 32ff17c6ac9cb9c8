// Like, recommend, keep, pass on: counted at once, taken back if the server refuses.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, input } from "./forms.js";
import { failed } from "./follows.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { navigate } from "./router.js";
import { secret } from "./secrets.js";
import { me, zone } from "./session.js";
import { instantOf } from "./wall-clock.js";

const KINDS = [["like", "likes", "heart"], ["recommend", "recommends", "up"], ["bookmark", "bookmarks", "bookmark"]];

/** Whoever is not signed in goes there, and comes back. */
export function signedIn() {
  if (me()) return true;
  navigate(`/signin?next=${encodeURIComponent(location.pathname)}`);
  return false;
}

async function remind(path) {
  const at = await modal(t("post.remind_title"), (close) => form({
    fields: [field("remind_at", t("post.remind_at"), input({ type: "datetime-local", required: true }))],
    action: t("action.save"),
    submit: async ({ remind_at: at }) => {
      const [day, time] = at.split("T");
      const instant = instantOf(day, time, zone());
      await api.put(`${path}/bookmark`, { remind_at: instant });
      close(instant);
    },
  }));
  if (at) toast(t("post.reminder_set", { when: format.dayAndTime(at, zone()) }));
}

async function pass(post) {
  try {
    const { path } = await api.create(`/v1/posts/${post.id}/shares`, { target: "link" });
    const href = `${location.origin}${path.replace("/v1/", "/")}`;
    await modal(t("post.share_title"), () => h("div", { class: "stack-close" }, h("p", { class: "small muted" }, t("post.share_text")), secret(t("share.link"), href)));
    return true;
  } catch (problem) {
    failed(problem);
    return false;
  }
}

/** The row of buttons below a post. */
export function reactions(post) {
  const path = `/v1/posts/${post.id}`;
  const state = { did: new Set(post.did), counts: { ...post.counts } };
  const row = h("div", { class: "reactions", role: "group", "aria-label": t("post.reactions") });
  const own = post.author.id !== null && post.author.id === me()?.id;
  const buttons = KINDS.map(([kind, counter, sign]) => {
    const button = h("button", { class: `button button-small reaction reaction-${kind}`, type: "button", onclick: () => change(kind, counter) });
    return { kind, counter, sign, button };
  });
  const share = h("button", { class: "button button-small reaction", type: "button", onclick: async () => {
    if (!signedIn() || !(await pass(post))) return;
    state.counts.shares += 1;
    draw();
  } });

  function draw() {
    for (const { kind, counter, sign, button } of buttons) {
      button.setAttribute("aria-pressed", String(state.did.has(kind)));
      fill(button, icon(sign), t(`post.do_${kind}`), h("span", { class: "num" }, format.integer(state.counts[counter])));
    }
    fill(share, icon("share"), t("post.do_share"), h("span", { class: "num" }, format.integer(state.counts.shares)));
  }
  async function change(kind, counter) {
    if (!signedIn()) return;
    const before = { did: new Set(state.did), counts: { ...state.counts } };
    const on = !state.did.has(kind);
    state.did[on ? "add" : "delete"](kind);
    state.counts[counter] += on ? 1 : -1;
    draw();
    try {
      const answer = await (on ? api.put(`${path}/${kind}`) : api.remove(`${path}/${kind}`));
      Object.assign(state.counts, answer.counts);
      state.did = new Set(answer.did);
      if (kind === "bookmark" && on) toast(t("post.kept"));
    } catch (problem) {
      Object.assign(state, before);
      failed(problem);
    }
    draw();
  }
  draw();
  fill(row, buttons.filter(({ kind }) => !own || kind === "bookmark").map(({ button }) => button), share,
    me() ? h("button", { class: "icon-button", type: "button", "aria-label": t("post.remind"), title: t("post.remind"), onclick: () => remind(path).then(() => {
      if (!state.did.has("bookmark")) again();
    }) }, icon("clock")) : null,
    h("span", { class: "reactions-seen small muted" }, own ? [t("post.likes", { count: state.counts.likes }), " · ", t("post.recommends", { count: state.counts.recommends }), " · "] : null, t("post.views", { count: format.integer(state.counts.views) })));
  async function again() {
    const fresh = await api.get(path).catch(() => null);
    if (!fresh) return;
    state.did = new Set(fresh.did);
    state.counts = fresh.counts;
    draw();
  }
  return row;
}
