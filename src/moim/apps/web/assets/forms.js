// Form fields, and forms that show a refusal at the field it is about.

import { announce, fill, freshId, h, icon } from "./dom.js";
import { t } from "./i18n.js";

/** A labelled control. `control` is any input made with `h`; `hint` is said with it. */
export function field(name, label, control, { hint, unit, extra } = {}) {
  const id = control.id || freshId(name);
  const error = h("p", { class: "field-error", id: `${id}-error` });
  control.id = id;
  control.name = name;
  const described = [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", described);
  return h(
    "div",
    { class: "field", dataset: { field: name } },
    h("label", { for: id }, label),
    unit ? h("span", { class: "with-unit" }, control, h("span", { class: "unit" }, unit)) : control,
    hint ? h("p", { class: "field-hint", id: `${id}-hint` }, hint) : null,
    extra ?? null,
    error,
  );
}

export const input = (props = {}) => h("input", { class: "input", type: "text", ...props });

export const select = (options, value, props = {}) =>
  h(
    "select",
    { class: "input", ...props, value },
    options.map(([key, label]) => h("option", { value: key }, label)),
  );

/** A password field whose text can be shown. */
export function password(name, label, { autocomplete, hint, extra } = {}) {
  const control = input({ type: "password", autocomplete, required: true, maxlength: 256 });
  const toggle = h(
    "button",
    {
      class: "reveal", type: "button", "aria-pressed": "false", "aria-label": t("auth.reveal"),
      onclick: () => {
        const shown = control.type === "text";
        control.type = shown ? "password" : "text";
        toggle.setAttribute("aria-pressed", String(!shown));
      },
    },
    icon("eye"),
  );
  const made = field(name, label, control, { hint, extra });
  const wrap = h("span", { class: "with-reveal" });
  control.replaceWith(wrap);
  wrap.append(control, toggle);
  return { element: made, control };
}

/** A choice of a few, as one row of buttons. `change(value)` is called on a choice. */
export function segmented(label, options, value, change) {
  const name = freshId("choice");
  return h(
    "fieldset",
    { class: "segmented" },
    h("legend", {}, label),
    h(
      "div",
      { class: "segments" },
      options.map(([key, text]) =>
        h(
          "label",
          { class: "segment" },
          h("input", { type: "radio", name, value: key, checked: key === value, onchange: () => change(key) }),
          h("span", {}, text),
        ),
      ),
    ),
  );
}

/** The field name in a JSON pointer: `/email` or `/body/email` → `email`. */
const fieldOf = (pointer = "") => pointer.split("/").filter(Boolean).at(-1);

function clearErrors(form) {
  form.querySelectorAll(".field-error").forEach((place) => fill(place));
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
}

/** Refusals that are about one field although the server names none. */
const FIELD_OF_CODE = {
  "nickname-taken": "nickname",
  "wrong-password": "current_password",
  "second-factor-wrong": "otp",
  "second-factor-not-confirmed": "code",
  "not-a-mobile-number": "number",
  "wrong-code": "code",
  "code-expired": "code",
};

/** Shows `sentence` at the field `name`; false if the form has no such field. */
function showFieldError(form, name, sentence) {
  const control = name ? (form.elements[name] ?? form.elements[`new_${name}`]) : null;
  const place = control ? form.querySelector(`#${CSS.escape(control.id)}-error`) : null;
  if (!place) return false;
  control.setAttribute("aria-invalid", "true");
  fill(place, icon("alert"), sentence);
  return true;
}

/** A form that calls `submit(values)` once at a time and shows what is refused. */
export function form({ fields, action, submit, className = "form", after }) {
  const notice = h("div", { class: "notice notice-bad", role: "alert", hidden: true });
  const button = h("button", { class: "button button-main", type: "submit" }, action);
  const made = h("form", { class: className, novalidate: true }, fields, notice, h("div", { class: "form-end" }, button, after ?? null));

  function refuse(problem) {
    const at = FIELD_OF_CODE[problem.code];
    const errors = problem.errors.length || !at ? problem.errors : [{ pointer: at, detail: problem.detail }];
    const left = errors.filter((error) => !showFieldError(made, fieldOf(error.pointer), error.detail));
    const placed = errors.length - left.length;
    if (!placed || left.length) {
      notice.hidden = false;
      fill(notice, icon("alert"), left.length && placed ? left.map((error) => error.detail).join(" ") : problem.detail);
    }
    made.querySelector("[aria-invalid]")?.focus();
    announce(problem.detail);
  }

  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    clearErrors(made);
    notice.hidden = true;
    if (!checkNative(made)) return;
    button.disabled = true;
    button.classList.add("busy");
    try {
      await submit(Object.fromEntries(new FormData(made)), made);
    } catch (problem) {
      if (problem.errors === undefined) throw problem;
      refuse(problem);
    } finally {
      button.disabled = false;
      button.classList.remove("busy");
    }
  });
  return made;
}

/** The browser's own checks (required, type, min), said in the page's language at the field. */
function checkNative(made) {
  let first = null;
  for (const control of made.elements) {
    if (!control.willValidate || control.checkValidity()) continue;
    const { validity } = control;
    const key = ["valueMissing", "typeMismatch", "tooShort", "rangeUnderflow", "rangeOverflow", "badInput"]
      .find((kind) => validity[kind]);
    const limit = { min: control.min, max: control.max, length: control.minLength };
    showFieldError(made, control.name, validity.customError ? control.validationMessage : t(`invalid.${key ?? "badInput"}`, limit));
    first ??= control;
  }
  first?.focus();
  return first === null;
}
