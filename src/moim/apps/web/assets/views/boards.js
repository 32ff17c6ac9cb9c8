import * as api from "../api.js";
import { SIGN_OF, allBoards, boardName } from "../board-words.js";
import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { postRow } from "../post-rows.js";
import { navigate } from "../router.js";
import { me } from "../session.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

const HOT = 5;

function boardCard(board) {
  return h("li", {}, h("a", { class: "board-card", href: `/boards/${board.name}` },
    h("span", { class: "badge tint-foot" }, icon(SIGN_OF[board.name] ?? "talk")),
    h("span", {}, h("b", {}, boardName(board)), h("span", { class: "row-sub" }, t(`boards.about_${board.name}`)))));
}

function search() {
  const words = h("input", { class: "input", type: "search", name: "q", maxlength: 100, placeholder: t("boards.search_all"), "aria-label": t("boards.search_all") });
  return h("form", { class: "search", role: "search", onsubmit: (event) => {
    event.preventDefault();
    if (words.value.trim()) navigate(`/boards/all?q=${encodeURIComponent(words.value.trim())}`);
  } }, words, h("button", { class: "button", type: "submit", "aria-label": t("boards.search") }, icon("search")));
}

function hotPosts(signal) {
  const box = h("div", {});
  loading(box, async () => {
    const [{ items }, boards] = await Promise.all([api.get("/v1/boards/all/posts", { query: { sort: "hot", limit: HOT }, signal }), allBoards()]);
    if (!items.length) return empty({ sign: "talk", title: t("boards.none"), text: t("boards.none_text") });
    return h("ul", { class: "posts" }, items.map((post) => postRow(post, { board: boards.find(({ name }) => name === post.board) })));
  }, { kind: "rows", lines: 3, signal });
  return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("boards.hot_now")), h("a", { href: "/boards/all?sort=hot" }, t("home.all"))), box);
}

export function show({ signal }) {
  const box = h("div", {});
  loading(box, async () => h("ul", { class: "board-cards" }, (await allBoards()).map(boardCard)), { kind: "rows", lines: 6, signal });
  return h("div", { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.boards")),
      me() ? h("a", { class: "button button-main button-small", href: "/boards/free/new" }, icon("pencil"), t("write.open")) : h("a", { class: "button button-small", href: "/signin?next=%2Fboards" }, t("boards.sign_in"))),
    ownPlaces(), search(), hotPosts(signal), box,
    me() ? null : h("p", { class: "small" }, h("a", { href: "/moderation" }, t("moderation.log"))));
}
