// The pictures of a post while it is written: sent one by one, shown at once, taken away again.

import * as api from "./api.js";
import { announce, fill, h, icon } from "./dom.js";
import { failed } from "./follows.js";
import { t } from "./i18n.js";

const MOST = 10;
const ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";

/** What was picked; its name where this browser cannot show it (few read HEIC). */
function picture(src, name, alt) {
  const image = h("img", { src, alt });
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "photo-named" }, icon("camera"), name)), { once: true });
  return image;
}

/** `photos` is `[{key, src}]`; `keys()` answers them in their order, `busy()` whether one is on its way. */
export function photoPicker(photos, signal) {
  const held = [...photos];
  let sending = 0;
  const list = h("ul", { class: "post-photos" });
  const picker = h("input", { class: "sr-only", type: "file", accept: ACCEPT, multiple: true, "aria-label": t("write.photo_add"), onchange: pick });
  const add = h("button", { class: "button button-small", type: "button", onclick: () => picker.click() });
  const urls = [];
  signal.addEventListener("abort", () => urls.forEach((url) => URL.revokeObjectURL(url)));

  async function pick() {
    const files = [...picker.files].slice(0, MOST - held.length);
    picker.value = "";
    for (const file of files) {
      sending += 1;
      draw();
      try {
        const { key } = await api.upload("/v1/post-photos", [file], () => null);
        const src = URL.createObjectURL(file);
        urls.push(src);
        held.push({ key, src, name: file.name });
        announce(t("write.photo_added"));
      } catch (problem) {
        failed(problem);
      } finally {
        sending -= 1;
        draw();
      }
    }
  }
  function draw() {
    fill(list, held.map(({ src, name }, at) => h("li", {}, picture(src, name, t("write.photo_nth", { nth: at + 1 })),
      h("button", { class: "icon-button photo-off", type: "button", "aria-label": t("write.photo_drop", { nth: at + 1 }), onclick: () => {
        held.splice(at, 1);
        draw();
        add.focus();
      } }, icon("close")))), sending ? h("li", { class: "photo-coming" }, h("span", { class: "spinner" }), h("span", { class: "sr-only" }, t("state.loading"))) : null);
    fill(add, icon("camera"), t("write.photo_add"));
    add.disabled = sending > 0 || held.length >= MOST;
  }
  draw();
  return { element: h("div", { class: "field" }, h("span", { class: "field-label" }, t("write.photos")), list, h("div", {}, picker, add), h("p", { class: "field-hint" }, t("write.photo_hint"))), keys: () => held.map(({ key }) => key), busy: () => sending > 0 };
}
