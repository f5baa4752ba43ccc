/* Tells the service worker (templates/ui/service-worker.js) who is here and what to keep for them.
   The pages of <… data-kept-days="2026-11-23 2026-11-30" data-copy="/my-week/copy/"> are kept under
   the address of this page, each with its ?day=. */

const account = document.querySelector('meta[name="account"]')?.content;
const isKnown = account !== undefined; // not on the pages that know nobody: a fault, offline

function pagesToKeep() {
  const part = document.querySelector("[data-kept-days]");
  return (part?.dataset.keptDays.split(" ") ?? []).map((day) => ({
    address: `${location.pathname}?day=${day}`,
    copy: `${part.dataset.copy}?day=${day}`,
  }));
}

async function tell() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ account, keep: pagesToKeep() });
}

if (isKnown && "serviceWorker" in navigator) {
  // Who only passes by (nobody signed in, on a machine that never was) gets no worker.
  if (account) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  tell();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.querySelector("[data-kept-days]")) tell(); // the live part has changed
  });
}

// The offline page offers what is kept, if anything is.
const offers = document.querySelectorAll("[data-when-kept]");
if (offers.length > 0 && "caches" in window) {
  const isKept = (await caches.keys()).some((name) => name.startsWith("kept-for-"));
  for (const offer of offers) offer.hidden = !isKept;
}
