import * as api from "../api.js";
import { measureOf, periodOf, stateTag, targetOf, valueOf } from "../challenge-words.js";
import { h, icon } from "../dom.js";
import { figure, sportBadge } from "../figures.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { me } from "../session.js";
import { empty, loading } from "../states.js";
import { wordmark } from "../wordmark.js";

const GONE = [404, 409, 410];

function heading(shown) {
  return h("header", { class: "band lanes challenge-head" },
    h("p", { class: "band-day challenge-when" }, stateTag(shown), h("span", {}, periodOf(shown))),
    h("div", { class: "challenge-title" }, sportBadge(shown.sport ?? "other"), h("h1", {}, shown.title)),
    h("p", { class: "challenge-terms" }, measureOf(shown), shown.target ? ` · ${t("challenge.target_of", { amount: targetOf(shown) })}` : ""),
    h("p", {}, h("b", {}, shown.nickname ?? t("company.nameless"))),
    h("dl", { class: "figures" },
      shown.rank === null ? null : figure(t("challenge.place"), t("challenge.rank", { rank: format.integer(shown.rank) }), "", { note: t("challenge.among", { count: format.integer(shown.ranked) }) }),
      figure(t("challenge.value"), valueOf(shown, shown.value)),
      figure(t("challenge.results_count"), format.integer(shown.results.length))));
}

const line = (shown, { value, day }) => h("li", { class: "result" },
  h("span", { class: "result-value" }, h("b", { class: "num" }, valueOf(shown, value))),
  h("span", { class: "small muted" }, h("time", { datetime: day }, format.day(day))));

/** What a link to somebody's results shows: no account is needed, and none is looked at. */
export function show({ params, signal }) {
  const page = h("div", { class: "page page-narrow" });
  loading(page, async () => {
    let shown = null;
    try {
      shown = await api.get(`/v1/challenges/shared/${encodeURIComponent(params.token)}`, { signal, anonymous: true });
    } catch (problem) {
      if (!GONE.includes(problem.status)) throw problem;
      const home = h("a", { class: "button", href: "/" }, t("missing.home"));
      return [h("h1", {}, t("challenge.shared")), h("section", { class: "card" }, empty({ sign: "share", title: t("shared.gone"), text: problem.status === 404 ? t("shared.gone_text") : problem.detail, action: home }))];
    }
    document.title = `${shown.title} · 모임`;
    return h("div", { class: "stack" }, heading(shown),
      h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("challenge.shared"))),
        shown.results.length ? h("ul", { class: "results" }, shown.results.map((one) => line(shown, one))) : empty({ sign: "list", title: t("challenge.no_results"), text: t("challenge.shared_none") })));
  }, { kind: "workout", lines: 3, signal });
  const stranger = me() === null;
  return h("div", { class: stranger ? "shared shared-bare" : "shared" },
    stranger ? h("p", { class: "shared-top" }, h("a", { class: "brand", href: "/signin", "aria-label": t("nav.brand") }, wordmark())) : null,
    page,
    stranger ? h("p", { class: "shared-end" }, t("challenge.shared_with"), " ", h("a", { href: "/signup" }, t("signup.action"), icon("right"))) : null);
}
