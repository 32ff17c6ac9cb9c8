// Following what one wants to read, and blocking whom one does not.

import * as api from "./api.js";
import { confirmDanger, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";

const path = (kind, id) => `/v1/follows/${kind}/${encodeURIComponent(id)}`;

export const failed = (problem) => {
  if (problem.status === undefined) throw problem;
  toast(problem.detail ?? t("error.unexpected"), { bad: true });
};

/** Whether one follows it. */
export async function isFollowed(kind, id, signal) {
  const { items } = await api.get("/v1/follows", { query: { kind, id, limit: 1 }, signal });
  return items.length > 0;
}

/** A button that follows and unfollows at once, and goes back if it is refused. */
export function followButton(kind, id, followed, name) {
  let on = followed;
  const button = h("button", { class: "button button-small", type: "button", onclick: change });
  function draw() {
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", t("feed.follow_named", { name }));
    fill(button, icon(on ? "check" : "plus"), t(on ? "feed.followed" : "feed.follow"));
  }
  async function change() {
    on = !on;
    draw();
    try {
      await (on ? api.put(path(kind, id)) : api.remove(path(kind, id)));
    } catch (problem) {
      on = !on;
      draw();
      failed(problem);
    }
  }
  draw();
  return button;
}

/** Asks, then blocks; whether it was done. */
export async function blockAfterAsking(author) {
  if (!(await confirmDanger(t("member.block_title", { name: author.nickname }), t("member.block_text"), t("member.block")))) return false;
  try {
    await api.put(`/v1/blocks/${author.id}`);
    toast(t("member.blocked", { name: author.nickname }));
    return true;
  } catch (problem) {
    failed(problem);
    return false;
  }
}
