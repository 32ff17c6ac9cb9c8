// What only one tab of this browser may do at a time.

const LEASE_MS = 8000; // longer than it takes; a tab that was closed holds nobody up for more
const AGAIN_MS = 100;
const CLAIMS = "claims";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("moim.tabs", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(CLAIMS);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Puts `next(claim)` in the place of the claim on `name`, in one transaction, and answers it. */
async function change(name, next) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const turn = open.transaction(CLAIMS, "readwrite"); // of all tabs, one after another
      const claims = turn.objectStore(CLAIMS);
      let claim;
      claims.get(name).onsuccess = ({ target }) => {
        claim = next(target.result);
        if (claim) claims.put(claim, name);
        else claims.delete(name);
      };
      turn.oncomplete = () => resolve(claim);
      turn.onabort = () => reject(turn.error);
    });
  } finally {
    open.close();
  }
}

/** Web Locks need https or this machine; on plain http in a home network, tabs claim a place in a database. */
async function claimed(name, act) {
  const mine = Math.random().toString(36);
  const take = (claim) => (claim?.until > Date.now() ? claim : { by: mine, until: Date.now() + LEASE_MS });
  try {
    while ((await change(name, take)).by !== mine) await pause(AGAIN_MS);
  } catch {
    return act(); // storage is switched off: nothing to agree by
  }
  try {
    return await act();
  } finally {
    await change(name, (claim) => (claim?.by === mine ? null : claim)).catch(() => null);
  }
}

/** Runs `act` while no other tab runs one of the same `name`, and answers what it answers. */
export function oneTabAtATime(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : claimed(name, act);
}
