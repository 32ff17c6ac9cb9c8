// From what a clock on the wall says in a zone to the instant.

import { shiftDay } from "./month-grid.js";

function offsetMs(instant, zone) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(instant);
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - instant;
}

/** `07:30`, what a clock on the wall in `zone` says at an instant. */
export const clockIn = (instant, zone) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));

/** RFC 3339 in UTC for `2026-11-03`, `07:30` in `zone`. A time that summer time skips moves on. */
export function instantOf(day, time, zone) {
  const wall = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  const guess = wall - offsetMs(wall, zone);
  return new Date(wall - offsetMs(guess, zone)).toISOString().replace(".000Z", "Z");
}

/** The instants between which the days `from` to `to` lie in `zone`; a missing day stays open. */
export function instantsOf(from, to, zone) {
  return {
    from: from ? instantOf(from, "00:00", zone) : null,
    to: to ? instantOf(shiftDay(to, 1), "00:00", zone) : null,
  };
}
