// What only one tab of this browser may do at a time.

const LEASE_MS = 8000; // longer than it takes; a tab that was closed holds nobody up for more
const SETTLE_MS = 200; // in which two tabs that claim at once see each other's claim, on a busy machine too

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function claimOn(name) {
  try {
    const claim = JSON.parse(localStorage.getItem(name));
    return claim && claim.until > Date.now() ? claim.by : null;
  } catch {
    return null;
  }
}

/** Web Locks need https or this machine; on plain http in a home network, tabs claim a place in storage. */
async function claimed(name, act) {
  const mine = Math.random().toString(36);
  while (claimOn(name) !== mine) {
    if (claimOn(name) === null) {
      try {
        localStorage.setItem(name, JSON.stringify({ by: mine, until: Date.now() + LEASE_MS }));
      } catch {
        return act(); // storage is switched off: nothing to agree by
      }
    }
    await pause(SETTLE_MS);
  }
  try {
    return await act();
  } finally {
    localStorage.removeItem(name);
  }
}

/** Runs `act` while no other tab runs one of the same `name`, and answers what it answers. */
export function oneTabAtATime(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : claimed(name, act);
}
