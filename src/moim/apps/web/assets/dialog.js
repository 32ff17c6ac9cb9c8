// Questions and short notices over the page.

import { announce, freshId, h, icon } from "./dom.js";
import { t } from "./i18n.js";

/** A modal. `build(close)` answers its content; the promise answers what `close` was given, null if dismissed. */
export function modal(title, build, { className = "" } = {}) {
  return new Promise((resolve) => {
    const id = freshId("dialog");
    const box = h("dialog", { class: `dialog ${className}`, "aria-labelledby": id });
    const close = (value) => box.close(JSON.stringify(value ?? null));
    box.append(
      h(
        "div",
        { class: "dialog-head" },
        h("h2", { id }, title),
        h("button", { class: "icon-button", type: "button", "aria-label": t("action.close"), onclick: () => close(null) }, icon("close")),
      ),
      h("div", { class: "dialog-body" }, build(close)),
    );
    box.addEventListener("click", (event) => {
      if (event.target === box) close(null); // the backdrop
    });
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue ? JSON.parse(box.returnValue) : null);
    });
    document.body.append(box);
    box.showModal();
  });
}

/** Asks before something that cannot be taken back. */
export async function confirmDanger(title, text, action) {
  const answer = await modal(title, (close) => [
    h("p", {}, text),
    h(
      "div",
      { class: "dialog-end" },
      h("button", { class: "button", type: "button", onclick: () => close(false) }, t("action.cancel")),
      h("button", { class: "button button-danger", type: "button", onclick: () => close(true) }, action),
    ),
  ]);
  return answer === true;
}

let tray = null;

/** Says what was done, for a few seconds. */
export function toast(sentence, { bad = false } = {}) {
  if (!tray) {
    tray = h("div", { class: "toasts" });
    document.body.append(tray);
  }
  const note = h("div", { class: bad ? "toast toast-bad" : "toast" }, icon(bad ? "alert" : "check"), sentence);
  tray.replaceChildren(note);
  announce(sentence);
  setTimeout(() => note.remove(), 5000);
}
