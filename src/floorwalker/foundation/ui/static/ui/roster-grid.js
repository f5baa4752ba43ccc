/* <roster-grid>: people as rows, days as columns, shifts as bars that can be moved and resized.

   The data is in the JSON script named by data-source, the words in the one named by data-words.
   A change is shown at once as a draft, posted to data-change-url, and kept or taken back by the
   answer; the contract is in docs/dev/ui.md. Without data-change-url the grid only shows.

   One shift here is { saved, draft, isSaving, wantsSave, personName }: `saved` is what the server
   last said, `draft` what the person is doing to it. Drafts are replaced, never altered. */

import { answerParts } from "./roster-grid-answer.js";
import { CoverageStrip } from "./roster-grid-coverage.js";
import { Days } from "./roster-grid-days.js";
import { RosterView, say } from "./roster-grid-view.js";

const EDGE_PIXELS = 8; // this near to an end of a bar, a drag resizes
const DRAG_PIXELS = 4; // a shorter way is a click
const KEYS_REST_MS = 600; // keys are saved together once they rest this long
const ANSWER_TIMEOUT_MS = 20000;

class RosterGrid extends HTMLElement {
  #shifts = new Map();
  #undoTokens = [];
  #drag = null;
  #keyTimers = new Map(); // shift → timer
  #isUndoing = false;

  connectedCallback() {
    if (this.view) return; // moved in the page: everything is drawn already
    this.data = readJson(this.dataset.source);
    this.words = readJson(this.dataset.words);
    if (!this.data || !this.words) return;
    this.language = document.documentElement.lang || "en";
    this.days = new Days(this.data.days, this.data.snap_minutes);
    const names = new Map(this.data.people.map((person) => [person.id, person.name]));
    for (const saved of this.data.shifts) {
      if (this.days.index(saved.starts_on) === undefined || !names.has(saved.person_id)) continue;
      this.#shifts.set(saved.id, { saved, draft: null, isSaving: false, wantsSave: false, personName: names.get(saved.person_id) });
    }
    this.view = new RosterView(this, this.data, this.days, this.words);
    this.strip = new CoverageStrip(this.data.coverage, this.days, this.words, this.language);
    const tell = (text) => (this.view.readout.textContent = text);
    this.view.draw([...this.#shifts.values()], this.strip.draw((day) => this.view.lane(day), tell));
    if (this.dataset.changeUrl) this.#listen();
    else this.view.undoButton.hidden = true;
  }

  disconnectedCallback() {
    for (const timer of this.#keyTimers.values()) clearTimeout(timer);
    this.#keyTimers.clear();
  }

  #listen() {
    this.classList.add("rg-editable");
    this.addEventListener("pointerdown", (event) => this.#startDrag(event));
    this.addEventListener("pointermove", (event) => this.#moveDrag(event));
    this.addEventListener("pointerup", (event) => this.#endDrag(event));
    this.addEventListener("pointercancel", () => this.#cancelDrag());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusout", (event) => {
      const shift = this.#shiftOf(event.target);
      if (shift && this.#keyTimers.has(shift)) this.#save(shift);
    });
    this.view.undoButton.addEventListener("click", () => this.#undo());
  }

  // --- by pointer -----------------------------------------------------------------------------

  #startDrag(event) {
    const bar = event.target.closest(".rg-shift");
    const shift = this.#shiftOf(event.target);
    if (!shift || shift.saved.is_locked || event.button !== 0) return;
    const box = bar.getBoundingClientRect();
    const now = shift.draft ?? shift.saved;
    const day = this.days.all[this.days.index(now.starts_on)];
    const grabbed = this.days.minuteAt(day, bar.parentElement, event.clientX) - now.start_minute;
    this.#drag = { shift, from: shift.draft, startX: event.clientX, isMoving: false, grabbed, part: partAt(event, box) };
    bar.focus(); // not every browser focuses a pressed button, and Escape must reach us
    this.setPointerCapture(event.pointerId); // the bar itself may change lanes on the way
    this.classList.add("rg-dragging");
  }

  #moveDrag(event) {
    const drag = this.#drag;
    if (!drag) return;
    if (!drag.isMoving && Math.abs(event.clientX - drag.startX) < DRAG_PIXELS) return;
    drag.isMoving = true;
    const now = drag.shift.draft ?? drag.shift.saved;
    const lanes = this.view.lanes.get(drag.shift.saved.person_id);
    const index = drag.part === "all" ? laneIndexAt(lanes, event.clientX) : this.days.index(now.starts_on);
    const day = this.days.all[index];
    const minute = this.days.minuteAt(day, lanes[index], event.clientX);
    if (drag.part === "all") this.#moveTo(drag.shift, day, this.days.snap(minute - drag.grabbed));
    else this.#resizeTo(drag.shift, drag.part, this.days.snap(minute));
  }

  #endDrag(event) {
    const drag = this.#letGo();
    if (!drag?.isMoving) return;
    event.preventDefault();
    this.#save(drag.shift);
  }

  #cancelDrag() {
    const drag = this.#letGo();
    if (drag) this.#setDraft(drag.shift, drag.from);
  }

  #letGo() {
    const drag = this.#drag;
    this.#drag = null;
    this.classList.remove("rg-dragging");
    return drag;
  }

  // --- by keyboard ----------------------------------------------------------------------------

  #key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.#undo();
      return;
    }
    const shift = this.#shiftOf(event.target);
    if (!shift || event.ctrlKey || event.metaKey) return;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const upDown = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (sideways) this.#nudge(shift, sideways, event);
    else if (upDown) this.#focusRow(event.target.closest(".rg-line"), upDown, shift);
    else if (event.key === "Escape") this.#takeBack(shift);
    else if (event.key === "Enter") this.#save(shift);
    else return;
    event.preventDefault();
  }

  #nudge(shift, direction, event) {
    if (shift.saved.is_locked) return this.#announce(this.words.locked);
    const now = shift.draft ?? shift.saved;
    const dayIndex = this.days.index(now.starts_on);
    const step = direction * this.days.snapMinutes;
    if (event.altKey) {
      const day = this.days.all[dayIndex + direction];
      if (day) this.#moveTo(shift, day, now.start_minute);
    } else if (event.shiftKey) this.#resizeTo(shift, "end", now.end_minute + step);
    else this.#moveTo(shift, this.days.all[dayIndex], now.start_minute + step);
    clearTimeout(this.#keyTimers.get(shift));
    if (shift.draft) this.#keyTimers.set(shift, setTimeout(() => this.#save(shift), KEYS_REST_MS));
  }

  #focusRow(line, direction, shift) {
    const wanted = (shift.draft ?? shift.saved).starts_on;
    let row = line;
    do row = direction > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && !row.querySelector(".rg-shift"));
    const bar = row?.querySelector(`[data-day="${wanted}"] .rg-shift`) ?? row?.querySelector(".rg-shift");
    bar?.focus();
  }

  #takeBack(shift) {
    if (this.#drag) return this.#cancelDrag();
    if (!shift.draft || shift.isSaving) return;
    this.#setDraft(shift, null);
    this.#announce(this.words.cancelled);
  }

  // --- drafts ---------------------------------------------------------------------------------

  #moveTo(shift, day, startMinute) {
    const now = shift.draft ?? shift.saved;
    const length = now.end_minute - now.start_minute;
    const mayRunOn = this.days.endsAtMidnight(day) || now.end_minute > day.end_minute;
    const latest = day.end_minute - (mayRunOn ? this.days.snapMinutes : length);
    const start = clamp(startMinute, day.start_minute, latest);
    this.#setDraft(shift, { starts_on: day.starts_on, start_minute: start, end_minute: start + length });
  }

  #resizeTo(shift, part, minute) {
    const now = shift.draft ?? shift.saved;
    const day = this.days.all[this.days.index(now.starts_on)];
    const shortest = this.data.shortest_shift_minutes;
    const draft = { starts_on: now.starts_on, start_minute: now.start_minute, end_minute: now.end_minute };
    if (part === "start") draft.start_minute = clamp(minute, day.start_minute, now.end_minute - shortest);
    else draft.end_minute = Math.max(minute, now.start_minute + shortest);
    this.#setDraft(shift, draft);
  }

  #setDraft(shift, draft) {
    shift.draft = draft && isSame(draft, shift.saved) ? null : draft;
    if (!shift.draft) {
      clearTimeout(this.#keyTimers.get(shift));
      this.#keyTimers.delete(shift);
    }
    const words = this.view.place(shift);
    if (shift.draft) this.#announce(say(this.words.moved, words));
  }

  // --- the server -----------------------------------------------------------------------------

  async #save(shift) {
    clearTimeout(this.#keyTimers.get(shift));
    this.#keyTimers.delete(shift);
    if (!shift.draft) return;
    if (shift.isSaving) {
      shift.wantsSave = true; // the answer on its way will bring the version to save against
      return;
    }
    const sent = shift.draft;
    shift.isSaving = true;
    this.view.place(shift);
    this.#announce(this.words.saving);
    const answer = await this.#post(this.dataset.changeUrl, { shift_id: shift.saved.id, version: shift.saved.version, ...sent });
    shift.isSaving = false;
    if (answer.ok) this.#accept(answer, shift, sent);
    else this.#refuse(answer, shift);
    if (shift.wantsSave) {
      shift.wantsSave = false;
      this.#save(shift);
    }
  }

  #accept(answer, shift, sent) {
    if (shift.draft === sent) shift.draft = null;
    shift.saved = answer.shift ?? { ...shift.saved, ...sent };
    if (answer.undo_token) this.#undoTokens.push(answer.undo_token);
    const words = this.view.place(shift);
    if (words) this.#announce(say(this.words.saved, words));
    this.#show(answer);
  }

  #refuse(answer, shift) {
    if (this.#drag?.shift === shift) this.#letGo();
    if (answer.shift) shift.saved = answer.shift;
    this.#setDraft(shift, null);
    this.#announce(say(this.words.refused, { reason: answer.reason }));
    this.#show(answer);
  }

  async #undo() {
    const token = this.#undoTokens.at(-1);
    if (!token || !this.dataset.undoUrl) return this.#announce(this.words.nothing_to_undo);
    if (this.#isUndoing) return;
    this.#isUndoing = true;
    const answer = await this.#post(this.dataset.undoUrl, { undo_token: token });
    this.#isUndoing = false;
    if (!answer.isUnreachable) this.#undoTokens = this.#undoTokens.filter((other) => other !== token);
    const shift = this.#shifts.get(answer.shift?.id);
    if (shift) {
      shift.saved = answer.shift;
      this.#setDraft(shift, null);
    }
    if (!answer.ok) this.#announce(say(this.words.refused, { reason: answer.reason }));
    else if (shift) this.#announce(say(this.words.undone, this.view.place(shift) ?? {}));
    this.#show(answer);
  }

  async #post(url, body) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const answer = await response.json();
      if (typeof answer.ok === "boolean") return answer;
    } catch {
      // no network, no answer in time, or a page instead of JSON (signed out): all the same here
    }
    return { ok: false, reason: "", isUnreachable: true };
  }

  // --- what the person is told ----------------------------------------------------------------

  #show(answer) {
    this.view.undoButton.disabled = this.#undoTokens.length === 0;
    this.strip.update(answer.coverage ?? []);
    if (answer.isUnreachable) this.#announce(this.words.unreachable);
    const refusal = answer.ok ? "" : this.view.status.textContent;
    this.view.answer.replaceChildren(...answerParts(answer, refusal, this.words, this.language));
    this.dispatchEvent(new CustomEvent("roster-grid:answer", { bubbles: true, detail: answer }));
  }

  #announce(sentence) {
    this.view.status.textContent = sentence;
  }

  #shiftOf(target) {
    return this.#shifts.get(target.closest?.(".rg-shift")?.dataset.shift);
  }
}

function readJson(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
}

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function partAt(event, box) {
  if (box.width < 3 * EDGE_PIXELS) return "all";
  if (event.clientX - box.left < EDGE_PIXELS) return "start";
  return box.right - event.clientX < EDGE_PIXELS ? "end" : "all";
}

function laneIndexAt(lanes, clientX) {
  const found = lanes.findIndex((lane) => clientX < lane.getBoundingClientRect().right);
  return found < 0 ? lanes.length - 1 : found;
}

function isSame(draft, saved) {
  return draft.starts_on === saved.starts_on && draft.start_minute === saved.start_minute && draft.end_minute === saved.end_minute;
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}

customElements.define("roster-grid", RosterGrid);
