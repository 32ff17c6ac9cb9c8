import * as api from "../api.js";
import { allBoards, boardName, boardNamed, categoryName } from "../board-words.js";
import { fill, h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { followButton, isFollowed } from "../follows.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { postRow, saleCard } from "../post-rows.js";
import { regionName } from "../regions.js";
import { navigate } from "../router.js";
import { isStaff, me } from "../session.js";
import { empty, loading } from "../states.js";

const SORTS = ["new", "hot", "top"];
const NARROWING = ["category", "tag", "region", "author", "q"];
const PAGE = 20;

function addressOf(board, chosen) {
  const query = new URLSearchParams(Object.entries(chosen).filter(([name, value]) => value && !(name === "sort" && value === "new")));
  return query.size ? `/boards/${board.name}?${query}` : `/boards/${board.name}`;
}

function sorts(board, chosen) {
  if (chosen.q) return null; // what is found comes newest first
  return h("nav", { class: "segments sorts", "aria-label": t("boards.sort") }, SORTS.map((sort) =>
    h("a", { class: "segment", href: addressOf(board, { ...chosen, sort }), "aria-current": chosen.sort === sort ? "true" : null }, h("span", {}, t(`boards.sort_${sort}`)))));
}

function categories(board, chosen) {
  if (!board.categories.length || chosen.q) return null;
  return h("nav", { class: "chips", "aria-label": t("boards.category") }, [null, ...board.categories].map((category) =>
    h("a", { class: "chip chip-small", href: addressOf(board, { ...chosen, category }), "aria-current": chosen.category === category ? "true" : null }, category ? categoryName(category) : t("boards.every_category"))));
}

/** What the list is narrowed to, each with a way to take it away. */
function narrowed(board, chosen) {
  const words = { tag: `#${chosen.tag}`, region: regionName(chosen.region ?? ""), author: t("boards.one_author"), q: t("boards.found_for", { words: chosen.q }) };
  const named = Object.keys(words).filter((name) => chosen[name]);
  if (!named.length) return null;
  return h("p", { class: "chips" }, named.map((name) => {
    const without = { ...chosen };
    delete without[name];
    return h("a", { class: "chip chip-small chip-on", href: addressOf(board, without), "aria-label": t("boards.without", { what: words[name] }) }, words[name], icon("close"));
  }));
}

function search(board, chosen) {
  const what = t("boards.search_in", { board: boardName(board) });
  const words = h("input", { class: "input", type: "search", name: "q", maxlength: 100, value: chosen.q ?? "", placeholder: what, "aria-label": what });
  return h("form", { class: "search", role: "search", onsubmit: (event) => {
    event.preventDefault();
    navigate(addressOf(board, { q: words.value.trim() }));
  } }, words, h("button", { class: "button", type: "submit", "aria-label": t("boards.search") }, icon("search")));
}

function nothing(board, chosen) {
  if (NARROWING.some((name) => chosen[name])) {
    return empty({ sign: "search", title: t("boards.none_found"), text: t("boards.none_found_text"), action: h("a", { class: "button", href: `/boards/${board.name}` }, t("boards.clear")) });
  }
  return empty({ sign: "talk", title: t("boards.none"), text: t("boards.none_text"), action: mayWrite(board) ? h("a", { class: "button button-main", href: `/boards/${board.name}/new` }, icon("pencil"), t("write.open")) : null });
}

const mayWrite = (board) => me() && board.name !== "all" && (!board.staff_only || isStaff());

/** What the page can be followed by: the tag or region it is narrowed to, or the board. */
function followed(board, chosen) {
  if (chosen.tag) return ["tag", chosen.tag, `#${chosen.tag}`];
  if (chosen.region) return ["region", chosen.region, regionName(chosen.region)];
  return board.name === "all" ? null : ["board", board.name, boardName(board)];
}

function follow(board, chosen, signal) {
  const place = h("span", {});
  const [kind, id, name] = followed(board, chosen) ?? [];
  if (me() && kind) isFollowed(kind, id, signal).then((on) => fill(place, followButton(kind, id, on, name)), () => null);
  return place;
}

function content(board, boards, chosen, signal) {
  const cards = board.name === "market";
  const list = h("ul", { class: cards ? "sale-cards" : "posts card" });
  const row = (post) => (cards ? saleCard(post) : postRow(post, { board: board.name === "all" ? boards.find(({ name }) => name === post.board) : null }));
  const end = endless(`/v1/boards/${board.name}/posts`, { ...chosen, limit: PAGE }, list, { row, nothing: () => nothing(board, chosen), signal });
  const about = board.name === "all" ? null : h("p", { class: "lead muted" }, t(`boards.about_${board.name}`));
  return [
    h("div", { class: "page-head" }, h("div", {}, h("a", { class: "back", href: "/boards" }, icon("left"), t("nav.boards")), h("h1", {}, boardName(board))),
      h("div", { class: "page-acts" }, follow(board, chosen, signal),
        me() ? null : h("a", { class: "button button-small", href: `/signin?next=${encodeURIComponent(`/boards/${board.name}`)}` }, t("boards.sign_in")),
        mayWrite(board) ? h("a", { class: "button button-main button-small", href: `/boards/${board.name}/new` }, icon("pencil"), t("write.open")) : null)),
    about, search(board, chosen), h("div", { class: "list-heads" }, sorts(board, chosen), categories(board, chosen)), narrowed(board, chosen), list, end,
  ];
}

export function show({ params, query, signal }) {
  const page = h("div", { class: "page page-boards" });
  const chosen = { sort: SORTS.includes(query.get("sort")) ? query.get("sort") : "new" };
  for (const name of NARROWING) chosen[name] = query.get(name) || null;
  async function read() {
    const board = await boardNamed(params.board);
    if (!board) throw new api.Problem({ status: 404, code: "no-such-board", detail: t("boards.no_such") });
    document.title = `${boardName(board)} · 모임`;
    return content(board, await allBoards(), chosen, signal);
  }
  loading(page, () => read().catch(notThere), { kind: "rows", lines: 5, signal });
  return page;
}
