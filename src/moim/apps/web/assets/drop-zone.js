// The place where files are dropped or picked.

import { h, icon } from "./dom.js";
import { droppedFiles } from "./dropped-files.js";
import { t } from "./i18n.js";

const ACCEPT = ".fit,.gpx,.tcx,.kml,.kmz,.zip,.gz,.xml,.json";

/** Calls `take(files)`. The whole zone is the label of a file input, so it works with the keyboard. */
export function dropZone(take, { compact = false } = {}) {
  const picker = h("input", {
    class: "sr-only", type: "file", multiple: true, accept: ACCEPT, id: "import-files",
    onchange: () => {
      const files = [...picker.files];
      picker.value = "";
      if (files.length) take(files);
    },
  });
  const zone = h(
    "div",
    { class: compact ? "drop drop-compact" : "drop" },
    picker,
    h(
      "label",
      { for: "import-files", class: "drop-label" },
      h("span", { class: "drop-sign" }, icon("upload")),
      h("b", {}, t("import.drop_title")),
      h("span", { class: "drop-text" }, t(compact ? "import.drop_short" : "import.drop_text")),
      h("span", { class: "button button-main drop-button" }, t("import.pick")),
    ),
  );
  let depth = 0;
  const light = (on) => zone.classList.toggle("drop-over", on);
  zone.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    light(true);
  });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth === 0) light(false);
  });
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    depth = 0;
    light(false);
    const files = await droppedFiles(event.dataTransfer);
    if (files.length) take(files);
  });
  return zone;
}
