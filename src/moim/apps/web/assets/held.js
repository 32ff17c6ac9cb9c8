// Edits and comments that a moderator looks at before others see them.

import { ago } from "./ago.js";
import * as api from "./api.js";
import { boardNamed, facts } from "./board-words.js";
import { toast } from "./dialog.js";
import { fill, h } from "./dom.js";
import { failed } from "./follows.js";
import { field } from "./forms.js";
import { t } from "./i18n.js";
import { authorName } from "./member-card.js";

export const whyHeld = (why) => h("span", { class: "tag tag-warn" }, t(`moderation.why_${why}`));

/** What its author is told of what is not let through. */
export const turnedDownWhy = () =>
  field("reason", t("moderation.turned_down_why"), h("textarea", { class: "input", rows: 2, maxlength: 500 }), { hint: t("moderation.turned_down_hint") });

/** What the post says in the fields of its board, once the boards are known. */
export function given(name, fields) {
  const place = h("div", {});
  if (fields && Object.keys(fields).length) {
    boardNamed(name).then((board) => board && fill(place, facts(board, fields)), () => null); // the text is there
  }
  return place;
}

const said = (heading, board, { title, body, text, fields }) => h("section", {},
  h("h3", { class: "small muted" }, heading),
  h("blockquote", { class: "evidence" }, title ? h("b", {}, title) : null, h("pre", {}, body ?? text), given(board, fields)));

/** One of them as a moderator sees it, to let through or to turn down. */
export function heldCard(one) {
  const card = h("li", { class: "card case" });
  const why = turnedDownWhy();
  async function decide(shown) {
    const buttons = [...card.querySelectorAll("button")];
    buttons.forEach((button) => { button.disabled = true; });
    try {
      await api.post(`/v1/${one.kind === "post-edit" ? "posts" : "comments"}/${one.id}/review`, { shown, reason: shown ? "" : why.querySelector("textarea").value });
      toast(t("moderation.held_done"));
      fill(card, h("p", { class: "small muted" }, one.title, " · ", t(shown ? "moderation.held_let" : "moderation.held_turn_down")));
    } catch (problem) {
      buttons.forEach((button) => { button.disabled = false; });
      failed(problem);
    }
  }
  const button = (text, shown, look) => h("button", { class: `button button-small ${look}`, type: "button", onclick: () => decide(shown) }, text);
  return fill(card,
    h("div", { class: "card-head" }, h("h2", {}, t(`moderation.held_${one.kind}`)), h("a", { href: `/posts/${one.post_id}` }, t("moderation.see"))),
    h("p", { class: "small" }, authorName(one.author), " · ", one.title, " · ", ago(one.at)),
    h("p", { class: "chips" }, one.why.map(whyHeld)),
    one.before ? said(t("moderation.held_before"), one.board, one.before) : null,
    said(t(one.before ? "moderation.held_after" : "moderation.held_said"), one.board, one.after),
    why,
    h("div", { class: "button-row" }, button(t("moderation.held_let"), true, "button-main"), button(t("moderation.held_turn_down"), false, "button-bad")));
}
