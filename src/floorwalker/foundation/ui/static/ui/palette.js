/* The command palette: Ctrl-K or Cmd-K opens it. The server finds (htmx asks, templates/ui/found.html
   answers); this only moves through what was found and remembers the pages seen last.

   Recent pages are kept in this browser for one reader; signing out or another reader forgets them. */

const RECENT_KEY = "floorwalker-recent";
const RECENT_MAX = 6;

const palette = document.getElementById("palette");
const field = palette?.querySelector("[role=combobox]");
const list = document.getElementById("palette-found");

if (palette) {
  remember();
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    palette.open ? palette.close() : open();
  });
  for (const opener of document.querySelectorAll("[data-opens-palette]")) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab gets the page
      event.preventDefault();
      open();
    });
  }
  document.querySelector("form[data-signs-out]")?.addEventListener("submit", () => put(null));
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
  list.addEventListener("click", (event) => follow(event.target.closest("[data-url]"), event));
  list.addEventListener("htmx:afterSwap", listed);
  field.addEventListener("keydown", moved);
}

function open() {
  if (document.querySelector("dialog[open]")) return;
  field.value = "";
  list.replaceChildren();
  palette.showModal();
  field.focus();
  htmx.trigger(field, "palette-opens");
}

function listed() {
  if (!field.value.trim()) list.prepend(...recentGroup());
  choose(options()[0]);
}

function options() {
  return [...list.querySelectorAll("[data-url]")];
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function moved(event) {
  const all = options();
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + (at < 0 ? all.length + 1 : 0), PageDown: at + 5, PageUp: at - 5 };
  if (event.key in steps && all.length) {
    event.preventDefault();
    const isPage = event.key.startsWith("Page");
    const to = steps[event.key];
    choose(all[isPage ? Math.max(0, Math.min(to, all.length - 1)) : (to + all.length) % all.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    follow(all[at], event);
  }
}

function follow(option, event) {
  if (!option) return;
  if (event.ctrlKey || event.metaKey) window.open(option.dataset.url, "_blank", "noopener");
  else location.assign(option.dataset.url);
  palette.close();
}

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT_KEY));
    return kept?.reader === palette.dataset.reader && Array.isArray(kept.pages) ? kept.pages : [];
  } catch {
    return []; // storage may be forbidden, or hold what is not ours
  }
}

function put(pages) {
  try {
    if (pages) localStorage.setItem(RECENT_KEY, JSON.stringify({ reader: palette.dataset.reader, pages }));
    else localStorage.removeItem(RECENT_KEY);
  } catch {
    // then there are no recent pages
  }
}

function remember() {
  const heading = document.querySelector("h1")?.cloneNode(true);
  for (const badge of heading?.querySelectorAll(".badge") ?? []) badge.remove();
  const page = { url: location.pathname, title: heading?.textContent.replace(/\s+/g, " ").trim() };
  if (!page.title) return;
  put([page, ...recent().filter((other) => other.url !== page.url)].slice(0, RECENT_MAX + 1));
}

function recentGroup() {
  const pages = recent().filter((page) => page.url !== location.pathname && page.url.startsWith("/"));
  if (!pages.length) return [];
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", palette.dataset.recent);
  const heading = document.createElement("div");
  heading.className = "found-group";
  heading.textContent = palette.dataset.recent;
  group.append(heading, ...pages.slice(0, RECENT_MAX).map(recentOption));
  return [group];
}

function recentOption(page, number) {
  const option = document.createElement("div");
  option.className = "found";
  option.id = `recent-${number}`;
  option.setAttribute("role", "option");
  option.dataset.url = page.url;
  const label = document.createElement("span");
  label.textContent = page.title;
  option.append(label);
  return option;
}
