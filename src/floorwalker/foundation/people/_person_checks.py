"""Refuse facts of a person that cannot be: each refusal names the field and what is allowed."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.choices import Language, Weekday
from floorwalker.foundation.people.models import SKILL_LEVEL_MAX, Person, Site
from floorwalker.foundation.people.person_facts import (
    MINUTES_PER_DAY,
    ContractFacts,
    PersonFacts,
    Window,
)

NAME_LENGTH_MAX = 200
NUMBER_LENGTH_MAX = 50
SKILL_LENGTH_MAX = 100
SKILLS_MAX = 100
WEEK_HOURS_MAX, DAY_HOURS_MAX, REST_HOURS_MAX = Decimal(168), Decimal(24), Decimal(48)
DAYS_MAX, RUN_DAYS_MAX = 7, 14


def require_possible(facts: PersonFacts) -> None:
    """Refuse what no person could have.

    Raises:
        BadInputError: a field is empty, too long or out of its range.
    """
    _require_text("name", facts.name, length_max=NAME_LENGTH_MAX)
    _require_text("employee_number", facts.employee_number, length_max=NUMBER_LENGTH_MAX)
    if facts.email:
        try:
            validate_email(facts.email)
        except ValidationError as error:
            raise BadInputError(" ".join(error.messages), where="email") from None
    if facts.language not in Language.values:
        raise BadInputError(_("choose English or French."), where="language")
    _require_skills(facts.skills)
    _require_contract(facts.contract)
    _require_windows(facts.availability)


def require_free(facts: PersonFacts, *, site: Site, except_id: int | None) -> None:
    """Refuse a number or an address that somebody else at the (locked) site has.

    Raises:
        BadInputError: it is taken; imports find people by their address.
    """
    others = Person.objects.filter(team__site=site).exclude(pk=except_id or 0)
    if others.filter(employee_number=facts.employee_number).exists():
        raise BadInputError(
            _("somebody else at this site has this employee number."), where="employee_number"
        )
    if facts.email and others.filter(email__iexact=facts.email).exists():
        raise BadInputError(_("somebody else at this site has this email."), where="email")


def _require_text(where: str, text: str, *, length_max: int) -> None:
    if not text.strip() or len(text) > length_max or "\x00" in text:
        raise BadInputError(
            _("write 1 to %(most)s characters.") % {"most": length_max}, where=where
        )


def _require_skills(skills: tuple[tuple[str, int], ...]) -> None:
    if len(skills) > SKILLS_MAX:
        raise BadInputError(_("at most %(most)s skills.") % {"most": SKILLS_MAX}, where="skills")
    seen = set()
    for name, level in skills:
        _require_text("skills", name, length_max=SKILL_LENGTH_MAX)
        if not 1 <= level <= SKILL_LEVEL_MAX:
            raise BadInputError(
                _("the level of a skill is 1 (learning) to 5 (expert)."), where="skills"
            )
        if name.casefold() in seen:
            raise BadInputError(_("%(skill)s is named twice.") % {"skill": name}, where="skills")
        seen.add(name.casefold())


def _require_contract(contract: ContractFacts) -> None:
    _require_order("week_hours", contract.week_hours_min, contract.week_hours_max, WEEK_HOURS_MAX)
    _require_order("day_hours", contract.day_hours_min, contract.day_hours_max, DAY_HOURS_MAX)
    for where, value, least, most in (
        ("days_per_week_max", contract.days_per_week_max, 1, DAYS_MAX),
        ("consecutive_days_max", contract.consecutive_days_max, 1, RUN_DAYS_MAX),
        ("rest_hours_min", contract.rest_hours_min, 0, REST_HOURS_MAX),
    ):
        if not least <= value <= most:
            raise BadInputError(
                _("between %(least)s and %(most)s.") % {"least": least, "most": most}, where=where
            )


def _require_order(name: str, least: Decimal, most: Decimal, highest: Decimal) -> None:
    if not least >= 0:
        raise BadInputError(_("hours are 0 or more."), where=f"{name}_min")
    if not least <= most <= highest:
        raise BadInputError(
            _("at least the fewest hours, at most %(most)s.") % {"most": highest},
            where=f"{name}_max",
        )


def _require_windows(windows: tuple[Window, ...]) -> None:
    days = [window.weekday for window in windows]
    if len(days) != len(set(days)) or not set(days) <= set(Weekday.values):
        raise BadInputError(_("one window for a weekday, Monday (0) to Sunday (6)."), where="hours")
    for window in windows:
        length = window.until_minute - window.from_minute
        if not (0 <= window.from_minute < MINUTES_PER_DAY and 0 < length <= MINUTES_PER_DAY):
            raise BadInputError(
                _("a window begins on its day and is at most 24 hours long."),
                where=f"from_{window.weekday}",
            )
        if window.until_minute > MINUTES_PER_DAY * 3 // 2:
            raise BadInputError(
                _("a window ends at noon of the next day at the latest."),
                where=f"until_{window.weekday}",
            )
