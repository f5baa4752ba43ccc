"""What a twin's figures say, in words: measures, errors, and the reasons of its verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from floorwalker.foundation.ui.written import duration_text, percent_text

ASA = "asa_seconds"
MEASURE_LABELS = {
    "service_level": gettext_lazy("Service level"),
    ASA: gettext_lazy("Mean wait"),
    "abandonment": gettext_lazy("Abandoned"),
    "occupancy": gettext_lazy("Occupancy"),
}
JUDGEMENTS = {
    "within": (gettext_lazy("within"), "good"),
    "off": (gettext_lazy("too far off"), "bad"),
    "outside": (gettext_lazy("too often outside"), "bad"),
    "open": (gettext_lazy("cannot tell"), ""),
}
TONES = {"passed": "good", "failed": "bad", "open": ""}


@dataclass(frozen=True)
class Finding:
    """One measure over the days that were played; `None` where no day tells of it."""

    measure: str
    judgement: str
    days: int
    inside: int
    chance: float | None
    recorded: float | None
    error: float | None
    error_low: float | None
    error_high: float | None
    tolerance: float | None

    @property
    def label(self) -> str:
        """The measure in words."""
        return str(MEASURE_LABELS[self.measure])

    @property
    def judgement_label(self) -> str:
        """The judgement in words."""
        return str(JUDGEMENTS[self.judgement][0])

    @property
    def tone(self) -> str:
        """The kind of badge it wears."""
        return JUDGEMENTS[self.judgement][1]

    @property
    def recorded_text(self) -> str:
        """What was recorded, on the mean over days."""
        if self.recorded is None:
            return "–"
        if self.measure == ASA:
            return duration_text(self.recorded)
        return percent_text(self.recorded, decimals=1)

    @property
    def error_text(self) -> str:
        """By how much the recorded days were above what the twin plays."""
        return self._difference(self.error, signed=True)

    @property
    def interval_text(self) -> str:
        """The 95 % interval of that, without its unit."""
        low, high = (self._number(end, signed=True) for end in (self.error_low, self.error_high))
        return _("%(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def tolerance_text(self) -> str:
        """What is borne."""
        return self._difference(self.tolerance, signed=False)

    @property
    def sentence(self) -> str:
        """Why it was not judged within."""
        words = {
            "measure": self.label,
            "error": self.error_text,
            "interval": self.interval_text,
            "tolerance": self.tolerance_text,
            "inside": self.inside,
            "days": self.days,
            "chance": percent_text(self.chance or 0.0, decimals=1),
        }
        return _sentence(self.judgement) % words

    def _difference(self, value: float | None, *, signed: bool) -> str:
        number = self._number(value, signed=signed)
        if value is None:
            return number
        return _("%s s") % number if self.measure == ASA else _("%s points") % number

    def _number(self, value: float | None, *, signed: bool) -> str:
        if value is None:
            return "–"
        scaled = round(value if self.measure == ASA else 100 * value, 1)
        sign = "−" if scaled < 0 else "+" if signed and scaled > 0 else ""
        return sign + number_format(abs(scaled), decimal_pos=1, force_grouping=True)


def findings_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return stored findings."""
    return tuple(Finding(**row) for row in stored)


def verdict_sentence(verdict: str) -> str:
    """Return the verdict as a sentence."""
    if verdict == "passed":
        return _(
            "Passed: this twin plays the past as it was. Every measure is within what is borne."
        )
    if verdict == "failed":
        return _("Failed: this twin does not play the past as it was.")
    return _("Cannot tell: the records are not enough to judge this twin.")


def reasons(figures: Mapping[str, Any], *, days_least: int, overlap_most: float) -> tuple[str, ...]:
    """Return why the verdict is what it is, each reason with its numbers."""
    return tuple(_reasons(figures, days_least=days_least, overlap_most=overlap_most))


def _reasons(figures: Mapping[str, Any], *, days_least: int, overlap_most: float) -> Iterator[str]:
    days = len(figures["days"])
    if days < days_least:
        yield ngettext(
            "%(days)d later day could be played; a verdict needs %(least)d.",
            "%(days)d later days could be played; a verdict needs %(least)d.",
            days,
        ) % {"days": days, "least": days_least}
    if figures["overlap_ratio"] > overlap_most:
        yield _(
            "%(share)s of the contacts began while the same person had another in hand; the twin"
            " gives each person one at a time."
        ) % {"share": percent_text(figures["overlap_ratio"])}
    if days >= days_least:
        for finding in findings_of(figures["measures"]):
            if finding.days and finding.judgement != "within":
                yield finding.sentence


def _sentence(judgement: str) -> str:
    if judgement == "off":
        return _(
            "%(measure)s: the recorded days are %(error)s off on the mean (%(interval)s);"
            " %(tolerance)s are borne."
        )
    if judgement == "outside":
        return _(
            "%(measure)s: only %(inside)s of %(days)s days in the band that holds nine of ten; a"
            " true twin has so few %(chance)s of the time. The mean error is %(error)s."
        )
    return _(
        "%(measure)s: the mean error may be anything from %(interval)s, and %(tolerance)s are"
        " borne. More days will tell."
    )
