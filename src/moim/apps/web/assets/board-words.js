// What the boards are, as the server tells it once, in the reader's words.

import * as api from "./api.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { language, t, tOr } from "./i18n.js";
import { zone } from "./session.js";
import { SPORTS, sportName } from "./sports.js";

export const SIGN_OF = {
  free: "talk", clubs: "people", challenges: "trophy", market: "bag", promotion: "shop", sales: "percent", reviews: "star",
  products: "box", races: "flag", announcements: "megaphone", problems: "bulb",
};
const EVERY = { name: "all", ko: "모든 글", en: "All posts", categories: [], fields: [], gated: [] };

let asked = null;

export function allBoards() {
  asked ??= api.get("/v1/boards").then(({ items }) => items).catch((problem) => {
    asked = null;
    throw problem;
  });
  return asked;
}

/** A board by its name, `all` for every one; null if there is none. */
export async function boardNamed(name) {
  if (name === "all") return EVERY;
  return (await allBoards()).find((board) => board.name === name) ?? null;
}

export const boardName = (board) => board[language()] ?? board.ko;
export const categoryName = (category) => (SPORTS.includes(category) ? sportName(category) : tOr(`boards.category_${category}`, category));
export const fieldName = (name, board) => tOr(`boards.field_${board?.name}_${name}`, tOr(`boards.field_${name}`, name));
export const choiceName = (choice) => tOr(`boards.choice_${choice}`, choice);

/** `65,000원`, or that it is given away. */
export const price = (won) => (won === 0 ? t("sale.free") : t("sale.price", { won: format.integer(won) }));

const longDay = { year: "numeric", month: "long", day: "numeric", weekday: "short" };

function ratings(given) {
  return h("ul", { class: "ratings" }, Object.entries(given).map(([aspect, stars]) =>
    h("li", {}, h("span", {}, aspect), h("span", { class: "stars", role: "img", "aria-label": t("post.stars", { stars }) }, "★".repeat(stars), h("span", { class: "stars-off" }, "★".repeat(5 - stars))))));
}

const linked = (href) => h("a", { href, rel: "nofollow ugc noopener noreferrer", target: "_blank" }, new URL(href).hostname);

const SHOWN = {
  choice: choiceName,
  day: (day) => format.day(day, longDay),
  instant: (at) => format.dayAndTime(at, zone()),
  link: linked,
  ratings,
  integer: (value, name) => (name === "price_krw" ? price(value) : format.integer(value)),
};

/** A field's value as it is read; null for what is told elsewhere. */
export function fieldValue(field, value) {
  if (value === undefined || value === null || field.kind === "workouts") return null;
  if (field.name === "discount_percent") return `${value}%`;
  return SHOWN[field.kind]?.(value, field.name) ?? value;
}

/** What a post says in the fields of its board; null if it says nothing there. */
export function facts(board, fields) {
  const rows = board.fields.map((field) => [fieldName(field.name, board), fieldValue(field, fields[field.name])]).filter(([, value]) => value !== null);
  return rows.length ? h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))) : null;
}
