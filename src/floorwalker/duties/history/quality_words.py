"""What the codes of a quality report mean, in words for people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_WORDS: Mapping[str, str | Promise] = {
    "absurd_duration": _("a duration longer than can be"),
    "bad_email": _("no e-mail address"),
    "bad_hours": _("contract hours that cannot be"),
    "bad_level": _("a skill level that is not 1 to 5"),
    "bad_number": _("no number where one belongs"),
    "bad_time": _("no date or time where one belongs"),
    "bad_window": _("availability not written as 09:00-17:00"),
    "conflict": _("the same queue and interval again, with other numbers"),
    "duplicate": _("the same again"),
    "ended_before_queue": _("ended before the queue, so no demand on people"),
    "ends_before_start": _("ends before it starts"),
    "line_too_long": _("a line too long to be a row"),
    "missing_value": _("a needed value is missing"),
    "negative": _("a number below zero"),
    "no_such_time": _("a time that the clock change skipped"),
    "not_text": _("bytes that are no text"),
    "off_grid": _("not the start of an interval"),
    "open_quote": _("a quotation mark that is not closed"),
    "phantom": _("a phantom call of the telephone system"),
    "too_large": _("a value too large"),
    "unknown_outcome": _("an outcome that we do not know"),
    "wrong_columns": _("more or fewer cells than the header (a shifted row)"),
}

FLAG_WORDS: Mapping[str, str | Promise] = {
    "abandoned_with_agent": _("Abandoned contacts that name an agent"),
    "abandoned_with_service": _("Abandoned contacts with service time"),
    "agents_ending_calls": _("Agents who often end a call within 10 seconds"),
    "answered_without_agent": _("Answered contacts without an agent"),
    "burst": _("Bursts: far more than is usual at that time"),
    "doubled_hour": _("Rows in the hour that the clock change repeats"),
    "duplicate_contact": _("The same contact twice"),
    "late_data": _("Contacts added to days that had been counted before"),
    "late_rows": _("Rows more than a day out of order"),
    "long_service": _("Services longer than an hour"),
    "missing_days": _("Missing days"),
    "missing_intervals": _("Missing intervals"),
    "more_answered_than_offered": _("More answered than offered"),
    "negative_vru_time": _("Negative time in the voice unit"),
    "outlier_day": _("Days far from their weekday's usual total"),
    "partial_day": _("The file begins or ends within a day"),
    "queue_clock_disagrees": _("Waits that disagree with their own clock times"),
    "queue_ends_before_start": _("Waits that end before they start"),
    "queue_over_midnight": _("Waits that pass midnight (kept right)"),
    "service_clock_disagrees": _("Services that disagree with their own clock times"),
    "service_ends_before_start": _("Services that end before they start"),
    "service_over_midnight": _("Services that pass midnight (kept right)"),
    "short_service": _("Services shorter than 10 seconds"),
    "silence": _("Silence in busy hours"),
}
