"""What the roster grid is told after a change of a shift."""

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.errors import RuleBrokenError
from floorwalker.duties.scheduling.models import RequirementInterval, Shift
from floorwalker.duties.scheduling.queries.grid import grid_coverage, grid_shift, local_day
from floorwalker.duties.scheduling.rule_sentences import sentence
from floorwalker.duties.scheduling.shift_change import ShiftChanged
from floorwalker.duties.scheduling.stages.predicting import predicted_service_level
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY
from floorwalker.foundation.errors import FloorwalkerError
from floorwalker.foundation.ui.roster_grid import BrokenRule, ChangeAnswer, Predicted


def answer_to_change(done: ShiftChanged, *, can_undo: bool = True) -> ChangeAnswer:
    """Return the shift as it is now, the rules it touches, the cover and the service expected."""
    facts = done.facts
    shift = Shift.objects.prefetch_related("activities").get(pk=done.shift.pk)
    day = local_day(shift, facts.week.zone)
    return ChangeAnswer(
        ok=True,
        shift=grid_shift(shift, facts.week.zone, is_locked=False),
        broken_rules=tuple(
            BrokenRule(
                sentence=sentence(rule, name=facts.name_of(rule.agent), week=facts.week),
                person=facts.name_of(rule.agent),
                severity="soft",
            )
            for rule in done.after.newly_broken_since(done.before)
        ),
        coverage=grid_coverage(facts, done.after, [day]),
        predicted=_predicted(done),
        undo_token=str(done.change.pk) if can_undo else None,
    )


def answer_to_refusal(error: FloorwalkerError, *, shift_id: int | None = None) -> ChangeAnswer:
    """Return why nothing was changed, and the shift as it is (someone else may have moved it)."""
    shift = Shift.objects.select_related("roster__site").filter(pk=shift_id or 0).first()
    rules = error.sentences if isinstance(error, RuleBrokenError) else ()
    reason = error.what if not rules else _("it would break a rule.")
    return ChangeAnswer(
        ok=False,
        reason=f"{reason} {error.next_step}".strip(),
        broken_rules=tuple(BrokenRule(sentence=text) for text in rules),
        shift=grid_shift(shift, shift.roster.site.tzinfo, is_locked=False) if shift else None,
    )


def _predicted(done: ShiftChanged) -> Predicted:
    """Predict the service level of the day the shift is on, before and after."""
    day = local_day(done.shift, done.facts.week.zone)
    start = (day - done.facts.week.starts_on).days * MINUTES_PER_DAY
    intervals = list(
        RequirementInterval.objects.filter(
            requirement=done.shift.roster.requirement_id,
            starts_at__gte=done.facts.week.moment(start),
            starts_at__lt=done.facts.week.moment(start + MINUTES_PER_DAY),
        ).select_related("requirement")
    )
    before, after = (
        predicted_service_level(done.facts, judged.coverage.scheduled, intervals)
        for judged in (done.before, done.after)
    )
    return Predicted(label=_("Service level of the day"), before=before, after=after)
