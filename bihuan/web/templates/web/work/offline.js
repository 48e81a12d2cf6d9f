{% load static %}// What a worker's phone keeps for places without a network: the list of tasks, the cases looked at, and steps not yet
// sent. Nothing is decided here. Pages are kept for twelve hours; what was
// sent is dropped at once, and signing out drops everything (the answer says Clear-Site-Data).

const PAGES = "pages-1", LOOK = "look-1", KEPT_FOR = 12 * 3600 * 1000;
const LOOKS = ["{% static 'web/css/tokens.css' %}", "{% static 'web/css/base.css' %}", "{% static 'web/css/parts.css' %}", "{% static 'web/css/figures.css' %}", "{% static 'web/css/work.css' %}", "{% static 'web/js/work.js' %}", "{% static 'web/mark.svg' %}"];

self.addEventListener("install", event => event.waitUntil(caches.open(LOOK).then(cache => cache.addAll(LOOKS)).then(() => self.skipWaiting())));
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && /^\/work\/cases\/[^/]+\/steps\//.test(url.pathname)) event.respondWith(step(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate" && /^\/work\/(tasks$|cases\/[^/]+$)/.test(url.pathname)) event.respondWith(page(event, url));
  else if (LOOKS.includes(url.pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

// A page is asked for anew whenever there is a network; its last copy is shown only when there is none.
async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    if (!answer.redirected && answer.type !== "opaqueredirect" && answer.ok)
      event.waitUntil(keep(url.pathname, answer.clone(), event.resultingClientId));
    return answer;
  } catch (gone) {
    const cache = await caches.open(PAGES), kept = await cache.match(url.pathname);
    if (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < KEPT_FOR) return kept;
    await cache.delete(url.pathname);
    throw gone;
  }
}

// Only a page that came to be shown: one that somebody left for signing out would be there again after all was dropped.
async function keep(path, answer, client) {
  const body = await answer.blob(), headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  if (await self.clients.get(client)) await (await caches.open(PAGES)).put(path, new Response(body, { headers }));
}

// A step that finds no network is kept as it was filled in, with its request id: sending it twice is one step.
async function step(request) {
  const kept = request.clone();
  try {
    return await fetch(request);
  } catch (gone) {
    // Photos do not come this way (work.js keeps those): a browser lets no script here read the files of a form.
    const form = await kept.formData(), entries = [...form.entries()].filter(([, value]) => !(value instanceof File));
    // What takes a step back is worth sending only within its minute; work.js sees to that, and says so afterwards.
    const until = Number(said(entries, "undo_until")) || null;
    await put({ url: request.url, entries, at: Date.now(), state: "waiting", until });
    return Response.redirect("/work/tasks", 303);
  }
}

const said = (entries, name) => entries.find(([one]) => one === name)?.[1];

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("bihuan-work", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("steps", { keyPath: "id", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function put(step) {
  const base = await open();
  return new Promise((done, failed) => {
    const change = base.transaction("steps", "readwrite");
    change.objectStore("steps").add(step);
    change.oncomplete = done;
    change.onerror = () => failed(change.error);
  });
}
