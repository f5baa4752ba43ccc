"""People who left, and closed accounts of no person: pseudonymised after a time without a sign.

The last sign is the newest audit record by them or about them; closing an account is one.
"""

from datetime import datetime

from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.retention.data_classes import DataClass, Rule
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.models import Erasure
from floorwalker.foundation.retention.traces import all_traces

TWO_YEARS_DAYS = 730
LEAVER_RULE = Rule(TWO_YEARS_DAYS, 30, 3650)
_WHAT_HAPPENS = _("The name becomes a pseudonym; rosters and statistics keep counting.")


def erase_traces(leaver: Leaver) -> dict[str, int]:
    """Erase someone everywhere, in the caller's transaction; return rows by place."""
    Erasure.objects.create(person=leaver.person, user=leaver.user)
    return {str(place.title): place.erase(leaver) for place in all_traces()}


def _people_due(older_than: datetime) -> QuerySet[Person]:
    left = Person.objects.filter(inactive_from__lte=older_than.date(), erasure=None)
    left = left.exclude(user__is_active=True)
    signs = Greatest(
        _newest("subject_id", "pk", about="people.Person"),
        _newest("subject_id", "user__pk", about="accounts.User"),
        _newest("user_id", "user__pk"),
    )
    return left.alias(last_sign_at=signs).filter(last_sign_at__lt=older_than)


def _accounts_due(older_than: datetime) -> QuerySet[User]:
    closed = User.objects.filter(is_active=False, person=None, erasure=None)
    signs = Greatest(_newest("subject_id", "pk", about="accounts.User"), _newest("user_id", "pk"))
    return closed.alias(last_sign_at=signs).filter(last_sign_at__lt=older_than)


def _newest(field: str, key: str, *, about: str = "") -> Subquery:
    """Return when the newest record by someone, or about them, was written."""
    wanted = Cast(OuterRef(key), CharField()) if about else OuterRef(key)
    records = AuditRecord.objects.filter(**{field: wanted})
    if about:
        records = records.filter(subject_type=about)
    newest = records.order_by("-at").values("at")[:1]
    return Subquery(newest, output_field=DateTimeField())


def _erase_people(due: "QuerySet[Person]") -> int:
    people = list(due)
    for person in people:
        erase_traces(Leaver(person, User.objects.filter(person=person).first()))
    return len(people)


def _erase_accounts(due: "QuerySet[User]") -> int:
    users = list(due)
    for user in users:
        erase_traces(Leaver(None, user))
    return len(users)


CLASSES = (
    DataClass(
        name="people-who-left",
        title=_("People who left, with their accounts"),
        why=_("Rosters, references and disputes of the last years name them."),
        what_happens=_WHAT_HAPPENS,
        rule=LEAVER_RULE,
        due=_people_due,
        erase=_erase_people,
        order=50,
    ),
    DataClass(
        name="closed-accounts",
        title=_("Closed accounts of no person"),
        why=_("Plans and imports of the last years name whoever made them."),
        what_happens=_WHAT_HAPPENS,
        rule=LEAVER_RULE,
        due=_accounts_due,
        erase=_erase_accounts,
        order=51,
    ),
)
