// Why something came, or did not, in words. A code may end in what somebody else said, after a colon.

import { t, tOr } from "./i18n.js";

/** The sentence for a reason's code; one that only a provider knows is told as it is. */
export function reasonTold(code) {
  for (let end = code.length; end > 0; end = code.lastIndexOf(":", end - 1)) {
    const key = `because.${code.slice(0, end)}`;
    if (tOr(key, null) === null) continue;
    const rest = code.slice(end + 1);
    return t(key, { code: rest, why: rest === "" ? "" : reasonTold(rest) });
  }
  return t("because.other", { code });
}
