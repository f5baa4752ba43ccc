"""Make the first account of an empty database, with the organisation and the site: exactly once."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actions.create_first_site import create_first_site
from floorwalker.foundation.accounts.actions.create_user import create_user
from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.accounts.queries import has_accounts
from floorwalker.foundation.errors import StateError


def set_up_house(
    actor: Actor,
    *,
    organisation_name: str,
    site_name: str,
    zone_name: str,
    email: str,
    name: str,
    password: str,
    at: datetime,
) -> User:
    """Make whoever sets Floorwalker up its administrator; a site that is there already stays.

    Raises:
        StateError: there is an account already.
        BadInputError: no address, no zone, or a password that is too easy to guess.
    """
    with transaction.atomic():
        _wait_for_others()
        if has_accounts():
            raise StateError(
                _("Floorwalker is set up already."), next_step=_("Sign in, or ask who set it up.")
            )
        user = create_user(
            actor,
            email=email,
            name=name,
            password=password,
            grants=[Grant(Role.ADMIN), Grant(Role.MANAGER)],
        )
        create_first_site(
            actor,
            zone_name=zone_name,
            at=at,
            organisation_name=organisation_name,
            site_name=site_name,
        )
    return user


def _wait_for_others() -> None:
    """Let nobody else make an account meanwhile, on the command line neither."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
