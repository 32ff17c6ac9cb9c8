// A list that goes on: the next page comes when the end is in sight, or by its button.

import * as api from "./api.js";
import { announce, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { failure, skeleton } from "./states.js";

const SHORT_PAGES_MOST = 5;

/**
 * Rows of `path` in `box`, page by page. `row(item)` makes one; `nothing()` what stands there if there is none;
 * `first(page)` is told of the first page.
 */
export function endless(path, query, box, { row, nothing, first = () => {}, signal }) {
  const end = h("div", { class: "list-end" });
  let cursor = null;
  let busy = false;
  let seen = null;

  async function page() {
    for (let turn = 1; ; turn += 1) {
      const answer = await api.get(path, { query: { ...query, cursor }, signal });
      if (cursor === null) first(answer);
      cursor = answer.next;
      if (answer.items.length || !cursor || turn === SHORT_PAGES_MOST) return answer.items;
    }
  }

  async function more() {
    if (busy) return;
    busy = true;
    seen?.disconnect();
    const before = box.childElementCount;
    fill(end, skeleton("rows", before ? 1 : 4));
    try {
      const items = await page();
      if (signal.aborted) return;
      box.append(...items.map(row));
      fill(end, cursor ? h("button", { class: "button", type: "button", onclick: more }, t("workouts.more")) : box.childElementCount ? null : nothing());
      if (before) announce(t("boards.loaded", { count: box.childElementCount }));
      if (cursor) watch();
    } catch (problem) {
      if (problem.name === "AbortError" || signal.aborted) return;
      if (problem.status === undefined) console.error(problem);
      fill(end, failure(problem, more));
    } finally {
      busy = false;
    }
  }

  function watch() {
    seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: "400px" });
    seen.observe(end);
  }
  signal.addEventListener("abort", () => seen?.disconnect());
  more();
  return end;
}
