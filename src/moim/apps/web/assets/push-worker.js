// Runs beside the pages, also when none is open: shows what is pushed, and opens what it is about.

addEventListener("push", (event) => {
  const { id, title, body, link } = event.data?.json() ?? {};
  if (!title) return;
  event.waitUntil(registration.showNotification(title, { body, tag: id, icon: "/assets/icons/favicon.svg", data: { link } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const there = new URL(event.notification.data?.link || "/notifications", location.origin);
  if (there.origin !== location.origin) return;
  event.waitUntil(clients.openWindow(there.href));
});
