// The only place where HTML of the server becomes elements: built anew from what may stand there.

import { h } from "./dom.js";

// A heading of a post stands below those of the page.
const TAGS = {
  P: "p", BR: "br", HR: "hr", STRONG: "strong", EM: "em", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote",
  UL: "ul", OL: "ol", LI: "li", A: "a", H1: "h3", H2: "h4", H3: "h5", H4: "h6", H5: "h6", H6: "h6",
  TABLE: "table", THEAD: "thead", TBODY: "tbody", TR: "tr", TH: "th", TD: "td",
};
const SCHEMES = ["https:", "http:", "mailto:"];
const MENTION = /(?<![\w@])(@[\w가-힣][\w가-힣·-]{0,29})/;

function link(element, children) {
  const url = URL.canParse(element.getAttribute("href") ?? "", location.href) ? new URL(element.getAttribute("href"), location.href) : null;
  if (!url || !SCHEMES.includes(url.protocol)) return children;
  const own = url.origin === location.origin;
  return h("a", { href: url.href, rel: "nofollow ugc noopener noreferrer", target: own ? null : "_blank" }, children);
}

/** Who is called by `@` stands out; what is code is left as it is. */
function words(text, plain) {
  if (plain) return text;
  return text.split(MENTION).map((part, at) => (at % 2 ? h("b", { class: "mention" }, part) : part));
}

function built(node, plain = false) {
  if (node.nodeType === Node.TEXT_NODE) return words(node.data, plain);
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const tag = TAGS[node.tagName];
  const children = [...node.childNodes].map((child) => built(child, plain || ["CODE", "A"].includes(node.tagName)));
  if (!tag) return children;
  if (tag === "a") return link(node, children);
  if (tag === "table") return h("div", { class: "table-scroll" }, h("table", {}, children));
  if (tag === "ol") return h("ol", { start: node.getAttribute("start") }, children);
  return h(tag, {}, children);
}

/** What somebody wrote, from the HTML that the server rendered and sanitised. */
export function written(html, { className = "" } = {}) {
  const parsed = new DOMParser().parseFromString(html ?? "", "text/html");
  return h("div", { class: `written ${className}` }, [...parsed.body.childNodes].map((node) => built(node)));
}
