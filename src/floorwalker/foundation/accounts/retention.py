"""How long sign-ins and failed tries stay, and what erasing somebody does to the account."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.accounts.lock_out import forget_tries
from floorwalker.foundation.accounts.models import (
    FailedTries,
    Invitation,
    Passkey,
    ProviderLink,
    SecondFactor,
    SignIn,
    User,
)
from floorwalker.foundation.accounts.sign_ins import close_sessions
from floorwalker.foundation.retention.data_classes import (
    DataClass,
    Rule,
    declare_class,
    delete_all,
)
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import Traces, declare_traces


def _sign_ins_due(older_than: datetime) -> QuerySet[SignIn]:
    return SignIn.objects.filter(seen_at__lt=older_than)


def _tries_due(older_than: datetime) -> QuerySet[FailedTries]:
    return FailedTries.objects.filter(last_at__lt=older_than)


def _count(leaver: Leaver) -> int:
    return int(leaver.user is not None)


def _erase(leaver: Leaver) -> int:
    user = leaver.user
    if user is None:
        return 0
    close_sessions(user_id=user.pk)
    for deed in ("sign_in", "reset"):
        forget_tries(deed, account=user.email)
    for way_in in (SecondFactor, Passkey, ProviderLink, Invitation):
        way_in._default_manager.filter(user=user).delete()
    user.recovery_codes.all().delete()
    user.role_assignments.all().delete()
    erased = User.objects.get(pk=user.pk)
    erased.name, erased.email = leaver.pseudonym, f"former-{user.pk}@erased.invalid"
    erased.is_active = False
    erased.set_unusable_password()
    erased.save()
    return 1


declare_class(
    DataClass(
        name="sign-ins",
        title=_("Sign-ins: device and address"),
        why=_("People see where they are signed in, and end what is not theirs."),
        what_happens=_("The row is removed; the session ended long before."),
        rule=Rule(30, 1, 365),
        due=_sign_ins_due,
        erase=delete_all,
        order=30,
    ),
    DataClass(
        name="failed-tries",
        title=_("Failed tries at sign-in, as keyed hashes"),
        why=_("Guessing passwords is answered by pauses; they are forgotten after a day."),
        what_happens=_("The row is removed."),
        rule=Rule(2, 1, 30),
        due=_tries_due,
        erase=delete_all,
        order=31,
    ),
)
declare_traces(
    Traces(
        title=_("Account, roles, sessions and every way to sign in"),
        stays=_("The empty account, closed for good, which older records point to"),
        count=_count,
        erase=_erase,
    )
)
