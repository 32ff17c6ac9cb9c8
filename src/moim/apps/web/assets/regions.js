// Korea's regions as the reader's language says them, and a field in which one is found by typing.

import { h } from "./dom.js";
import { field, input } from "./forms.js";
import { language, t } from "./i18n.js";
import { offering } from "./offering.js";
import { PROVINCES, ROMANISED } from "./region-names.js";

const SYLLABLE_FIRST = 0xac00;
const SYLLABLES_OF_AN_INITIAL = 588;
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const OFFERED_MOST = 60;

const words = (text) => text.trim().split(/\s+/).filter(Boolean);
const pairs = (list) => list.flatMap((word, at) => (at % 2 ? [] : [[word, list[at + 1]]]));
const english = new Map([...PROVINCES.map(([name, , romanised]) => [name, romanised]), ...pairs(words(ROMANISED))]);

/** Every 시·도, each followed by its 시·군·구, by the official name. */
const OFFICIAL = PROVINCES.flatMap(([name, , , districts]) => [name, ...words(districts).map((district) => `${name} ${district}`)]);

/** `서울특별시 서초구` as the reader's language says it. */
export function regionName(region) {
  if (language() === "ko") return region;
  return region.split(" ").reverse().map((part) => english.get(part) ?? part).join(", ");
}

/** Choices for a select: the provinces, after `own` if it is a smaller place. */
export const regionChoices = (own) =>
  [...new Set([own, ...PROVINCES.map(([name]) => name)])].filter(Boolean).map((name) => [name, regionName(name)]);

const initialsOf = (text) => [...text].map((sign) => {
  const at = sign.charCodeAt(0) - SYLLABLE_FIRST;
  return at >= 0 && at < INITIALS.length * SYLLABLES_OF_AN_INITIAL ? INITIALS[Math.floor(at / SYLLABLES_OF_AN_INITIAL)] : sign;
}).join("");

const plain = (text) => text.normalize("NFC").toLowerCase().replaceAll("-", "");

/** What a region may be looked for by: both names of its parts, the short one, and their initial consonants. */
function wordsOf(region) {
  const parts = region.split(" ");
  const [, short] = PROVINCES.find(([name]) => name === parts[0]);
  const korean = [...parts, short, parts.join(""), short + (parts[1] ?? "")];
  return [...korean, ...korean.map(initialsOf), ...parts.flatMap((part) => words(english.get(part)))].map(plain);
}

let searched = null;

/** The regions that every typed word begins a word of; those whose own name is meant come first. */
function found(text) {
  searched ??= OFFICIAL.map((region) => ({ region, words: wordsOf(region), own: wordsOf(region)[region.split(" ").length - 1] }));
  const asked = words(plain(text).replaceAll(",", " "));
  if (!asked.length) return regionChoices().map(([value, text]) => ({ value, text }));
  const fits = searched.filter((one) => asked.every((word) => one.words.some((known) => known.startsWith(word))));
  const meant = (one) => asked.some((word) => one.own.startsWith(word));
  return [...fits.filter(meant), ...fits.filter((one) => !meant(one))].slice(0, OFFERED_MOST).map(({ region }) => ({ value: region, text: regionName(region) }));
}

/** The official name of what stands in the field; null for nothing, the text itself if it is no region. */
export function regionFrom(text) {
  const said = (text ?? "").trim().replace(/\s+/g, " ");
  if (!said) return null;
  return OFFICIAL.find((region) => region === said || plain(regionName(region)) === plain(said)) ?? said;
}

/** A field that holds a region, found by typing any part of it; read it with `regionFrom`. */
export function regionField(name, label, value, { required = false, hint = t("region.hint") } = {}) {
  const before = value ? regionName(value) : "";
  const control = input({ value: before, required, maxlength: 60, placeholder: t("region.example"), spellcheck: false });
  const list = offering(control, found);
  const judge = () => {
    const known = !control.value.trim() || control.value === before || OFFICIAL.includes(regionFrom(control.value));
    control.setCustomValidity(known ? "" : t("region.unknown"));
  };
  control.addEventListener("input", judge);
  control.addEventListener("change", judge);
  return field(name, label, control, { hint, extra: h("div", { class: "suggestions-place" }, list) });
}
