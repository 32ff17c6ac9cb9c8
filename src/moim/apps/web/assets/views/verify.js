import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { loading } from "../states.js";
import { authFrame } from "./frame-auth.js";

export function show({ params, signal }) {
  const place = h("div", { "aria-live": "polite" });
  loading(
    place,
    async () => {
      await api.post(`/v1/email-verifications/${encodeURIComponent(params.token)}`, {}, { anonymous: true });
      return [
        h("div", { class: "notice notice-good", role: "status" }, icon("check"), t("verify.done")),
        h("a", { class: "button button-main", href: "/" }, t("verify.go")),
      ];
    },
    { signal, lines: 1 },
  );
  return authFrame(t("verify.title"), null, place);
}
