import * as api from "../api.js";
import { fill, h, icon } from "../dom.js";
import * as format from "../format.js";
import { t, tOr } from "../i18n.js";
import { me, zone } from "../session.js";
import { empty, failure, loading } from "../states.js";

const LIMIT = 50;
const isOwner = () => me().roles.includes("owner");
const names = new Map();

/** A nickname, asked for once; of who left none. */
function nameOf(id) {
  if (id === me().id) return t("access.you");
  if (!names.has(id)) names.set(id, api.get(`/v1/users/${id}`).then(({ nickname }) => nickname, () => t("member.gone")));
  return names.get(id);
}

async function row(line, whole) {
  const [actor, subject] = await Promise.all([nameOf(line.actor_id), nameOf(line.subject_id)]);
  const deed = tOr(`access.${line.deed.replaceAll("-", "_")}`, line.deed);
  return h("li", { class: "row" }, h("span", { class: "badge tint-foot" }, icon("eye")),
    h("span", { class: "row-text" }, h("b", {}, whole ? t("access.of", { deed, name: subject }) : deed),
      h("span", { class: "row-sub" }, line.actor_id === me().id ? t("access.by_you") : t("access.by", { name: actor }), " · ", h("time", { datetime: line.at }, format.dayAndTime(line.at, zone()))),
      line.why ? h("span", { class: "row-sub" }, ` · ${line.why}`) : null));
}

/** For the host's owner: whether nobody changed a line afterwards. */
async function verified(signal) {
  const { intact } = await api.get("/v1/audit/verification", { signal });
  return h("p", { class: intact ? "notice notice-good" : "notice notice-bad", role: intact ? "status" : "alert" }, icon(intact ? "check" : "alert"), h("span", {}, t(intact ? "access.intact" : "access.broken")));
}

export function show({ query, signal }) {
  const whole = isOwner() && query.get("of") === "all";
  const path = whole ? "/v1/audit" : "/v1/users/me/accesses";
  const list = h("ul", { class: "rows" });
  const end = h("div", { class: "list-end" });
  async function more(cursor) {
    const { items, next } = await api.get(path, { query: { limit: LIMIT, cursor }, signal });
    list.append(...(await Promise.all(items.map((line) => row(line, whole)))));
    fill(end, next ? h("button", { class: "button", type: "button", onclick: () => more(next).catch((problem) => fill(end, failure(problem, () => more(next)))) }, t("workouts.more")) : null);
    return list.childElementCount ? list : empty({ sign: "eye", title: t("access.none") });
  }
  const box = h("section", { class: "card" });
  loading(box, () => more(null), { kind: "rows", lines: 4, signal });
  const tab = (href, on, words) => h("a", { class: on ? "chip chip-on" : "chip", href, "aria-current": on ? "page" : null }, words);
  return h("div", { class: "page narrow" },
    h("p", {}, h("a", { class: "back", href: "/settings/data" }, icon("left"), t("data.title"))),
    h("h1", {}, t("access.title")),
    h("p", { class: "muted lead" }, t(whole ? "access.text_all" : "access.text")),
    isOwner() ? h("nav", { class: "chips", "aria-label": t("access.title") }, tab("/settings/accesses", !whole, t("access.mine")), tab("/settings/accesses?of=all", whole, t("access.all"))) : null,
    whole ? loading(h("div", {}), () => verified(signal), { lines: 1, signal }) : null,
    box, end);
}
