// What an organiser says of an announcement: the thing itself, and whom to tell when.

import * as api from "./api.js";
import { modal } from "./dialog.js";
import { h } from "./dom.js";
import { field, form, input, select } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { shiftDay } from "./month-grid.js";
import { KINDS } from "./news-words.js";
import { regionChoices } from "./regions.js";
import { me, zone } from "./session.js";
import { instantOf } from "./wall-clock.js";
import { zoneChoices } from "./zones.js";

const NOBODY = "nobody";
const ORGANISERS = ["organiser", "staff", "owner"];

/** Whether the server lets the one who is signed in make announcements. */
export const mayOrganise = () => me().roles.some((role) => ORGANISERS.includes(role));

/** Who is told: `everyone`, `followers`, `region:서울특별시`; `extra` comes first. */
export const segmentField = (extra = []) =>
  field("segment", t("news.segment"), select([...extra, ["everyone", t("news.segment_everyone")], ["followers", t("news.segment_followers")],
    ...regionChoices(me()?.region).map(([name, words]) => [`region:${name}`, t("news.segment_region", { region: words })])], extra.length ? "everyone" : "followers"));

/** `everyone` in words. */
export const segmentName = (segment) => {
  const [kind, region] = segment.split(":");
  return kind === "region" ? t("news.segment_region", { region }) : t(`news.segment_${segment === "everyone" ? "everyone" : "followers"}`);
};

/** A day and a time; both empty for now. */
export const sendAtFields = () => h("div", { class: "pair" },
  field("send_on", t("news.send_on"), input({ type: "date", min: format.today(zone()) }), { hint: t("news.send_now_hint") }),
  field("send_time", t("news.send_time"), input({ type: "time", value: "09:00" })));

export const sendAtOf = ({ send_on: day, send_time: time }) => (day ? instantOf(day, time || "09:00", zone()) : null);


function bodyOf(values) {
  const { kind, title, body, timezone, segment } = values;
  return {
    kind, title: title.trim(), body: body.trim(), timezone, starts_at: instantOf(values.starts_on, values.starts_time, timezone),
    segment: segment === NOBODY ? null : segment, send_at: segment === NOBODY ? null : sendAtOf(values),
  };
}

/** Asks for an announcement; answers its id, null if none was made. */
export const registerDialog = () => modal(t("news.new"), (close) => form({
  fields: [
    field("kind", t("news.kind"), select(KINDS.map((one) => [one, t(`news.kind_${one}`)]), "race"), { hint: t("news.kind_hint") }),
    field("title", t("news.name"), input({ required: true, maxlength: 120 })),
    field("body", t("news.body"), h("textarea", { class: "input", rows: 4, maxlength: 4000 }), { hint: t("manual.optional") }),
    h("div", { class: "pair" },
      field("starts_on", t("news.starts_on"), input({ type: "date", required: true, min: format.today(zone()), value: shiftDay(format.today(zone()), 14) })),
      field("starts_time", t("news.starts_time"), input({ type: "time", required: true, value: "09:00" }))),
    field("timezone", t("settings.timezone"), select(zoneChoices(zone()), zone())),
    segmentField([[NOBODY, t("news.segment_nobody")]]),
    sendAtFields(),
  ],
  action: t("news.register"),
  submit: async (values) => close((await api.create("/v1/announcements", bodyOf(values))).id),
}), { className: "dialog-wide" });
