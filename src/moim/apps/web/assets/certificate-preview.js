// The live preview of a certificate: the newest wish wins, older drawings are called off.

import { announce, fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";

const PAUSE_MS = 220; // a hand on the slider rests longer than this

/**
 * `draw(signal)` promises the picture as a Blob. `ask({size, alt})` has it drawn anew soon: `size`
 * is `[width, height]`, `alt` says what is to be seen.
 */
export function livePreview(draw, { signal, onLeave }) {
  const image = h("img", { class: "certificate-image", alt: "", hidden: true });
  const problem = h("p", { class: "notice notice-bad", role: "alert", hidden: true });
  const frame = h("div", { class: "certificate-frame" }, image, h("span", { class: "spinner", "aria-hidden": "true" }));
  const element = h("div", { class: "certificate-preview" }, frame, problem);
  let running = null;
  let timer = 0;
  let url = null;
  let first = true;

  function settle(mine) {
    if (mine === running) frame.removeAttribute("aria-busy");
  }

  async function attempt(alt) {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const blob = await draw(mine.signal);
      if (mine.signal.aborted) return;
      const before = url;
      url = URL.createObjectURL(blob);
      image.src = url;
      image.alt = alt;
      await image.decode().catch(() => null);
      if (before) URL.revokeObjectURL(before);
      image.hidden = false;
      problem.hidden = true;
      if (!first) announce(t("certificate.ready"));
      first = false;
    } catch (refused) {
      if (refused.name === "AbortError" || mine.signal.aborted) return;
      fill(problem, icon("alert"), h("span", {}, refused.detail ?? t("error.unexpected")));
      problem.hidden = false;
      if (refused.status === undefined) console.error(refused);
    } finally {
      settle(mine);
    }
  }

  function ask({ size, alt }, { soon = true } = {}) {
    frame.style.setProperty("--width", size[0]);
    frame.style.setProperty("--height", size[1]);
    frame.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(() => attempt(alt), soon ? PAUSE_MS : 0);
  }

  function end() {
    clearTimeout(timer);
    running?.abort();
    if (url) URL.revokeObjectURL(url);
    url = null;
  }
  signal.addEventListener("abort", end);
  onLeave(end);
  return { element, ask };
}
