/* What every page needs and HTML cannot do alone: the CSRF header for htmx, the navigation's
   button on small screens, dialogs opened by a button, toasts that can be put away. */

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

const navToggle = document.querySelector(".nav-toggle");
if (navToggle) {
  // Without this script the navigation simply stays open.
  navToggle.hidden = false;
  navToggle.setAttribute("aria-expanded", "false");
  navToggle.addEventListener("click", () => {
    const isOpen = navToggle.getAttribute("aria-expanded") === "true";
    navToggle.setAttribute("aria-expanded", String(!isOpen));
  });
}

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

document.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-opens-dialog]");
  if (opener) document.getElementById(opener.dataset.opensDialog)?.showModal();
  const closer = target.closest("[data-closes-dialog]");
  if (closer) closer.closest("dialog")?.close();
  const putAway = target.closest("[data-puts-away]");
  if (putAway) putAway.closest(".toast")?.remove();
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Filters act at once; without this script their button does it.
document.addEventListener("change", (event) => {
  const { target } = event; // a field of words sends its form by Enter
  if (target.matches("[data-sends-itself] :is(select, [type=checkbox])")) target.form.requestSubmit();
});
