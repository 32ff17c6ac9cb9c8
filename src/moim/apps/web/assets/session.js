// Who is signed in, and what the page may do before it knows.

import * as api from "./api.js";
import { languageChosen, setLanguage } from "./i18n.js";

let user = null;

export const me = () => user;
export const zone = () => user?.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Seoul";

const MODERATING = ["moderator", "staff", "owner"];

/** Whether the reader may decide about what others wrote. */
export const isModerator = () => MODERATING.some((role) => user?.roles.includes(role));
/** Whether the reader is of those who run this instance. */
export const isStaff = () => ["staff", "owner"].some((role) => user?.roles.includes(role));

export function adopt(profile) {
  user = profile;
  if (profile?.locale && !languageChosen()) setLanguage(profile.locale.startsWith("en") ? "en" : "ko");
}

/** Loads the profile if the browser seems to hold a session. Throws only when the server is out of reach. */
export async function load() {
  if (!api.hasSession()) return null;
  try {
    adopt(await api.get("/v1/users/me"));
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    user = null;
  }
  return user;
}

/** What the list of sessions calls this browser: `Chrome · Windows`. */
export function deviceLabel() {
  const data = navigator.userAgentData;
  const brand = data?.brands.find(({ brand }) => !/not.?a.?brand|chromium/i.test(brand))?.brand;
  const system = data?.platform || navigator.platform || "Web";
  return brand ? `${brand} · ${system}` : system;
}

/** `otp` is a code of the second factor, for an account that has one. */
export async function signIn(email, password, otp) {
  const body = { email, password, device_label: deviceLabel(), ...(otp ? { otp } : {}) };
  await api.post("/v1/sessions", body, { headers: { "X-Moim-Web": "1" }, anonymous: true });
  adopt(await api.get("/v1/users/me"));
}

/** An account for who came from a provider with `values.ticket`; it is signed in at once. */
export async function signUpWithTicket(values) {
  await api.post("/v1/oauth/sign-ups", values, { headers: { "X-Moim-Web": "1" }, anonymous: true });
  adopt(await api.get("/v1/users/me"));
}

/** The code of the second factor, for who came from a provider with `ticket`. */
export async function showCode(ticket, otp) {
  await api.post("/v1/oauth/second-factor", { ticket, otp }, { headers: { "X-Moim-Web": "1" }, anonymous: true });
  adopt(await api.get("/v1/users/me"));
}

export async function signOut() {
  await api.leave("/v1/sessions/current").catch((problem) => {
    if (problem.status !== 401) throw problem; // already ended elsewhere: as wished
  });
  user = null;
}

/** Ends this and all other sessions. */
export async function signOutEverywhere() {
  await api.leave("/v1/sessions");
  user = null;
}

/** Told to whatever shows who is signed in: the picture, the days left. */
export function changed(profile) {
  adopt(profile);
  dispatchEvent(new Event("moim:me"));
}

export function forget() {
  user = null;
}
