// How one's results came to be what they are: every change with its reason and who made it.

import * as api from "./api.js";
import { reasonOf, valueOf } from "./challenge-words.js";
import { modal, toast } from "./dialog.js";
import { fill, h } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { me } from "./session.js";
import { empty, loading } from "./states.js";

const PAGE = 20;

function byWhom(challenge, { by }) {
  if (!by) return t("challenge.line_by_rule");
  if (by === me().id) return t("company.me");
  return t(by === challenge.organiser_id ? "challenge.organiser_did" : "challenge.moderator_did");
}

const line = (challenge, one) => h("li", { class: "review" },
  h("span", {}, h("b", {}, tOr(`challenge.line_${one.reason}`, reasonOf(one.reason)))),
  h("span", { class: "small num" }, one.before === one.after ? valueOf(challenge, one.after) : `${one.before ? valueOf(challenge, one.before) : t("challenge.line_nothing")} → ${one.after ? valueOf(challenge, one.after) : t("challenge.line_nothing")}`),
  h("span", { class: "small muted" }, h("time", { datetime: one.at }, format.dayAndTime(one.at, challenge.timezone)), one.reason === "review-asked" ? "" : ` · ${byWhom(challenge, one)}`,
    one.state === "ok" ? "" : ` · ${t(`challenge.result_${one.state}`)}`));

/** All of them, newest first. */
export function linesDialog(challenge) {
  return modal(t("challenge.lines"), () => loading(h("div", {}), async () => {
    const list = h("ul", { class: "reviews" });
    const end = h("div", { class: "list-end" });
    async function page(cursor) {
      const { items, next } = await api.get(`/v1/challenges/${challenge.id}/results/lines`, { query: { limit: PAGE, cursor } });
      list.append(...items.map((one) => line(challenge, one)));
      const more = () => page(next).catch((problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true }));
      fill(end, next ? h("button", { class: "button button-small", type: "button", onclick: more }, t("workouts.more")) : null);
    }
    await page();
    return list.childElementCount ? [h("p", { class: "small muted" }, t("challenge.lines_text")), list, end] : empty({ sign: "list", title: t("challenge.no_lines"), text: t("challenge.no_lines_text") });
  }, { kind: "rows", lines: 3 }));
}
