// Entering a challenge and leaving it, with what it asks of who enters.

import * as api from "./api.js";
import { AGE_GROUPS, GENDERS } from "./challenge-words.js";
import { confirmDanger, modal, toast } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import { t } from "./i18n.js";
import { me } from "./session.js";

/** What the challenge wants to know of who enters: `[]` for most. */
function askedFields(challenge, invitation) {
  const organises = challenge.organiser_id === me()?.id;
  const any = [["", t("challenge.choose")]];
  return [
    challenge.visibility !== "open" && !organises && !challenge.entry ? field("invitation", t("challenge.invitation"), input({ value: invitation ?? "", required: true, maxlength: 32, autocomplete: "off" })) : null,
    challenge.age_group && !organises ? field("age_group", t("challenge.age_group"), select([...any, ...AGE_GROUPS.map((one) => [one, t(`challenge.age_${one}`)])], "", { required: true })) : null,
    challenge.gender && !organises ? field("gender", t("challenge.gender"), select([...any, ...GENDERS.map((one) => [one, t(`challenge.gender_${one}`)])], "", { required: true })) : null,
    challenge.by_team ? field("team", t("challenge.team"), input({ maxlength: 40, required: true }), { hint: t("challenge.team_hint") }) : null,
  ].filter(Boolean);
}

const put = (challenge, claims) => api.put(`/v1/challenges/${challenge.id}/entries/me`, claims);

/** Enters; true once they take part. A refusal is told by `refuse(problem)`, or in the dialog that asked. */
export async function enter(challenge, { invitation, refuse }) {
  const back = challenge.entry?.state === "left";
  const fields = back ? [] : askedFields(challenge, invitation);
  const known = invitation ? { invitation } : {};
  if (!fields.length || (fields.length === 1 && invitation && challenge.visibility !== "open")) {
    try {
      await put(challenge, known);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      refuse(problem);
      return false;
    }
  } else {
    const entered = await modal(t("challenge.enter_title"), (close) => form({
      fields, action: t("challenge.enter"),
      submit: async (values) => {
        await put(challenge, Object.fromEntries(Object.entries({ ...known, ...values }).filter(([, value]) => value)));
        close(true);
      },
    }));
    if (!entered) return false;
  }
  toast(t(back ? "challenge.came_back" : "challenge.joined"));
  return true;
}

/** Leaves after a question; true once they are out. */
export async function leave(challenge) {
  if (!(await confirmDanger(t("challenge.leave_title"), t("challenge.leave_text"), t("challenge.leave")))) return false;
  try {
    await api.remove(`/v1/challenges/${challenge.id}/entries/me`);
  } catch (problem) {
    toast(problem.detail ?? t("error.unexpected"), { bad: true });
    return false;
  }
  toast(t("challenge.is_left"));
  return true;
}

/** Where a refusal can be mended, with the words of the way there. */
const wayOut = (problem) =>
  ({ "not-eligible": ["/settings", t("challenge.verify_first")], "outside-challenge-group": ["/settings", t("challenge.see_profile")] })[problem.code] ?? null;

/** A line that says why not, and where to go. */
export function refusal(problem) {
  const way = wayOut(problem);
  return h("div", { class: "notice notice-bad", role: "alert" }, h("span", {}, problem.detail ?? t("error.unexpected"), way ? [" ", h("a", { href: way[0] }, way[1])] : null));
}
