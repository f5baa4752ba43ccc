"""Reactivate a person: the next weeks are planned with them again."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import person_to_change


def reactivate_person(actor: Actor, *, person_id: int, version: int, at: datetime) -> Person:
    """Take the person's leaving back; an account that closed stays so until it is opened again.

    Raises:
        NotFoundError: there is no such person in the actor's teams.
        NotPermittedError: the actor may not change this person.
        PersonChangedMeanwhileError: somebody changed the person since the actor looked.
    """
    with transaction.atomic():
        person = person_to_change(actor, person_id, version=version)
        if person.inactive_from is None:
            return person
        before = {"inactive_from": str(person.inactive_from)}
        person.inactive_from, person.account_closes_too = None, False
        person.version += 1
        person.save(update_fields=["inactive_from", "account_closes_too", "version"])
        after = {"inactive_from": None}
        record(actor, "reactivate_person", subject=person, before=before, after=after, at=at)
    return person
