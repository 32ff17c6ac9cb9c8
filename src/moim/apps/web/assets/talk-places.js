// Ways to what is one's own on the boards.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { me } from "./session.js";

const PLACES = [
  ["/feed", "people", "feed.title"],
  ["/me/prompts", "bulb", "prompts.title"],
  ["/me/follows", "user", "feed.follows"],
  ["/me/bookmarks", "bookmark", "boards.bookmarks"],
  ["/me/drafts", "file", "boards.drafts"],
  ["/moderation", "alert", "moderation.title"],
];

/** On a narrow screen such a row goes on sideways: what is chosen comes into sight. */
export function inSight(row) {
  requestAnimationFrame(() => row.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }));
  return row;
}

export const ownPlaces = () => me() && inSight(h("nav", { class: "shortcuts own-places", "aria-label": t("boards.own") },
  PLACES.map(([path, sign, key]) => h("a", { class: "chip", href: path, "aria-current": location.pathname === path ? "page" : null }, icon(sign), t(key)))));
