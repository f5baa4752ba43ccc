from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from django.forms.models import model_to_dict

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.people.actions.change_site import SiteFacts, change_site

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TORONTO = SiteFacts("Toronto", "America/Toronto", "CA", "ON")
MONTREAL = SiteFacts("Montréal", "America/Montreal", "CA", "QC")


def change(cast, facts, who="mia"):
    return change_site(cast.actor(who), site_id=cast.site.pk, facts=facts, at=NOW)


def test_a_site_takes_the_facts_and_the_record_keeps_the_old_ones(cast):
    change(cast, MONTREAL)
    cast.site.refresh_from_db()
    site = cast.site
    assert SiteFacts(site.name, site.zone, site.country, site.province) == MONTREAL
    record = AuditRecord.objects.get(action="change_site")
    assert (record.before, record.after) == (asdict(TORONTO), asdict(MONTREAL))
    assert (record.actor_name, record.at) == ("Mia", NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"country": "XX"}, "country"),
        ({"country": "Canada"}, "country"),
        ({"province": "XX"}, "province"),
        ({"province": "Ontario"}, "province"),
        ({"country": "", "province": "ON"}, "province"),
        (
            {"country": "FR", "province": "", "is_federal_employer": True},
            "is_federal_employer",
        ),
        ({"name": ""}, "name"),
        ({"name": "Moncton"}, "name"),
    ],
)
def test_what_is_unknown_or_taken_is_refused_by_field(cast, changes, field):
    with pytest.raises(BadInputError) as refused:
        change(cast, replace(TORONTO, **changes))
    assert refused.value.where == field
    before = model_to_dict(cast.site)
    cast.site.refresh_from_db()
    assert model_to_dict(cast.site) == before
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    ("country", "province"), [("", ""), ("CA", ""), ("CA", "NB"), ("US", "NY"), ("FR", "")]
)
def test_calendars_that_are_known_are_taken(cast, country, province):
    change(cast, replace(TORONTO, country=country, province=province))
    cast.site.refresh_from_db()
    assert (cast.site.country, cast.site.province) == (country, province)


def test_the_clock_of_a_site_with_history_stays(cast):
    Queue.objects.create(site=cast.site, name="Billing")
    with pytest.raises(BadInputError, match="counted on the clock of America/Toronto"):
        change(cast, MONTREAL)
    change(cast, replace(TORONTO, province="QC"))
    cast.site.refresh_from_db()
    assert (cast.site.zone, cast.site.province) == ("America/Toronto", "QC")


@pytest.mark.parametrize("who", ["asha", "ann", "otto", "zoe", "ben"])
def test_only_managers_and_administrators_change_a_site(cast, who):
    with pytest.raises(NotPermittedError):
        change(cast, MONTREAL, who)
    cast.site.refresh_from_db()
    assert cast.site.name == "Toronto"


def test_an_administrator_changes_any_site(cast):
    assert change(cast, MONTREAL, "ada").name == "Montréal"
