import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { sportBadge, titleOf, zoneOf } from "../figures.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { me } from "../session.js";
import { sportName } from "../sports.js";
import { empty, loading } from "../states.js";
import { readTrack } from "../track.js";
import { wordmark } from "../wordmark.js";
import { figures, pictures } from "../workout-parts.js";

function heading(workout) {
  return h("header", { class: "workout-head" },
    h("div", { class: "workout-what" }, sportBadge(workout.sport),
      h("p", {}, workout.nickname ? `${workout.nickname} · ` : null, h("b", {}, sportName(workout.sport)), " · ",
        h("time", { datetime: workout.started_at }, format.dayAndTime(workout.started_at, zoneOf(workout))))),
    h("h1", {}, titleOf(workout)));
}

/** A link that shows nothing: it ended (410) or never was one (404). */
const nothing = () => [
  h("h1", {}, t("shared.title")),
  h("section", { class: "card" }, empty({ sign: "share", title: t("shared.gone"), text: t("shared.gone_text"), action: h("a", { class: "button", href: "/" }, t("missing.home")) })),
];

/** What a share link shows: no account is needed, and none is looked at. */
export function show({ params, signal }) {
  const page = h("div", { class: "page workout-page" });
  const path = `/v1/shared/${encodeURIComponent(params.token)}`;
  loading(page, async () => {
    let workout = null;
    try {
      workout = await api.get(path, { signal, anonymous: true });
    } catch (problem) {
      if (problem.status === 404 || problem.status === 410) return nothing();
      throw problem;
    }
    document.title = `${titleOf(workout)} · 모임`;
    const drawing = h("div", { class: "stack" });
    if (workout.has_track) {
      const track = async () => pictures(workout, readTrack(await api.get(`${path}/track`, { signal, anonymous: true })), signal);
      loading(drawing, () => track().catch((problem) => {
        if (problem.status === 404) return null; // the map is not shown by this link
        throw problem;
      }), { kind: "map", lines: 1, signal });
    }
    return [heading(workout), figures(workout), drawing];
  }, { kind: "workout", lines: 3, signal });
  const stranger = me() === null;
  return h("div", { class: stranger ? "shared shared-bare" : "shared" },
    stranger ? h("p", { class: "shared-top" }, h("a", { class: "brand", href: "/signin", "aria-label": t("nav.brand") }, wordmark())) : null,
    page,
    stranger ? h("p", { class: "shared-end" }, t("shared.made_with"), " ", h("a", { href: "/signup" }, t("signup.action"), icon("right"))) : null);
}
