// Cards with a ready draft. Nothing is posted but by its owner's own deed.

import * as api from "./api.js";
import { boardName } from "./board-words.js";
import { toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { failed } from "./follows.js";
import { t } from "./i18n.js";
import { navigate } from "./router.js";

const ABOVE = 2;

/** One suggestion: to post, to change first, or to put away. */
export function promptCard(prompt, boards) {
  const card = h("li", { class: "card prompt" });
  const board = boards.find(({ name }) => name === prompt.board);
  const gone = (words) => {
    card.remove();
    toast(words);
  };
  async function take(act) {
    const buttons = [...card.querySelectorAll("button")];
    buttons.forEach((button) => { button.disabled = true; });
    try {
      await act();
    } catch (problem) {
      buttons.forEach((button) => { button.disabled = false; });
      failed(problem);
    }
  }
  const accept = (as) => api.create(`/v1/prompts/${prompt.id}/accept`, { as });
  const post = () => take(async () => {
    const { made_post_id: id } = await accept("published");
    gone(t("feed.posted"));
    if (id) navigate(`/posts/${id}`);
  });
  const edit = () => take(async () => navigate(`/posts/${(await accept("draft")).made_post_id}/edit`));
  const keep = () => take(async () => {
    await accept("draft");
    gone(t("feed.kept"));
  });
  const dismiss = () => take(async () => {
    await api.post(`/v1/prompts/${prompt.id}/dismiss`);
    gone(t("feed.dismissed"));
  });
  const button = (text, act, look = "") => h("button", { class: `button button-small ${look}`, type: "button", onclick: act }, text);
  return fill(card,
    h("p", { class: "small muted" }, icon("bulb"), " ", t(`feed.why_${prompt.kind}`), board ? ` · ${boardName(board)}` : ""),
    h("h3", {}, prompt.title), h("p", {}, prompt.body),
    h("div", { class: "button-row" },
      prompt.post_id && prompt.kind === "edit-post" ? h("a", { class: "button button-small button-main", href: `/posts/${prompt.post_id}/edit` }, t("post.edit"))
        : [button(t("feed.post"), post, "button-main"), button(t("feed.change"), edit), button(t("feed.keep"), keep)],
      button(t("feed.dismiss"), dismiss)));
}

/** The first few suggestions, for where somebody begins to write; nothing where there are none. */
export function promptsAbove(boards, signal) {
  const place = h("div", {});
  api.get("/v1/prompts", { query: { limit: ABOVE + 1 }, signal }).then(({ items }) => {
    if (!items.length || signal.aborted) return;
    const cards = h("ul", { class: "prompts" }, items.slice(0, ABOVE).map((prompt) => promptCard(prompt, boards)));
    new MutationObserver(() => { place.hidden = !cards.childElementCount; }).observe(cards, { childList: true });
    fill(place, h("details", { class: "prompts-above" }, h("summary", {}, icon("bulb"), " ", t("prompts.on_write")), cards,
      items.length > ABOVE ? h("p", { class: "small" }, h("a", { href: "/me/prompts" }, t("prompts.more"))) : null));
  }, () => null); // one can write without
  return place;
}
