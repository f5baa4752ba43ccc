/* The days of a roster grid: from minutes to places and to clock words.

   A minute counts from the day's local midnight as time passes; `clock_shifts` of a day say where the
   clock jumps. That is all this browser knows about time zones, and all it needs. */

const MINUTES_OF_DAY = 1440;

export class Days {
  constructor(days, snapMinutes) {
    this.all = days;
    this.snapMinutes = snapMinutes;
    this.indexByDate = new Map(days.map((day, index) => [day.starts_on, index]));
  }

  index(startsOn) {
    return this.indexByDate.get(startsOn);
  }

  length(day) {
    return day.end_minute - day.start_minute;
  }

  /** Percent of the lane's width at which a minute lies, kept inside the lane. */
  percent(day, minute) {
    const share = (minute - day.start_minute) / this.length(day);
    return Math.min(Math.max(share, 0), 1) * 100;
  }

  /** The minute under a place on screen, not yet snapped. */
  minuteAt(day, lane, clientX) {
    const box = lane.getBoundingClientRect();
    return day.start_minute + ((clientX - box.left) / box.width) * this.length(day);
  }

  /** Whether the drawn part lasts all evening, so that a shift may go on into the night. */
  endsAtMidnight(day) {
    return this.clock(day, day.end_minute) === "00:00";
  }

  snap(minute) {
    return Math.round(minute / this.snapMinutes) * this.snapMinutes;
  }

  clock(day, minute) {
    const passed = day.clock_shifts.filter((shift) => minute >= shift.from_minute);
    const onClock = minute + (passed.at(-1)?.offset_minutes ?? 0);
    const ofDay = ((onClock % MINUTES_OF_DAY) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
    return `${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}`;
  }
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}
