import { allBoards } from "../board-words.js";
import { h } from "../dom.js";
import { endless } from "../endless.js";
import { t } from "../i18n.js";
import { promptCard } from "../prompts.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

/** Everything that one might write about, with a draft each. */
export function show({ signal }) {
  const box = h("div", { class: "stack" });
  loading(box, async () => {
    const boards = await allBoards();
    const list = h("ul", { class: "prompts" });
    const nothing = () => empty({ sign: "bulb", title: t("prompts.none"), text: t("prompts.none_text") });
    const end = endless("/v1/prompts", { limit: 20 }, list, { row: (prompt) => promptCard(prompt, boards), nothing, signal });
    let before = 0;
    new MutationObserver(() => {
      if (before && !list.childElementCount) end.replaceChildren(nothing());
      before = list.childElementCount;
    }).observe(list, { childList: true });
    return [list, end];
  }, { kind: "rows", lines: 3, signal });
  return h("div", { class: "page page-boards" }, h("h1", {}, t("prompts.title")), ownPlaces(), h("p", { class: "muted small" }, t("prompts.text")), box);
}
