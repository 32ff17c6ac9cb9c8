// What the organiser of a challenge does: change it, invite, enter people and take them out, ask.

import * as api from "./api.js";
import { changesOf, editFields } from "./challenge-form.js";
import { reviewsCard } from "./challenge-reviews.js";
import { statisticsDialog } from "./challenge-statistics.js";
import { wishesPart } from "./challenge-wishes.js";
import { isOpen, valueOf } from "./challenge-words.js";
import { typeIn } from "./challenge-results.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { face } from "./face.js";
import { field, form, select } from "./forms.js";
import { t } from "./i18n.js";
import { secret } from "./secrets.js";
import { empty, loading } from "./states.js";

const MOST = 100;
const pathOf = (challenge) => `/v1/challenges/${challenge.id}`;
const nameOf = (person) => person.nickname ?? t("company.nameless");
const told = (problem) => toast(problem.detail ?? t("error.unexpected"), { bad: true });

async function change(challenge, changes) {
  await api.patch(pathOf(challenge), changes, { headers: { "If-Match": `"v${challenge.version}"` } });
}

async function edit(challenge) {
  return modal(t("challenge.edit"), (close) => form({
    fields: editFields(challenge), action: t("action.save"),
    submit: async (values) => {
      const changes = changesOf(challenge, values);
      if (Object.keys(changes).length) await change(challenge, changes);
      close(true);
    },
  }));
}

/** People one ran with or follows: whom an organiser is likely to enter. */
async function acquaintances() {
  const [groups, follows] = await Promise.all([
    api.get("/v1/companion-groups", { query: { limit: 50 } }).catch(() => ({ items: [] })),
    api.get("/v1/follows", { query: { kind: "person" } }).catch(() => ({ items: [] })),
  ]);
  const known = new Map(groups.items.flatMap((group) => group.companions).map((one) => [one.user_id, nameOf(one)]));
  const others = follows.items.map((one) => one.id).filter((id) => !known.has(id)).slice(0, MOST);
  const profiles = await Promise.all(others.map((id) => api.get(`/v1/users/${id}`).catch(() => null)));
  for (const profile of profiles.filter(Boolean)) known.set(profile.id, nameOf(profile));
  return [...known].sort(([, one], [, other]) => one.localeCompare(other));
}

async function add(challenge, inside) {
  const people = (await acquaintances()).filter(([id]) => !inside.has(id));
  return modal(t("challenge.add_title"), (close) => (people.length
    ? form({
        fields: [field("user_id", t("challenge.who"), select(people, people[0][0]), { hint: t("challenge.add_hint") })], action: t("challenge.add"),
        submit: async ({ user_id: id }) => {
          await api.put(`${pathOf(challenge)}/entries/${id}`);
          close(true);
        },
      })
    : empty({ sign: "people", title: t("challenge.nobody_known"), text: t("challenge.nobody_known_text") })));
}

function entrantRow(challenge, person, changed) {
  const button = (sign, label, act) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick: act }, icon(sign));
  async function remove() {
    if (!(await confirmDanger(t("challenge.remove_title", { name: nameOf(person) }), t("challenge.remove_text"), t("challenge.remove")))) return;
    try {
      await api.remove(`${pathOf(challenge)}/entries/${person.user_id}`);
      changed();
    } catch (problem) {
      told(problem);
    }
  }
  return h("li", { class: "entrant" }, face(person),
    h("span", { class: "entrant-name" }, h("b", {}, nameOf(person)),
      h("span", { class: "small muted num" }, [person.value === null ? t("challenge.no_value") : valueOf(challenge, person.value), person.team].filter(Boolean).join(" · "))),
    h("span", { class: "entrant-acts" },
      challenge.state === "running" ? button("pencil", t("challenge.type_in_for", { name: nameOf(person) }), async () => {
        if (await typeIn(challenge, person)) changed();
      }) : null,
      isOpen(challenge) ? button("trash", t("challenge.remove_named", { name: nameOf(person) }), remove) : null));
}

function entrants(challenge, { signal, changed }) {
  const list = h("ul", { class: "entrants" });
  const box = h("div", {});
  const end = h("div", { class: "list-end" });
  const inside = new Set();
  async function page(cursor) {
    const found = await api.get(`${pathOf(challenge)}/entries`, { query: { limit: MOST, cursor }, signal });
    found.items.forEach((one) => inside.add(one.user_id));
    list.append(...found.items.map((person) => entrantRow(challenge, person, changed)));
    fill(end, found.next ? h("button", { class: "button button-small", type: "button", onclick: () => page(found.next).catch(told) }, t("workouts.more")) : null);
  }
  loading(box, async () => {
    await page();
    return inside.size ? [list, end] : empty({ sign: "people", title: t("challenge.no_entrants"), text: t("challenge.no_entrants_text") });
  }, { kind: "rows", lines: 3, signal });
  const adding = async () => {
    if (await add(challenge, inside)) changed();
  };
  return h("div", { class: "organiser-part" },
    h("div", { class: "card-head" }, h("h3", {}, t("challenge.who_takes_part")),
      isOpen(challenge) ? h("button", { class: "button button-small", type: "button", onclick: adding }, icon("plus"), t("challenge.add")) : null),
    h("details", {}, h("summary", {}, t("challenge.entrants", { count: challenge.entrants })), box));
}

/** The link with the code in it, for one that needs an invitation. */
function invitation(challenge) {
  if (challenge.visibility === "open" || !challenge.invitation) return null;
  const link = `${location.origin}/challenges/${challenge.id}?invitation=${encodeURIComponent(challenge.invitation)}`;
  return h("div", { class: "organiser-part" }, h("h3", {}, t("challenge.invite")), h("p", { class: "small muted" }, t("challenge.invite_text")), secret(t("challenge.invite_link"), link));
}

/** What a moderator who is not the organiser decides; hidden while there is nothing. */
export function moderatorCard(challenge, { signal, changed }) {
  const card = h("section", { class: "card organiser", hidden: true });
  const reviews = reviewsCard(challenge, { signal, changed, found: () => { card.hidden = false; } });
  card.append(reviews.element);
  return { element: card, refresh: reviews.refresh };
}

/** The organiser's card; `changed` has the page drawn anew, `refresh()` shows what is doubted since. */
export function organiserCard(challenge, { signal, changed }) {
  const act = (work, sentence) => async () => {
    try {
      if ((await work()) === null) return;
      if (sentence) toast(sentence);
      changed();
    } catch (problem) {
      told(problem);
    }
  };
  const button = (sign, text, onclick, look = "button-small") => h("button", { class: `button ${look}`, type: "button", onclick }, icon(sign), text);
  const reviews = challenge.state === "draft" ? null : reviewsCard(challenge, { signal, changed });
  const element = h("section", { class: "card organiser" },
    h("div", { class: "card-head" }, h("h2", {}, t("challenge.organiser"))),
    h("div", { class: "button-row" },
      challenge.state === "draft" ? button("share", t("challenge.announce"), act(() => change(challenge, { state: "announced" }), t("challenge.made")), "button-main button-small") : null,
      isOpen(challenge) || challenge.state === "draft" ? button("pencil", t("challenge.edit"), act(() => edit(challenge), t("challenge.saved"))) : null,
      challenge.state === "draft" ? null : button("list", t("challenge.statistics"), () => statisticsDialog(challenge)),
      challenge.state === "draft" ? null : button("talk", t("challenge.ask_feedback"), act(() => api.post(`${pathOf(challenge)}/feedback-requests`), t("challenge.asked_feedback")))),
    invitation(challenge),
    reviews?.element,
    challenge.state === "draft" ? null : entrants(challenge, { signal, changed }),
    challenge.state === "draft" ? null : wishesPart(challenge, signal));
  return { element, refresh: async () => reviews?.refresh() };
}
