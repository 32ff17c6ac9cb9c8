// Who wrote it: a name that opens what others may know of them.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { h, icon } from "./dom.js";
import { face } from "./face.js";
import { blockAfterAsking, followButton } from "./follows.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { memberStanding } from "./member-standing.js";
import { nicknameOf } from "./post-rows.js";
import { navigate } from "./router.js";
import { me, zone } from "./session.js";
import { loading } from "./states.js";

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", { class: "num" }, value));

/** What others said of their dealings on the market. */
function dealing({ reviews, stars_avg: stars, no_shows: missed }) {
  const parts = [stars ? `★ ${format.decimal(stars, 1)}` : null, reviews ? t("member.reviews", { count: reviews }) : null, missed ? t("member.no_shows", { count: missed }) : null].filter(Boolean);
  return parts.length ? fact(t("member.market"), parts.join(" · ")) : null;
}

function content(member, close) {
  const { author } = member;
  const own = author.id === me()?.id;
  async function block() {
    if (await blockAfterAsking(author)) close("blocked");
  }
  return [
    h("div", { class: "member-head" }, face(author, { className: "face-large" }), h("p", {}, h("b", {}, nicknameOf(author)), h("span", { class: "row-sub" }, t("member.since", { day: format.day(format.dayOf(member.since, zone()), { year: "numeric", month: "long" }) })))),
    h("dl", { class: "facts" },
      fact(t("member.posts"), format.integer(member.posts)), fact(t("member.comments"), format.integer(member.comments)),
      fact(t("member.followers"), format.integer(member.followers)), fact(t("member.trust"), t(`member.level_${member.trust_level}`)), dealing(member.market)),
    h("div", { class: "button-row" },
      own ? null : followButton("person", author.id, member.followed, nicknameOf(author)),
      h("a", { class: "button button-small", href: `/boards/all?author=${author.id}` }, icon("list"), t("member.their_posts")),
      own ? null : h("button", { class: "button button-small button-bad", type: "button", onclick: block }, t("member.block"))),
    memberStanding(author),
  ];
}

async function open(author) {
  const answer = await modal(nicknameOf(author), (close) => loading(h("div", { class: "stack-close" }), async () => content(await api.get(`/v1/members/${author.id}`), close), { kind: "rows", lines: 2 }));
  if (answer === "blocked") navigate("/boards");
}

/** The author's name; for who is signed in, a way to know them. */
export function authorName(author) {
  if (!author?.id || !me()) return h("b", { class: "author" }, nicknameOf(author));
  return h("button", { class: "author author-open", type: "button", onclick: () => open(author) }, nicknameOf(author));
}
