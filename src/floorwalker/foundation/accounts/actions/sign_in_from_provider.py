"""Find the account of whoever comes from the organisation's provider; link it the first time.

Once linked, only the provider's subject counts: addresses are given to others when people leave.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.errors import ProviderError
from floorwalker.foundation.accounts.models import ProviderLink, User
from floorwalker.foundation.accounts.records import ProviderPerson
from floorwalker.foundation.audit.record import record


def sign_in_from_provider(
    actor: Actor, *, person: ProviderPerson, may_create: bool, at: datetime
) -> User:
    """Return the account that the person may use now.

    Raises:
        ProviderError: there is none, it is closed, or nothing proves that it is theirs.
    """
    with transaction.atomic():
        known = ProviderLink.objects.filter(issuer=person.issuer, subject=person.subject)
        link = known.select_related("user").first()
        user = link.user if link else _by_address(actor, person, may_create=may_create, at=at)
        if not user.is_active:
            raise ProviderError(
                _("This account is closed."), next_step=_("Ask your administrator.")
            )
    return user


def _by_address(actor: Actor, person: ProviderPerson, *, may_create: bool, at: datetime) -> User:
    if not person.email or not person.is_email_verified:
        raise ProviderError(
            _("Your organisation did not confirm your email address."),
            next_step=_("Ask your administrator."),
        )
    user = User.objects.select_for_update().filter(email=person.email.lower()).first()
    if user is None and may_create:
        user = User.objects.create_user(person.email, name=person.name or person.email)
        record(actor, "create_user", subject=user, after={"email": user.email, "roles": []}, at=at)
    if user is None:
        raise ProviderError(
            _("There is no account here for %(email)s.") % {"email": person.email},
            next_step=_("Ask your administrator for one."),
        )
    if user.provider_links.filter(issuer=person.issuer).exists():
        raise ProviderError(
            _("The account of this address belongs to somebody else of your organisation."),
            next_step=_("Ask your administrator."),
        )
    if user.is_active:
        ProviderLink.objects.create(
            user=user, issuer=person.issuer, subject=person.subject, linked_at=at
        )
        record(actor, "link_provider", subject=user, after={"issuer": person.issuer}, at=at)
    return user
