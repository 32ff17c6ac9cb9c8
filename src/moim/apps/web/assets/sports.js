// The sports the server knows, the family each belongs to and the sign it is drawn with.

import { tOr } from "./i18n.js";

const FAMILIES = {
  foot: ["run", "trail_run", "track_run", "treadmill_run", "walk", "hike"],
  ride: ["ride", "mountain_ride", "gravel_ride", "indoor_ride"],
  swim: ["swim", "open_water_swim"],
  other: [
    "row", "indoor_row", "strength", "cardio", "hiit", "yoga", "pilates", "dive", "ski", "skate", "other",
  ],
};

const SIGNS = {
  walk: "walk", hike: "hike", strength: "strength", cardio: "heart", hiit: "strength", yoga: "yoga", pilates: "yoga",
};
const FAMILY_SIGNS = { foot: "run", ride: "ride", swim: "swim", other: "other" };

export const SPORTS = Object.values(FAMILIES).flat();

export function familyOf(sport) {
  const found = Object.entries(FAMILIES).find(([, sports]) => sports.includes(sport));
  return found ? found[0] : "other";
}

/** The name of its sign. */
export const signOf = (sport) => SIGNS[sport] ?? FAMILY_SIGNS[familyOf(sport)];

/** The colour class: one for each family, walking apart from running. */
export const tintOf = (sport) => (sport === "walk" || sport === "hike" ? "walk" : familyOf(sport));

export const sportName = (sport) => tOr(`sport.${sport}`, sport);
