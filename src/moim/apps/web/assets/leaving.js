// Leaving: the days in which one may change one's mind.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { form, password } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { navigate } from "./router.js";
import * as session from "./session.js";

const dayOf = (instant) => format.day(format.dayOf(instant, session.zone()), { month: "long", day: "numeric", weekday: "short" });

/** A word over every page while the account is about to be erased, with the way back; else null. */
export function leavingNotice(changed) {
  const until = session.me()?.leaves_at;
  if (!until) return null;
  async function stay() {
    try {
      session.adopt(await api.post("/v1/users/me/stay"));
      toast(t("leave.stayed"));
      changed();
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  return h("p", { class: "notice notice-warn" }, icon("alert"), h("span", {}, t("leave.until", { when: dayOf(until) })),
    h("button", { class: "button button-small", type: "button", onclick: stay }, t("leave.stay")));
}

/** Asks for the password, then signs out of an account that will be erased in seven days. */
export function leaveDialog() {
  return modal(t("leave.title"), (close) => [
    h("p", {}, t("leave.what")),
    h("p", { class: "muted small" }, t("leave.grace")),
    form({
      fields: [password("password", t("auth.password"), { autocomplete: "current-password" }).element],
      action: t("leave.action"),
      submit: async (body) => {
        const { leaves_at: until } = await api.remove("/v1/users/me", { body });
        toast(t("leave.begun", { when: dayOf(until) }));
        session.forget();
        close(true);
        navigate("/signin", { replace: true, force: true });
      },
    }),
  ]);
}
