// Posts in lists: rows, and cards of what is for sale.

import { ago } from "./ago.js";
import { SIGN_OF, boardName, categoryName, choiceName, price } from "./board-words.js";
import { h, icon } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { regionName } from "./regions.js";
import { zone } from "./session.js";
import { sportName } from "./sports.js";

const count = (sign, number, words) =>
  number ? h("span", { class: "count" }, icon(sign), h("span", { "aria-hidden": "true" }, format.integer(number)), h("span", { class: "sr-only" }, words)) : null;

const counts = ({ likes, recommends, comments, views }) => [
  count("heart", likes, t("post.likes", { count: likes })),
  count("up", recommends, t("post.recommends", { count: recommends })),
  count("talk", comments, t("post.comments", { count: comments })),
  count("eye", views, t("post.views", { count: views })),
];

export const stateTag = (state) => (["draft", "scheduled", "waiting"].includes(state) ? h("span", { class: "tag tag-warn" }, t(`post.state_${state}`)) : null);
/** Why a moderator did not let something through, as its author reads it. */
export const turnedDownWords = ({ reason, edit }) =>
  [t(edit ? "post.turned_down_edit" : "post.turned_down"), reason ? t("post.turned_down_why", { reason }) : null].filter(Boolean).join(" ");
export const saleTag = (state) => h("span", { class: `tag sale-${state}` }, t(`sale.state_${state}`));
export const nicknameOf = (author) => author?.nickname ?? t("member.gone");

/** What hangs on it, in a few figures: `달리기 8.19 km 48:33`. */
function attachedWords(attached) {
  const workout = attached?.workout;
  if (!workout || workout.removed) return null;
  const parts = [sportName(workout.sport), workout.distance_m ? `${format.km(workout.distance_m)} km` : null, workout.moving_s ? format.clock(workout.moving_s) : null];
  return h("span", { class: "count" }, icon("list"), parts.filter(Boolean).join(" "));
}

const mean = (ratings) => Object.values(ratings).reduce((sum, stars) => sum + stars, 0) / Object.keys(ratings).length;

/** What one looks for first on a board that has fields: a race's day, a club's place, a review's stars. */
function chief({ board, fields }) {
  const day = (text) => format.day(text, { year: "numeric", month: "short", day: "numeric", weekday: "short" });
  const words = {
    races: () => [day(fields.held_on), fields.place, choiceName(fields.state)],
    clubs: () => [fields.meets],
    reviews: () => [fields.product, `★ ${format.decimal(mean(fields.ratings), 1)}`],
    products: () => [fields.product, fields.maker],
    sales: () => [fields.shop, fields.discount_percent ? `${fields.discount_percent}%` : null, fields.ended ? t("post.sale_ended") : t("post.sale_until", { when: format.dayAndTime(fields.ends_at, zone()) })],
    promotion: () => [fields.shop],
    problems: () => [fields.problem],
  }[board]?.().filter(Boolean);
  return words?.length ? h("span", { class: "post-chief" }, words.join(" · ")) : null;
}

/** A post in a list. `board` names where it stands, for lists of several. */
export function postRow(post, { board = null, href = `/posts/${post.id}` } = {}) {
  const where = [board ? boardName(board) : null, post.category && post.category !== "talk" ? categoryName(post.category) : null].filter(Boolean).join(" · ");
  return h("li", { class: "post-row" },
    h("a", { class: "post-link", href },
      h("span", { class: "post-words" },
        h("span", { class: "post-title" }, where ? h("span", { class: "post-where" }, where) : null, h("b", {}, post.title), stateTag(post.state)),
        chief(post),
        post.turned_down ? h("span", { class: "row-sub row-turned-down" }, turnedDownWords(post.turned_down)) : null,
        h("span", { class: "row-sub" }, nicknameOf(post.author), " · ", ago(post.published_at ?? post.publish_at ?? post.listed_at ?? new Date().toISOString()), post.region ? ` · ${regionName(post.region)}` : "", post.edited_at ? ` · ${t("post.edited")}` : ""),
        h("span", { class: "post-facts" },
          post.sale_state ? [saleTag(post.sale_state), h("b", {}, price(post.fields.price_krw))] : null,
          attachedWords(post.attached), counts(post.counts), post.tags.slice(0, 3).map((tag) => h("span", { class: "hash" }, `#${tag}`)))),
      post.photos.length ? h("img", { class: "post-thumb", src: post.photos[0], alt: "", loading: "lazy", decoding: "async" }) : null));
}

/** Something for sale. */
export function saleCard(post) {
  return h("li", { class: post.sale_state === "sold" ? "sale-card sale-over" : "sale-card" },
    h("a", { href: `/posts/${post.id}` },
      h("span", { class: "sale-photo" }, post.photos.length ? h("img", { src: post.photos[0], alt: "", loading: "lazy", decoding: "async" }) : icon(SIGN_OF.market)),
      h("span", { class: "sale-words" },
        h("span", { class: "sale-state" }, saleTag(post.sale_state), h("span", { class: "small muted" }, choiceName(post.fields.condition))),
        h("b", { class: "sale-title" }, post.title),
        h("b", { class: "sale-price num" }, price(post.fields.price_krw)),
        h("span", { class: "row-sub" }, regionName(post.region ?? ""), " · ", ago(post.listed_at)),
        h("span", { class: "post-facts" }, counts(post.counts)))));
}
