// Answers for the run sheet when there is no cover. It keeps that page and its files, nothing else, and only the last one.
"use strict";

const DRAWER = "busplan cab";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data || {};
  if (typeof page === "string" && Array.isArray(files)) event.waitUntil(keep(page, files));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(sheet(request));
  else if (new URL(request.url).pathname.includes("/assets/")) event.respondWith(file(request));
});

// What has been sent away, to sign in, is not the sheet. The last one lies there until the new one does:
// cover may be lost at any moment.
async function keep(page, files) {
  const response = await fetch(page);
  if (!response.ok || response.redirected) return;
  const drawer = await caches.open(DRAWER);
  await drawer.put(page, response);
  await Promise.allSettled(files.map((each) => drawer.add(each)));
  const kept = new Set([page, ...files].map((each) => new URL(each, location.href).href));
  const old = (await drawer.keys()).filter((request) => !kept.has(request.url));
  await Promise.all(old.map((request) => drawer.delete(request)));
}

async function sheet(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await caches.match(request, { cacheName: DRAWER });
    if (kept) return kept;
    throw fault;
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: DRAWER })) || fetch(request);
}
