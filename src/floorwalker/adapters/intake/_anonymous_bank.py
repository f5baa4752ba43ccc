"""The Technion "Anonymous Bank" call-by-call layout (Mandelbaum, Sakov & Zeltyn 2000), 17 columns.

What we decided:
- A caller is offered to the queue when the voice unit lets them go (`vru_exit`, which equals
  `q_start` for everyone who waited); the wait is `q_time`.
- AGENT is answered, HANG is abandoned; HANG without a queue entry ended in the voice unit and is
  set aside, being no demand on people. PHANTOM is rejected, as the bank's own guide advises.
- `type` is the queue, `server` the agent (`NO_SERVER`: not known), line and id the reference.
- `date` is the day of `vru_entry`; a clock far behind it has passed midnight.
"""

from collections.abc import Sequence

from django.utils.translation import gettext

from floorwalker.adapters.intake._moments import DAY_SECONDS, MomentReader, clock_seconds
from floorwalker.adapters.intake._quality import Collector, Effect
from floorwalker.adapters.intake._rejects import RowError, SetAside
from floorwalker.duties.history.records import ContactRow, Outcome

COLUMNS = {
    "date": "date",
    "clock": "vru_exit",
    "queue": "type",
    "wait_seconds": "q_time",
    "outcome": "outcome",
    "handle_seconds": "ser_time",
    "agent": "server",
    "reference": "call_id",
}
WIDTH = 17
NO_SERVER = "NO_SERVER"
SERVICE_SECONDS_MAX = 12 * 3600

_HALF_DAY = DAY_SECONDS // 2


def parse(
    cells: Sequence[str], *, line: int, moments: MomentReader, collector: Collector, queue: str
) -> ContactRow:
    """Turn the 17 cells of a call into a contact; tell the collector what is odd about it.

    Raises:
        RowError: the row cannot be used.
        SetAside: the call ended before it reached the queue.
    """
    (vru_line, call_id, _, _, call_type, day_text, entry, leave, vru_time, q_start, q_exit, q_time,
     outcome, ser_start, ser_exit, ser_time, server) = cells  # fmt: skip
    if outcome == "PHANTOM":
        raise RowError("phantom", gettext("the bank's own guide says to leave these out"))
    if outcome not in {"AGENT", "HANG"}:
        raise RowError(
            "unknown_outcome",
            gettext("%(field)s is %(cell)s"),
            field="outcome",
            cell=repr(outcome[:40]),
        )
    queued = q_start not in {"0:00:00", "00:00:00"} or q_time != "0"
    if outcome == "HANG" and not queued:
        raise SetAside("ended_before_queue")
    entry_second, leave_second = clock_seconds(entry), clock_seconds(leave)
    passed_midnight = leave_second < entry_second - _HALF_DAY
    moment = moments.read(f"{day_text} {'24:00' if passed_midnight else leave}")
    if passed_midnight:
        moment = moments.at_local(moment.day, second=leave_second)
    answered = outcome == "AGENT"
    row = ContactRow(
        line=line,
        queue=queue or call_type,
        arrived_at=moment.at,
        wait_seconds=_whole(q_time, field="q_time", at_most=7 * DAY_SECONDS),
        outcome=Outcome.ANSWERED if answered else Outcome.ABANDONED,
        handle_seconds=_whole(ser_time, field="ser_time", at_most=SERVICE_SECONDS_MAX)
        if answered
        else None,
        agent="" if server == NO_SERVER else server,
        reference=f"{vru_line}-{call_id}-{day_text}",
        channel="",
    )
    if not row.queue:
        raise RowError("missing_value", gettext("%(field)s is empty"), field="type")
    collector.contact(row, moment=moment, sequence=vru_line)
    effect = Effect(volume=1, handle_seconds=row.handle_seconds or 0)
    if vru_time.startswith("-"):
        collector.mark("negative_vru_time", effect, line=line, detail=f"{vru_time} s")
    if not answered and ser_time != "0":
        collector.mark("abandoned_with_service", effect, line=line, detail=f"{ser_time} s")
    _check_span("queue", (q_start, q_exit, q_time), effect=effect, collector=collector, line=line)
    _check_span(
        "service", (ser_start, ser_exit, ser_time), effect=effect, collector=collector, line=line
    )
    return row


def _check_span(
    name: str, texts: tuple[str, str, str], *, effect: Effect, collector: Collector, line: int
) -> None:
    starts, ends, told = clock_seconds(texts[0]), clock_seconds(texts[1]), int(texts[2])
    times = {"starts": texts[0], "ends": texts[1], "seconds": told}
    detail = gettext("%(starts)s to %(ends)s, told %(seconds)s s") % times
    if ends < starts and (ends + DAY_SECONDS - starts) == told:
        collector.mark(f"{name}_over_midnight", effect, line=line, detail=detail)
    elif ends < starts:
        collector.mark(f"{name}_ends_before_start", effect, line=line, detail=detail)
    elif ends - starts != told:
        collector.mark(f"{name}_clock_disagrees", effect, line=line, detail=detail)


def _whole(text: str, *, field: str, at_most: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise RowError(
            "bad_number", gettext("%(field)s is %(cell)s"), field=field, cell=repr(text[:40])
        ) from None
    if value < 0:
        raise RowError("negative", gettext("%(field)s is %(cell)s"), field=field, cell=text)
    if value > at_most:
        raise RowError(
            "absurd_duration", gettext("%(field)s is %(cell)s seconds"), field=field, cell=text
        )
    return value
