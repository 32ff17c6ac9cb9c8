import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import { failed } from "../follows.js";
import { t } from "../i18n.js";
import { me } from "../session.js";
import { loading } from "../states.js";
import { authFrame } from "./frame-auth.js";

const settings = () => h("a", { class: "button", href: me() ? "/settings/notifications" : "/signin?next=/settings/notifications" }, t("unsubscribe.settings"));

/** Where a letter's link leads: nothing is stopped before the button, whoever opened the page. */
export function show({ params, signal }) {
  const path = `/v1/unsubscribe/${encodeURIComponent(params.token)}`;
  const place = h("div", { class: "stack", "aria-live": "polite" });

  const matter = ({ channel, purpose }) => ({ channel: t(`channel.${channel}`), purpose: t(`unsubscribe.${purpose}`) });

  function done(found) {
    return [
      h("div", { class: "notice notice-good", role: "status" }, icon("check"), h("span", {}, t("unsubscribe.done", matter(found)))),
      h("p", { class: "small muted" }, t("unsubscribe.again")),
      settings(),
    ];
  }

  function asked(found) {
    const button = h("button", { class: "button button-main", type: "button", onclick: async () => {
      button.disabled = true;
      try {
        fill(place, done(await api.post(path, {}, { anonymous: true })));
      } catch (problem) {
        button.disabled = false;
        failed(problem);
      }
    } }, t("unsubscribe.do"));
    return [h("p", {}, t("unsubscribe.ask", matter(found))), h("p", { class: "small muted" }, t("unsubscribe.stays")), button];
  }

  async function found() {
    try {
      const answer = await api.get(path, { anonymous: true, signal });
      return answer.done ? done(answer) : asked(answer);
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      return [h("div", { class: "notice notice-warn", role: "alert" }, icon("alert"), h("span", {}, t("unsubscribe.not_there"))), settings()];
    }
  }

  loading(place, found, { signal, lines: 2 });
  return authFrame(t("unsubscribe.title"), null, place);
}
