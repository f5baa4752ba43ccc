/* <live-part src="/jobs/" topics="site/1/jobs" select="#jobs" poll-seconds="30">…</live-part>

   A part of a page that asks for itself again when something it shows has changed: a change of one
   of its topics, or of one below it. It also asks once when the stream begins to hear its topics,
   because something may have changed while the page was on its way. Tabs that nobody looks at wait
   until somebody does. Where no stream can be had, `poll-seconds` asks now and then. */

import { LiveStream } from "./live-stream.js";

const PAUSE_MS = 1_000; // between two requests of one part, however much happens
const WITHOUT_STREAM_MS = 3_000;

const parts = new Set();

const post = connect((message) => {
  for (const part of parts) part.hear(message);
});

function connect(tell) {
  if (!("SharedWorker" in window)) {
    const stream = new LiveStream(tell);
    return (topics) => stream.want(topics);
  }
  const address = new URL("./live-worker.js", import.meta.url);
  const worker = new SharedWorker(address, { type: "module", name: "floorwalker-live" });
  worker.port.onmessage = ({ data }) => tell(data);
  return (topics) => worker.port.postMessage(topics);
}

const whatItDoes = (element) =>
  `${element.tagName} ${element.form?.action ?? element.href ?? ""} ${element.textContent.trim()}`;

let asking = 0;
function askForTopics() {
  clearTimeout(asking);
  asking = setTimeout(() => post([...new Set([...parts].flatMap((part) => part.topics))]));
}

class LivePart extends HTMLElement {
  #isFresh = false; // heard since the page was made
  #isStale = false;
  #isAsking = false;
  #timers = [];

  get topics() {
    return (this.getAttribute("topics") ?? "").split(" ").filter(Boolean);
  }

  connectedCallback() {
    parts.add(this);
    askForTopics();
    const seconds = Number(this.getAttribute("poll-seconds"));
    this.#timers = [
      setTimeout(() => this.#isFresh || this.refresh(), WITHOUT_STREAM_MS),
      seconds ? setInterval(() => this.refresh(), seconds * 1_000) : 0,
    ];
  }

  disconnectedCallback() {
    parts.delete(this);
    for (const timer of this.#timers) clearTimeout(timer);
    askForTopics();
  }

  hear(message) {
    if (message.kind === "ready") {
      if (this.#isFresh || !this.topics.some((topic) => message.topics.includes(topic))) return;
      this.#isFresh = true;
      this.refresh();
    } else if (message.kind === "resync" || message.changes.some((c) => this.#isAbout(c.topic))) {
      this.refresh();
    }
  }

  async refresh() {
    this.#isStale = true;
    if (this.#isAsking || document.hidden) return;
    this.#isAsking = true;
    while (this.#isStale && this.isConnected && !document.hidden) {
      this.#isStale = false;
      await this.#ask().catch(() => {}); // nobody there: the next event or poll asks again
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#isAsking = false;
  }

  whenSeen() {
    if (this.#isStale) this.refresh();
  }

  async #ask() {
    const select = this.getAttribute("select");
    const how = { target: this, source: this, swap: "innerHTML", ...(select && { select }) };
    const focused = this.contains(document.activeElement) && whatItDoes(document.activeElement);
    await htmx.ajax("GET", this.getAttribute("src"), how);
    if (focused && !this.contains(document.activeElement)) this.#focusAgain(focused);
  }

  /* Whoever works by keyboard stays where they were, though the elements are new ones. */
  #focusAgain(focused) {
    const same = [...this.querySelectorAll("a, button, summary, input, select")].find(
      (element) => whatItDoes(element) === focused,
    );
    same?.focus({ preventScroll: true });
  }

  #isAbout(topic) {
    return this.topics.some((own) => topic === own || topic.startsWith(`${own}/`));
  }
}

// Whoever was signed out meanwhile is sent to the sign-in page, which is no part of this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (!(target instanceof LivePart)) return;
  const asked = new URL(target.getAttribute("src"), location.href);
  if (new URL(xhr.responseURL).pathname !== asked.pathname) event.detail.shouldSwap = false;
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const part of parts) part.whenSeen();
});
addEventListener("pagehide", () => post([]));
addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // out of the browser's own store, as old as it may be
  askForTopics();
  for (const part of parts) part.refresh();
});
customElements.define("live-part", LivePart);
