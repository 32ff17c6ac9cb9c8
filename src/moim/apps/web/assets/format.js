// Numbers, times and dates as people read them. Values come in SI units; text goes out.

import { language, t } from "./i18n.js";
import { familyOf } from "./sports.js";

const number = (value, digits = 0) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

export const integer = (value) => number(Math.round(value) + 0); // never "-0"
export const decimal = number;
export const percent = (fraction) =>
  new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(fraction);

export const NONE = "–";
const missing = (value) => value === null || value === undefined || Number.isNaN(value);

/** Kilometres with two digits up to 100 km, one above: `12.34`. */
export function km(metres) {
  if (missing(metres)) return NONE;
  const value = metres / 1000;
  return number(value, value >= 100 ? 1 : 2);
}

/** Kilometres for narrow places: `12.3`, `104`. */
export function kmShort(metres) {
  const value = metres / 1000;
  return number(value, value >= 100 ? 0 : 1);
}

/** A clock: `4:05`, `1:02:03`. */
export function clock(seconds) {
  if (missing(seconds)) return NONE;
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Words: `1시간 5분`, `1 h 5 min`. */
export function span(seconds) {
  if (missing(seconds)) return NONE;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("unit.span_min", { minutes });
  const hours = Math.floor(minutes / 60);
  if (minutes % 60 === 0) return t("unit.span_h", { hours: integer(hours) });
  return t("unit.span", { hours: integer(hours), minutes: minutes % 60 });
}

function paceText(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}′${String(whole % 60).padStart(2, "0")}″`;
}

/** How fast, the way the sport says it: `{value, unit, label}` from metres a second. */
export function speed(metresPerSecond, sport) {
  const family = familyOf(sport);
  const none = missing(metresPerSecond) || metresPerSecond <= 0;
  if (family === "ride" || family === "other") {
    return { value: none ? NONE : number(metresPerSecond * 3.6, 1), unit: "km/h", label: t("figure.speed") };
  }
  const per = family === "swim" ? 100 : 1000;
  return {
    value: none ? NONE : paceText(per / metresPerSecond),
    unit: family === "swim" ? "/100 m" : "/km",
    label: t("figure.pace"),
  };
}

export const cadenceUnit = (sport) => (familyOf(sport) === "ride" ? "rpm" : "spm");
export const heartRate = (bpm) => (missing(bpm) ? NONE : integer(bpm));
export const metres = (value) => (missing(value) ? NONE : integer(value));
/** `+4 m`, `-12 m`, `0 m`. */
export const rise = (value) => `${Math.round(value) > 0 ? "+" : ""}${integer(value)} m`;

/** `5 km`, `400 m`, `하프` for a distance that has a name. */
export function distanceName(distanceM) {
  if (Math.abs(distanceM - 42195) < 1) return t("distance.marathon");
  if (Math.abs(distanceM - 21097.5) < 2) return t("distance.half");
  const miles = distanceM / 1609.344;
  if (Math.abs(miles * 2 - Math.round(miles * 2)) < 1e-6) return t("distance.miles", { count: number(miles, Number.isInteger(miles) ? 0 : 1) });
  if (distanceM < 1000) return `${integer(distanceM)} m`;
  return `${number(distanceM / 1000, Number.isInteger(distanceM / 1000) ? 0 : 1)} km`;
}

/** In Korean a month is the same long and short, but only beside a short one the weekday is `(일)` and not `일`. */
const worded = (options) => (language() === "ko" && options.month === "long" && options.weekday === "short" ? { ...options, month: "short" } : options);

const fmt = (options, zone) => new Intl.DateTimeFormat(language(), { ...worded(options), timeZone: zone });

export const dayAndTime = (instant, zone) =>
  fmt({ year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit" }, zone)
    .format(new Date(instant));

export const shortDay = (instant, zone) =>
  fmt({ month: "short", day: "numeric", weekday: "short" }, zone).format(new Date(instant));

export const timeOfDay = (instant, zone) => fmt({ hour: "numeric", minute: "2-digit" }, zone).format(new Date(instant));

/** A day `YYYY-MM-DD` in words. Days have no zone, so they are read as UTC noon. */
export function day(text, options = { month: "long", day: "numeric", weekday: "long" }) {
  return fmt(options, "UTC").format(new Date(`${text}T12:00:00Z`));
}

/** `2026년 11월` for `2026-11`. */
export const month = (text) => day(`${text}-01`, { year: "numeric", month: "long" });

/** The day `YYYY-MM-DD` an instant falls on in `zone`. */
export function dayOf(instant, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(new Date(instant));
}

export const monthOf = (instant, zone) => dayOf(instant, zone).slice(0, 7);
export const today = (zone) => dayOf(Date.now(), zone);

export function fileSize(bytes) {
  if (bytes < 1024 * 1024) return `${integer(Math.max(1, bytes / 1024))} KB`;
  return `${number(bytes / 1024 / 1024, 1)} MB`;
}
