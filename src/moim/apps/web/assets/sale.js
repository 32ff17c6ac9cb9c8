// A thing for sale: where it stands, offers, and what each side may do.

import * as api from "./api.js";
import { price } from "./board-words.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { failed } from "./follows.js";
import { field, form, input, select } from "./forms.js";
import { t } from "./i18n.js";
import { saleTag } from "./post-rows.js";
import { me } from "./session.js";
import { loading } from "./states.js";

const MANNERS = ["punctual", "kind", "as-described", "quick-answers", "late", "rude", "not-as-described"];
const NOT_AS_IT_STANDS = new Set(["sale-step", "not-a-side", "offer-changed", "offer-not-found", "review-not-allowed"]);

function offerDialog(path, asked) {
  return modal(t("sale.offer"), (close) => form({
    fields: [field("price_krw", t("sale.offer_price"), input({ type: "number", min: 0, max: asked, step: 1, inputmode: "numeric", required: true, value: asked }), { unit: t("sale.won"), hint: t("sale.offer_hint") })],
    action: t("sale.offer"),
    submit: async ({ price_krw: won }) => close(await api.put(`${path}/offer`, { price_krw: Number(won) })),
  }));
}

function reviewDialog(path) {
  return modal(t("sale.review"), (close) => form({
    fields: [
      field("stars", t("sale.stars"), select([5, 4, 3, 2, 1].map((stars) => [stars, "★".repeat(stars)]), 5)),
      h("fieldset", { class: "field" }, h("legend", {}, t("sale.manners")), MANNERS.map((one) =>
        h("label", { class: "tick-line" }, h("input", { type: "checkbox", class: "tick", name: "manners", value: one }), t(`sale.manner_${one}`)))),
      field("text", t("sale.review_words"), h("textarea", { class: "input", rows: 3, maxlength: 500 })),
    ],
    action: t("sale.review"),
    submit: async ({ stars, text }, made) => {
      const manners = new FormData(made).getAll("manners");
      close(await api.post(`${path}/review`, { stars: Number(stars), manners, text }));
    },
  }));
}

/** Those who made an offer, by name, each with a way to reserve for them. */
function offerRows(sale, act) {
  return sale.offers.map((offer) => h("li", { class: "offer" },
    h("b", {}, offer.nickname ?? t("member.gone")), h("span", { class: "num" }, price(offer.price_krw)),
    offer.user_id === sale.buyer_id ? h("span", { class: "tag sale-reserved" }, t("sale.chosen"))
      : sale.state === "on_sale" ? h("button", { class: "button button-small", type: "button", onclick: () => act("reserve", { buyer_id: offer.user_id, price_krw: offer.price_krw }) }, t("sale.reserve")) : null));
}

function reviews(sale) {
  return sale.reviews.map((one) => h("li", { class: "offer" }, h("b", {}, t(one.by_seller ? "sale.by_seller" : "sale.by_buyer")),
    h("span", { class: "stars", role: "img", "aria-label": t("post.stars", { stars: one.stars }) }, "★".repeat(one.stars)),
    h("p", { class: "small" }, [one.manners.map((manner) => t(`sale.manner_${manner}`)).join(", "), one.text].filter(Boolean).join(" — "))));
}

/** How the sale of a post stands, with the steps that the reader may take. */
export function saleOf(post, signal) {
  const path = `/v1/posts/${post.id}/sale`;
  const box = h("div", {});
  const own = post.author.id === me()?.id;

  function content(sale) {
    const side = own || (sale.buyer_id && sale.buyer_id === me().id);
    const button = (name, text, look = "") => h("button", { class: `button button-small ${look}`, type: "button", onclick: () => act(name) }, text);
    const mine = own ? null : sale.offers[0];
    return [
      h("p", { class: "sale-now" }, saleTag(sale.state), h("b", { class: "sale-price num" }, price(sale.price_krw)), sale.offers_count ? h("span", { class: "small muted" }, t("sale.offers", { count: sale.offers_count })) : null),
      mine ? h("p", { class: "small" }, t("sale.your_offer", { price: price(mine.price_krw) })) : null,
      own && sale.offers.length ? h("ul", { class: "offers" }, offerRows(sale, act)) : null,
      sale.reviews.length ? h("ul", { class: "offers" }, reviews(sale)) : null,
      h("div", { class: "button-row" },
        !own && sale.state === "on_sale" ? h("button", { class: "button button-main button-small", type: "button", onclick: offer }, t(mine ? "sale.offer_again" : sale.given_away ? "sale.ask_for" : "sale.offer")) : null,
        own && sale.state === "on_sale" ? button("bump", t("sale.bump")) : null,
        own && sale.state === "reserved" ? button("release", t("sale.release")) : null,
        own && sale.state !== "sold" ? button("complete", t("sale.complete"), "button-main") : null,
        side && sale.state === "reserved" ? button("no-show", t("sale.no_show"), "button-bad") : null,
        side && sale.state === "sold" && sale.buyer_id && !sale.reviews.some((one) => one.by_seller === own) ? h("button", { class: "button button-small", type: "button", onclick: review }, icon("star"), t("sale.review")) : null),
    ];
  }
  function show(sale) {
    fill(box, content(sale));
  }
  async function act(name, body) {
    if (name === "no-show" && !(await confirmDanger(t("sale.no_show_title"), t("sale.no_show_text"), t("sale.no_show")))) return;
    try {
      show(await api.post(`${path}/${name}`, body));
      toast(t(`sale.did_${name}`));
    } catch (problem) {
      failed(problem);
      if (NOT_AS_IT_STANDS.has(problem.code)) draw();
    }
  }
  async function offer() {
    const sale = await offerDialog(path, post.fields.price_krw);
    if (sale) show(sale);
  }
  async function review() {
    const sale = await reviewDialog(path);
    if (sale) show(sale);
  }
  function draw() {
    loading(box, async () => content(await api.get(path, { signal })), { kind: "rows", lines: 1, signal });
  }
  if (me()) draw();
  else fill(box, h("p", { class: "sale-now" }, saleTag(post.sale_state ?? "on_sale"), h("b", { class: "sale-price num" }, price(post.fields.price_krw))));
  return h("section", { class: "card sale-of-post" }, box);
}
