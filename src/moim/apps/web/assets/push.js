// Web Push in this browser: asking for leave, subscribing, and whether it is possible at all.

import * as api from "./api.js";
import { deviceLabel } from "./session.js";

const PATH = "/v1/push-subscriptions";
const WORKER = "/assets/push-worker.js";

/** Push needs a secure page and a browser that has it. */
export const pushPossible = () => isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The bytes of base64url text, as `PushManager.subscribe` wants the key. */
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** Where this browser keeps the id of its own subscription among those that the server lists. */
const OWN = "moim.push";

export function ownSubscription() {
  try {
    return localStorage.getItem(OWN);
  } catch {
    return null;
  }
}

function remember(id) {
  try {
    if (id) localStorage.setItem(OWN, id);
    else localStorage.removeItem(OWN);
  } catch {
    // storage is switched off: the list shows the device all the same
  }
}

/** The worker that shows what is pushed, once it can. It controls no page: `ready` would never tell. */
async function activeWorker() {
  const registration = await navigator.serviceWorker.register(WORKER);
  const worker = registration.installing ?? registration.waiting;
  if (worker && !registration.active) {
    await new Promise((done) => {
      worker.addEventListener("statechange", () => worker.state === "activated" && done());
    });
  }
  return registration;
}

/** Has this browser be told. False if the person said no to the browser's question. */
export async function subscribe(publicKey) {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const worker = await activeWorker();
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
  const { endpoint, keys, expirationTime } = subscription.toJSON();
  const made = await api.create(PATH, { provider: "webpush", endpoint, keys, expirationTime, label: deviceLabel() });
  remember(made.id);
  return true;
}

/** Has a device or service be told no longer; this browser forgets its subscription too. */
export async function unsubscribe(id) {
  await api.remove(`${PATH}/${id}`);
  if (id !== ownSubscription()) return;
  remember(null);
  const worker = await navigator.serviceWorker?.getRegistration(WORKER);
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}

export const subscriptions = (signal) => api.get(PATH, { signal });
