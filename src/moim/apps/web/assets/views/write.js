import * as api from "../api.js";
import { allBoards, boardName, boardNamed, categoryName } from "../board-words.js";
import { confirmDanger, toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { field, form, input, select } from "../forms.js";
import { t } from "../i18n.js";
import { markdownField } from "../markdown-field.js";
import { notThere } from "../not-there.js";
import { fieldInputs, fieldsFrom, instantOfWall, wallTime, workoutWords } from "../post-fields.js";
import { photoPicker } from "../post-photos.js";
import { promptsAbove } from "../prompts.js";
import { regionField, regionFrom } from "../regions.js";
import { navigate } from "../router.js";
import { isStaff, me } from "../session.js";
import { loading } from "../states.js";

const TITLE_MAX = 100;
const BODY_MAX = 20_000;
const WORKOUTS = 30;
const CHALLENGES = 50;
const FRESH = { title: "", body: "", category: null, region: null, fields: {}, tags: [], photos: [], photo_keys: [], workout_id: null, challenge_id: null, state: "draft", publish_at: null };

/** The boards one may write on; another board takes what was written along. */
function boardChoice(boards, board, kept) {
  const choices = boards.filter((one) => !one.staff_only || isStaff()).map((one) => [one.name, boardName(one)]);
  return field("board", t("write.board"), select(choices, board.name, { onchange: (event) => {
    kept();
    navigate(`/boards/${event.target.value}/new`, { replace: true, force: true });
  } }));
}

function workoutChoice(workouts, chosen) {
  const rows = workouts.map((workout) => [workout.id, workoutWords(workout)]);
  if (chosen && !rows.some(([id]) => id === chosen)) rows.unshift([chosen, t("write.workout_kept")]);
  return field("workout_id", t("write.workout"), select([["", t("write.no_workout")], ...rows], chosen ?? ""), { hint: t("write.workout_hint") });
}

/** Those one takes part in, and the one that hangs on it; null where there is none to choose. */
function challengeChoice(challenges, chosen) {
  const rows = challenges.map(({ id, title }) => [id, title]);
  if (chosen && !rows.some(([id]) => id === chosen)) rows.unshift([chosen, t("write.challenge_kept")]);
  return rows.length ? field("challenge_id", t("write.challenge"), select([["", t("write.no_workout")], ...rows], chosen ?? "")) : null;
}

const tagsFrom = (text) => [...new Set(text.split(/[\s,#]+/).filter(Boolean))];

let carried = null; // what was written before another board was chosen

/** The form; `post` is what there is already, `save(body)` answers the post. */
function postForm({ boards, board, post, workouts, challenges, fresh, save, signal, hold }) {
  const opened = performance.now();
  const photos = photoPicker(post.photos.map((src, at) => ({ src, key: post.photo_keys[at] })), signal);
  const put = post.state === "published" || post.state === "waiting";
  let as = "published";
  let touched = false;
  const hidden = { draft: t("write.draft"), published: t(put ? "action.save" : "write.send") };
  const draft = put ? null : h("button", { class: "button", type: "button", onclick: () => {
    as = "draft";
    made.requestSubmit();
  } }, hidden.draft);
  const at = input({ type: "datetime-local", value: wallTime(post.publish_at) });

  function bodyOf(values) {
    const later = !put && as === "published" && values.publish_at;
    return {
      title: values.title.trim(), body: values.body, category: values.category || null, region: regionFrom(values.region),
      fields: fieldsFrom(board, made), tags: tagsFrom(values.tags), photos: photos.keys(), workout_id: values.workout_id || null, challenge_id: values.challenge_id || null,
      ...(put ? {} : { as: later ? "scheduled" : as, publish_at: later ? instantOfWall(values.publish_at) : null }),
      ...(fresh ? { typed_s: (performance.now() - opened) / 1000 } : {}),
    };
  }
  const keep = () => {
    const values = Object.fromEntries(new FormData(made));
    carried = { ...FRESH, title: values.title, body: values.body, tags: tagsFrom(values.tags), region: regionFrom(values.region), challenge_id: values.challenge_id || null };
  };
  const made = form({
    className: "form card",
    fields: [
      fresh ? boardChoice(boards, board, keep) : null,
      board.categories.length ? field("category", t("boards.category"), select(board.categories.map((one) => [one, categoryName(one)]), post.category ?? board.categories[0])) : null,
      field("title", t("write.title"), input({ required: true, maxlength: TITLE_MAX, value: post.title, autocomplete: "off" })),
      fieldInputs(board, post.fields),
      regionField("region", board.region_needed ? t("write.region") : t("write.optional", { name: t("write.region") }), post.region ?? (board.region_needed ? me().region : null), { required: board.region_needed }),
      markdownField("body", t("write.body"), post.body ?? "", { most: BODY_MAX, signal }),
      photos.element,
      field("tags", t("write.optional", { name: t("write.tags") }), input({ maxlength: 300, value: post.tags.map((tag) => `#${tag}`).join(" "), autocomplete: "off" }), { hint: t("write.tags_hint") }),
      workoutChoice(workouts, post.workout_id),
      challengeChoice(challenges, post.challenge_id),
      put ? null : h("details", { open: Boolean(post.publish_at) }, h("summary", {}, t("write.later")), field("publish_at", t("write.publish_at"), at, { hint: t("write.publish_hint") })),
    ],
    action: hidden.published,
    after: draft,
    submit: async (values) => {
      const body = bodyOf(values);
      as = "published";
      if (photos.busy()) {
        toast(t("write.photos_coming"), { bad: true });
        return;
      }
      const saved = await save(body);
      touched = false;
      carried = null;
      toast(t(`write.done_${saved.held ? "held" : saved.state}`));
      navigate(saved.state === "draft" ? "/me/drafts" : `/posts/${saved.id}`, { replace: true, force: true });
    },
  });
  made.addEventListener("invalid", () => { as = "published"; }, true);
  made.addEventListener("input", () => { touched = true; });
  hold(() => !touched || confirmDanger(t("write.leave_title"), t("write.leave_text"), t("write.leave")));
  return made;
}

export function show({ params, query, signal, hold }) {
  const page = h("div", { class: "page page-narrow" });
  const fresh = !params.id;
  async function read() {
    const [boards, workouts, challenges, post] = await Promise.all([
      allBoards(),
      api.get("/v1/workouts", { query: { limit: WORKOUTS }, signal }).then(({ items }) => items),
      api.get("/v1/challenges", { query: { of: "joined", limit: CHALLENGES }, signal }).then(({ items }) => items, () => []),
      fresh ? { ...(carried ?? FRESH), ...(query.get("challenge") ? { challenge_id: query.get("challenge") } : {}) } : api.get(`/v1/posts/${encodeURIComponent(params.id)}`, { signal }),
    ]);
    const board = await boardNamed(fresh ? params.board : post.board);
    if (!board || board.name === "all") throw new api.Problem({ status: 404, code: "no-such-board", detail: t("boards.no_such") });
    if (!fresh && post.author.id !== me().id) throw new api.Problem({ status: 403, code: "not-your-post", detail: t("write.not_yours") });
    const last = post.held ? { ...post, ...post.held } : post; // an edit that waits is gone on with
    const save = fresh
      ? (body) => api.create(`/v1/boards/${board.name}/posts`, body)
      : (body) => api.patch(`/v1/posts/${post.id}`, body, { headers: { "If-Match": `"v${post.version}"` } });
    const title = t(fresh ? "write.open" : "post.edit");
    document.title = `${title} · 모임`;
    return [
      h("div", {}, h("a", { class: "back", href: fresh ? `/boards/${board.name}` : `/posts/${post.id}` }, icon("left"), boardName(board)), h("h1", {}, title)),
      fresh && !carried ? promptsAbove(boards, signal) : null,
      postForm({ boards, board, post: last, workouts, challenges, fresh, save, signal, hold }),
    ];
  }
  loading(page, () => read().catch(notThere), { kind: "rows", lines: 5, signal });
  return page;
}
