// Colours along a course, safe for colour-blind eyes: lightness rises with the value.

import { t } from "./i18n.js";
import * as format from "./format.js";
import { quantile } from "./track.js";

const RAMP = [[68, 32, 110], [46, 90, 160], [28, 145, 140], [110, 195, 85], [225, 222, 60]];
const SLOPE = [[40, 90, 190], [120, 165, 215], [178, 184, 176], [232, 150, 70], [178, 40, 40]];

function mix(ramp, share) {
  const place = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
  const at = Math.min(ramp.length - 2, Math.floor(place));
  const part = place - at;
  return `rgb(${ramp[at].map((from, channel) => Math.round(from + (ramp[at + 1][channel] - from) * part)).join(" ")})`;
}

export const rampOf = (kind) => (kind === "gradient" ? SLOPE : RAMP);
export const rampStops = (kind) => rampOf(kind).map((rgb) => `rgb(${rgb.join(" ")})`);

const COLUMNS = { pace: "speed_mps", heart_rate: "heart_rate_bpm", elevation: "elevation_m", gradient: "gradient" };

/** What a colouring is called for a sport: rides have a speed where runs have a pace. */
export const colouringName = (kind, sport) => (kind === "pace" ? format.speed(null, sport).label : t(`colour.${kind}`));

/** The colourings this track has values for. */
export const colouringsOf = (track) => Object.keys(COLUMNS).filter((kind) => track[COLUMNS[kind]]);

function words(kind, value, sport) {
  if (kind === "pace") {
    const { value: text, unit } = format.speed(value, sport);
    return `${text} ${unit}`;
  }
  if (kind === "heart_rate") return `${format.heartRate(value)} bpm`;
  if (kind === "elevation") return `${format.metres(value)} m`;
  return format.percent(value);
}

/** `{colourAt(index), low, high}`: a colour for each sample, and the legend's two ends in words. */
export function colouring(track, kind, sport) {
  const column = track[COLUMNS[kind]];
  if (!column) return null;
  const low = kind === "gradient" ? -0.1 : quantile(column, 0.05);
  const high = kind === "gradient" ? 0.1 : quantile(column, 0.95);
  const ramp = rampOf(kind);
  const reach = high - low || 1;
  return {
    kind,
    colourAt: (at) => (column[at] === null || column[at] === undefined ? null : mix(ramp, (column[at] - low) / reach)),
    low: words(kind, low, sport),
    high: words(kind, high, sport),
  };
}
