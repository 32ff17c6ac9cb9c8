import { ago } from "../ago.js";
import { allBoards } from "../board-words.js";
import { fill, h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { face } from "../face.js";
import { t } from "../i18n.js";
import { nicknameOf, postRow } from "../post-rows.js";
import { promptCard } from "../prompts.js";
import { sportName } from "../sports.js";
import { empty, loading } from "../states.js";
import { ownPlaces } from "../talk-places.js";

const NUDGES = 3; // as many as come with the feed: there may be more

function sessionRow(session) {
  const live = session.state === "live";
  return h("li", { class: "post-row" }, h("div", { class: "post-link" }, face(session.person),
    h("span", { class: "post-words" },
      h("b", {}, t(live ? "feed.out" : "feed.back", { name: nicknameOf(session.person), sport: sportName(session.sport) })),
      h("span", { class: "row-sub" }, live ? h("span", { class: "tag sale-on_sale" }, t("feed.live")) : null, ago(session.ended_at ?? session.started_at)))));
}

const nothing = () => empty({ sign: "people", title: t("feed.none"), text: t("feed.none_text"), action: h("a", { class: "button", href: "/boards" }, icon("talk"), t("nav.boards")) });

export function show({ signal }) {
  const box = h("div", { class: "stack" });
  loading(box, async () => {
    const boards = await allBoards();
    const prompts = h("ul", { class: "prompts" });
    const list = h("ul", { class: "posts card" });
    const row = (item) => (item.kind === "post" ? postRow(item.post, { board: boards.find(({ name }) => name === item.post.board) }) : sessionRow(item.session));
    const more = h("p", { class: "small" });
    const first = ({ nudges }) => {
      fill(prompts, nudges.map((prompt) => promptCard(prompt, boards)));
      fill(more, nudges.length >= NUDGES ? h("a", { href: "/me/prompts" }, t("prompts.more")) : null);
    };
    return [prompts, more, list, endless("/v1/feed", { limit: 20 }, list, { row, nothing, first, signal })];
  }, { kind: "rows", lines: 4, signal });
  return h("div", { class: "page page-boards" }, h("h1", {}, t("feed.title")), ownPlaces(), box);
}
