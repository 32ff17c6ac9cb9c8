// What kind of device somebody signed in with, as far as its label says.

const KINDS = [
  ["device", /watch|garmin|coros|suunto|wahoo|polar/i],
  ["tablet", /ipad|tablet/i],
  ["phone", /android|iphone|ipod|phone|mobile|linux armv|galaxy|pixel/i],
];

/** The sign of a label such as `Chrome · Windows` or `iPhone`: of a watch, a tablet, a phone; else of a computer. */
export const deviceSign = (label) => KINDS.find(([, words]) => words.test(label ?? ""))?.[0] ?? "computer";
