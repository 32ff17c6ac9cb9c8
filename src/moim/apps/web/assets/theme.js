// Dark, light, or as the system says.

const root = document.documentElement;

export const THEMES = ["system", "light", "dark"];

export const chosenTheme = () => root.dataset.theme ?? "system";

export function setTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("moim.theme");
    else localStorage.setItem("moim.theme", theme);
  } catch {
    // storage is switched off: the choice lasts until the page is closed
  }
  dispatchEvent(new Event("moim:theme"));
}

/** Calls `act` when colours change, by choice or by the system, until `signal` aborts. */
export function onTheme(act, signal) {
  addEventListener("moim:theme", act, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act, { signal });
}

/** The present value of a custom property: canvases cannot read CSS. */
export const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
