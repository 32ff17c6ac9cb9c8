// A text field that offers what fits while one types: a combobox with a list, by keys, by a pointer, read aloud.

import { fill, freshId, h } from "./dom.js";

/** Makes `control` a combobox over `find(text)` → `[{value, text}]`; answers the list to put below it. */
export function offering(control, find) {
  const id = freshId("offers");
  const list = h("ul", { class: "suggestions", id, role: "listbox", hidden: true });
  let at = -1;
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" })
    .forEach(([name, value]) => control.setAttribute(name, value));

  function close() {
    list.hidden = true;
    at = -1;
    control.setAttribute("aria-expanded", "false");
    control.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    control.value = option.textContent;
    close();
    control.dispatchEvent(new Event("input", { bubbles: true }));
    close(); // what was taken is not offered again
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function point(next) {
    const options = [...list.children];
    if (!options.length) return;
    at = (next + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    control.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function open() {
    const fits = find(control.value);
    fill(list, fits.map(({ value, text }, number) => h("li", { class: "suggestion", id: `${id}-${number}`, role: "option", "aria-selected": "false", dataset: { value } }, text)));
    at = -1;
    list.hidden = !fits.length;
    control.removeAttribute("aria-activedescendant");
    control.setAttribute("aria-expanded", String(!list.hidden));
    list.scrollIntoView({ block: "nearest" });
  }

  control.addEventListener("input", open);
  control.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      point(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      take(list.children[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  control.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  return list;
}
