import * as api from "../api.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { segmented } from "../forms.js";
import { t } from "../i18n.js";
import { loading } from "../states.js";

const AUDIENCES = ["private", "followers", "club", "public"];
const PARTS = ["workouts", "map", "heart_rate"];
const COMPANY = ["nobody", "counted", "named"];

/** Nothing of a workout is seen by more people than the workout itself. */
function narrowed(privacy) {
  const most = AUDIENCES.indexOf(privacy.workouts);
  const within = (audience) => AUDIENCES[Math.min(most, AUDIENCES.indexOf(audience))];
  return { workouts: privacy.workouts, map: within(privacy.map), heart_rate: within(privacy.heart_rate) };
}

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
  ({ privacy }, change) => h("div", {}, PARTS.map((part) => {
    const most = part === "workouts" ? AUDIENCES.length : AUDIENCES.indexOf(privacy.workouts) + 1;
    const choices = AUDIENCES.slice(0, most).map((one) => [one, t(`audience.${one}`)]);
    return segmented(t(`privacy.part_${part}`), choices, privacy[part], (audience) => change(narrowed({ ...privacy, [part]: audience })));
  })),
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
    card(t("company.title"), t("company.text"), company(signal)));
}
