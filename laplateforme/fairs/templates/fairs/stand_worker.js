// The service worker of one stand: keeps its page, its data and its static files; nothing about a visitor passes here.
const CACHE = "lp-stand-{{ stand|escapejs }}";
const BASE = "{{ base|escapejs }}";
const DATA = `${BASE}donnees.json`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  if (!answer.ok || answer.redirected) return null;
  await cache.put(address, answer.clone());
  return answer;
}

self.addEventListener("message", (event) => {
  if (event.data?.kind !== "keep") return;
  event.waitUntil((async () => {
    let whole = true;
    try {
      const cache = await caches.open(CACHE);
      const wanted = [BASE, DATA, ...event.data.addresses].map((one) => new URL(one, self.location).href);
      const known = new Set((await cache.keys()).map((one) => one.url));
      for (const address of wanted) {
        const fresh = await keep(cache, address).catch(() => null);
        whole = (Boolean(fresh) || known.has(address)) && whole;
      }
      if (whole) for (const address of known) if (!wanted.includes(address)) await cache.delete(address);
    } catch { whole = false; }
    event.ports[0]?.postMessage({ whole });
  })());
});

async function soon(cache, address) {
  const kept = await cache.match(address);
  if (!kept) return (await keep(cache, address)) || Response.error();
  const patience = new Promise((done) => setTimeout(done, 3000, kept));
  return Promise.race([keep(cache, address).then((answer) => answer || kept, () => kept), patience]);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    if (address.pathname === DATA) return soon(cache, DATA);
    const kept = await cache.match(address.pathname === BASE ? BASE : event.request);
    if (!kept) return fetch(event.request);
    if (address.pathname === BASE) event.waitUntil(keep(cache, BASE).catch(() => {}));
    return kept;
  })());
});
