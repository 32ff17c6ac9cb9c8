import { allBoards, boardName } from "../board-words.js";
import * as api from "../api.js";
import { announce, fill, h, icon } from "../dom.js";
import { failed } from "../follows.js";
import { t } from "../i18n.js";
import { regionName } from "../regions.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

const PAGE = 50;
const SIGNS = { person: "user", board: "talk", tag: "bookmark", region: "route", club: "people" };

/** What is followed in words and where it leads; a person may have gone. */
async function told({ kind, id }, boards) {
  if (kind === "board") return [boardName(boards.find(({ name }) => name === id) ?? { ko: id, en: id }), `/boards/${id}`];
  if (kind === "tag") return [`#${id}`, `/boards/all?tag=${encodeURIComponent(id)}`];
  if (kind === "region") return [regionName(id), `/boards/all?region=${encodeURIComponent(id)}`];
  if (kind === "club") return [t("feed.a_club"), null];
  const member = await api.get(`/v1/members/${id}`).catch(() => null);
  return [member?.author.nickname ?? t("member.gone"), member ? `/boards/all?author=${id}` : null];
}

function row(sign, name, href, undo, path) {
  const line = h("li", { class: "row" });
  const button = h("button", { class: "button button-small", type: "button", "aria-label": `${name}: ${undo}`, onclick: async () => {
    button.disabled = true;
    try {
      await api.remove(path);
      const next = (line.nextElementSibling ?? line.previousElementSibling)?.querySelector("button");
      line.remove();
      announce(t("feed.undone", { name }));
      next?.focus();
    } catch (problem) {
      button.disabled = false;
      failed(problem);
    }
  } }, undo);
  return fill(line, h("span", { class: "badge tint-other" }, icon(sign)), h("span", { class: "row-text" }, href ? h("a", { href }, name) : h("b", {}, name)), button);
}

async function follows(signal) {
  const boards = await allBoards();
  const list = h("ul", { class: "rows" });
  const end = h("div", { class: "list-end" });
  let cursor = null;
  async function more() {
    const { items, next } = await api.get("/v1/follows", { query: { limit: PAGE, cursor }, signal });
    const rows = await Promise.all(items.map(async (one) => [one, ...(await told(one, boards))]));
    list.append(...rows.map(([one, name, href]) => row(SIGNS[one.kind], name, href, t("feed.unfollow"), `/v1/follows/${one.kind}/${encodeURIComponent(one.id)}`)));
    cursor = next;
    fill(end, cursor ? h("button", { class: "button button-small", type: "button", onclick: () => more().catch(failed) }, t("workouts.more")) : null);
  }
  await more();
  return list.childElementCount ? [list, end] : empty({ sign: "people", title: t("feed.none_followed"), text: t("feed.none_text") });
}

async function blocks(signal) {
  const { items } = await api.get("/v1/blocks", { signal });
  if (!items.length) return h("p", { class: "muted small" }, t("feed.none_blocked"));
  return h("ul", { class: "rows" }, items.map((one) => row("user", one.nickname ?? t("member.gone"), null, t("feed.unblock"), `/v1/blocks/${one.id}`)));
}

export function show({ signal }) {
  const card = (title, load) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)), loading(h("div", {}), () => load(signal), { kind: "rows", lines: 2, signal }));
  return h("div", { class: "page page-narrow" }, h("h1", {}, t("feed.follows")), ownPlaces(), card(t("feed.follow"), follows), card(t("feed.blocks"), blocks));
}
