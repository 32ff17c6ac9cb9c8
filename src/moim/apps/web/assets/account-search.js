// Staff look for an account by its whole address or how its name begins, to see how it stands.

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { field, form, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { authorName } from "./member-card.js";
import { zone } from "./session.js";
import { empty, failure } from "./states.js";

const PATH = "/v1/admin/accounts/search";

const said = (account) => [
  ...account.roles.filter((role) => role !== "user").map((role) => t(`account.role_${role}`)),
  t("account.since", { day: format.day(format.dayOf(account.joined_at, zone()), { year: "numeric", month: "short", day: "numeric" }) }),
  account.email_verified ? null : t("account.unverified"),
  account.leaves_at ? t("account.leaving") : null,
].filter(Boolean).join(" · ");

const row = (account) => h("li", { class: "row" }, face(account),
  h("span", { class: "row-text" }, authorName(account), h("span", { class: "row-sub" }, said(account))),
  account.locked ? h("span", { class: "chip" }, icon("lock"), t("account.locked")) : null);

/** A field, and what it finds below. */
export function accountSearch() {
  const list = h("ul", { class: "rows" });
  const end = h("div", { class: "list-end", role: "status" });
  async function more(wanted, cursor) {
    const { items, next } = await api.post(PATH, cursor ? { ...wanted, cursor } : wanted);
    list.append(...items.map(row));
    const again = () => more(wanted, next).catch((problem) => fill(end, failure(problem, again)));
    fill(end, next ? h("button", { class: "button", type: "button", onclick: again }, t("workouts.more")) : null,
      list.childElementCount ? null : empty({ sign: "search", title: t("account.nobody") }));
  }
  return h("section", { class: "card stack-close" },
    form({
      fields: [field("wanted", t("account.wanted"), input({ type: "search", maxlength: 254, required: true, autocomplete: "off" }), { hint: t("account.hint") })],
      action: t("account.find"),
      submit: async ({ wanted }) => {
        fill(list);
        fill(end);
        await more(wanted.includes("@") ? { email: wanted } : { nickname: wanted });
      },
    }),
    list, end);
}
