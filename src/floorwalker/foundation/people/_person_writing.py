"""Write a person's facts into their tables."""

from floorwalker.foundation.people.models import (
    Availability,
    Contract,
    Person,
    PersonSkill,
    Site,
    Skill,
)
from floorwalker.foundation.people.person_facts import PersonFacts

OWN_FIELDS = ("name", "employee_number", "team_id", "email", "language")


def write(person: Person, facts: PersonFacts, *, site: Site) -> None:
    """Store the facts; a skill that the site does not know yet is added to it."""
    for field in OWN_FIELDS:
        setattr(person, field, getattr(facts, field))
    person.save()
    _write_skills(person, facts, site=site)
    Contract.objects.update_or_create(person=person, defaults=vars(facts.contract))
    person.availabilities.all().delete()
    Availability.objects.bulk_create(
        Availability(person=person, **vars(window)) for window in facts.availability
    )


def _write_skills(person: Person, facts: PersonFacts, *, site: Site) -> None:
    known = {skill.name.casefold(): skill for skill in site.skills.all()}
    held = {}
    for name, level in facts.skills:
        skill = known.get(name.casefold()) or Skill.objects.create(site=site, name=name)
        held[skill.pk] = level
    person.person_skills.all().delete()
    PersonSkill.objects.bulk_create(
        PersonSkill(person=person, skill_id=skill_id, level=level)
        for skill_id, level in held.items()
    )
