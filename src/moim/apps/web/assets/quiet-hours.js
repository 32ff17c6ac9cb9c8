// Hours in which nothing may disturb, each on days of its own, and when the week is told.

import * as api from "./api.js";
import { toast } from "./dialog.js";
import { fill, freshId, h, icon } from "./dom.js";
import { field, input } from "./forms.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { loading } from "./states.js";
import { zoneName } from "./zones.js";

const PATH = "/v1/notification-settings/quiet-hours";
const DAYS = [0, 1, 2, 3, 4, 5, 6]; // Monday first, as the API counts
const WINDOWS_MOST = 8;
const FIRST = { start: "22:00", end: "07:00", days: DAYS };

const dayName = (day, weekday) => format.day(`2026-11-0${2 + day}`, { weekday }); // the 2nd is a Monday

function dayTicks(window, remove) {
  const tick = (day) => {
    const box = h("input", {
      type: "checkbox", checked: window.days.includes(day), "aria-label": dayName(day, "long"),
      onchange: () => {
        window.days = DAYS.filter((one) => (one === day ? box.checked : window.days.includes(one)));
      },
    });
    return h("label", { class: "day-tick" }, box, h("span", { "aria-hidden": "true" }, dayName(day, "short")));
  };
  return h("div", { class: "day-ticks", role: "group", "aria-label": t("quiet.days") }, DAYS.map(tick),
    h("button", { class: "icon-button", type: "button", "aria-label": t("quiet.remove", { start: window.start, end: window.end }), onclick: remove }, icon("trash")));
}

function timeField(window, name) {
  const id = freshId(name);
  const control = input({ id, type: "time", name, required: true, value: window[name], onchange: () => {
    window[name] = control.value;
  } });
  return h("div", { class: "field" }, h("label", { for: id }, t(`quiet.${name}`)), control);
}

function windowRow(window, remove) {
  return h("li", { class: "quiet-window" },
    h("div", { class: "quiet-times" }, timeField(window, "start"), timeField(window, "end")),
    dayTicks(window, remove));
}

/** All windows with a way to add, change and save them. */
export function quietHours(signal) {
  const box = h("div", {});
  function editor(answer) {
    let version = answer.version;
    const week = input({ type: "time", required: true, value: answer.summary_at });
    const windows = answer.windows.map((one) => ({ ...one }));
    const list = h("ul", { class: "quiet-windows" });
    const none = h("p", { class: "muted small" }, t("quiet.none"));
    const more = h("button", { class: "button button-small", type: "button", onclick: () => {
      windows.push({ ...FIRST });
      draw();
      list.lastElementChild.querySelector("input").focus();
    } }, icon("plus"), t("quiet.add"));
    const save = h("button", { class: "button button-small button-main", type: "button", onclick: async () => {
      save.disabled = true;
      try {
        ({ version } = await api.put(PATH, { windows, summary_at: week.value || answer.summary_at }, { headers: { "If-Match": `"v${version}"` } }));
        toast(t("settings.saved"));
      } catch (problem) {
        toast(problem.detail ?? t("error.unexpected"), { bad: true });
      }
      save.disabled = false;
    } }, t("action.save"));
    function draw() {
      fill(list, windows.map((window) => windowRow(window, () => {
        windows.splice(windows.indexOf(window), 1);
        draw();
        more.focus();
      })));
      none.hidden = windows.length > 0;
      more.disabled = windows.length >= WINDOWS_MOST;
    }
    draw();
    return h("div", { class: "stack-close" }, list, none,
      h("div", {}, more),
      h("div", { class: "quiet-week" }, field("summary_at", t("quiet.week"), week, { hint: t("quiet.week_hint") })),
      h("p", { class: "field-hint" }, t("quiet.zone", { zone: zoneName(answer.timezone) })),
      h("div", { class: "button-row" }, save));
  }
  loading(box, async () => editor(await api.get(PATH, { signal })), { lines: 2, signal });
  return box;
}
