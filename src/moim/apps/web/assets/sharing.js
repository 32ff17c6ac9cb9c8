// Showing one workout to others: to whom, and links for who has no account.

import * as api from "./api.js";
import { audienceChoice } from "./audiences.js";
import { modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { secret } from "./secrets.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const DAYS = [7, 30, 90];
const OWNER_ALONE = ["strava"]; // by the terms of where it came from
const DAY_MS = 86_400_000;
const PAGE_OF = (path) => `${location.origin}${path.replace("/v1/shared/", "/shared/")}`;

const failed = (problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true });

/** Who sees it; each choice counts at once. `held.workout` is what it is now. */
function audience(held) {
  const box = h("div", {});
  function draw() {
    const { workout } = held;
    const shown = { workouts: workout.visibility, map: workout.map_visibility, heart_rate: workout.heart_rate_visibility };
    fill(box, audienceChoice(shown, async (wish) => {
      try {
        const body = { visibility: wish.workouts, map_visibility: wish.map, heart_rate_visibility: wish.heart_rate };
        await api.patch(`/v1/workouts/${workout.id}`, body, { headers: { "If-Match": `"v${held.workout.version}"` } });
        held.workout = await api.get(`/v1/workouts/${workout.id}`);
        toast(t("settings.saved"));
      } catch (problem) {
        failed(problem);
      }
      draw();
    }));
  }
  draw();
  return box;
}

const tick = (name, text, checked) =>
  h("label", { class: "tick-line" }, h("input", { type: "checkbox", class: "tick", name, checked }), text);

function linkForm(workout, made) {
  return form({
    fields: [
      workout.has_track ? tick("map", t("share.with_map"), true) : null,
      workout.heart_rate_avg_bpm ? tick("heart_rate", t("share.with_heart_rate"), false) : null,
      field("days", t("token.days"), select([...DAYS.map((days) => [days, t("token.for_days", { days })]), ["", t("token.no_end")]], "30")),
    ],
    action: t("share.make"),
    submit: async (values) => {
      const days = Number(values.days);
      made(await api.create(`/v1/workouts/${workout.id}/share-links`, {
        map: values.map === "on", heart_rate: values.heart_rate === "on",
        expires_at: days ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
      }));
    },
  });
}

function linkRow(workout, link, changed) {
  const day = (instant) => format.day(format.dayOf(instant, zone()), { year: "numeric", month: "short", day: "numeric" });
  const shows = [link.map ? t("share.with_map") : null, link.heart_rate ? t("share.with_heart_rate") : null].filter(Boolean).join(", ");
  async function revoke() {
    try {
      await api.remove(`/v1/workouts/${workout.id}/share-links/${link.id}`);
      toast(t("share.revoked"));
    } catch (problem) {
      failed(problem);
    }
    changed();
  }
  return h("li", { class: "row" }, h("span", { class: "badge tint-other" }, icon("share")),
    h("span", { class: "row-text" }, h("b", {}, t("share.made", { when: day(link.made_at) })),
      h("span", { class: "row-sub" }, [shows, link.expires_at ? t("token.until", { when: day(link.expires_at) }) : t("token.no_end")].filter(Boolean).join(" · "))),
    h("button", { class: "button button-small", type: "button", onclick: revoke }, t("share.revoke")));
}

function links(workout, signal) {
  const list = h("div", {});
  const fresh = h("div", { class: "stack-close" });
  function draw() {
    loading(list, async () => {
      const { items } = await api.get(`/v1/workouts/${workout.id}/share-links`, { signal });
      const open = items.filter((one) => one.open);
      return open.length ? h("ul", { class: "rows" }, open.map((one) => linkRow(workout, one, draw))) : null;
    }, { kind: "rows", lines: 1, signal });
  }
  function made(link) {
    fill(fresh, h("p", { class: "small" }, t("share.once")), secret(t("share.link"), PAGE_OF(link.path)));
    fresh.querySelector("button").focus();
    draw();
  }
  draw();
  return h("div", { class: "stack-close" }, h("h3", {}, t("share.links")), h("p", { class: "small muted" }, t("share.links_text")), list, fresh, linkForm(workout, made));
}

/** Answers the workout as it is afterwards. */
export async function shareDialog(workout) {
  const held = { workout };
  const open = new AbortController();
  const closed = () => h("p", { class: "notice" }, icon("lock"), h("span", {}, t("share.owner_alone")));
  await modal(t("share.title"), () => OWNER_ALONE.includes(workout.source) ? closed() : h("div", { class: "stack" },
    h("div", { class: "stack-close" }, h("h3", {}, t("share.who")), audience(held)),
    links(workout, open.signal)));
  open.abort();
  return held.workout;
}
