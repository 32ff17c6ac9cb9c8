// Whom a chart is shown to by a link, and the end of that.

import * as api from "./api.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { secret } from "./secrets.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

function row(share, changed) {
  async function end() {
    if (!(await confirmDanger(t("drawn.unshare_title"), t("drawn.unshare_text"), t("drawn.unshare")))) return;
    try {
      await api.remove(`/v1/insights/chart-shares/${share.id}`);
      toast(t("drawn.unshared"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon("share")),
    h("span", { class: "row-text" }, h("b", {}, share.audience === "link" ? t("drawn.share_link") : t("drawn.share_person")),
      h("span", { class: "row-sub" }, share.ended_at ? t("drawn.share_ended", { when: format.shortDay(share.ended_at, zone()) }) : t("drawn.share_since", { when: format.dayAndTime(share.made_at, zone()) }))),
    share.ended_at ? null : h("button", { class: "button button-small", type: "button", onclick: end }, t("drawn.unshare")));
}

const shownOnce = (url) => modal(t("drawn.share_made"), (close) => [
  h("p", {}, t("drawn.share_once")),
  secret(t("drawn.share_link"), url),
  h("div", { class: "dialog-end" }, h("button", { class: "button button-main", type: "button", onclick: () => close(true) }, t("action.close"))),
]);

/** The links of a chart that is ready. */
export function chartShares(chart, signal) {
  const box = h("div", {});
  const path = `/v1/insights/charts/${chart.id}/shares`;
  async function share() {
    try {
      const { token } = await api.create(path, { audience: "link" });
      await shownOnce(`${location.origin}/insights/shared/${token}`);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    draw();
  }
  const draw = () => loading(box, async () => {
    const { items } = await api.get(path, { signal });
    return h("div", { class: "stack-close" },
      items.length ? h("ul", { class: "rows" }, items.map((one) => row(one, draw))) : null,
      h("div", {}, h("button", { class: "button button-small", type: "button", onclick: share }, icon("share"), t("drawn.share"))));
  }, { kind: "rows", lines: 1, signal });
  draw();
  return box;
}
