// Imports under way. They go on while the reader looks at other pages.

import * as api from "./api.js";

const BATCH_FILES = 40;
const BATCH_BYTES = 60 * 1024 * 1024;
const POLL_FIRST_MS = 150;
const POLL_MOST_MS = 2000;
const REMEMBERED = "moim.imports";

let batches = [];
const watchers = new Set();
let told = false;

function tell() {
  if (told) return;
  told = true;
  requestAnimationFrame(() => {
    told = false;
    watchers.forEach((watch) => watch(batches));
  });
}

/** Calls `act(batches)` now and at each change until `signal` aborts. */
export function watchImports(act, signal) {
  watchers.add(act);
  signal.addEventListener("abort", () => watchers.delete(act));
  act(batches);
}

export const sending = () => batches.some((batch) => batch.state === "waiting" || batch.state === "sending");
export const working = () => sending() || batches.some((batch) => batch.state === "working");

addEventListener("beforeunload", (event) => {
  if (sending()) event.preventDefault();
});

function remember() {
  try {
    sessionStorage.setItem(REMEMBERED, JSON.stringify(batches.map((batch) => batch.id).filter(Boolean)));
  } catch {
    // storage is switched off: the list is gone after a reload, the import is not
  }
}

/** Takes up the imports of this tab after a reload. */
export function recallImports() {
  if (batches.length) return;
  let ids = [];
  try {
    ids = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "[]");
  } catch {
    return;
  }
  batches = ids.map((id) => ({ id, state: "working", files: [], total: 0, sent: 0 }));
  batches.forEach(follow);
  tell();
}

function inBatches(files) {
  const made = [];
  let present = null;
  for (const file of files) {
    const full = !present || present.files.length >= BATCH_FILES || present.total + file.size > BATCH_BYTES;
    if (full) {
      present = { id: null, state: "waiting", files: [], total: 0, sent: 0, problem: null };
      made.push(present);
    }
    present.files.push({ name: file.name, size: file.size, from: present.total, file, verdict: null });
    present.total += file.size;
  }
  return made;
}

/** How much of a file has been sent, 0–1. Files of a batch leave one after another. */
export function sentShare(batch, file) {
  if (batch.state !== "sending") return batch.state === "waiting" ? 0 : 1;
  if (!file.size) return 1;
  return Math.max(0, Math.min(1, (batch.sent - file.from) / file.size));
}

function adopt(batch, answer) {
  batch.id = answer.id;
  const known = new Map(batch.files.map((file) => [file.name, file]));
  batch.files = answer.files.map((file) => ({ size: known.get(file.name)?.size ?? null, ...file }));
  batch.state = answer.status === "done" ? "done" : "working";
  if (answer.status === "undone") batches = batches.filter((one) => one !== batch);
}

async function follow(batch) {
  let pause = POLL_FIRST_MS;
  while (batch.state === "working" && batches.includes(batch)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(POLL_MOST_MS, pause * 1.4);
    try {
      adopt(batch, await api.get(`/v1/workouts/imports/${batch.id}`));
    } catch (problem) {
      if (problem.code === "network") continue; // asked again: the server goes on working
      if (problem.status === 404 || problem.status === 410) batches = batches.filter((one) => one !== batch);
      else Object.assign(batch, { state: "failed", problem });
      remember();
    }
    tell();
  }
}

async function send(batch) {
  batch.state = "sending";
  batch.problem = null;
  tell();
  try {
    const answer = await api.upload("/v1/workouts/imports", batch.files.map((one) => one.file), (sent) => {
      batch.sent = sent;
      tell();
    });
    adopt(batch, answer);
    remember();
    follow(batch);
  } catch (problem) {
    if (problem.errors === undefined) throw problem;
    Object.assign(batch, { state: "failed", problem });
  }
  tell();
}

let queue = Promise.resolve();

/** Imports files: a few dozen a request, one request after another. */
export function importFiles(files) {
  const made = inBatches(files);
  batches.push(...made);
  made.forEach((batch) => {
    queue = queue.then(() => send(batch));
  });
  tell();
}

/** Sends a batch again that did not get through. */
export function retry(batch) {
  queue = queue.then(() => send(batch));
}

/** Takes back everything that is on the list. */
export async function undoAll() {
  for (const batch of batches.filter((one) => one.id)) await api.remove(`/v1/workouts/imports/${batch.id}`);
  clear();
}

/** Empties the list; what was imported stays. */
export function clear() {
  batches = [];
  remember();
  tell();
}
