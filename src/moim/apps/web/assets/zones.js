// Time zones as people call them: nobody reads `Asia/Seoul`.

import { language, t } from "./i18n.js";

const HOME = "Asia/Seoul";
const SAYS_NO_PLACE = /GMT|UTC|^[A-Z]{1,4}$/;

const called = (zone, style) => new Intl.DateTimeFormat(language(), { timeZone: zone, timeZoneName: style })
  .formatToParts(0).find(({ type }) => type === "timeZoneName").value;

const placeOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** `서울 시간`, `Vietnam Time`: what the clock of a zone is called within a sentence. */
export function zoneName(zone) {
  if (zone === HOME) return t("zone.home");
  if (!zone.includes("/")) return zone;
  const name = called(zone, "shortGeneric");
  return SAYS_NO_PLACE.test(name) ? called(zone, "longGeneric") : name;
}

/** Every zone for a select, `own` and home first: `Los Angeles · 북미 태평양 시간`. */
export const zoneChoices = (own) => [...new Set([own, HOME, ...(Intl.supportedValuesOf?.("timeZone") ?? ["UTC"])])]
  .filter(Boolean).map((zone) => [zone, zone === HOME ? t("zone.home") : `${placeOf(zone)} · ${called(zone, "longGeneric")}`]);
