// The three faces of a place without content: still loading, nothing there, something failed.

import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";

/** Grey shapes while `lines` of content are on their way. */
export function skeleton(kind = "lines", lines = 3) {
  return h(
    "div",
    { class: `skeleton skeleton-${kind}`, role: "status" },
    h("span", { class: "sr-only" }, t("state.loading")),
    Array.from({ length: lines }, () => h("span", { class: "bone", "aria-hidden": "true" })),
  );
}

export function empty({ sign, title, text, action }) {
  return h(
    "div",
    { class: "empty" },
    h("span", { class: "empty-sign" }, icon(sign)),
    h("h3", {}, title),
    text ? h("p", {}, text) : null,
    action ?? null,
  );
}

export function failure(problem, retry) {
  return h(
    "div",
    { class: "empty failed", role: "alert" },
    h("span", { class: "empty-sign" }, icon(problem.code === "network" ? "offline" : "alert")),
    h("h3", {}, t("state.failed")),
    h("p", {}, problem.detail ?? t("error.unexpected")),
    retry
      ? h("button", { class: "button", type: "button", onclick: retry }, icon("again"), t("action.retry"))
      : null,
  );
}

/** Fills `box` with what `load` promises: a skeleton first, then content, or a failure that can be retried. */
export function loading(box, load, { kind = "lines", lines = 3, signal } = {}) {
  async function attempt() {
    fill(box, skeleton(kind, lines));
    box.setAttribute("aria-busy", "true");
    try {
      const content = await load();
      if (!signal?.aborted) fill(box, content);
    } catch (problem) {
      if (problem.name === "AbortError" || signal?.aborted) return;
      if (problem.status === undefined) console.error(problem);
      fill(box, failure(problem, attempt));
    } finally {
      box.removeAttribute("aria-busy");
    }
  }
  attempt();
  return box;
}
