// Somebody's picture, or the first letter of their name.

import { h } from "./dom.js";

/** `person` has `nickname` and, if they set one, `photo`, an address. The name stands beside it. */
export function face(person, { className = "" } = {}) {
  const letter = [...(person?.nickname ?? "")][0]?.toUpperCase() ?? "·";
  return h("span", { class: `face ${className}`, "aria-hidden": "true" },
    person?.photo ? h("img", { src: person.photo, alt: "", loading: "lazy", decoding: "async" }) : letter);
}
