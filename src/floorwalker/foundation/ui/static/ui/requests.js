/* What people see and hear of htmx's requests: a thin bar while one is on its way, the part concerned
   marked busy, and a toast with the next step when it failed. Live parts ask in the background: nobody
   waits for them, and what they miss the next event or poll brings. */

const bar = document.getElementById("loading-bar");
const toasts = document.getElementById("toasts");
const said = document.getElementById("said");
let asking = 0;

const isInBackground = (event) => event.detail.elt?.tagName === "LIVE-PART";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isInBackground(event)) return;
  asking += 1;
  bar.hidden = false;
  event.detail.target?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (isInBackground(event)) return;
  asking = Math.max(0, asking - 1);
  bar.hidden = asking === 0;
  event.detail.target?.removeAttribute("aria-busy");
  if (event.detail.successful) putAway("unreachable", "failed", "refused");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const words = event.target.querySelector?.("[data-said]")?.textContent ?? "";
  if (said && words && !isInBackground(event)) said.textContent = words.replace(/\s+/g, " ").trim();
});

document.addEventListener("htmx:sendError", (event) => isInBackground(event) || toast("unreachable"));
document.addEventListener("htmx:timeout", (event) => isInBackground(event) || toast("unreachable"));
document.addEventListener("htmx:responseError", (event) => {
  if (isInBackground(event)) return;
  const sentence = problemOf(event.detail.xhr);
  toast(sentence ? "refused" : "failed", { sentence });
});

// The server says so where it would send a page to sign in (accounts/ended_session.py).
document.addEventListener("session-ended", (event) => {
  if (event.target.tagName === "LIVE-PART") toast("ended", { url: event.detail.sign_in });
  else location.assign(event.detail.sign_in);
});

addEventListener("offline", () => toast("offline"));
addEventListener("online", () => putAway("offline", "unreachable"));

// A message that came with the page is not heard by itself: a live region tells only what changes.
const arrived = [...(toasts?.querySelectorAll(".toast > span") ?? [])].map((span) => span.textContent);
if (arrived.length) setTimeout(() => (said.textContent = arrived.join(" ")), 100);

function toast(name, { sentence = "", url = "" } = {}) {
  const template = document.querySelector(`template[data-toast="${name}"]`);
  if (!template || !toasts) return;
  putAway(name);
  const shown = template.content.firstElementChild.cloneNode(true);
  shown.dataset.name = name;
  if (sentence) shown.querySelector("span").textContent = sentence;
  if (url) shown.querySelector("a").href = url;
  for (const element of shown.querySelectorAll("[data-needs-script]")) element.hidden = false;
  toasts.append(shown);
  shown.scrollIntoView({ block: "nearest" });
}

function putAway(...names) {
  for (const name of names) toasts?.querySelector(`[data-name="${name}"]`)?.remove();
}

/* The words of one of our own pages of errors (ui/problem.html). */
function problemOf(answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const parts = page.querySelectorAll("[data-problem] > h1, [data-problem] > div");
  return [...parts].map((part) => part.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(". ");
}
