"""Someone whose traces are erased: a person with their account, or an account without a person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Person


@dataclass(frozen=True)
class Leaver:
    """A person, an account, or both; at least one is there."""

    person: Person | None
    user: User | None

    @property
    def key(self) -> str:
        """How addresses and jobs name them: `person-17` or `account-12`."""
        return f"person-{self.person.pk}" if self.person else f"account-{self._account.pk}"

    @property
    def subject(self) -> Person | User:
        """What the audit record of the erasure is about."""
        return self.person or self._account

    @property
    def name(self) -> str:
        """Their name as it is now."""
        return self.subject.name

    @property
    def pseudonym(self) -> str:
        """The name that stands in the place of theirs; it tells records of one person apart.

        It is written into texts for readers of either language, so it reads in both.
        """
        return (
            f"Ex-agent {self.person.pk}"
            if self.person
            else f"Ex-account / ex-compte {self._account.pk}"
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Names and addresses by which they are known, the longest first."""
        found = {held.name for held in (self.person, self.user) if held}
        found |= {held.email for held in (self.person, self.user) if held}
        return tuple(sorted((text for text in found if text), key=lambda text: (-len(text), text)))

    @property
    def _account(self) -> User:
        if self.user is None:
            raise LookupError("neither a person nor an account")
        return self.user


def leaver_of(key: str) -> Leaver:
    """Return whom a key names.

    Raises:
        NotFoundError: nobody.
    """
    kind, _dash, number = key.partition("-")
    if number.isascii() and number.isdigit() and len(number) < 19:  # fits a bigint
        if kind == "person" and (person := Person.objects.filter(pk=number).first()):
            return Leaver(person, User.objects.filter(person=person).first())
        if kind == "account" and (user := User.objects.filter(pk=number, person=None).first()):
            return Leaver(None, user)
    raise NotFoundError(_("There is no such person."))
