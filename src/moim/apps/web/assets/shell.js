// What stands around every view: navigation, the offline notice.

import { bell, drawBell, silence } from "./bell.js";
import { fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { t } from "./i18n.js";
import { leavingNotice } from "./leaving.js";
import { me } from "./session.js";
import { wordmark } from "./wordmark.js";

// Five fit a phone; the wide page has room for the others too.
const PLACES = [
  { path: "/", sign: "home", key: "nav.home" },
  { path: "/calendar", sign: "calendar", key: "nav.calendar", wide: true },
  { path: "/challenges", sign: "trophy", key: "nav.challenges" },
  { path: "/import", sign: "upload", key: "nav.import", lift: true },
  { path: "/boards", sign: "talk", key: "nav.boards", also: ["/posts", "/feed", "/me/", "/moderation"] },
  { path: "/workouts", sign: "list", key: "nav.workouts" },
  { path: "/goals", sign: "goal", key: "nav.goals", wide: true },
  { path: "/announcements", sign: "megaphone", key: "nav.announcements", wide: true },
];

const within = (path) => (path === "/" ? location.pathname === "/" : location.pathname.startsWith(path));

function place({ path, sign, key, lift, wide, also = [] }) {
  return h(
    "li",
    { class: wide ? "place-wide" : null },
    h(
      "a",
      {
        class: lift ? "place place-lift" : "place",
        href: path,
        "aria-current": [path, ...also].some(within) ? "page" : null,
      },
      h("span", { class: "place-sign" }, icon(sign)),
      h("span", { class: "place-name" }, t(key)),
    ),
  );
}

function account() {
  const nickname = me()?.nickname ?? "";
  return h(
    "a",
    { class: "account", href: "/settings", "aria-current": within("/settings") ? "page" : null, "aria-label": t("nav.settings") },
    face(me()),
    h("span", { class: "account-name" }, h("b", {}, nickname), h("small", {}, t("nav.settings"))),
  );
}

const home = () => h("a", { class: "brand", href: "/", "aria-label": t("nav.brand") }, wordmark());

export function createShell(root) {
  const top = h("div", { class: "topbar" });
  const nav = h("nav", { class: "nav" });
  const main = h("main", { id: "main", class: "main" });
  const offline = h("div", { class: "offline", role: "status" });
  const leaving = h("div", { class: "leaving" });
  const skip = h("a", { class: "skip", href: "#main", onclick: (event) => {
    event.preventDefault();
    main.setAttribute("tabindex", "-1");
    main.focus();
  } });
  fill(root, skip, offline, h("div", { class: "frame" }, top, nav, h("div", {}, leaving, main)));

  function drawOffline() {
    fill(offline, navigator.onLine ? null : [icon("offline"), t("offline.notice")]);
    offline.classList.toggle("shown", !navigator.onLine);
  }
  addEventListener("online", drawOffline);
  addEventListener("offline", drawOffline);

  /** Draws the surroundings again: after a navigation, a sign-in, a change of language. */
  function draw(bare) {
    skip.textContent = t("nav.skip");
    root.classList.toggle("bare", bare);
    fill(top, bare ? home() : [home(), h("div", { class: "topbar-end" }, bell(), account())]);
    nav.setAttribute("aria-label", t("nav.label"));
    fill(nav, bare ? null : [home(), h("ul", { class: "places" }, PLACES.map(place)), h("div", { class: "nav-foot" }, account(), bell())]);
    if (bare) silence();
    else drawBell();
    fill(leaving, bare ? null : leavingNotice(() => draw(bare)));
    drawOffline();
  }
  return { main, draw };
}
