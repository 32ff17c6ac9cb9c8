import { allBoards } from "../board-words.js";
import { h } from "../dom.js";
import { endless } from "../endless.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { postRow } from "../post-rows.js";
import { zone } from "../session.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

function kept(item, boards) {
  const row = postRow(item.post, { board: boards.find(({ name }) => name === item.post.board) });
  if (item.remind_at) row.append(h("p", { class: "small muted post-note" }, t(item.due ? "boards.reminded" : "boards.reminds", { when: format.dayAndTime(item.remind_at, zone()) })));
  return row;
}

export function show({ signal }) {
  const box = h("div", {});
  loading(box, async () => {
    const boards = await allBoards();
    const list = h("ul", { class: "posts card" });
    const nothing = () => empty({ sign: "bookmark", title: t("boards.no_bookmarks"), text: t("boards.no_bookmarks_text") });
    return [list, endless("/v1/bookmarks", { limit: 20 }, list, { row: (item) => kept(item, boards), nothing, signal })];
  }, { kind: "rows", lines: 3, signal });
  return h("div", { class: "page page-boards" }, h("h1", {}, t("boards.bookmarks")), ownPlaces(), box);
}
