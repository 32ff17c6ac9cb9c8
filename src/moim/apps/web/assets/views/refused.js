import { h, icon } from "../dom.js";
import { t, tOr } from "../i18n.js";
import { me } from "../session.js";
import { empty } from "../states.js";

/** Why a provider's sign-in came to nothing: `#oauth-denied`. */
export function show() {
  const code = location.hash.slice(1).replaceAll("-", "_");
  const [path, words] = me() ? ["/settings/security", t("security.title")] : ["/signin", t("signin.action")];
  return h("div", { class: "page narrow" },
    h("h1", {}, t("refused.title")),
    h("section", { class: "card" }, empty({
      sign: "lock", title: tOr(`refused.${code}`, t("refused.other")),
      action: h("a", { class: "button button-main", href: path }, words, icon("right")),
    })));
}
