// Links by which anybody sees one's results in a challenge: made, listed, taken back.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { secret } from "./secrets.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const MOST = 20;
const PAGE_OF = (path) => `${location.origin}${path.replace("/v1/challenges/shared/", "/challenges/shared/")}`;

const failed = (problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true });

function linkRow(link, changed) {
  async function revoke() {
    try {
      await api.remove(`/v1/challenges/shares/${link.id}`);
      toast(t("share.revoked"));
    } catch (problem) {
      failed(problem);
    }
    changed();
  }
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon("share")),
    h("span", { class: "row-text" }, h("b", {}, t("share.made", { when: format.shortDay(link.made_at, zone()) })),
      link.works ? null : h("span", { class: "row-sub" }, t("challenge.share_ended"))),
    h("button", { class: "button button-small", type: "button", onclick: revoke }, t("share.revoke")));
}

function body(challenge) {
  const path = `/v1/challenges/${challenge.id}/entries/me/shares`;
  const fresh = h("div", { class: "stack-close" });
  const list = h("div", {});
  function draw() {
    loading(list, async () => {
      const { items } = await api.get(path, { query: { limit: MOST } });
      return items.length ? h("ul", { class: "rows" }, items.map((link) => linkRow(link, draw))) : h("p", { class: "small muted" }, t("challenge.no_shares"));
    }, { kind: "rows", lines: 1 });
  }
  async function make() {
    try {
      const made = await api.create(path);
      fill(fresh, h("p", { class: "small" }, t("share.once")), secret(t("challenge.share_link"), PAGE_OF(made.path)));
      fresh.querySelector("button").focus();
    } catch (problem) {
      failed(problem);
    }
    draw();
  }
  draw();
  return h("div", { class: "stack" },
    h("p", { class: "small muted" }, t("challenge.share_text")), list, fresh,
    h("div", { class: "button-row" }, h("button", { class: "button button-main", type: "button", onclick: make }, icon("share"), t("challenge.share_make"))));
}

export const sharesDialog = (challenge) => modal(t("challenge.share_title"), () => body(challenge));
