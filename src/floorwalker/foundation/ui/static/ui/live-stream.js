/* One stream of /live for any number of parts. It opens for the topics that somebody wants, comes
   back by itself where it was cut off, and says nothing twice.

   tell(message) gets {kind: "ready", topics}, {kind: "changes", changes: [{topic, body}]} or
   {kind: "resync"}. */

const SILENCE_MS_MAX = 45_000; // the server speaks every 15 s: then nobody is there any more
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;
const TOPICS_MAX = 100; // as the server

export class LiveStream {
  #tell;
  #source = null;
  #topics = new Set(); // asked for
  #heard = null; // confirmed by the server, while the stream is open
  #position = "";
  #retryMs = RETRY_MS_MIN;
  #retry = 0;
  #silence = 0;

  constructor(tell) {
    this.#tell = tell;
  }

  /** Listen to these topics at least; a stream that has more stays as it is. */
  want(topics) {
    const wanted = new Set(topics);
    if (wanted.size === 0) return this.#close();
    const isOpen = this.#source && this.#source.readyState !== EventSource.CLOSED;
    if (isOpen && [...wanted].every((topic) => this.#topics.has(topic))) {
      if (this.#heard) this.#tell({ kind: "ready", topics: this.#heard });
      return;
    }
    this.#topics = new Set([...wanted].slice(0, TOPICS_MAX));
    this.#open();
  }

  #open() {
    this.#close();
    const query = new URLSearchParams({ topics: [...this.#topics].join(",") });
    if (this.#position) query.set("after", this.#position);
    this.#source = new EventSource(`/live?${query}`);
    this.#on("ready", (topics) => {
      this.#retryMs = RETRY_MS_MIN;
      this.#heard = topics.topics;
      this.#tell({ kind: "ready", topics: this.#heard });
    });
    this.#on("changes", (changes) => this.#tell({ kind: "changes", changes }));
    this.#on("resync", () => this.#tell({ kind: "resync" }));
    this.#on("beat", () => {});
    this.#on("signed-out", () => this.#close());
    // A browser reconnects by itself, but not after a refusal (503 while the database restarts).
    this.#source.onerror = () => {
      this.#heard = null;
      if (this.#source.readyState === EventSource.CLOSED) this.#openLater();
    };
    this.#listenForSilence();
  }

  #on(kind, take) {
    const source = this.#source;
    source.addEventListener(kind, (event) => {
      if (source !== this.#source) return;
      if (event.lastEventId) this.#position = event.lastEventId;
      this.#listenForSilence();
      take(JSON.parse(event.data));
    });
  }

  #openLater() {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#retryMs * (0.5 + Math.random()));
    this.#retryMs = Math.min(RETRY_MS_MAX, this.#retryMs * 2);
  }

  #listenForSilence() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#open(), SILENCE_MS_MAX);
  }

  #close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
    this.#heard = null;
  }
}
