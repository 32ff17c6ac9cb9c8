import { allBoards } from "../board-words.js";
import { h } from "../dom.js";
import { endless } from "../endless.js";
import { t } from "../i18n.js";
import { postRow } from "../post-rows.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

export function show({ signal }) {
  const box = h("div", {});
  loading(box, async () => {
    const boards = await allBoards();
    const list = h("ul", { class: "posts card" });
    const row = (post) => postRow(post, { board: boards.find(({ name }) => name === post.board), href: post.state === "draft" && !post.turned_down ? `/posts/${post.id}/edit` : `/posts/${post.id}` });
    const nothing = () => empty({ sign: "file", title: t("boards.no_drafts"), text: t("boards.no_drafts_text") });
    return [list, endless("/v1/drafts", { limit: 20 }, list, { row, nothing, signal })];
  }, { kind: "rows", lines: 3, signal });
  return h("div", { class: "page page-boards" }, h("h1", {}, t("boards.drafts")), ownPlaces(), box);
}
