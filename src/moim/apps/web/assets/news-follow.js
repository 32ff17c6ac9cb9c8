// Following an announcement: with reminders, in the calendar.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { isPast } from "./news-words.js";

const path = (one) => `/v1/announcements/${one.id}/follow`;

async function told(act, sentence) {
  try {
    const now = await act();
    toast(sentence);
    return now;
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
    return null;
  }
}

/** Follows it, or no longer; answers how it stands, null if that was refused. */
const turn = (one, on) =>
  told(() => (on ? api.put(path(one), {}) : api.remove(path(one))), t(on ? "news.followed" : "news.unfollowed"));

/** A button that follows and stops. `changed(follow)` is told of what came of it. */
export function followButton(one, changed = () => null) {
  if (one.cancelled_at || (isPast(one) && !one.followed)) return null;
  const button = h("button", { class: "button button-small", type: "button" });
  function draw() {
    button.setAttribute("aria-pressed", String(one.followed));
    button.setAttribute("aria-label", t(one.followed ? "news.unfollow_named" : "news.follow_named", { title: one.title }));
    fill(button, icon(one.followed ? "check" : "plus"), t(one.followed ? "news.following" : "news.follow"));
  }
  button.addEventListener("click", async () => {
    button.disabled = true;
    const follow = await turn(one, !one.followed);
    button.disabled = false;
    if (!follow) return;
    one.followed = follow.followed;
    draw();
    changed(follow);
  });
  draw();
  return button;
}

/** Whether one is reminded, and whether the calendar shows it: for who follows. */
export function followChoices(one, follow) {
  const choice = (name) => h("label", { class: "tick-line" },
    h("input", {
      class: "tick", type: "checkbox", name, checked: follow[name],
      onchange: async ({ target }) => {
        const now = await told(() => api.put(path(one), { [name]: target.checked }), t("settings.saved"));
        target.checked = now ? now[name] : !target.checked;
      },
    }),
    h("span", {}, t(`news.with_${name}`)));
  return h("div", { class: "follow-choices" }, ["reminders", "calendar"].map(choice));
}
