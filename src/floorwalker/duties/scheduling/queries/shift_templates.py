"""One shift template, or an empty one to fill in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions.define_shift_template import Pause, TemplateTimes
from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.models import ShiftTemplate
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site

USUAL_TIMES = TemplateTimes(8 * 60, 10 * 60, 8 * 60, 8 * 60 + 30)


@dataclass(frozen=True)
class ShiftTemplatePage:
    """A template as it is; without an id, a new one."""

    id: int | None
    name: str
    site: Site
    times: TemplateTimes
    pauses: tuple[Pause, ...]


def shift_template_page(actor: Actor, *, template_id: int | None) -> ShiftTemplatePage:
    """Return a template of a site whose weeks this actor may plan.

    Raises:
        NotFoundError: there is no such template.
        NotPermittedError: this actor may not plan the weeks of its site.
    """
    if template_id is None:
        return ShiftTemplatePage(None, "", site_of(actor), USUAL_TIMES, ())
    found = ShiftTemplate.objects.select_related("site").filter(pk=template_id).first()
    if found is None:
        raise NotFoundError(
            _("there is no such shift template."), next_step=_("Choose one from the list.")
        )
    actor.require("plan_week", site_id=found.site_id)
    return ShiftTemplatePage(
        id=found.pk,
        name=found.name,
        site=found.site,
        times=TemplateTimes(
            found.start_minute_earliest,
            found.start_minute_latest,
            found.length_minutes_min,
            found.length_minutes_max,
        ),
        pauses=tuple(
            Pause(
                Activity(pause.activity),
                pause.minutes,
                pause.is_paid,
                pause.after_minutes_earliest,
                pause.after_minutes_latest,
            )
            for pause in found.breaks.all()
        ),
    )
