"""Accounts in the command palette: whoever manages them finds them by name or address."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.reach import accounts_in_reach
from floorwalker.foundation.plain_letters import Plain
from floorwalker.foundation.ui.finding import FOUND_PER_GROUP_MAX, Found, beginning


def find_accounts(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield the accounts within reach that have these words."""
    users = accounts_in_reach(actor).alias(
        plain_name=Plain(F("name")), plain_email=Plain(F("email"))
    )
    for word in words:
        begins = beginning(word)
        users = users.filter(Q(plain_name__regex=begins) | Q(plain_email__regex=begins))
    for user in users.order_by("plain_name", "pk")[:FOUND_PER_GROUP_MAX]:
        yield Found(user.name, reverse("account", args=[user.pk]), "user", user.email)
