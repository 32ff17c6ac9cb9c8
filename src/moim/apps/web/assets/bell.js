// The bell in the surroundings: how much is unread, kept current while somebody is signed in.

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { me } from "./session.js";

export const NEWS = "moim:news";
const MOST = 99;
const bells = new Set();
let unread = 0;
let watching = null;

function mark(bell) {
  const words = unread ? t("nav.notifications_unread", { count: unread }) : t("nav.notifications");
  bell.setAttribute("aria-label", words);
  fill(bell, icon("bell"), unread ? h("span", { class: "bell-count", "aria-hidden": "true" }, unread > MOST ? `${MOST}+` : unread) : null);
}

/** Asks how much is unread and says so on every bell. */
export async function drawBell() {
  if (me() === null) return;
  const page = await api.get("/v1/notifications", { query: { limit: 1 } }).catch(() => null);
  if (page) unread = page.unread;
  for (const bell of bells) {
    if (bell.isConnected) mark(bell);
    else bells.delete(bell);
  }
}

/** Something is new for who is signed in: the bell says how much, and an open list takes it in. */
function heard() {
  drawBell();
  dispatchEvent(new Event(NEWS));
}

/** Listens while somebody is signed in; lets go when nobody is. */
function listen() {
  const who = me()?.id ?? null;
  if (watching?.who === who) return;
  watching?.abort.abort();
  unread = 0;
  watching = who === null ? null : { who, abort: new AbortController() };
  if (watching) api.watch("user", heard, watching.abort.signal);
}

export function bell() {
  listen();
  const made = h("a", { class: "bell", href: "/notifications", "aria-current": location.pathname === "/notifications" ? "page" : null });
  mark(made);
  bells.add(made);
  return made;
}

/** Nobody is signed in any more. */
export const silence = listen;
