// The photo of a certificate: picked or dropped, and made small for previews.

import { fill, freshId, h, icon } from "./dom.js";
import { t } from "./i18n.js";

const ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const PREVIEW_SIDE = 1600; // more than any preview shows, far less than a phone takes

/** The photo reduced for previews; the photo itself where this browser cannot read it. */
export async function smaller(file) {
  let bitmap = null;
  try {
    bitmap = await createImageBitmap(file); // turned upright as its camera meant it
  } catch {
    return file; // the server says what is wrong with it
  }
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = h("canvas", {});
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.86));
}

/** The place to pick or drop one photo. `take(file)` gets it, or null when it is taken away. */
export function photoField(take, { maxBytes }) {
  const id = freshId("photo");
  const problem = h("p", { class: "field-error", role: "alert" });
  const words = h("span", { class: "drop-text" });
  const remove = h("button", { class: "button button-small", type: "button", hidden: true, onclick: () => hold(null) }, icon("close"), t("certificate.photo_drop"));
  const picker = h("input", {
    class: "sr-only", type: "file", accept: ACCEPT, id, "aria-describedby": `${id}-hint`,
    onchange: () => {
      const [file] = picker.files;
      picker.value = "";
      if (file) hold(file);
    },
  });
  const zone = h("div", { class: "drop drop-photo" }, picker,
    h("label", { for: id, class: "drop-label" }, h("span", { class: "drop-sign" }, icon("camera")), words));

  function hold(file) {
    fill(problem);
    if (file && file.size > maxBytes) {
      fill(problem, icon("alert"), t("certificate.photo_large"));
      return;
    }
    fill(words, h("b", {}, file ? file.name : t("certificate.drop")), file ? [" ", t("certificate.photo_change")] : null);
    if (!file && document.activeElement === remove) picker.focus();
    remove.hidden = !file;
    take(file);
  }

  function light(event, on) {
    event.preventDefault();
    zone.classList.toggle("drop-over", on);
  }
  zone.addEventListener("dragenter", (event) => light(event, true));
  zone.addEventListener("dragover", (event) => light(event, true));
  zone.addEventListener("dragleave", (event) => light(event, zone.contains(event.relatedTarget)));
  zone.addEventListener("drop", (event) => {
    light(event, false);
    const [file] = event.dataTransfer.files;
    if (file) hold(file);
  });
  fill(words, h("b", {}, t("certificate.drop")));
  return h("div", { class: "stack-small" }, zone, problem,
    h("p", { class: "field-hint", id: `${id}-hint` }, t("certificate.no_photo")), remove);
}
