// The only module that talks to the server.

import { language, t } from "./i18n.js";
import { oneTabAtATime } from "./one-tab.js";

const SAFE = new Set(["GET", "HEAD"]);

/** A refusal of the server (RFC 9457) or of the network, with a sentence fit to show. */
export class Problem extends Error {
  constructor({ status = 0, code = "unknown", title = "", detail, errors = [] }) {
    super(detail ?? title);
    this.status = status;
    this.code = code;
    this.title = title;
    const reasons = errors.map((error) => error.detail).join(" "); // what a person can act on
    this.detail = reasons || detail || title || t("error.unexpected");
    this.errors = errors;
  }
}

let whenSignedOut = () => {};

/** What to do when the session has ended for good. */
export function onSignedOut(act) {
  whenSignedOut = act;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

/** Whether the browser holds a session, as far as a page can see. */
export function hasSession() {
  return cookie("moim_csrf") !== null;
}

function headersFor(method, extra) {
  const headers = { Accept: "application/json", "Accept-Language": language(), ...extra };
  const csrf = cookie("moim_csrf");
  if (!SAFE.has(method) && csrf) headers["X-CSRF-Token"] = csrf;
  return headers;
}

/** 128 random bits as hex, fit for an id. `crypto.randomUUID` is missing on plain http in a home network. */
export function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const pendingKeys = new Map();

/** The same key for the same body until the server has answered, so a repeat creates nothing twice. */
function idempotencyKey(path, body) {
  const subject = `${path} ${body}`;
  if (!pendingKeys.has(subject)) pendingKeys.set(subject, randomKey());
  return { subject, key: pendingKeys.get(subject) };
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  return problemFrom(response.status, body);
}

function problemFrom(status, body) {
  return new Problem({ ...body, status, detail: body.detail ?? t("error.status", { status }) });
}

const NEVER = new Promise(() => {});
let ongoing = new AbortController(); // for all that is under way
let leaving = null; // while the session is being ended

/**
 * Ends the session, or all of them, at `path`. What is under way is let go, what is asked meanwhile waits; who
 * asked never hears of it, for they are leaving, unless the session goes on after all.
 */
export function leave(path) {
  ongoing.abort();
  ongoing = new AbortController();
  leaving = request("DELETE", path).finally(() => {
    leaving = null;
  });
  return leaving;
}

let refreshing = null;
const RENEWED = "moim.renewed"; // when a tab of this browser last renewed the session, for the others
const RENEWING = "moim.renewing"; // what names the exchange under way: whose answer is lost repeats it

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off: each tab renews by itself
  }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // as above
  }
}

async function renew(since) {
  if (Number(kept(RENEWED)) >= since) return true; // another tab has done it
  const attempt = kept(RENEWING) ?? randomKey();
  keep(RENEWING, attempt);
  const headers = { "X-Moim-Web": "1", "Idempotency-Key": attempt };
  const response = await send("POST", "/v1/sessions/refresh", { headers });
  if (response.status === 429 || response.status >= 500) throw await problemOf(response); // it did not say no
  keep(RENEWING, null);
  if (response.ok) keep(RENEWED, String(Date.now()));
  return response.ok;
}

/** Renews the session for a request sent at `since`: once for all tabs, for a refresh token counts once. */
function refresh(since) {
  refreshing ??= oneTabAtATime("moim.refresh", () => renew(since)).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function send(method, path, { body, headers, signal }) {
  try {
    const either = AbortSignal.any(signal ? [signal, ongoing.signal] : [ongoing.signal]);
    return await fetch(path, { method, body, signal: either, headers: headersFor(method, headers) });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Problem({ code: "network", detail: t("error.network") });
  }
}

function request(method, path, options) {
  if (leaving) return leaving.then(() => NEVER, () => request(method, path, options));
  const staying = ongoing.signal;
  return asked(method, path, options).then(
    (answer) => (staying.aborted ? NEVER : answer),
    (problem) => (staying.aborted ? NEVER : Promise.reject(problem)),
  );
}

/** The answer's JSON, or null for an empty one. A 401 is tried once more after a refresh. */
async function asked(method, path, { body, headers = {}, signal, creates = false, anonymous = false } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = { ...headers, ...(text === undefined ? {} : { "Content-Type": "application/json" }) };
  const once = creates ? idempotencyKey(path, text) : null;
  if (once) all["Idempotency-Key"] = once.key;
  const since = Date.now();
  let response = await send(method, path, { body: text, headers: all, signal });
  if (response.status === 401 && !anonymous) {
    if (await refresh(since)) response = await send(method, path, { body: text, headers: all, signal });
    if (response.status === 401) whenSignedOut();
  }
  if (once) pendingKeys.delete(once.subject);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return null;
  return response.json().catch(() => null);
}

function withQuery(path, query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
}

export const get = (path, { query, signal, anonymous } = {}) => request("GET", withQuery(path, query), { signal, anonymous });

/** All items of a list of which nobody has thousands: page after page, as many as are given at once. */
export async function every(path, { query, signal } = {}) {
  const items = [];
  let cursor = "";
  do {
    const page = await get(path, { query: { ...query, limit: 100, cursor }, signal });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

export const create = (path, body, options) => request("POST", path, { body, creates: true, ...options });
export const post = (path, body, options) => request("POST", path, { body, ...options });
export const patch = (path, body, options) => request("PATCH", path, { body, ...options });
export const put = (path, body, options) => request("PUT", path, { body, ...options });
export const remove = (path, options) => request("DELETE", path, options);

const AGAIN_MS = 5000;

/** Calls `act` at each hint about a topic, and whenever some may have been missed, until `signal` aborts. */
export function watch(topic, act, signal) {
  let source = null;
  let again = 0;
  function open() {
    source = new EventSource(`/v1/live/${topic}`);
    source.addEventListener("open", act);
    source.addEventListener("hint", act);
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED || signal.aborted) return; // else the browser tries by itself
      again = setTimeout(() => {
        act(); // which renews the session if that is what it lacks
        open();
      }, AGAIN_MS);
    });
  }
  open();
  signal.addEventListener("abort", () => {
    clearTimeout(again);
    source.close();
  });
}

function sendForm(path, form, onProgress, key) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest(); // fetch cannot tell how much has been sent
    xhr.open("POST", path);
    for (const [name, value] of Object.entries(headersFor("POST", { "Idempotency-Key": key }))) {
      xhr.setRequestHeader(name, value);
    }
    xhr.responseType = "json";
    xhr.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    xhr.addEventListener("load", () => resolve(xhr));
    xhr.addEventListener("error", () => reject(new Problem({ code: "network", detail: t("error.network") })));
    xhr.send(form);
  });
}

/** Sends files as one multipart request. `onProgress(sent_bytes)`. */
export async function upload(path, files, onProgress) {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  const key = randomKey();
  const since = Date.now();
  let answer = await sendForm(path, form, onProgress, key);
  if (answer.status === 401 && (await refresh(since))) answer = await sendForm(path, form, onProgress, key);
  if (answer.status === 401) whenSignedOut();
  if (answer.status >= 400) throw problemFrom(answer.status, answer.response ?? {});
  return answer.response;
}

async function sendAgain(method, path, asked) {
  const since = Date.now();
  let response = await send(method, path, asked);
  if (response.status === 401) {
    if (await refresh(since)) response = await send(method, path, asked);
    if (response.status === 401) whenSignedOut();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Sends a form and answers the picture the server makes of it, as a Blob. */
export async function picture(path, form, { signal } = {}) {
  const asked = { body: form, headers: { Accept: "image/*, application/problem+json" }, signal };
  return (await sendAgain("POST", path, asked)).blob();
}

/** Asks for a file with a JSON body and answers it as a Blob. */
export async function file(path, body) {
  const headers = { Accept: "*/*", "Content-Type": "application/json" };
  return (await sendAgain("POST", path, { body: JSON.stringify(body), headers })).blob();
}

/** Puts one file where it belongs, and answers what the server says of it. */
export async function putFile(path, blob, name) {
  const form = new FormData();
  form.append("file", blob, name);
  return (await sendAgain("PUT", path, { body: form })).json();
}
