// The words of the page in the reader's language.

import { en } from "./en.js";
import { ko } from "./ko.js";

const DICTIONARIES = { ko, en };
export const LANGUAGES = { ko: "한국어", en: "English" };

let present = document.documentElement.lang === "en" ? "en" : "ko";

export function language() {
  return present;
}

export function setLanguage(chosen) {
  present = chosen === "en" ? "en" : "ko";
  document.documentElement.lang = present;
  try {
    localStorage.setItem("moim.language", present);
  } catch {
    // storage is switched off: the choice lasts until the page is closed
  }
}

/** Whether the reader chose a language in this browser. */
export function languageChosen() {
  try {
    return localStorage.getItem("moim.language") !== null;
  } catch {
    return false;
  }
}

/** The sentence `key` with `{name}` filled in. With `count`, `key.one` is used for one where it exists. */
export function t(key, values = {}) {
  const words = DICTIONARIES[present];
  const chosen = values.count === 1 && `${key}.one` in words ? `${key}.one` : key;
  const sentence = words[chosen];
  if (sentence === undefined) return key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** `t(key)`, or `otherwise` where the dictionary has no such key: for codes the server may add. */
export function tOr(key, otherwise) {
  return key in DICTIONARIES[present] ? t(key) : otherwise;
}
