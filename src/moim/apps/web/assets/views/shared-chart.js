import * as api from "../api.js";
import { chartPicture } from "../chart-picture.js";
import { kindName, termsOf } from "../chart-words.js";
import { h, icon } from "../dom.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { me } from "../session.js";
import { empty, loading } from "../states.js";
import { wordmark } from "../wordmark.js";

const GONE = [404, 410, 423];

/** What a share link shows: to whoever has it; one for a single person needs that person's account. */
export function show({ params, signal }) {
  const page = h("div", { class: "page page-narrow" });
  const path = `/v1/insights/shared/${encodeURIComponent(params.token)}`;
  loading(page, async () => {
    let chart = null;
    try {
      chart = await api.get(path, { signal, anonymous: me() === null });
    } catch (problem) {
      if (!GONE.includes(problem.status)) throw problem;
      const home = h("a", { class: "button", href: "/" }, t("missing.home"));
      return [h("h1", {}, t("drawn.shared")), h("section", { class: "card" }, empty({ sign: "share", title: t("shared.gone"), text: problem.detail, action: home }))];
    }
    document.title = `${kindName(chart.kind)} · 모임`;
    return h("div", { class: "stack" },
      h("div", {}, h("h1", {}, kindName(chart.kind)),
        h("p", { class: "chart-terms" }, chart.nickname ? h("b", {}, chart.nickname) : null, termsOf(chart),
          h("span", { class: "muted" }, t("drawn.as_of", { when: format.dayAndTime(chart.as_of, chart.timezone ?? "Asia/Seoul") })))),
      h("section", { class: "card chart-card" }, chartPicture(chart, path)));
  }, { kind: "map", lines: 1, signal });
  const stranger = me() === null;
  return h("div", { class: stranger ? "shared shared-bare" : "shared" },
    stranger ? h("p", { class: "shared-top" }, h("a", { class: "brand", href: "/signin", "aria-label": t("nav.brand") }, wordmark())) : null,
    page,
    stranger ? h("p", { class: "shared-end" }, t("shared.made_with"), " ", h("a", { href: "/signup" }, t("signup.action"), icon("right"))) : null);
}
