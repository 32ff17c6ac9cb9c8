import { h, icon } from "../dom.js";
import { endless } from "../endless.js";
import { t } from "../i18n.js";
import { followButton } from "../news-follow.js";
import { mayOrganise, registerDialog } from "../news-making.js";
import { adTag, kindBadge, standing, whenOf } from "../news-words.js";
import { navigate } from "../router.js";
import { empty } from "../states.js";

async function register() {
  const made = await registerDialog();
  if (made) navigate(`/announcements/${made}`);
}

const row = (one) =>
  h("li", { class: one.cancelled_at ? "news-row news-off" : "news-row" },
    kindBadge(one),
    h("div", { class: "row-text" },
      h("p", { class: "news-tags small" }, t(`news.kind_${one.kind}`), standing(one), adTag(one)),
      h("h2", {}, h("a", { href: `/announcements/${one.id}` }, one.title)),
      h("p", { class: "row-sub" }, h("time", { datetime: one.starts_at }, whenOf(one)))),
    followButton(one));

export function show({ signal }) {
  const list = h("ul", { class: "news-list" });
  const end = endless("/v1/announcements", { limit: 20 }, list, {
    row, signal, nothing: () => empty({ sign: "megaphone", title: t("news.none"), text: t("news.none_text") }),
  });
  return h("div", { class: "page page-narrow" },
    h("div", { class: "page-head" },
      h("div", {}, h("h1", {}, t("news.title")), h("p", { class: "muted small" }, t("news.text"))),
      mayOrganise() ? h("button", { class: "button button-main button-small", type: "button", onclick: register }, icon("plus"), t("news.new")) : null),
    list, end);
}
