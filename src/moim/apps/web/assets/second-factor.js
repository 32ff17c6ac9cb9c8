// The second factor: turning it on with an authenticator app, its recovery codes, turning it off.

import * as api from "./api.js";
import { modal, toast } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { field, form, input, password } from "./forms.js";
import { t } from "./i18n.js";
import { secret, secretLines } from "./secrets.js";
import { loading } from "./states.js";

const PATH = "/v1/users/me/second-factor";
const FEW_CODES = 3;

const ownPassword = () => password("password", t("auth.password"), { autocomplete: "current-password" }).element;
const inFours = (text) => text.match(/.{1,4}/g).join(" ");
const picture = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

function scanned(enrolment, next) {
  return [
    h("p", {}, t("factor.scan")),
    h("img", { class: "qr", src: picture(enrolment.qr_svg), alt: t("factor.qr") }),
    h("details", {}, h("summary", {}, t("factor.no_camera")), secret(t("factor.key"), enrolment.secret, inFours(enrolment.secret))),
    form({
      fields: [field("code", t("factor.code"), input({ inputmode: "numeric", autocomplete: "one-time-code", required: true, maxlength: 20 }), { hint: t("factor.code_hint") })],
      action: t("factor.confirm"),
      submit: async (values) => next(await api.create(`${PATH}/confirm`, values)),
    }),
  ];
}

const kept = (codes, done) => [
  h("p", { class: "notice notice-good" }, icon("check"), h("span", {}, t("factor.is_on"))),
  h("p", {}, t("factor.recovery_text")),
  secretLines(codes, "moim-recovery-codes.txt"),
  h("div", { class: "dialog-end" }, h("button", { class: "button button-main", type: "button", onclick: done }, t("factor.recovery_kept"))),
];

/** Password, picture to scan and first code, recovery codes: three steps of one dialog. */
function turnOn() {
  return modal(t("factor.title"), (close) => {
    const box = h("div", { class: "stack-close" });
    const step = (content) => {
      fill(box, content);
      box.querySelector("input, .button-main")?.focus();
    };
    step([
      h("p", { class: "muted" }, t("factor.password")),
      form({
        fields: [ownPassword()],
        action: t("action.next"),
        submit: async (values) => step(scanned(await api.create(PATH, values), (answer) => step(kept(answer.recovery_codes, () => close(true))))),
      }),
    ]);
    return box;
  });
}

function turnOff() {
  return modal(t("factor.off_title"), (close) => [
    h("p", { class: "muted" }, t("factor.off_text")),
    form({
      fields: [ownPassword()],
      action: t("factor.turn_off"),
      submit: async (body) => {
        await api.remove(PATH, { body });
        toast(t("factor.is_off"));
        close(true);
      },
    }),
  ]);
}

/** Whether it is on, and the way to the other. */
export function secondFactor(signal) {
  const box = h("div", {});
  const asked = async (dialog) => {
    await dialog();
    draw();
  };
  function draw() {
    loading(box, async () => {
      const { on, recovery_codes_left: left } = await api.get(PATH, { signal });
      if (!on) {
        return h("div", { class: "stack-close" },
          h("p", { class: "muted small" }, t("factor.text")),
          h("div", {}, h("button", { class: "button", type: "button", onclick: () => asked(turnOn) }, icon("lock"), t("factor.turn_on"))));
      }
      return h("div", { class: "stack-close" },
        h("p", { class: "tone-good" }, icon("check"), " ", h("b", {}, t("factor.is_on"))),
        h("p", { class: left < FEW_CODES ? "small tone-warn" : "small muted" }, t("factor.left", { count: left })),
        h("div", {}, h("button", { class: "button", type: "button", onclick: () => asked(turnOff) }, t("factor.turn_off"))));
    }, { lines: 2, signal });
  }
  draw();
  return box;
}
