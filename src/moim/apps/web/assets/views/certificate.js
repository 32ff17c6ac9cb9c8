import * as api from "../api.js";
import { photoField, smaller } from "../certificate-photo.js";
import { livePreview } from "../certificate-preview.js";
import { toast } from "../dialog.js";
import { h, icon } from "../dom.js";
import { titleOf } from "../figures.js";
import { field, input, segmented } from "../forms.js";
import { t } from "../i18n.js";
import { notThere } from "../not-there.js";
import { me } from "../session.js";
import { loading } from "../states.js";

const KNOWN = {
  distance: (workout) => workout.distance_m,
  pace: (workout) => workout.distance_m,
  heart_rate: (workout) => workout.heart_rate_avg_bpm,
  climb: (workout) => workout.elevation_gain_m !== null,
  course: (workout) => workout.has_track,
  portrait: () => me()?.photo,
};

const known = (workout, name) => Boolean((KNOWN[name] ?? (() => true))(workout));

/** What is wished for, as the form the server takes. */
function formOf(wish, photo, extra = {}) {
  const form = new FormData();
  const told = { template: wish.template, format: wish.format, glow: String(wish.glow), fields: [...wish.fields].join(","), place: wish.place.trim(), output: wish.output, ...extra };
  for (const [name, value] of Object.entries(told)) form.append(name, value);
  if (photo) form.append("photo", photo, "photo");
  return form;
}

function templateChoice(choices, workout, wish, changed) {
  const pick = (one) => {
    const closed = one.needs_course && !workout.has_track;
    return h("label", { class: "segment", title: closed ? t("certificate.no_course") : null },
      h("input", {
        type: "radio", name: "template", value: one.name, checked: one.name === wish.template, disabled: closed,
        onchange: () => changed({ template: one.name }),
      }),
      h("span", {}, one.label));
  };
  return h("fieldset", { class: "segmented" }, h("legend", {}, t("certificate.template")),
    h("div", { class: "segments segments-wrap" }, choices.templates.map(pick)));
}

function fieldChoice(choices, workout, wish, changed) {
  const chosen = new Set(wish.fields);
  function toggle(name, on) {
    if (on) chosen.add(name);
    else chosen.delete(name);
    changed({ fields: new Set(chosen) });
  }
  const offered = choices.fields.filter((one) => known(workout, one.name));
  return h("fieldset", { class: "segmented" }, h("legend", {}, t("certificate.fields")),
    h("div", { class: "segments segments-wrap" }, offered.map((one) =>
      h("label", { class: "segment segment-check" },
        h("input", { type: "checkbox", name: one.name, checked: wish.fields.has(one.name), onchange: (event) => toggle(one.name, event.target.checked) }),
        h("span", {}, icon("check"), one.label)))),
    known(workout, "portrait") ? null : h("p", { class: "field-hint" }, h("a", { href: "/settings" }, t("certificate.no_portrait"))));
}

function glowField(choices, wish, changed) {
  const shown = h("output", { class: "num" }, wish.glow);
  const slider = input({
    class: "slider", type: "range", min: 0, max: choices.glow_max, step: 1, value: wish.glow,
    oninput: () => {
      shown.textContent = slider.value;
      changed({ glow: Number(slider.value) });
    },
  });
  return field("glow", t("certificate.glow"), slider, { extra: shown });
}

/** Makes the whole picture once for each wish, saves it or hands it to another app. */
function takeAway(make, name) {
  let kept = null; // the file and the wish it belongs to
  async function file(wish) {
    if (kept?.wish !== wish) {
      const blob = await make();
      kept = { wish, file: new File([blob], name(blob.type), { type: blob.type }) };
    }
    return kept.file;
  }
  async function save(wish) {
    const made = await file(wish);
    const url = URL.createObjectURL(made);
    h("a", { href: url, download: made.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    toast(t("certificate.saved"));
  }
  async function share(wish) {
    const made = await file(wish);
    try {
      await navigator.share({ files: [made] });
    } catch (refused) {
      if (refused.name === "NotAllowedError") toast(t("certificate.share_again")); // it took too long after the press
      else if (refused.name !== "AbortError") throw refused;
    }
  }
  return { save, share };
}

const canShare = () => {
  const probe = new File([""], "a.jpg", { type: "image/jpeg" });
  return Boolean(navigator.canShare?.({ files: [probe] }));
};

function actionButton(sign, words, act, main = false) {
  const button = h("button", {
    class: main ? "button button-main" : "button", type: "button",
    onclick: async () => {
      if (button.disabled) return;
      button.disabled = true;
      button.classList.add("busy");
      try {
        await act();
      } catch (problem) {
        toast(problem.detail ?? t("error.unexpected"), { bad: true });
      } finally {
        button.disabled = false;
        button.classList.remove("busy");
        button.focus();
      }
    },
  }, icon(sign), words);
  return button;
}

function maker(workout, choices, visit) {
  const path = `/v1/workouts/${workout.id}/certificates`;
  let photo = null;
  let small = null;
  let wish = {
    template: choices.templates[0].name,
    format: choices.formats[1].name,
    glow: choices.glow_usual,
    fields: new Set(choices.fields.filter((one) => one.usual).map((one) => one.name)),
    place: "",
    output: "jpeg",
  };
  const preview = livePreview(
    async (signal) => api.picture(path, formOf(wish, await small, { output: "jpeg", preview: "true" }), { signal }),
    visit,
  );
  const template = () => choices.templates.find((one) => one.name === wish.template);
  const format = () => choices.formats.find((one) => one.name === wish.format);

  function redraw(options) {
    const shows = template().shows_photo;
    photoPart.hidden = !shows;
    placePart.hidden = !wish.fields.has("place");
    const alt = t("certificate.alt", { template: template().label, format: wish.format });
    preview.ask({ size: [format().width_px, format().height_px], alt }, options);
  }
  function changed(part) {
    wish = { ...wish, ...part };
    redraw();
  }
  function take(file) {
    photo = file;
    small = file && smaller(file);
    changed({});
  }

  const photoPart = h("div", { class: "stack" },
    h("h2", {}, t("certificate.photo")),
    photoField(take, { maxBytes: choices.photo_max_bytes }),
    glowField(choices, wish, changed));
  const place = input({ maxlength: choices.place_length_max, autocomplete: "off", oninput: () => changed({ place: place.value }) });
  const placePart = field("place", t("certificate.place"), place, { hint: t("certificate.place_hint") });
  const away = takeAway(
    () => api.picture(path, formOf(wish, template().shows_photo ? photo : null)),
    (type) => `moim-${wish.template}.${type === "image/png" ? "png" : "jpg"}`,
  );
  const form = h("div", { class: "card certificate-choices" },
    photoPart,
    templateChoice(choices, workout, wish, changed),
    segmented(t("certificate.format"), choices.formats.map((one) => [one.name, one.name]), wish.format, (name) => changed({ format: name })),
    fieldChoice(choices, workout, wish, changed),
    placePart,
    segmented(t("certificate.output"), [["jpeg", "JPEG"], ["png", "PNG"]], wish.output, (output) => {
      wish = { ...wish, output };
    }),
    h("div", { class: "button-row" },
      actionButton("download", t("certificate.download"), () => away.save(wish), true),
      canShare() ? actionButton("share", t("certificate.share"), () => away.share(wish)) : null));
  redraw({ soon: false });
  return h("div", { class: "certificate" }, preview.element, form);
}

export function show(visit) {
  const id = encodeURIComponent(visit.params.id);
  const page = h("div", { class: "page certificate-page" });
  async function first() {
    const [workout, choices] = await Promise.all([
      api.get(`/v1/workouts/${id}`, { signal: visit.signal }),
      api.get("/v1/certificate-templates", { signal: visit.signal }),
    ]);
    if (workout.own === false) throw new api.Problem({ status: 403, detail: t("certificate.not_own") });
    const back = h("a", { class: "text-link", href: `/workouts/${id}` }, titleOf(workout));
    return [
      h("header", { class: "certificate-head" }, h("p", { class: "small" }, back), h("h1", {}, t("certificate.title")), h("p", { class: "muted" }, t("certificate.lead"))),
      maker(workout, choices, visit),
    ];
  }
  loading(page, () => first().catch((problem) => notThere(problem, { href: "/workouts", sign: "list", key: "nav.workouts" })), { kind: "map", lines: 1, signal: visit.signal });
  return page;
}
