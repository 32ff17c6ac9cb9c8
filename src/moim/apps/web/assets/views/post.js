import * as api from "../api.js";
import { ago } from "../ago.js";
import { boardName, boardNamed, categoryName, facts } from "../board-words.js";
import { comments } from "../comments.js";
import { confirmDanger, modal, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import { face } from "../face.js";
import { failed } from "../follows.js";
import { form } from "../forms.js";
import * as format from "../format.js";
import { turnedDownWhy } from "../held.js";
import { t, tOr } from "../i18n.js";
import { authorName } from "../member-card.js";
import { notThere } from "../not-there.js";
import { attachedCard } from "../post-attached.js";
import { reactions } from "../post-reactions.js";
import { turnedDownWords } from "../post-rows.js";
import { regionName } from "../regions.js";
import { reportDialog } from "../report.js";
import { navigate } from "../router.js";
import { saleOf } from "../sale.js";
import { written } from "../sanitised.js";
import { isModerator, me, zone } from "../session.js";
import { loading } from "../states.js";

function photoDialog(src, label) {
  return modal(label, () => h("img", { class: "photo-whole", src, alt: label }), { className: "dialog-photo" });
}

function photos(post) {
  if (!post.photos.length) return null;
  return h("ul", { class: "post-photos" }, post.photos.map((src, at) => {
    const label = t("post.photo_nth", { nth: at + 1, title: post.title });
    return h("li", {}, h("button", { type: "button", "aria-label": label, onclick: () => photoDialog(src, label) }, h("img", { src, alt: "", loading: "lazy", decoding: "async" })));
  }));
}

/** An edit that waits, for its author to see and for a moderator to decide about. */
function heldNotice(post) {
  const own = post.author.id === me()?.id;
  return h("div", { class: "notice notice-warn", role: "note" }, icon("info"), h("div", { class: "held-edit" },
    h("p", {}, t(own ? "post.held" : "post.held_of_other")),
    h("details", { class: "small" }, h("summary", {}, t("post.held_see")), h("h3", {}, post.held.title), written(post.held.html)),
    isModerator() && !own ? h("a", { class: "button button-small", href: "/moderation?show=held" }, t("moderation.held")) : null));
}

/** What its author and moderators should know of it. */
function notices(post) {
  const notice = (words, look = "notice-warn") => h("div", { class: `notice ${look}`, role: "note" }, icon("info"), h("span", {}, words));
  return [
    post.state === "waiting" ? notice(t("post.waits")) : null,
    post.state === "draft" ? notice(t("post.is_draft")) : null,
    post.state === "scheduled" ? notice(t("post.is_scheduled", { when: format.dayAndTime(post.publish_at, zone()) })) : null,
    post.hidden ? notice(tOr(`post.hidden_${post.hidden}`, t("post.hidden_decided")), "notice-bad") : null,
    post.held ? heldNotice(post) : null,
    post.turned_down ? notice(turnedDownWords(post.turned_down), "notice-bad") : null,
    ...post.warnings.map((one) => notice(t(`post.warning_${one}`))),
    post.fields.ended ? notice(t("post.sale_ended")) : null,
  ];
}

async function edits(post) {
  await modal(t("post.edits"), () => loading(h("div", {}), async () => {
    const { items } = await api.get(`/v1/posts/${post.id}/edits`);
    return h("ol", { class: "edits" }, items.map((edit) => h("li", {}, h("p", { class: "small muted" }, t("post.read_until", { when: format.dayAndTime(edit.at, zone()) })), h("h3", {}, edit.title), h("pre", { class: "edit-body" }, edit.body))));
  }, { kind: "rows", lines: 2 }), { className: "dialog-wide" });
}

/** Why it stands where it does on the hot list, figure by figure. */
function whyHot(post) {
  const why = post.why_hot;
  if (!why) return null;
  const parts = ["likes", "recommends", "bookmarks", "shares", "comments", "views"].filter((name) => why[name]);
  return h("details", { class: "small muted" }, h("summary", {}, t("post.why_hot")),
    h("p", {}, t("post.why_hot_text", { weight: format.decimal(why.weight, 1), hours: format.decimal(why.age_h, 1) })),
    h("ul", { class: "bullets" }, parts.map((name) => h("li", {}, t(`post.why_${name}`), " ", h("span", { class: "num" }, `+${format.decimal(why[name], 1)}`)))));
}

function gate(post, again) {
  async function unlock() {
    try {
      await api.put(`/v1/posts/${post.id}/unlock`);
      again();
    } catch (problem) {
      failed(problem);
    }
  }
  return h("div", { class: "gate" }, icon("lock"), h("p", {}, t("post.gated")),
    me() ? h("button", { class: "button", type: "button", onclick: unlock }, t("post.unlock")) : h("a", { class: "button", href: `/signin?next=/posts/${post.id}` }, t("boards.sign_in")));
}

function acts(post, board, again) {
  const own = post.author.id !== null && post.author.id === me()?.id;
  const moderator = isModerator();
  async function erase() {
    if (!(await confirmDanger(t("post.delete_title"), t("post.delete_text"), t("post.delete")))) return;
    try {
      await api.remove(`/v1/posts/${post.id}`);
      toast(t("post.deleted"));
      navigate(`/boards/${board.name}`, { replace: true });
    } catch (problem) {
      failed(problem);
    }
  }
  const turnDown = () => modal(t("moderation.turn_down"), (close) => form({
    fields: [turnedDownWhy()],
    action: t("moderation.turn_down"),
    submit: async ({ reason }) => {
      await api.post(`/v1/posts/${post.id}/review`, { shown: false, reason });
      close();
      navigate(`/boards/${board.name}`, { replace: true });
    },
  }));
  async function letThrough() {
    try {
      await api.post(`/v1/posts/${post.id}/review`, { shown: true });
      again();
    } catch (problem) {
      failed(problem);
    }
  }
  const button = (text, act, look = "") => h("button", { class: `button button-small ${look}`, type: "button", onclick: act }, text);
  return h("div", { class: "button-row post-acts" },
    own ? h("a", { class: "button button-small", href: `/posts/${post.id}/edit` }, icon("pencil"), t("post.edit")) : null,
    post.edited_at && !post.gated ? button(t("post.edits"), () => edits(post)) : null,
    moderator && post.state === "waiting" ? [button(t("moderation.let_through"), letThrough, "button-main"), button(t("moderation.turn_down"), turnDown, "button-bad")] : null,
    own || moderator ? button(t("post.delete"), erase, "button-bad") : null,
    !own && me() ? button(t("report.open"), () => reportDialog(`/v1/posts/${post.id}`)) : null);
}

function article(post, board, again, signal) {
  const own = post.author.id !== null && post.author.id === me()?.id;
  const published = post.state === "published";
  const tags = post.tags.map((tag) => h("a", { class: "hash", href: `/boards/all?tag=${encodeURIComponent(tag)}` }, `#${tag}`));
  const region = post.region ? h("a", { class: "hash", href: `/boards/${board.name}?region=${encodeURIComponent(post.region)}` }, regionName(post.region)) : null;
  return [
    h("article", { class: "card post" },
      h("header", { class: "post-head" },
        h("a", { class: "back", href: `/boards/${board.name}` }, icon("left"), boardName(board), post.category ? ` · ${categoryName(post.category)}` : ""),
        h("h1", {}, post.title),
        h("div", { class: "comment-head" }, face(post.author), authorName(post.author), h("span", { class: "small muted" }, ago(post.published_at ?? post.created_at), post.edited_at ? ` · ${t("post.edited")}` : ""))),
      notices(post), facts(board, post.fields),
      post.gated ? gate(post, again) : [attachedCard(post, own, signal), written(post.html, { className: "post-body" }), photos(post)],
      tags.length || region ? h("p", { class: "post-facts" }, region, tags) : null,
      published ? reactions(post) : null, acts(post, board, again), whyHot(post)),
    post.board === "market" && published ? saleOf(post, signal) : null,
    published ? comments(post, signal) : null,
  ];
}

/** A post at `path`; the link that was passed on has another. */
export function postPage(path, signal) {
  const page = h("div", { class: "page page-narrow page-post" });
  async function read() {
    const post = await api.get(path, { signal });
    const board = await boardNamed(post.board);
    document.title = `${post.title} · 모임`;
    return article(post, board, again, signal);
  }
  async function again() {
    try {
      fill(page, await read());
    } catch (problem) {
      failed(problem);
    }
  }
  loading(page, () => read().catch(notThere), { kind: "workout", lines: 3, signal });
  return page;
}

export const show = ({ params, signal }) => postPage(`/v1/posts/${encodeURIComponent(params.id)}`, signal);
