const SITE = {{ facts|safe }};

/* The service worker: what a browser shows of this site without a network.

   Every page and file comes from the network as long as there is one. Without, a page that was kept
   (one's own week) is shown as it was then, and any other becomes the offline page. Whatever
   else a page asks for (the live stream, posts, the API) passes by untouched.

   Kept pages belong to one account. They go when it signs out, when another one is here, and when
   they are old. Deeds are done in turn, so that none puts back what another has removed. */

const SHELL = `shell-${SITE.version}`;
const KEPT = "kept-for-";
const KEPT_DAYS_MAX = 14; // they are of this week and the next one
const HOW = { ignoreVary: true };

let turn = Promise.resolve();
const inTurn = (deed) => (turn = turn.then(deed, deed));

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(
    caches.open(SHELL).then((cache) => cache.addAll([...SITE.files, SITE.offline])),
  );
});

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("shell-") && name !== SHELL;
  event.waitUntil(removeCaches(isOld).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === SITE.signOut) {
    event.waitUntil(inTurn(() => belongTo("")));
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => withoutNetwork(url)));
  } else if (SITE.files.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => ofShell(url.pathname)));
  }
});

// Each page says who is signed in ("" for nobody) and which pages to keep for them.
addEventListener("message", (event) => {
  const { account, keep } = event.data;
  event.waitUntil(inTurn(() => belongTo(account).then(() => keepPages(account, keep))));
});

async function removeCaches(isOf) {
  const names = (await caches.keys()).filter(isOf);
  await Promise.all(names.map((name) => caches.delete(name)));
}

const belongTo = (account) =>
  removeCaches((name) => name.startsWith(KEPT) && name !== KEPT + account);

async function keepPages(account, keep) {
  if (!account || keep.length === 0) return;
  const answers = await Promise.all(keep.map(({ copy }) => fetch(copy).catch(() => null)));
  if (answers.includes(null)) return; // without a network: what is kept stays
  await caches.delete(KEPT + account);
  const isTheirs = answers.every((answer) => answer.ok && !answer.redirected);
  if (!isTheirs) return;
  const cache = await caches.open(KEPT + account);
  await Promise.all(keep.map(({ address }, n) => cache.put(address, answers[n])));
}

async function withoutNetwork(url) {
  const kept = await keptPage(url);
  if (!kept) return ofShell(SITE.offline);
  if (url.pathname === "/") return Response.redirect(kept.url.pathname); // where the app opens
  return kept.answer;
}

/** The kept page of an address; without a day, or for the first page, the one of today. */
async function keptPage(url) {
  const name = (await caches.keys()).find((each) => each.startsWith(KEPT));
  if (!name) return null;
  const cache = await caches.open(name);
  const urls = (await cache.keys()).map(({ url }) => url).sort().map((each) => new URL(each));
  const chosen =
    url.pathname === "/"
      ? urls[0]
      : url.search
        ? urls.find((each) => each.pathname + each.search === url.pathname + url.search)
        : ofToday(urls.filter((each) => each.pathname === url.pathname));
  const answer = chosen && (await cache.match(chosen, HOW));
  if (!answer) return null;
  if (Date.now() - Date.parse(answer.headers.get("Date")) < KEPT_DAYS_MAX * 86_400_000) {
    return { url: chosen, answer };
  }
  await caches.delete(name);
  return null;
}

function ofToday(urls) {
  const today = new Date().toLocaleDateString("en-CA"); // 2026-11-24
  const begun = urls.filter((url) => url.searchParams.get("day") <= today);
  return begun.at(-1) ?? urls[0];
}

async function ofShell(path) {
  const cache = await caches.open(SHELL);
  return (await cache.match(path, HOW)) ?? Response.error();
}
