/* The service worker. The service puts VERSION and SHELL, and queue.js, before it. */
/* global VERSION, SHELL, OFFLINE, flush */

const SHELL_CACHE = `clara-shell-${VERSION}`;
const PAGES = `clara-pages-${VERSION}`;
/** What people read; settings and the like are of no use without Clara. */
const READABLE = /^\/(|upcoming|inbox|projects(\/[\w-]+)?|tags(\/[^/]+)?|tasks\/[\w-]+|done)$/;
const TAG = "clara-queue";
const MOST_PAGES = 60;
/** A network that does not answer for so long is none; the last known page is shown. */
const PATIENCE_MS = 8000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL_CACHE);
      await cache.addAll(SHELL);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("clara-") && name !== SHELL_CACHE && name !== PAGES) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/api/") && !url.pathname.endsWith("/events")) event.respondWith(watched(request));
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keepAll(event.data.addresses).then(() => event.source?.postMessage({ type: "kept" })));
  if (event.data?.type === "forget") event.waitUntil(forgetPages());
});

self.addEventListener("sync", (event) => {
  if (event.tag === TAG) event.waitUntil(flushAndTell());
});

async function flushAndTell() {
  const outcome = await flush();
  for (const client of await self.clients.matchAll()) client.postMessage({ type: "flushed", outcome });
  // the browser tries again later
  if (outcome === "unreachable") throw new Error("Clara cannot be reached");
}

/** A script or picture of this version never changes. @param {Request} request */
async function fromShell(request) {
  const kept = await caches.match(request, { cacheName: SHELL_CACHE });
  return kept ?? fetch(request);
}

/** The API needs the network; an answer that says "not paired" ends what is kept. @param {Request} request */
async function watched(request) {
  const answer = await fetch(request);
  if (answer.status === 401) await forgetPages();
  return answer;
}

/** @param {Request} request @param {URL} url */
async function page(request, url) {
  if (url.pathname === "/pair") await forgetPages();
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await keep(url, answer);
    return answer;
  } catch (error) {
    return (await known(url)) ?? (await caches.match(OFFLINE, { cacheName: SHELL_CACHE })) ?? Response.error();
  }
}

/** The last known page of an address, or of its list. @param {URL} url */
async function known(url) {
  const cache = await caches.open(PAGES);
  const address = url.pathname + url.search;
  return (await cache.match(address)) ?? (await cache.match(url.pathname)) ?? undefined;
}

/** @param {URL} url @param {Response} answer */
async function keep(url, answer) {
  const isPage = answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!isPage || answer.redirected || !READABLE.test(url.pathname)) return;
  const cache = await caches.open(PAGES);
  await cache.put(url.pathname + url.search, answer.clone());
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST_PAGES))) await cache.delete(old);
}

/** Fetch pages for when there is no network. @param {string[]} addresses */
async function keepAll(addresses) {
  for (const address of addresses) {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin) continue;
    try {
      const headers = { Accept: "text/html", "X-Clara-Refresh": "1" };
      const answer = await fetch(url, { headers, redirect: "manual", credentials: "same-origin" });
      // sent to pairing: this device may not see them any more
      if (answer.type === "opaqueredirect" || answer.status === 401) return forgetPages();
      await keep(url, answer);
    } catch {
      return undefined;
    }
  }
  return undefined;
}

async function forgetPages() {
  await caches.delete(PAGES);
}
