// What is said below a post: a tree in one list, each answer below what it answers.

import { ago } from "./ago.js";
import * as api from "./api.js";
import { tagDialog } from "./comment-tags.js";
import { confirmDanger } from "./dialog.js";
import { announce, fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { failed } from "./follows.js";
import { form } from "./forms.js";
import { t } from "./i18n.js";
import { authorName } from "./member-card.js";
import { signedIn } from "./post-reactions.js";
import { nicknameOf, turnedDownWords } from "./post-rows.js";
import { reportDialog } from "./report.js";
import { written } from "./sanitised.js";
import { isModerator, me } from "./session.js";
import { failure, skeleton } from "./states.js";

const PAGE = 50;
const TEXT_MAX = 4000;
const DEPTH_DRAWN = 6; // deeper ones stand no further in

/** A field for a comment. `send(text)`; `cancel` is there for what can be given up. */
function writing(label, { text = "", action, send, cancel }) {
  const words = h("textarea", { class: "input", name: "text", rows: 3, maxlength: TEXT_MAX, required: true, placeholder: t("talk.hint"), "aria-label": label, value: text });
  const made = form({
    className: "form comment-form",
    fields: [words],
    action,
    submit: async () => {
      await send(words.value);
      words.value = "";
    },
    after: cancel ? h("button", { class: "button button-small", type: "button", onclick: cancel }, t("action.cancel")) : null,
  });
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && cancel) cancel();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) made.requestSubmit();
  });
  return { made, words };
}

/** The comments of a post, with a place to write. */
export function comments(post, signal) {
  const path = `/v1/posts/${post.id}/comments`;
  const list = h("ol", { class: "comments" });
  const end = h("div", { class: "list-end" });
  const heading = h("h2", {}, t("talk.title"));
  const names = new Map(); // who wrote which comment, for what answers it
  let cursor = null;
  let total = post.counts.comments;

  const head = () => fill(heading, t("talk.title"), " ", h("span", { class: "num muted" }, total));

  function row(comment) {
    const line = h("li", { class: "comment", style: { "--depth": Math.min(comment.depth, DEPTH_DRAWN) - 1 }, dataset: { depth: comment.depth, comment: comment.id } });
    names.set(comment.id, comment.author && nicknameOf(comment.author));
    draw(line, comment);
    return line;
  }

  function draw(line, comment) {
    const waits = comment.state === "waiting";
    if (comment.state !== "published" && !waits) {
      fill(line, h("p", { class: "comment-gone muted small" }, comment.turned_down ? turnedDownWords(comment.turned_down) : t(`talk.${comment.state}`)));
      return;
    }
    const to = names.get(comment.reply_to_id);
    fill(line,
      h("div", { class: "comment-head" }, face(comment.author), authorName(comment.author), to ? h("span", { class: "small muted" }, t("talk.to", { name: to })) : null,
        h("span", { class: "small muted" }, ago(comment.created_at), comment.edited_at ? ` · ${t("post.edited")}` : "")),
      waits || comment.held ? h("p", { class: "small comment-waits" }, h("span", { class: "tag tag-warn" }, t("post.state_waiting")), " ", t(waits ? "talk.waiting" : "talk.held")) : null,
      comment.turned_down ? h("p", { class: "small comment-waits" }, turnedDownWords(comment.turned_down)) : null,
      written(comment.html), comment.held ? h("details", { class: "small" }, h("summary", {}, t("post.held_see")), written(comment.held.html)) : null, comment.tags.length ? h("p", { class: "post-facts" }, comment.tags.map((tag) => h("span", { class: "hash" }, `#${tag}`))) : null,
      acts(line, comment));
  }

  function acts(line, comment) {
    const own = comment.author.id !== null && comment.author.id === me()?.id;
    const button = (text, act, more = {}) => h("button", { class: "text-button", type: "button", onclick: act, ...more }, text);
    const moderator = isModerator();
    const waits = comment.state === "waiting";
    return h("div", { class: "comment-acts" },
      waits ? null : own ? h("span", { class: "small muted" }, comment.recommends ? t("post.recommends", { count: comment.recommends }) : null) : recommend(comment),
      waits ? null : button(t("talk.reply"), () => reply(line, comment)),
      own ? button(t("talk.edit"), () => edit(line, comment)) : null,
      (own || moderator) && !waits ? button(t("talk.tag"), () => tagDialog(comment, () => draw(line, comment))) : null,
      own || moderator ? button(t("talk.delete"), () => erase(line, comment)) : null,
      own || waits || !me() ? null : button(t("report.open"), () => reportDialog(`/v1/comments/${comment.id}`)));
  }

  function recommend(comment) {
    const button = h("button", { class: "text-button", type: "button", onclick: change });
    function mark() {
      button.setAttribute("aria-pressed", String(Boolean(comment.recommended)));
      fill(button, icon("up"), ` ${t("post.do_recommend")} `, comment.recommends ? h("span", { class: "num" }, comment.recommends) : null);
    }
    function step(on) {
      comment.recommended = on;
      comment.recommends += on ? 1 : -1;
      mark();
    }
    async function change() {
      if (!signedIn()) return;
      const on = !comment.recommended;
      step(on);
      try {
        await (on ? api.put(`/v1/comments/${comment.id}/recommend`) : api.remove(`/v1/comments/${comment.id}/recommend`));
      } catch (problem) {
        step(!on);
        failed(problem);
      }
    }
    mark();
    return button;
  }

  /** Where the last answer to `line` stands. */
  function lastBelow(line) {
    let last = line;
    for (let next = line.nextElementSibling; next && Number(next.dataset.depth) > Number(line.dataset.depth); next = next.nextElementSibling) last = next;
    return last;
  }

  function reply(line, comment) {
    if (!signedIn()) return;
    line.querySelector(".comment-form")?.remove();
    const { made, words } = writing(t("talk.reply_to", { name: nicknameOf(comment.author) }), {
      text: comment.author.nickname && comment.author.id !== me().id ? `@${comment.author.nickname} ` : "",
      action: t("talk.reply"),
      cancel: () => made.remove(),
      send: async (text) => {
        const answer = await api.create(path, { text, parent_id: comment.id });
        made.remove();
        const fresh = row(answer);
        const parent = list.querySelector(`[data-comment="${answer.parent_id}"]`) ?? line;
        lastBelow(parent).after(fresh);
        added(answer, fresh);
      },
    });
    line.append(made);
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
  }

  function edit(line, comment) {
    const { made, words } = writing(t("talk.edit"), {
      text: comment.held?.text ?? comment.text,
      action: t("action.save"),
      cancel: () => draw(line, comment),
      send: async (text) => {
        const answer = await api.patch(`/v1/comments/${comment.id}`, { text }, { headers: { "If-Match": `"v${comment.version}"` } });
        Object.assign(comment, answer, { recommends: comment.recommends });
        draw(line, comment);
      },
    });
    fill(line, made);
    words.focus();
  }

  async function erase(line, comment) {
    if (!(await confirmDanger(t("talk.delete_title"), t("talk.delete_text"), t("talk.delete")))) return;
    try {
      await api.remove(`/v1/comments/${comment.id}`);
    } catch (problem) {
      failed(problem);
      return;
    }
    if (lastBelow(line) === line) line.remove();
    else draw(line, { ...comment, state: "removed" });
    counted(comment.state === "waiting" ? 0 : -1, "talk.deleted");
  }

  /** One that waits for a moderator is not counted before others see it. */
  function added(answer, fresh) {
    fresh.classList.add("comment-new");
    fresh.scrollIntoView({ block: "nearest" });
    const waits = answer.state === "waiting";
    counted(waits ? 0 : 1, waits ? "talk.sent_waiting" : "talk.sent");
  }

  function counted(change, words) {
    total += change;
    head();
    announce(t(words));
    if (!list.childElementCount && !cursor) fill(end, h("p", { class: "muted small" }, t("talk.none")));
    else if (!cursor) fill(end);
  }

  async function more() {
    fill(end, skeleton("rows", 2));
    try {
      const answer = await api.get(path, { query: { limit: PAGE, cursor }, signal });
      if (signal.aborted) return;
      cursor = answer.next;
      list.append(...answer.items.map(row));
      fill(end, cursor ? h("button", { class: "button", type: "button", onclick: more }, t("talk.more")) : list.childElementCount ? null : h("p", { class: "muted small" }, t("talk.none")));
    } catch (problem) {
      if (problem.name !== "AbortError") fill(end, failure(problem, more));
    }
  }

  const below = me() ? writing(t("talk.write"), {
    action: t("talk.send"),
    send: async (text) => {
      const answer = await api.create(path, { text });
      const fresh = row(answer);
      list.append(fresh);
      added(answer, fresh);
    },
  }).made : h("p", { class: "small" }, h("a", { href: `/signin?next=${encodeURIComponent(location.pathname)}` }, t("talk.sign_in")));
  head();
  more();
  return h("section", { class: "card talk" }, h("div", { class: "card-head" }, heading), list, end, below);
}
