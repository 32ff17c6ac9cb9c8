// Signing in with Kakao, Naver or Google, where the host has set it up.

import * as api from "./api.js";
import { confirmDanger, toast } from "./dialog.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { t, tOr } from "./i18n.js";
import { zone } from "./session.js";
import { loading } from "./states.js";

const MARKS = { kakao: "K", naver: "N", google: "G" };
const FIRST = ["kakao", "naver", "google"];

const nameOf = (provider) => tOr(`provider.${provider}`, provider);
const mark = (provider) => h("span", { class: `provider-mark provider-${provider}`, "aria-hidden": "true" }, MARKS[provider] ?? "·");
const inOrder = (providers) => [...FIRST.filter((one) => providers.includes(one)), ...providers.filter((one) => !FIRST.includes(one))];

/** Ways in beside the password; nothing where there are none. The browser leaves the app for them. */
export function waysIn(signal) {
  const box = h("div", { class: "ways-in", hidden: true });
  api.get("/v1/oauth", { signal }).then(({ providers }) => {
    if (!providers.length) return;
    box.hidden = false;
    box.append(
      h("p", { class: "or" }, t("provider.or")),
      ...inOrder(providers).map((one) =>
        h("a", { class: "button button-wide", href: `/v1/oauth/${one}/start`, target: "_self" }, mark(one), t("provider.go", { provider: nameOf(one) }))));
  }).catch(() => null); // the password is a way in too
  return box;
}

async function link(provider) {
  const { url } = await api.post(`/v1/users/me/identities/${provider}`);
  location.assign(url);
}

async function unlink(provider) {
  const name = nameOf(provider);
  if (!(await confirmDanger(t("provider.unlink_title", { provider: name }), t("provider.unlink_text"), t("provider.unlink")))) return;
  await api.remove(`/v1/users/me/identities/${provider}`);
  toast(t("provider.unlinked", { provider: name }));
}

/** Which providers open this account; `section(body)` is shown only where the host offers some. */
export function linkedProviders(section, signal) {
  const box = h("div", {});
  section.hidden = true;
  async function act(what, provider) {
    try {
      await what(provider);
    } catch (problem) {
      toast(problem.detail ?? t("error.unexpected"), { bad: true });
    }
    draw();
  }
  function row(provider, linked) {
    return h("li", { class: "row" }, mark(provider),
      h("span", { class: "row-text" }, h("b", {}, nameOf(provider)),
        h("span", { class: "row-sub" }, linked ? t("provider.since", { when: format.shortDay(linked.linked_at, zone()) }) : t("provider.not_linked"))),
      h("button", {
        class: "button button-small", type: "button", "aria-label": t(linked ? "provider.unlink_named" : "provider.link_named", { provider: nameOf(provider) }),
        onclick: () => act(linked ? unlink : link, provider),
      }, t(linked ? "provider.unlink" : "provider.link")));
  }
  function draw() {
    loading(box, async () => {
      const [{ providers }, { items }] = await Promise.all([api.get("/v1/oauth", { signal }), api.get("/v1/users/me/identities", { signal })]);
      const all = inOrder([...new Set([...providers, ...items.map((one) => one.provider)])]);
      section.hidden = !all.length;
      return h("ul", { class: "rows" }, all.map((one) => row(one, items.find(({ provider }) => provider === one))));
    }, { kind: "rows", lines: 1, signal });
  }
  draw();
  section.append(box);
  return section;
}
