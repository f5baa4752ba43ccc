"""Remember the language that a person wants the pages in."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.choices import Language


def choose_language(actor: Actor, *, language: Language, at: datetime) -> None:
    """Store the actor's own language; whoever is not signed in has none to store."""
    if actor.user_id is None:
        return
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id)
        if user.language == language:
            return
        before, after = {"language": user.language}, {"language": language.value}
        user.language = language
        user.save(update_fields=["language"])
        record(actor, "choose_language", subject=user, before=before, after=after, at=at)
