/* The drawing of a roster grid: rows, lanes and bars. It knows nothing of editing or of the server. */

export function node(name, className = "", text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Fill {braces} of a sentence. */
export function say(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export class RosterView {
  constructor(host, data, days, words) {
    this.host = host;
    this.data = data;
    this.days = days;
    this.words = words;
    this.bars = new Map(); // shift id → button
    this.lanes = new Map(); // person id → one lane a day
  }

  draw(shifts, coverage) {
    const id = this.host.id || "roster-grid";
    this.undoButton = node("button", "button", this.words.undo);
    this.undoButton.type = "button";
    this.undoButton.disabled = true;
    this.status = node("span", "rg-status");
    this.status.setAttribute("role", "status");
    const bar = node("div", "rg-bar");
    bar.append(this.undoButton, this.status, this.#legend(shifts));

    const help = node("p", "visually-hidden", this.words.help);
    help.id = `${id}-help`;
    this.helpId = help.id;

    const scroll = node("div", "rg-scroll");
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", this.words.grid);
    scroll.tabIndex = 0;
    scroll.append(this.#head(), this.#rows(shifts), coverage);

    this.readout = node("p", "rg-readout soft small");
    this.answer = node("div", "rg-answer");
    this.host.style.setProperty("--rg-days", this.days.all.length);
    this.host.classList.toggle("rg-one-day", this.days.all.length === 1);
    this.host.replaceChildren(help, bar, scroll, this.readout, this.answer);
  }

  /** Put a bar where its shift (or the draft of it) now is. */
  place(shift) {
    const bar = this.bars.get(shift.saved.id);
    const now = shift.draft ?? shift.saved;
    const dayIndex = this.days.index(now.starts_on);
    const day = this.days.all[dayIndex];
    if (!day) return bar.remove(); // moved to a day that this grid does not show
    const lane = this.lanes.get(shift.saved.person_id)[dayIndex];
    const left = this.days.percent(day, now.start_minute);
    const right = this.days.percent(day, now.end_minute);
    bar.style.left = `${left}%`;
    bar.style.width = `${Math.max(right - left, 0.5)}%`;
    bar.classList.toggle("rg-runs-on", now.end_minute > day.end_minute);
    bar.classList.toggle("rg-draft", Boolean(shift.draft));
    bar.setAttribute("aria-busy", String(Boolean(shift.isSaving)));
    const words = {
      person: shift.personName,
      day: day.label,
      start: this.days.clock(day, now.start_minute),
      end: this.days.clock(day, now.end_minute),
    };
    const locked = shift.saved.is_locked ? `, ${this.words.locked}` : "";
    const kind = shift.saved.label ? `, ${shift.saved.label}` : "";
    bar.setAttribute("aria-label", say(this.words.shift, words) + kind + locked);
    bar.replaceChildren(...this.#activities(shift, now, day), node("span", "rg-hours", `${words.start}–${words.end}`));
    if (bar.parentElement !== lane) {
      const hadFocus = document.activeElement === bar;
      lane.append(bar);
      if (hadFocus) bar.focus();
    }
    return words;
  }

  #activities(shift, now, day) {
    // While a bar is moved, what is in it moves along; when it is resized, the server will answer.
    const sameLength = now.end_minute - now.start_minute === shift.saved.end_minute - shift.saved.start_minute;
    const moved = sameLength ? now.start_minute - shift.saved.start_minute : 0;
    const length = Math.min(now.end_minute, day.end_minute) - Math.max(now.start_minute, day.start_minute);
    const first = Math.max(now.start_minute, day.start_minute);
    const drawn = [];
    for (const activity of shift.saved.activities) {
      const start = Math.max(activity.start_minute + moved, now.start_minute);
      const end = Math.min(activity.end_minute + moved, now.end_minute);
      if (end <= start || length <= 0) continue;
      const block = node("span", `rg-activity rg-${activity.kind}`);
      block.title = activity.label;
      block.style.left = `${((start - first) / length) * 100}%`;
      block.style.width = `${((end - start) / length) * 100}%`;
      drawn.push(block);
    }
    return drawn;
  }

  #head() {
    const line = node("div", "rg-line rg-head");
    line.append(node("span", "rg-name", this.words.person));
    for (const day of this.days.all) {
      const lane = node("div", "rg-day");
      lane.append(node("strong", "", day.label));
      // A week has room for every fourth hour, without its minutes, and none at the very end.
      const [every, letters, margin] = this.days.all.length === 1 ? [60, 5, 0] : [240, 2, 120];
      const first = Math.ceil(day.start_minute / every) * every;
      for (let minute = first; minute < day.end_minute - margin; minute += every) {
        const hour = node("span", "rg-hour", this.days.clock(day, minute).slice(0, letters));
        hour.style.left = `${this.days.percent(day, minute)}%`;
        lane.append(hour);
      }
      line.append(lane);
    }
    return line;
  }

  #rows(shifts) {
    const list = node("ol", "rg-rows");
    for (const person of this.data.people) {
      const row = node("li", "rg-line");
      const name = node("span", "rg-name");
      name.append(node("span", "rg-person", person.name));
      if (person.detail) name.append(node("small", "soft", person.detail));
      row.append(name);
      const lanes = this.days.all.map((day) => this.lane(day));
      row.append(...lanes);
      this.lanes.set(person.id, lanes);
      list.append(row);
    }
    for (const shift of shifts) this.#addBar(shift);
    return list;
  }

  lane(day) {
    const lane = node("div", "rg-lane");
    lane.dataset.day = day.starts_on;
    lane.style.setProperty("--rg-hours", this.days.length(day) / 60);
    return lane;
  }

  #addBar(shift) {
    const bar = node("button", "rg-shift");
    bar.type = "button";
    bar.dataset.shift = shift.saved.id;
    bar.setAttribute("aria-describedby", this.helpId);
    if (shift.saved.is_locked) {
      bar.classList.add("rg-locked");
      bar.setAttribute("aria-disabled", "true");
    }
    this.bars.set(shift.saved.id, bar);
    this.place(shift);
  }

  #legend(shifts) {
    const labels = new Map();
    for (const shift of shifts) for (const activity of shift.saved.activities) labels.set(activity.kind, activity.label);
    const legend = node("ul", "rg-legend");
    for (const [kind, label] of labels) {
      const item = node("li");
      item.append(node("span", `rg-swatch rg-${kind}`), node("span", "", label));
      legend.append(item);
    }
    return legend;
  }
}
