import * as api from "../api.js";
import { audienceChoice } from "../audiences.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { segmented } from "../forms.js";
import { t } from "../i18n.js";
import { privacyZones } from "../privacy-zones.js";
import { shareRequests } from "../share-requests.js";
import { loading } from "../states.js";

const COMPANY = ["nobody", "counted", "named"];

/** Choices that are saved as they are made; a refusal brings back what counts. */
function saved(box, load, save, draw, signal) {
  loading(box, async () => {
    let now = await load();
    const render = () => draw(now, async (wish) => {
      try {
        now = await save(now, wish);
        toast(t("settings.saved"));
      } catch (problem) {
        toast(problem.detail ?? t("error.unexpected"), { bad: true });
      }
      box.replaceChildren(render());
    });
    return render();
  }, { lines: 3, signal });
  return box;
}

const audiences = (signal) => saved(
  h("div", {}),
  () => api.get("/v1/users/me/settings", { signal }),
  (now, privacy) => api.put("/v1/users/me/settings", { privacy }, { headers: { "If-Match": `"v${now.version}"` } }),
  ({ privacy }, change) => audienceChoice(privacy, change),
  signal,
);

const company = (signal) => saved(
  h("div", {}),
  () => api.get("/v1/companion-consent", { signal }),
  async (_, consent) => {
    await api.put("/v1/companion-consent", { consent });
    return { consent };
  },
  ({ consent }, change) => h("div", { class: "stack-close" },
    segmented(t("company.consent"), COMPANY.map((one) => [one, t(`company.consent_${one}`)]), consent, change),
    h("p", { class: "field-hint" }, t(`company.consent_${consent}_text`))),
  signal,
);

export function show({ signal }) {
  const card = (title, text, body) => h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, title)),
    h("div", { class: "stack-close" }, h("p", { class: "muted small" }, text), body));
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("privacy.title")),
    card(t("privacy.audience"), t("privacy.audience_text"), audiences(signal)),
    card(t("zone.title"), t("zone.text"), privacyZones(signal)),
    shareRequests((title, text) => card(title, text, null), signal),
    card(t("company.title"), t("company.text"), company(signal)));
}
