// What one hears nothing of, and the way to hear of it again.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const PATH = "/v1/notification-settings/mutes";
const SIGN_OF = { post: "talk", challenge: "trophy", person: "user", announcement: "megaphone" };
const PAGE_OF = { post: "/posts", challenge: "/challenges", announcement: "/announcements" };
const NAMED_BY = { post: "/v1/posts", challenge: "/v1/challenges", person: "/v1/users", announcement: "/v1/announcements" };

/** Its title or nickname; null if it is gone or not to be seen. */
async function nameOf({ kind, subject_id: id }, signal) {
  const found = await api.get(`${NAMED_BY[kind]}/${id}`, { signal }).catch(() => null);
  return found?.title ?? found?.nickname ?? null;
}

function row(one, changed, signal) {
  const { kind, subject_id: id } = one;
  const words = t(`mutes.kind_${kind}`);
  const name = h(PAGE_OF[kind] ? "a" : "b", { class: "mute-name", href: PAGE_OF[kind] ? `${PAGE_OF[kind]}/${id}` : null }, words);
  const again = h("button", { class: "button button-small", type: "button", "aria-label": t("mutes.unmute_named", { name: words }), onclick: async () => {
    try {
      await api.remove(PATH, { body: { kind, subject_id: id } });
      toast(t("mutes.unmuted"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  } }, t("mutes.unmute"));
  nameOf(one, signal).then((found) => {
    if (!found) return;
    name.textContent = found;
    again.setAttribute("aria-label", t("mutes.unmute_named", { name: found }));
  });
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon(SIGN_OF[kind])),
    h("span", { class: "row-text" }, name, h("span", { class: "row-sub" }, `${words} · ${t("mutes.since", { when: format.shortDay(one.at, zone()) })}`)), again);
}

export function mutes(signal) {
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const { items } = await api.get(PATH, { signal });
    return items.length ? h("ul", { class: "rows" }, items.map((one) => row(one, draw, signal))) : h("p", { class: "muted small" }, t("mutes.none"));
  }, { kind: "rows", lines: 1, signal });
  draw();
  return box;
}
