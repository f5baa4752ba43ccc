"""What erasing somebody does to the person."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation import clock
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import Traces, declare_traces


def _count(leaver: Leaver) -> int:
    return int(leaver.person is not None)


def _erase(leaver: Leaver) -> int:
    if leaver.person is None:
        return 0
    today = clock.now().astimezone(leaver.person.team.site.tzinfo).date()
    return Person.objects.filter(pk=leaver.person.pk).update(
        name=leaver.pseudonym,
        email="",
        employee_number=f"former-{leaver.person.pk}",
        inactive_from=leaver.person.inactive_from or today,
        version=F("version") + 1,
    )


declare_traces(
    Traces(
        title=_("Name, address and employee number"),
        stays=_("Team, skills, contract and shifts, under the pseudonym"),
        count=_count,
        erase=_erase,
    )
)
