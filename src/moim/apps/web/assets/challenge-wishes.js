// What feedback asks to be made better about a challenge, and what became of it: for its organiser.

import * as api from "./api.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { loading } from "./states.js";

const MOST = 50;

const line = (challenge, one) => h("li", { class: "review" },
  h("span", {}, h("time", { datetime: one.opened_at }, format.dayAndTime(one.opened_at, challenge.timezone))),
  h("span", { class: "small muted" }, one.closed_at ? `${t(`feedback.resolution_${one.resolution}`)} · ${format.dayAndTime(one.closed_at, challenge.timezone)}` : t("challenge.wish_open")));

/** The part of the organiser's card. Who said what stays with staff, who answers it. */
export function wishesPart(challenge, signal) {
  const box = h("div", {});
  loading(box, async () => {
    const { items } = await api.get(`/v1/challenges/${challenge.id}/improvements`, { query: { limit: MOST }, signal });
    const open = items.filter((one) => !one.closed_at).length;
    return h("details", {}, h("summary", {}, items.length ? t("challenge.wishes_count", { open, count: items.length }) : t("challenge.no_wishes")),
      items.length ? h("ul", { class: "reviews" }, items.map((one) => line(challenge, one))) : h("p", { class: "small muted" }, t("challenge.no_wishes_text")));
  }, { lines: 1, signal });
  return h("div", { class: "organiser-part" }, h("h3", {}, t("challenge.wishes")), box);
}
