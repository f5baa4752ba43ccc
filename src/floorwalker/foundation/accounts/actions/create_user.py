"""Create an account with its roles."""

from collections.abc import Callable, Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Person


def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    grants: Sequence[Grant],
    person: Person | None = None,
) -> User:
    """Create an account that can sign in at once.

    Raises:
        BadInputError: the address is taken or none, or the password is too easy to guess.
    """
    _check(validate_email, email, where=email)
    _check(validate_password, password, where=_("password"))
    if User.objects.filter(email=email.lower()).exists():
        raise BadInputError(_("there is an account for %(email)s already.") % {"email": email})
    with transaction.atomic():
        language = person.language if person else "en"
        user = User.objects.create_user(
            email, password, name=name, person=person, language=language
        )
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=g.role, site_id=g.site_id, team_id=g.team_id)
            for g in grants
        )
        roles = [grant.role.value for grant in grants]
        record(actor, "create_user", subject=user, after={"email": email, "roles": roles})
    return user


def _check(validate: Callable[[str], None], text: str, *, where: str) -> None:
    try:
        validate(text)
    except ValidationError as error:
        raise BadInputError(" ".join(error.messages), where=where) from None
