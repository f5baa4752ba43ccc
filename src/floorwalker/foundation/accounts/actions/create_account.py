"""Create an account without a password: its person chooses one through an invitation."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.accounts.reach import require_may_give
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.choices import Language
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import person_in_reach

NAME_LENGTH_MAX = 200


def create_account(
    actor: Actor,
    *,
    email: str,
    name: str,
    grants: Sequence[Grant],
    at: datetime,
    language: str = Language.ENGLISH.value,
    person_id: int | None = None,
) -> User:
    """Create it with its roles, and the person behind it if there is one.

    Raises:
        NotPermittedError: a role or its place is more than the actor holds.
        NotFoundError: the person is out of the actor's reach.
        BadInputError: no role; no name; the address is none or is taken; or the person has an
            account already.
    """
    actor.require("manage_accounts")
    if not grants:
        raise BadInputError(
            _("choose a role: without one an account may do nothing."), where="role"
        )
    for grant in grants:
        require_may_give(actor, grant)
    person = person_in_reach(actor, person_id) if person_id is not None else None
    with transaction.atomic():
        _require_possible(email, name, language)
        _require_free(email, person)
        fields = {"name": name.strip(), "language": language, "person": person}
        user = User.objects.create_user(email.strip(), None, **fields)
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=g.role, site_id=g.site_id, team_id=g.team_id)
            for g in grants
        )
        roles = [[g.role.value, g.site_id, g.team_id] for g in grants]
        after = {"email": user.email, "name": user.name, "roles": roles, "person": person_id}
        record(actor, "create_account", subject=user, after=after, at=at)
    return user


def _require_possible(email: str, name: str, language: str) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise BadInputError(" ".join(error.messages), where="email") from None
    if not name.strip() or len(name) > NAME_LENGTH_MAX or "\x00" in name:
        raise BadInputError(
            _("write 1 to %(most)s characters.") % {"most": NAME_LENGTH_MAX}, where="name"
        )
    if language not in Language.values:
        raise BadInputError(_("choose English or French."), where="language")


def _require_free(email: str, person: Person | None) -> None:
    if User.objects.filter(email=email.strip().lower()).exists():
        raise BadInputError(
            _("there is an account for %(email)s already.") % {"email": email}, where="email"
        )
    if person is not None and User.objects.filter(person=person).exists():
        raise BadInputError(_("this person has an account already."), where="person")
