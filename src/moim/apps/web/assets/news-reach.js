// How an announcement was told: reminders, deliveries and failures by their channel; read when it is unfolded.

import * as api from "./api.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { reasonTold } from "./reasons.js";
import { loading } from "./states.js";

const channel = (name) => tOr(`channel.${name}`, name);
const line = (words, count) => [h("dt", {}, words), h("dd", {}, format.integer(count))];

function figures({ reminders, delivered, failed }) {
  const failures = Object.entries(failed).flatMap(([name, errors]) => Object.entries(errors).map(([error, count]) => line(`${channel(name)} · ${t("news.failed")}: ${reasonTold(error)}`, count)));
  const told = Object.entries(delivered).map(([name, count]) => line(`${channel(name)} · ${t("news.delivered")}`, count));
  const lines = [reminders ? line(t("news.reach_reminders"), reminders) : null, ...told, ...failures].filter(Boolean);
  return lines.length ? h("dl", { class: "news-figures" }, lines) : h("p", { class: "muted small" }, t("news.reach_none"));
}

/** A fold with the figures; each time it is opened they are read anew. */
export function reach(one, signal) {
  const box = h("div", {});
  const read = () => loading(box, async () => figures(await api.get(`/v1/insights/announcements/${one.id}`, { signal })), { lines: 2, signal });
  return h("details", { class: "news-reach", ontoggle: (event) => event.currentTarget.open && read() }, h("summary", {}, t("news.reach")), box);
}
