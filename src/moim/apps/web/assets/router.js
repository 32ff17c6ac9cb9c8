// History routing: a path picks a view, the view gives an element, focus goes to its heading.

import { announce, h } from "./dom.js";
import { t } from "./i18n.js";
import { failure } from "./states.js";

const KEPT = "moim.views";
const routes = [];
let outlet = null;
let guard = () => null;
let current = null; // what to undo when the present view is left
let going = 0; // counts navigations: the last one wins
let arrived = () => {};

const ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** `route("/workouts/:id", () => import("./views/workout.js"))`; what cannot be an id is no page. */
export function route(pattern, load, options = {}) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => {
    names.push(name);
    return name === "id" ? `(${ID})` : "([^/]+)";
  });
  routes.push({ test: new RegExp(`^${source}/?$`), names, load, pattern, ...options });
}

function match(path) {
  for (const candidate of routes) {
    const found = candidate.test.exec(path);
    if (!found) continue;
    const params = {};
    candidate.names.forEach((name, at) => {
      params[name] = decodeURIComponent(found[at + 1]);
    });
    return { route: candidate, params };
  }
  return null;
}

/**
 * Goes to `path` within the app; address and page change together, once the view is there. A view may
 * refuse to be left (`context.hold`).
 */
export async function navigate(path, { replace = false, force = false } = {}) {
  if (!force && current?.hold && !(await current.hold())) return;
  const target = allowed(new URL(path, location.origin));
  const ready = await fetched(target);
  if (!ready) return;
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  history[replace ? "replaceState" : "pushState"]({ scroll: 0 }, "", target);
  show(ready);
}

/** Shows the view of the present address again, e.g. after the language changed. */
export async function render(looks = {}) {
  const target = allowed(new URL(location.href));
  if (target.href !== location.href) history.replaceState({ scroll: 0 }, "", target);
  const ready = await fetched(target);
  if (ready) show(ready, looks);
}

function allowed(target) {
  const redirect = guard(target, match(target.pathname)?.route);
  return redirect ? new URL(redirect, location.origin) : target;
}

/** The view of an address, or null if another navigation has overtaken this one meanwhile. */
async function fetched(target) {
  const found = match(target.pathname) ?? { route: routes.at(-1), params: {} };
  const mine = (going += 1);
  outlet.setAttribute("aria-busy", "true");
  const view = await found.route.load().catch(() => ({ show: unreachable }));
  if (mine !== going) return null;
  outlet.removeAttribute("aria-busy");
  return { found, view, target };
}

function show({ found, view, target }, { scroll = 0, quiet = false } = {}) {
  leave();
  const leaving = new AbortController();
  const cleanups = [];
  const mine = (current = { abort: () => leaving.abort(), cleanups, hold: null });
  const element = view.show({
    params: found.params,
    query: target.searchParams,
    signal: leaving.signal,
    onLeave: (cleanup) => cleanups.push(cleanup),
    hold: (ask) => {
      mine.hold = ask;
    },
  });
  arrived(found.route);
  outlet.replaceChildren(element);
  const heading = outlet.querySelector("h1");
  document.title = heading ? `${heading.textContent} · 모임` : "모임";
  scrollTo(0, scroll);
  if (quiet) return;
  announce(document.title);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

function unreachable() {
  const problem = { code: "network", detail: t("error.network") };
  return h("div", { class: "page" }, h("h1", {}, t("state.failed")), failure(problem, () => location.reload()));
}

/**
 * Fetches the other views, one in each idle moment, so that they open without a network too. The browser
 * keeps the files of a version for good: once is enough for each.
 */
function fetchAhead() {
  const version = import.meta.url;
  if (kept() === version || navigator.connection?.saveData) return;
  const later = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  const waiting = [...routes];
  const next = async () => {
    const one = waiting.shift();
    if (!one) return keep(version);
    await one.load().then(() => later(next), () => null); // without a network: at the next visit
  };
  later(next);
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(version) {
  try {
    localStorage.setItem(KEPT, version);
  } catch {
    // Nothing is kept in this browser: it fetches them again.
  }
}

function leave() {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  current?.abort();
  current?.cleanups.forEach((cleanup) => cleanup());
  current = null;
}

function inApp(event) {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return null;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || url.hash) return null;
  return match(url.pathname) ? url : null;
}

/** Starts. `options.guard(location, route)` may answer another path; `options.arrived(route)` is told. */
export function start(element, options) {
  outlet = element;
  guard = options.guard;
  arrived = options.arrived;
  history.scrollRestoration = "manual";
  document.addEventListener("click", (event) => {
    const url = inApp(event);
    if (!url) return;
    event.preventDefault();
    navigate(url.pathname + url.search);
  });
  addEventListener("popstate", (event) => render({ scroll: event.state?.scroll ?? 0 }));
  return render({ quiet: true }).then(fetchAhead);
}
