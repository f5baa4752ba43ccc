/* The strip below the people: scheduled against required, a line a queue.

   Grey-green is needed and there; blue above the line is more than needed; red below the line is
   missing. Hours short and over are told apart in words, never set off against each other. */

import { node, say } from "./roster-grid-view.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 100;
const HEADROOM = 0.94;

export class CoverageStrip {
  constructor(queues, days, words, language) {
    this.days = days;
    this.words = words;
    this.number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    this.queues = queues.map((queue) => ({
      ...queue,
      intervals: new Map(queue.intervals.map((interval) => [key(interval), interval])),
      lanes: [],
    }));
  }

  /** Return the drawn list; `makeLane` gives an empty lane of a day, `tell` shows a sentence. */
  draw(makeLane, tell) {
    const list = node("ol", "rg-coverage");
    list.setAttribute("aria-label", this.words.coverage);
    for (const queue of this.queues) {
      const line = node("li", "rg-line");
      const name = node("span", "rg-name");
      queue.sum = node("small", "soft");
      name.append(node("span", "rg-person", queue.name), queue.sum);
      queue.lanes = this.days.all.map(makeLane);
      line.append(name, ...queue.lanes);
      list.append(line);
      this.#drawQueue(queue);
    }
    list.addEventListener("pointermove", (event) => this.#readOut(event, tell));
    list.addEventListener("pointerleave", () => tell(""));
    return list;
  }

  /** Take in changed intervals; those not mentioned stay. */
  update(changes) {
    for (const change of changes) {
      const queue = this.queues.find((candidate) => candidate.queue === change.queue);
      if (!queue) continue;
      for (const interval of change.intervals) queue.intervals.set(key(interval), interval);
      this.#drawQueue(queue);
    }
  }

  #drawQueue(queue) {
    const intervals = [...queue.intervals.values()].sort((a, b) => a.start_minute - b.start_minute);
    const top = Math.max(1, ...intervals.map((i) => Math.max(i.required, i.scheduled)));
    let short = 0;
    let over = 0;
    for (const interval of intervals) {
      const difference = ((interval.scheduled - interval.required) * interval.minutes) / 60;
      if (difference < 0) short -= difference;
      else over += difference;
    }
    const parts = [say(this.words.short, { hours: this.number.format(short) }), say(this.words.over, { hours: this.number.format(over) })];
    queue.sum.textContent = parts.join(" · ");
    this.days.all.forEach((day, index) => {
      const ofDay = intervals.filter((interval) => interval.starts_on === day.starts_on);
      queue.lanes[index].replaceChildren(drawLane(ofDay, day, this.days.length(day), top));
    });
  }

  #readOut(event, tell) {
    const lane = event.target.closest(".rg-lane");
    if (!lane) return tell("");
    for (const queue of this.queues) {
      const index = queue.lanes.indexOf(lane);
      if (index < 0) continue;
      const day = this.days.all[index];
      const minute = this.days.minuteAt(day, lane, event.clientX);
      for (const interval of queue.intervals.values()) {
        if (interval.starts_on !== day.starts_on) continue;
        if (minute < interval.start_minute || minute >= interval.start_minute + interval.minutes) continue;
        return tell(
          say(this.words.interval, {
            queue: queue.name,
            day: day.label,
            start: this.days.clock(day, interval.start_minute),
            scheduled: this.number.format(interval.scheduled),
            required: this.number.format(interval.required),
          }),
        );
      }
    }
    return tell("");
  }
}

function key(interval) {
  return `${interval.starts_on} ${interval.start_minute}`;
}

function drawLane(intervals, day, length, top) {
  const y = (value) => round(HEIGHT - (value / top) * HEIGHT * HEADROOM);
  const paths = { met: "", over: "", under: "", required: "" };
  let expected = null;
  for (const interval of intervals) {
    const left = interval.start_minute - day.start_minute;
    const right = left + interval.minutes;
    const block = (low, high) => `M${left} ${y(low)}V${y(high)}H${right}V${y(low)}Z`;
    const met = Math.min(interval.required, interval.scheduled);
    if (met > 0) paths.met += block(0, met);
    if (interval.scheduled > interval.required) paths.over += block(interval.required, interval.scheduled);
    if (interval.required > interval.scheduled) paths.under += block(interval.scheduled, interval.required);
    paths.required += `${left === expected ? "L" : "M"}${left} ${y(interval.required)}H${right}`;
    expected = right;
  }
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${length} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true"); // the words beside it and the page's table say the same
  for (const [name, d] of Object.entries(paths)) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `rg-cover-${name}`);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

function round(number) {
  return Math.round(number * 100) / 100;
}
