import * as api from "../api.js";
import { confirmDanger, toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { zone } from "../session.js";
import { empty, loading } from "../states.js";

const PATH = "/v1/connections";
const nameOf = (provider) => tOr(`maker.${provider}`, provider);

/** What a maker's answer came to: `#connected=garmin` or `#refused=device-connection-denied`, taken off the address. */
function arrived() {
  const told = new URLSearchParams(location.hash.slice(1));
  if (!told.has("connected") && !told.has("refused")) return null;
  history.replaceState(history.state, "", location.pathname);
  if (told.has("connected")) return h("p", { class: "notice notice-good", role: "status" }, icon("check"), h("span", {}, t("maker.connected", { maker: nameOf(told.get("connected")) })));
  const why = tOr(`refused.${told.get("refused").replaceAll("-", "_")}`, t("refused.other"));
  return h("p", { class: "notice notice-bad", role: "alert" }, icon("alert"), h("span", {}, why));
}

function standing(one) {
  if (one.state === null) return t("maker.off");
  if (one.state === "needs_reauth") return t("maker.needs_reauth");
  return one.synced_at ? t("maker.synced", { when: format.dayAndTime(one.synced_at, zone()) }) : t("maker.since", { when: format.shortDay(one.connected_at, zone()) });
}

function row(one, changed) {
  const maker = nameOf(one.provider);
  async function act(what) {
    try {
      await what();
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    changed();
  }
  const connect = () => act(async () => {
    const { url } = await api.post(`${PATH}/${one.provider}`);
    location.assign(url);
  });
  const sync = () => act(async () => {
    await api.post(`${PATH}/${one.provider}/sync`);
    toast(t("maker.syncing"));
  });
  async function part() {
    if (!(await confirmDanger(t("maker.part_title", { maker }), t(one.personal_only ? "maker.part_text_personal" : "maker.part_text", { maker }), t("maker.part")))) return;
    await act(async () => {
      await api.remove(`${PATH}/${one.provider}`);
      toast(t("maker.parted", { maker }));
    });
  }
  const button = (words, onclick, look = "") => h("button", { class: `button button-small ${look}`, type: "button", "aria-label": `${maker}: ${words}`, onclick }, words);
  return h("li", { class: "row chart-row" }, h("span", { class: "badge tint-ride" }, icon("device")),
    h("span", { class: "row-text" }, h("b", {}, maker), h("span", { class: "row-sub" }, standing(one)),
      one.personal_only ? h("span", { class: "row-sub" }, ` · ${t("maker.personal_only")}`) : null),
    h("span", { class: "button-row" },
      one.state === "active" ? button(t("maker.sync"), sync) : button(t(one.state ? "maker.again" : "maker.connect"), connect, "button-main"),
      one.state ? button(t("maker.part"), part) : null));
}

export function show({ signal }) {
  const box = h("div", {});
  const draw = () => loading(box, async () => {
    const { items } = await api.get(PATH, { signal });
    if (!items.length) return empty({ sign: "device", title: t("maker.none"), text: t("maker.none_text"), action: h("a", { class: "button", href: "/import" }, icon("upload"), t("nav.import")) });
    return h("ul", { class: "rows" }, items.map((one) => row(one, draw)));
  }, { kind: "rows", lines: 2, signal });
  const came = arrived();
  draw();
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings" }, icon("left"), t("nav.settings"))),
    h("h1", {}, t("maker.title")), came,
    h("section", { class: "card" }, h("div", { class: "stack-close" }, h("p", { class: "muted small" }, t("maker.text")), box)));
}
