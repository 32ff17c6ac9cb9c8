// Figures that move by themselves while somebody looks at them.

import * as api from "./api.js";

/**
 * Calls `act` at each hint about `topic` while the page is seen, until `signal` aborts; once at a time. A hidden
 * tab lets go of its connection: browsers have six a server. What is shown was just loaded: the first opening tells nothing.
 */
export function movesWith(topic, act, signal) {
  let watching = null;
  let opened = false;
  let running = false;
  let again = false;

  async function hint() {
    if (!opened) {
      opened = true;
      return;
    }
    again = true;
    if (running) return;
    running = true;
    while (again && !signal.aborted) {
      again = false;
      await act().catch(() => null); // what is shown stays; the next hint tries again
    }
    running = false;
  }
  function follow() {
    if (document.hidden || signal.aborted) {
      watching?.abort();
      watching = null;
    } else if (!watching) {
      watching = new AbortController();
      api.watch(topic, hint, watching.signal);
    }
  }
  document.addEventListener("visibilitychange", follow, { signal });
  signal.addEventListener("abort", follow);
  follow();
}
