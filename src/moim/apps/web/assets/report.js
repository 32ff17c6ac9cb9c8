// Telling moderators of what should not stand.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, select } from "./forms.js";
import { t } from "./i18n.js";

export const REASONS = ["spam", "abuse", "fraud", "privacy", "defamation", "sexual", "dangerous", "forbidden-goods", "other"];
export const reasonName = (reason) => t(`report.reason_${reason}`);

/** Asks why, and reports the post or comment at `path`; whether it was done. */
export async function reportDialog(path) {
  const done = await modal(t("report.title"), (close) => form({
    fields: [
      h("p", { class: "small muted" }, t("report.text")),
      field("reason", t("report.reason"), select(REASONS.map((one) => [one, reasonName(one)]), "spam")),
      field("text", t("report.words"), h("textarea", { class: "input", rows: 3, maxlength: 1000 })),
    ],
    action: t("report.send"),
    submit: async ({ reason, text }) => {
      await api.create(`${path}/reports`, { reason, text });
      close(true);
    },
  }));
  if (done) toast(t("report.sent"));
  return done === true;
}
