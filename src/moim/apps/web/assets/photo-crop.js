// A profile photo: picked, moved and zoomed under a round window, sent as the square that is seen.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { face } from "./face.js";
import { form } from "./forms.js";
import { t } from "./i18n.js";
import * as session from "./session.js";

const ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const SIDE = 1024; // twice what the server keeps
const ZOOM_MOST = 5;
const ARROWS = { ArrowLeft: [24, 0], ArrowRight: [-24, 0], ArrowUp: [0, 24], ArrowDown: [0, -24] };

/** The part of `bitmap` under the window: `zoom` 1 shows as much as fits, `x`, `y` is its middle, 0–1. */
export function windowOn({ width, height }, { zoom, x, y }) {
  const side = Math.min(width, height) / zoom;
  const clamp = (middle, whole) => Math.max(side / 2, Math.min(whole - side / 2, middle * whole));
  return { left: clamp(x, width) - side / 2, top: clamp(y, height) - side / 2, side };
}

function cropper(bitmap) {
  const canvas = h("canvas", { class: "crop", width: SIDE, height: SIDE, tabindex: "0", role: "img", "aria-label": t("photo.crop") });
  const look = { zoom: 1, x: 0.5, y: 0.5 };
  const pen = canvas.getContext("2d");

  function draw() {
    const { left, top, side } = windowOn(bitmap, look);
    look.x = (left + side / 2) / bitmap.width;
    look.y = (top + side / 2) / bitmap.height;
    pen.fillStyle = "#fff"; // under pictures one can see through
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
  }
  function moveBy(dx, dy) {
    const { side } = windowOn(bitmap, look);
    const scale = side / canvas.clientWidth;
    look.x -= (dx * scale) / bitmap.width;
    look.y -= (dy * scale) / bitmap.height;
    draw();
  }
  let last = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = [event.clientX, event.clientY];
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    moveBy(event.clientX - last[0], event.clientY - last[1]);
    last = [event.clientX, event.clientY];
  });
  const release = () => {
    last = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("keydown", (event) => {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    moveBy(...ARROWS[event.key]);
  });
  const slider = h("input", {
    class: "slider", type: "range", min: 1, max: ZOOM_MOST, step: 0.05, value: 1, "aria-label": t("photo.zoom"),
    oninput: () => {
      look.zoom = Number(slider.value);
      draw();
    },
  });
  draw();
  return { canvas, slider, blob: () => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9)) };
}

function cropDialog(bitmap) {
  return modal(t("photo.title"), (close) => {
    const { canvas, slider, blob } = cropper(bitmap);
    return form({
      fields: [h("div", { class: "crop-window" }, canvas), slider, h("p", { class: "field-hint" }, t("photo.hint"))],
      action: t("action.save"),
      submit: async () => {
        const { photo } = await api.putFile("/v1/users/me/photo", await blob(), "photo.jpg");
        close(photo);
      },
    });
  });
}

/** The photo as it is, with ways to change it and to take it away. */
export function photoField() {
  const box = h("div", { class: "photo-field" });
  const picker = h("input", { class: "sr-only", type: "file", accept: ACCEPT, "aria-label": t("photo.pick"), onchange: pick });

  function shown(photo, sentence) {
    session.changed({ ...session.me(), photo });
    toast(sentence);
    draw();
  }
  async function sendWhole(file) {
    try {
      const { photo } = await api.putFile("/v1/users/me/photo", file, file.name);
      shown(photo, t("photo.saved_uncut"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  async function pick() {
    const [file] = picker.files;
    picker.value = "";
    if (!file) return;
    let bitmap = null;
    try {
      bitmap = await createImageBitmap(file); // turned upright as its camera meant it
    } catch {
      await sendWhole(file); // few browsers read HEIC; the server does, and says what is wrong
      return;
    }
    const photo = await cropDialog(bitmap);
    bitmap.close();
    if (photo) shown(photo, t("photo.saved"));
  }
  async function drop() {
    try {
      await api.remove("/v1/users/me/photo");
      shown(null, t("photo.dropped"));
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
  }
  function draw() {
    const { photo } = session.me();
    box.replaceChildren(
      face(session.me(), { className: "face-large" }),
      h("div", { class: "button-row" }, picker,
        h("button", { class: "button button-small", type: "button", onclick: () => picker.click() }, icon("camera"), t(photo ? "photo.change" : "photo.pick")),
        photo ? h("button", { class: "button button-small button-bad", type: "button", onclick: drop }, t("photo.drop")) : ""),
    );
  }
  draw();
  return box;
}
