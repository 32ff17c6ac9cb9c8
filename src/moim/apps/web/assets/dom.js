// Builds elements. Data only ever becomes text nodes and attributes, never markup.

import { SIGNS } from "./signs.js";

const SVG = "http://www.w3.org/2000/svg";

function apply(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.setAttribute("class", value);
    else if (name === "style") {
      for (const [key, setting] of Object.entries(value)) element.style.setProperty(key, setting);
    } else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An HTML element. `h("a", {class: "link", onclick}, "text", child, [more])` */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  append(element, tag === "select" ? children : []);
  apply(element, props);
  if (tag !== "select") append(element, children);
  if (tag === "select" && props?.value !== undefined) element.value = props.value;
  return element;
}

/** An SVG element. */
export function s(tag, props, ...children) {
  const element = document.createElementNS(SVG, tag);
  apply(element, props);
  append(element, children);
  return element;
}

/** A decorative sign; give `label` where it stands alone and means something. */
export function icon(name, { label, className = "" } = {}) {
  return s(
    "svg",
    {
      class: `icon ${className}`,
      viewBox: "0 0 24 24",
      role: label ? "img" : null,
      "aria-label": label,
      "aria-hidden": label ? null : "true",
    },
    SIGNS[name].map(([tag, props]) => s(tag, props)),
  );
}

/** Replaces what `parent` holds. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
  return parent;
}

let announcer = null;

/** Says a sentence to screen readers without moving anything. */
export function announce(sentence) {
  if (!announcer) {
    announcer = h("div", { class: "sr-only", role: "status", "aria-live": "polite" });
    document.body.append(announcer);
  }
  announcer.textContent = "";
  requestAnimationFrame(() => {
    announcer.textContent = sentence;
  });
}

let serial = 0;

/** An id no other element has. */
export function freshId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}
