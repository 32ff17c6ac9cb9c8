// Starts the app: routes, session, surroundings.

import * as api from "./api.js";
import { h } from "./dom.js";
import { language } from "./i18n.js";
import { navigate, render, route, start } from "./router.js";
import * as session from "./session.js";
import { createShell } from "./shell.js";
import { failure } from "./states.js";

const open = { open: true };

route("/", () => import("./views/home.js"));
route("/signup", () => import("./views/signup.js"), open);
route("/sign-up", () => import("./views/signup.js"), open); // where a provider's sign-in comes back to
route("/refused", () => import("./views/refused.js"), { open: true, always: true }); // where a refused provider's sign-in ends
route("/signin", () => import("./views/signin.js"), open);
route("/sign-in", () => import("./views/signin.js"), open); // where a provider's sign-in asks for a code
route("/forgot", () => import("./views/forgot.js"), open);
route("/reset/:token", () => import("./views/reset.js"), open);
route("/shared/:token", () => import("./views/shared.js"), { open: true, always: true });
route("/unsubscribe/:token", () => import("./views/unsubscribe.js"), { open: true, always: true });
route("/verify/:token", () => import("./views/verify.js"), { open: true, always: true });
route("/calendar", () => import("./views/calendar.js"));
route("/calendar/:month", () => import("./views/calendar.js"));
route("/workouts", () => import("./views/workouts.js"));
route("/workouts/new", () => import("./views/manual.js"));
route("/workouts/:id", () => import("./views/workout.js"));
route("/workouts/:id/certificate", () => import("./views/certificate.js"));
route("/live/:id", () => import("./views/live.js"));
route("/import", () => import("./views/import.js"));
route("/import/history", () => import("./views/import-history.js"));
route("/challenges", () => import("./views/challenges.js"));
route("/challenges/new", () => import("./views/challenge-new.js"));
route("/challenges/shared/:token", () => import("./views/shared-result.js"), { open: true, always: true });
route("/challenges/:id", () => import("./views/challenge.js"));
route("/companions", () => import("./views/companions.js"));
route("/companions/:id", () => import("./views/companion-group.js"));
route("/records", () => import("./views/records.js"));
route("/year", () => import("./views/year.js"));
route("/year/:year", () => import("./views/year.js"));
route("/goals", () => import("./views/goals.js"));
route("/boards", () => import("./views/boards.js"), { open: true, always: true });
route("/boards/:board", () => import("./views/board.js"), { open: true, always: true });
route("/boards/:board/new", () => import("./views/write.js"));
route("/posts/:id", () => import("./views/post.js"), { open: true, always: true });
route("/posts/:id/edit", () => import("./views/write.js"));
route("/shared-posts/:token", () => import("./views/shared-post.js"), { open: true, always: true });
route("/feed", () => import("./views/feed.js"));
route("/me/follows", () => import("./views/follows.js"));
route("/me/bookmarks", () => import("./views/bookmarks.js"));
route("/me/prompts", () => import("./views/prompts.js"));
route("/me/drafts", () => import("./views/drafts.js"));
route("/moderation", () => import("./views/moderation.js"), { open: true, always: true }); // the log is everybody's
route("/charts", () => import("./views/charts.js"));
route("/charts/:id", () => import("./views/chart.js"));
route("/insights/shared/:token", () => import("./views/shared-chart.js"), { open: true, always: true });
route("/announcements", () => import("./views/announcements.js"));
route("/announcements/:id", () => import("./views/announcement.js"));
route("/notifications", () => import("./views/notifications.js"));
route("/notifications/figures", () => import("./views/notice-figures.js"));
route("/settings", () => import("./views/settings.js"));
route("/settings/security", () => import("./views/security.js"));
route("/settings/notifications/words", () => import("./views/notice-words.js"));
route("/settings/notifications", () => import("./views/notification-settings.js"));
route("/settings/privacy", () => import("./views/privacy.js"));
route("/settings/training", () => import("./views/training.js"));
route("/settings/connections", () => import("./views/connections.js"));
route("/settings/data", () => import("./views/own-data.js"));
route("/settings/feedback", () => import("./views/feedback.js"));
route("/settings/activity", () => import("./views/activity.js"));
route("/settings/accesses", () => import("./views/accesses.js"));
route(".*", () => import("./views/missing.js"), { open: true, always: true });

const root = document.getElementById("app");
const shell = createShell(root);

function guard(place, found) {
  const signedIn = session.me() !== null;
  if (!found?.open && !signedIn) {
    const here = place.pathname + place.search;
    return here === "/" ? "/signin" : `/signin?next=${encodeURIComponent(here)}`;
  }
  if (found.open && !found.always && signedIn) return "/";
  return null;
}

api.onSignedOut(() => {
  if (session.me() === null) return;
  const here = location.pathname + location.search;
  session.forget();
  navigate(`/signin?next=${encodeURIComponent(here)}`, { replace: true, force: true });
});

let drawnLanguage = language();
addEventListener("moim:language", () => {
  if (drawnLanguage === language()) return;
  drawnLanguage = language();
  render({ scroll: scrollY, quiet: true });
});

addEventListener("moim:me", () => shell.draw(session.me() === null));

async function begin() {
  try {
    await session.load();
  } catch (problem) {
    shell.draw(true);
    shell.main.replaceChildren(h("div", { class: "page" }, failure(problem, begin)));
    return;
  }
  drawnLanguage = language();
  await start(shell.main, { guard, arrived: () => shell.draw(session.me() === null) });
}

begin();
