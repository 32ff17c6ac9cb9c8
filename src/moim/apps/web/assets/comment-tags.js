// Tags of a comment, put on and taken off by its author or a moderator.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { field, form, input } from "./forms.js";
import { t } from "./i18n.js";

const LENGTH_MAX = 160; // five of thirty

/** Asks for the tags, and sets them; `changed()` once any is. The comment tells them, and its version. */
export async function tagDialog(comment, changed) {
  await modal(t("talk.tag"), (close) => form({
    fields: [field("tags", t("write.tags"), input({ maxlength: LENGTH_MAX, value: comment.tags.map((tag) => `#${tag}`).join(" "), autocomplete: "off" }), { hint: t("talk.tags_hint") })],
    action: t("action.save"),
    submit: async ({ tags }) => {
      const wanted = new Set(tags.split(/[\s,#]+/).filter(Boolean).map((tag) => tag.normalize("NFKC").toLowerCase()));
      const step = async (act, tag, after) => {
        await act(`/v1/comments/${comment.id}/tags/${encodeURIComponent(tag)}`);
        Object.assign(comment, { tags: after, version: comment.version + 1 });
        changed();
      };
      for (const tag of comment.tags) if (!wanted.has(tag)) await step(api.remove, tag, comment.tags.filter((one) => one !== tag));
      for (const tag of wanted) if (!comment.tags.includes(tag)) await step(api.put, tag, [...comment.tags, tag]);
      close(true);
    },
  }));
}
