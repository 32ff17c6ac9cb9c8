// What can be drawn from a workout's samples: distance along the way, smoothed speed, gradient.

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Great-circle metres between two places in degrees (haversine). */
export function metresBetween(latA, lonA, latB, lonB) {
  const a =
    Math.sin(((latB - latA) * RAD) / 2) ** 2 +
    Math.cos(latA * RAD) * Math.cos(latB * RAD) * Math.sin(((lonB - lonA) * RAD) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

const known = (value) => value !== null && value !== undefined;

function distancesFrom(lat, lon, count) {
  const along = new Array(count);
  let total = 0;
  let last = -1;
  for (let at = 0; at < count; at += 1) {
    if (known(lat?.[at]) && known(lon?.[at])) {
      if (last >= 0) total += metresBetween(lat[last], lon[last], lat[at], lon[at]);
      last = at;
    }
    along[at] = total;
  }
  return along;
}

function filled(column) {
  let last = 0;
  return column.map((value) => {
    if (known(value)) last = value;
    return last;
  });
}

/** The change of `values` over the change of `base` in a window of ± `half` units of `window`. */
function slope(values, base, window, half, least) {
  const count = values.length;
  const out = new Array(count).fill(null);
  let from = 0;
  let to = 0;
  for (let at = 0; at < count; at += 1) {
    while (window[at] - window[from] > half) from += 1;
    while (to < count - 1 && window[to + 1] - window[at] <= half) to += 1;
    const run = base[to] - base[from];
    if (run > least && known(values[to]) && known(values[from])) out[at] = (values[to] - values[from]) / run;
  }
  return out;
}

/**
 * Columns of one length from the server's columnar track, null where unknown, and `begin_s`, how long
 * after the workout's start the first sample is:
 * `time_s` and `distance_m` since the start, `lat`, `lon`, `elevation_m`, `heart_rate_bpm`,
 * `cadence_spm`, `power_w`, `speed_mps` (over ± 12 s) and `gradient` (rise over run, ± 40 m).
 */
export function readTrack(answer) {
  const count = answer.time_s?.length ?? 0;
  const begin = count ? answer.time_s[0] : 0;
  const time = (answer.time_s ?? []).map((value) => value - begin);
  const has = (name) => Array.isArray(answer[name]) && answer[name].some(known);
  const column = (name) => (has(name) ? answer[name] : null);
  const distance = has("distance_m") ? filled(answer.distance_m) : distancesFrom(answer.lat, answer.lon, count);
  const moved = count > 1 && distance[count - 1] > 0;
  const elevation = column("elevation_m");
  return {
    count,
    begin_s: begin,
    time_s: time,
    distance_m: distance,
    lat: column("lat"),
    lon: column("lon"),
    elevation_m: elevation,
    heart_rate_bpm: column("heart_rate_bpm"),
    cadence_spm: column("cadence_spm"),
    power_w: column("power_w"),
    speed_mps: moved ? slope(distance, time, time, 12, 2) : null,
    gradient: elevation && moved ? slope(elevation, distance, distance, 40, 15) : null,
  };
}

/** The sample nearest to `value` in a column that never falls. */
export function nearest(column, value) {
  let low = 0;
  let high = column.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - column[low - 1] < column[low] - value ? low - 1 : low;
}

/** The value below which a `share` of the known values lies. */
export function quantile(column, share) {
  const values = column.filter(known).sort((a, b) => a - b);
  return values.length ? values[Math.min(values.length - 1, Math.floor(share * values.length))] : null;
}

/** A place on the track that several pictures point at together. */
export function createCursor() {
  const watchers = new Set();
  return {
    at: null,
    move(at) {
      if (at === this.at) return;
      this.at = at;
      watchers.forEach((watch) => watch(at));
    },
    watch(act) {
      watchers.add(act);
    },
  };
}
