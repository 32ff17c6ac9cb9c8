import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { leaveDialog } from "../leaving.js";
import * as session from "../session.js";
import { loading } from "../states.js";

const PATH = "/v1/users/me/export";
const POLL_MS = 800;

/** The export that is there or under way; its state is `none` if none was asked for. */
const present = (signal) => api.get(PATH, { signal });

function exporting(signal) {
  const box = h("div", {});
  async function ask() {
    try {
      await api.create(PATH);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    draw();
  }
  const again = (text) => h("div", {}, h("button", { class: "button", type: "button", onclick: ask }, icon("file"), text));

  function underWay(file) {
    setTimeout(async () => {
      if (signal.aborted) return;
      const next = await present(signal).catch(() => file); // asked again: the server goes on working
      box.replaceChildren(told(next));
    }, POLL_MS);
    return h("div", { class: "stack-close", role: "status" },
      h("progress", { max: file.total || 1, value: file.total ? file.done : null, "aria-label": t("export.making") }),
      h("p", { class: "small muted" }, t("export.making")));
  }

  function told(file) {
    if (file.state === "none") return again(t("export.ask"));
    if (file.state === "waiting" || file.state === "making") return underWay(file);
    if (file.state === "failed") return h("div", { class: "stack-close" }, h("p", { class: "notice notice-bad" }, icon("alert"), h("span", {}, t("export.failed"))), again(t("action.retry")));
    return h("div", { class: "stack-close" },
      h("div", { class: "button-row" },
        h("a", { class: "button button-main", href: file.file, download: "moim-export.zip" }, icon("download"), t("export.fetch", { size: format.fileSize(file.size_bytes) })),
        h("button", { class: "button", type: "button", onclick: ask }, icon("again"), t("export.again"))),
      file.expires_at ? h("p", { class: "small muted" }, t("export.until", { when: format.dayAndTime(file.expires_at, session.zone()) })) : null);
  }
  function draw() {
    loading(box, async () => told(await present(signal)), { lines: 2, signal });
  }
  draw();
  return box;
}

export function show({ signal }) {
  const leaving = session.me().leaves_at !== null;
  const card = (title, text, ...body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)),
    h("div", { class: "stack-close" }, h("p", { class: "muted small" }, text), body));
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("data.title")),
    card(t("export.title"), t("export.text"), exporting(signal)),
    card(t("activity.title"), t("activity.text"), h("div", {}, h("a", { class: "button", href: "/settings/activity" }, icon("clock"), t("activity.open")))),
    card(t("access.title"), t("access.text"), h("div", {}, h("a", { class: "button", href: "/settings/accesses" }, icon("eye"), t("access.open")))),
    leaving ? null : card(t("leave.heading"), t("leave.text"),
      h("div", {}, h("button", { class: "button button-bad", type: "button", onclick: leaveDialog }, icon("logout"), t("leave.open")))));
}
