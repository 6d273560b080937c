// Answers for the site when there is no cover. KEEP, above, says what this release keeps, and is no part of this file.
// Kept are what the site is as an app, and the pages of those stops that a resident has asked to keep; never what
// else they look at, the map's background, feeds, or what staff see.
"use strict";

const DRAWER = `busplan ${KEEP.root} `;
const ASSETS = `${DRAWER}assets ${KEEP.release}`;
const PAGES = `${DRAWER}pages ${KEEP.release}`;
const PATIENCE = 3000;
const MOST_ASKED = 60;

const root = KEEP.root.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const language = `(?:(?:${KEEP.languages.join("|")})/)?`;
const STOP = `stops/[^/.]+`;
const NAMES = String.raw`|timetable|offline|mine\.json|stops\.geojson|stops\.json|map\.js`;
const ALWAYS = new RegExp(`^${root}${language}(?:${NAMES})$`);
const OF_A_STOP = new RegExp(`^${root}${language}${STOP}$`);
const ITS_MAP = new RegExp(`^${root}${language}${STOP}/map\\.js$`);
// Others may share the host. Of what is not kept we answer for our own pages alone.
const OURS = new RegExp(`^${root}${language}(?:(?:${KEEP.pages.join("|")})(?:/[^.]*)?)?$`);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(prepare());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  const asked = event.data || {};
  if (Array.isArray(asked.keep)) event.waitUntil(all(paths(asked.keep, ALWAYS), (each) => keep(each, false)));
  if (Array.isArray(asked.stops)) event.waitUntil(keepStops(paths(asked.stops, OF_A_STOP)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (KEEP.assets.includes(url.pathname)) event.respondWith(file(request));
  else if (isKept(url.pathname) && !url.search) event.respondWith(page(event, url.pathname));
  else if (request.mode === "navigate" && OURS.test(url.pathname)) {
    event.respondWith(fetch(request).catch(() => without(url.pathname)));
  }
});

function isKept(asked) {
  return [ALWAYS, OF_A_STOP, ITS_MAP].some((kind) => kind.test(asked));
}

// Paths of those addresses that are of a kind.
function paths(addresses, kind) {
  const urls = addresses.slice(0, MOST_ASKED).map((each) => new URL(each, location.origin));
  const ours = urls.filter((url) => url.origin === location.origin && !url.search && kind.test(url.pathname));
  return ours.map((url) => url.pathname);
}

function all(asked, make) {
  return Promise.allSettled(asked.map(make));
}

// All files of this release, and anew what pages an earlier one had kept.
async function prepare() {
  await (await caches.open(ASSETS)).addAll(KEEP.assets);
  const before = new Set([KEEP.offline]);
  for (const name of await caches.keys()) {
    if (!name.startsWith(`${DRAWER}pages `) || name === PAGES) continue;
    for (const request of await (await caches.open(name)).keys()) before.add(new URL(request.url).pathname);
  }
  await all([...before].filter((each) => ALWAYS.test(each) || OF_A_STOP.test(each)), (each) => keep(each, true));
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(DRAWER) && name !== ASSETS && name !== PAGES) await caches.delete(name);
  }
  await self.clients.claim();
}

// A stop's map goes with its page.
async function keep(asked, anew) {
  const pages = await caches.open(PAGES);
  if (anew || !(await pages.match(asked))) await put(asked, await fetch(asked, { credentials: "omit" }), true);
  if (OF_A_STOP.test(asked)) await keep(`${asked}/map.js`, anew);
}

// These, anew, and no other stops.
async function keepStops(asked) {
  const pages = await caches.open(PAGES);
  const wanted = new Set(asked.flatMap((each) => [each, `${each}/map.js`]));
  for (const request of await pages.keys()) {
    const { pathname } = new URL(request.url);
    if (!ALWAYS.test(pathname) && !wanted.has(pathname)) await pages.delete(request);
  }
  await all(asked, (each) => keep(each, true));
}

// A stop that is only looked at is kept if it is so already. What cannot tell its age is not kept, and what is there
// no more is not kept any longer.
async function put(asked, answer, wanted) {
  const pages = await caches.open(PAGES);
  if (!wanted && !ALWAYS.test(asked) && !(await pages.match(asked))) return;
  if (answer.status === 404 || answer.status === 410) await pages.delete(asked);
  const refused = (answer.headers.get("Cache-Control") || "").includes("no-store");
  if (!answer.ok || answer.type !== "basic" || answer.redirected || refused || !answer.headers.has("Date")) return;
  await pages.put(asked, answer);
}

async function file(request) {
  return (await (await caches.open(ASSETS)).match(request)) || fetch(request);
}

// The network first; what is kept when it or the site fails, or keeps one waiting.
async function page(event, asked) {
  const answered = fetch(event.request).then((answer) => {
    event.waitUntil(put(asked, answer.clone()));
    return answer;
  });
  event.waitUntil(answered.catch(() => {}));
  const kept = await (await caches.open(PAGES)).match(asked);
  try {
    const answer = await (kept ? Promise.race([answered, late()]) : answered);
    return kept && answer.status >= 500 ? aged(event, kept) : answer;
  } catch {
    if (kept) return aged(event, kept);
    return event.request.mode === "navigate" ? without(asked) : Response.error();
  }
}

function late() {
  return new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
}

// Says how old it is: a page on itself, what a page asks for by a word to that page.
async function aged(event, kept) {
  const at = new Date(kept.headers.get("Date")).toISOString();
  const type = kept.headers.get("Content-Type") || "";
  if (type.startsWith("text/html")) {
    const text = await kept.text();
    return new Response(text.replace("<html", `<html data-kept="${at}"`), { headers: kept.headers });
  }
  const client = type.includes("json") && (await self.clients.get(event.clientId));
  if (client) client.postMessage({ kept: at });
  return kept;
}

// The page of what is kept, in the language of the address.
async function without(asked) {
  const pages = await caches.open(PAGES);
  const inside = asked.slice(KEEP.root.length).split("/")[0];
  const own = KEEP.languages.includes(inside) && (await pages.match(`${KEEP.root}${inside}/offline`));
  return own || (await pages.match(KEEP.offline)) || Response.error();
}
