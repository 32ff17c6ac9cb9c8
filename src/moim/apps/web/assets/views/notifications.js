import { ago } from "../ago.js";
import * as api from "../api.js";
import { modal, toast } from "../dialog.js";
import { fill, h, icon } from "../dom.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { NEWS, drawBell } from "../bell.js";
import { reasonTold } from "../reasons.js";
import { navigate } from "../router.js";
import { zone } from "../session.js";
import { empty, failure, loading, skeleton } from "../states.js";

const STATES = ["", "unread", "archived"];
const SIGN_OF = { workouts: "list", goals: "goal", challenges: "trophy", community: "talk", announcements: "calendar", security: "alert" };

/** What was decided first and what became of it since: told to go, it may still wait, or have failed. */
function whereItStands({ verdict, now }) {
  const since = { sent: "send", failed: "failed", withheld: "withhold", digest: "digest", waiting: verdict === "defer" ? "defer" : "waiting" }[now];
  return t(`verdict.${since ?? verdict}`);
}

/** Why it came, and why not elsewhere: each channel with the rule that decided. */
function why(notice) {
  return modal(t("notices.why_title"), () => loading(h("div", {}), async () => {
    const { channels } = await api.get(`/v1/notifications/${notice.id}/why`);
    return h("ul", { class: "whys" }, channels.map((one) => h("li", { class: `why why-${one.verdict}` },
      h("b", {}, t(`channel.${one.channel}`)),
      h("span", { class: "tag" }, whereItStands(one)),
      h("p", { class: "small" }, reasonTold(one.now_reason ?? one.reason),
        one.until ? ` · ${t("notices.until", { at: format.dayAndTime(one.until, zone()) })}` : ""),
      h("details", { class: "small muted" }, h("summary", {}, t("notices.rules")),
        h("ol", {}, one.steps.map(({ step, saw }) => h("li", {}, tOr(`rule.${step}`, step), " — ", tOr(`saw.${saw}`, saw))))))));
  }));
}

/** What a line shows of it. */
const reading = ({ title, body, at, state }) => JSON.stringify([title, body, at, state]);

function row(notice, changed) {
  const unread = notice.state === "unread";
  const line = h("li", { class: unread ? "notice-row notice-unread" : "notice-row" });
  async function mark(what) {
    try {
      await api.post(`/v1/notifications/${notice.id}/${what}`);
      changed(notice, what === "archive" ? "archived" : "read", line);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  async function open(event) {
    event.preventDefault();
    if (unread) await mark("read");
    if (notice.link) navigate(notice.link);
  }
  const words = [
    h("span", { class: "notice-title" }, notice.title, unread ? h("span", { class: "sr-only" }, ` (${t("notices.unread")})`) : null),
    notice.body ? h("span", { class: "notice-body" }, notice.body) : null,
    h("span", { class: "small muted" }, ago(notice.at)),
  ];
  fill(line,
    h("span", { class: "notice-sign" }, icon(SIGN_OF[notice.topic] ?? "bell")),
    notice.link ? h("a", { class: "notice-words", href: notice.link, onclick: open }, words)
      : h("button", { class: "notice-words", type: "button", onclick: open }, words),
    h("span", { class: "notice-acts" },
      h("button", { class: "icon-button", type: "button", "aria-label": t("notices.why"), onclick: () => why(notice) }, icon("info")),
      notice.state === "archived" ? null
        : h("button", { class: "icon-button", type: "button", "aria-label": t("notices.archive"), onclick: () => mark("archive") }, icon("check"))));
  return line;
}

export function show({ query, signal }) {
  let state = STATES.includes(query.get("state") ?? "") ? query.get("state") ?? "" : "";
  let next = null;
  let shown = null; // the newest lines, by their notice's id, once the first page is there
  const list = h("ul", { class: "notices" });
  const end = h("div", { class: "list-end" });
  const chips = h("div", { class: "chips", role: "group", "aria-label": t("notices.filter") });

  function drawChips() {
    fill(chips, STATES.map((one) => h("button", {
      class: "chip", type: "button", "aria-pressed": String(one === state),
      onclick: () => {
        state = one;
        drawChips();
        begin();
      },
    }, t(`notices.state_${one || "all"}`))));
  }

  function drawn(notice) {
    const line = row(notice, changed);
    shown?.set(notice.id, { line, at: notice.at, reads: reading(notice) });
    return line;
  }

  /** Takes in what came meanwhile, and what was gathered into a line that is there. */
  async function takeIn() {
    const before = shown;
    if (before === null || state === "archived") return;
    const page = await api.get("/v1/notifications", { query: { state }, signal }).catch(() => null);
    if (page === null || shown !== before || signal.aborted) return;
    for (const notice of page.items.toReversed()) {
      const known = before.get(notice.id);
      if (known?.reads === reading(notice)) continue;
      if (known?.at === notice.at) known.line.replaceWith(drawn(notice));
      else {
        known?.line.remove();
        list.prepend(drawn(notice));
      }
    }
    if (page.items.length && !next) fill(end);
  }

  function changed(notice, to, line) {
    notice.state = to;
    if (to === "archived" || (state === "unread" && to === "read")) line.remove();
    else line.replaceWith(drawn(notice));
    if (!list.childElementCount && !next) fill(end, nothing());
    drawBell();
  }

  const nothing = () => empty({ sign: "bell", title: t(`notices.none_${state || "all"}`), text: t("notices.none_text") });

  async function more() {
    fill(end, skeleton("rows", 4));
    try {
      const page = await api.get("/v1/notifications", { query: { state, cursor: next }, signal });
      if (signal.aborted) return;
      shown ??= new Map();
      list.append(...page.items.map(drawn));
      next = page.next;
      fill(end, next ? h("button", { class: "button", type: "button", onclick: more }, t("workouts.more")) : list.childElementCount ? null : nothing());
      if (page.unseen) await api.post("/v1/notifications/seen", { up_to: page.items[0]?.at ?? new Date().toISOString() }).then(drawBell, () => null);
    } catch (problem) {
      if (problem.name !== "AbortError") fill(end, failure(problem, more));
    }
  }

  function begin() {
    next = shown = null;
    fill(list);
    more();
  }

  async function readAll() {
    try {
      await api.post("/v1/notifications/read", { up_to: new Date().toISOString() });
      toast(t("notices.all_read"));
      begin();
      drawBell();
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }

  drawChips();
  begin();
  addEventListener(NEWS, takeIn, { signal });
  return h("div", { class: "page page-narrow" },
    h("div", { class: "page-head" }, h("h1", {}, t("nav.notifications")),
      h("div", { class: "page-acts" },
        h("button", { class: "button button-small", type: "button", onclick: readAll }, icon("check"), t("notices.read_all")),
        h("a", { class: "button button-small", href: "/settings/notifications" }, icon("settings"), t("nav.settings")))),
    chips, list, end);
}
