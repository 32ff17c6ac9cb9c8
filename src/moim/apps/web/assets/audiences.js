// Who sees a workout, its map and its heart rate.

import { h } from "./dom.js";
import { segmented } from "./forms.js";
import { t } from "./i18n.js";

const AUDIENCES = ["private", "followers", "club", "public"];
const PARTS = ["workouts", "map", "heart_rate"];

/** Nothing of a workout is seen by more people than the workout itself. */
export function narrowed(shown) {
  const most = AUDIENCES.indexOf(shown.workouts);
  const within = (audience) => AUDIENCES[Math.min(most, AUDIENCES.indexOf(audience))];
  return { workouts: shown.workouts, map: within(shown.map), heart_rate: within(shown.heart_rate) };
}

/** Three choices; a part offers no more than the workout has. `change({workouts, map, heart_rate})`. */
export function audienceChoice(shown, change) {
  return h("div", {}, PARTS.map((part) => {
    const most = part === "workouts" ? AUDIENCES.length : AUDIENCES.indexOf(shown.workouts) + 1;
    const choices = AUDIENCES.slice(0, most).map((one) => [one, t(`audience.${one}`)]);
    return segmented(t(`privacy.part_${part}`), choices, shown[part], (audience) => change(narrowed({ ...shown, [part]: audience })));
  }));
}
