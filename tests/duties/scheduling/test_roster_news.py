"""Whoever has a roster open is told what others did to it meanwhile, and not what they did."""

import pytest
from tests.builders.plans import MADE_AT, MONDAY
from tests.builders.rosters import make_roster, shift_of

from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.choices import ChangeCause, RosterState
from floorwalker.duties.scheduling.models import ScheduleChange
from floorwalker.foundation.live.models import LiveEvent


@pytest.fixture
def roster(cast):
    return make_roster(cast.site, week_starts_on=MONDAY, days=[0], state=RosterState.REHEARSED)


def changed(roster, person, *, by):
    return ScheduleChange.objects.create(
        roster=roster,
        shift=shift_of(roster, person),
        cause=ChangeCause.MOVED,
        before={},
        after={},
        at=MADE_AT,
        by_name=by,
    )


def news(client, roster, *, after=0, state="rehearsed"):
    address = f"/rosters/{roster.pk}/news/?after={after}&state={state}"
    return client.get(address).content.decode().strip()


def test_a_colleagues_change_is_told_until_the_page_shows_it(cast, roster, signed_in):
    change = changed(roster, cast.people["ben"], by="Mia")
    asha = signed_in("asha")
    assert "Changed meanwhile by Mia." in news(asha, roster)
    assert news(asha, roster, after=change.pk) == ""


def test_ones_own_change_is_no_news(cast, roster, signed_in):
    changed(roster, cast.people["ben"], by="Asha")
    assert news(signed_in("asha"), roster) == ""


def test_a_colleague_who_changed_much_is_named_once(cast, roster, signed_in):
    for who in ("Mia", "Cleo", "Mia"):
        changed(roster, cast.people["ben"], by=who)
    assert "Changed meanwhile by Cleo, Mia." in news(signed_in("asha"), roster)


def test_a_publication_is_told_to_a_page_that_does_not_show_it(cast, roster, signed_in):
    publish_roster(cast.actor("mia"), roster_id=roster.pk, revision=roster.revision, at=MADE_AT)
    assert "Published meanwhile by Mia." in news(signed_in("asha"), roster)
    assert news(signed_in("asha"), roster, state="published") == ""
    assert news(signed_in("mia"), roster) == ""


def test_a_publication_tells_the_roster_and_the_week_of_its_site(cast, roster):
    publish_roster(cast.actor("mia"), roster_id=roster.pk, revision=roster.revision, at=MADE_AT)
    assert list(LiveEvent.objects.order_by("pk").values_list("topic", flat=True)) == [
        f"site/{cast.site.pk}/rosters/{roster.pk}",
        f"site/{cast.site.pk}/weeks/{MONDAY}",
    ]


def test_a_question_that_names_nothing_seen_is_refused(cast, roster, signed_in):
    assert signed_in("asha").get(f"/rosters/{roster.pk}/news/").status_code == 422
