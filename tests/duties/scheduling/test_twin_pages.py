"""What the pages say of a twin, and of a rehearsal that was played on one."""

import pytest
from tests.builders.api import client_of
from tests.builders.plans import make_queue
from tests.builders.rosters import make_rehearsal, make_roster
from tests.builders.twins import figures, make_twin

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.queries.twin_list import twins_page
from floorwalker.duties.scheduling.queries.twin_page import twin_page
from floorwalker.duties.scheduling.queries.twin_words import reasons
from floorwalker.foundation.errors import NotFoundError, NotPermittedError

FAILED = "Rehearsed on a twin that failed"


def shown(cast, twin):
    return twin_page(cast.actor("asha"), twin_id=twin.pk)


def test_the_list_holds_the_twins_of_the_site_newest_first(cast):
    make_queue(cast.site)
    first, second = make_twin(cast.site), make_twin(cast.site, verdict="failed")
    make_twin(cast.other_site)
    rows = twins_page(cast.actor("asha")).rows
    assert [(row.id, row.verdict_label, row.tone) for row in rows] == [
        (second.pk, "Failed", "bad"),
        (first.pk, "Passed", "good"),
    ]
    assert rows[1].inside_ratio == 11 / 12


def test_a_site_without_twins_says_what_is_needed(cast, signed_in):
    text = signed_in("mia").get("/twins/").content.decode()
    assert "No single calls yet" in text
    assert 'action="/twins/make/"' not in text


def test_a_verdict_comes_with_its_reasons_in_numbers(cast):
    make_queue(cast.site)
    passed = shown(cast, make_twin(cast.site))
    assert (passed.sentence.partition(":")[0], passed.reasons) == ("Passed", ())
    failed = shown(cast, make_twin(cast.site, verdict="failed"))
    assert failed.reasons[0] == (
        "Service level: the recorded days are −7.4 points off on the mean (−9.9 to −4.8);"
        " 5.0 points are borne."
    )
    assert failed.reasons[1].startswith("Mean wait: the recorded days are −7.4 s off")
    assert len(failed.reasons) == 4


def test_other_reasons_are_told_too(cast):
    make_queue(cast.site)
    told = figures(cast.site, verdict="open")
    few = told | {"days": told["days"][:1], "overlap_ratio": 0.25}
    days, overlap = reasons(few, days_least=10, overlap_most=0.1)
    assert days == "1 later day could be played; a verdict needs 10."
    assert overlap.startswith("25\N{NO-BREAK SPACE}% of the contacts began while the same person")
    told["measures"] = [told["measures"][0] | {"judgement": "outside"}]
    (outside,) = reasons(told, days_least=10, overlap_most=0.1)
    assert outside.startswith("Service level: only 3 of 12 days in the band that holds nine of ten")
    assert outside.endswith("The mean error is −7.4 points.")


def test_what_was_learned_and_what_cannot_be_told(cast):
    queue = make_queue(cast.site)
    page = shown(cast, make_twin(cast.site))
    (learned,) = page.queues
    assert (learned.id, learned.queue, learned.contacts, learned.gave_up) == (
        *(queue.pk, "Billing", 2_000, 150),
    )
    assert (learned.patience_mean_seconds, learned.patience_median_seconds) == (310.0, 300.0)
    assert (page.pace.people, page.pace.quick_tenth, page.pace.slow_tenth) == (14, 0.86, 1.17)
    assert page.turnaround_seconds == 12.0
    assert [chart.id for chart in page.charts] == [
        *("twin-service-level", "twin-asa-seconds", "twin-abandonment", "twin-occupancy"),
    ]
    level = page.charts[0]
    assert level.description == "12 of 12 recorded days lie in the band."
    assert (level.bands[0].lower[0], level.series[1].values[0]) == (76.0, 80.0)
    assert page.hours.column_labels[0] == "8:00"
    said = " ".join(page.cannot_tell)
    assert "call again" in said
    assert "2 names of the records are nobody’s at this site" in said
    assert "1 day was not played: its records do not say who answered." in said


def test_an_older_twin_leads_to_the_newest(cast):
    older, newer = make_twin(cast.site), make_twin(cast.site)
    assert (shown(cast, older).newer_id, shown(cast, newer).newer_id) == (newer.pk, None)


def test_a_twin_of_another_site_is_not_shown(cast):
    twin = make_twin(cast.other_site)
    with pytest.raises(NotPermittedError):
        shown(cast, twin)
    with pytest.raises(NotFoundError):
        twin_page(cast.actor("asha"), twin_id=twin.pk + 1)


# the rehearsal


def pages(roster, signed_in, who="mia"):
    client = signed_in(who)
    addresses = (f"/rosters/{roster.pk}/rehearsal/", f"/rosters/{roster.pk}/")
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("passed", "Rehearsed on a twin that plays your past as it was."),
        ("open", "of which the records could not tell"),
        ("failed", FAILED),
        (None, "Rehearsed without a twin"),
    ],
)
def test_a_rehearsal_says_on_which_twin_it_was_played(cast, signed_in, verdict, words):
    roster = make_roster(cast.site, days=[0], state=RosterState.REHEARSED)
    make_rehearsal(roster, twin=make_twin(cast.site, verdict=verdict) if verdict else None)
    rehearsal, of_roster = pages(roster, signed_in)
    assert words in rehearsal
    assert (FAILED in rehearsal) is (verdict == "failed")
    for text in (rehearsal, of_roster):  # the question before publishing
        assert ("It was rehearsed on a twin that failed" in text) is (verdict == "failed")


def test_the_api_tells_the_twin_of_a_rehearsal(cast):
    roster = make_roster(cast.site, days=[0])
    client = client_of(cast, "mia")
    make_rehearsal(roster)
    address = f"/api/v1/rosters/{roster.pk}/rehearsal"
    assert client.get(address).json()["twin"] is None
    twin = make_twin(cast.site, verdict="failed")
    make_rehearsal(roster, twin=twin)
    assert client.get(address).json()["twin"] == {"id": twin.pk, "verdict": "failed"}
    told = client.get(f"/api/v1/twins/{twin.pk}").json()
    assert told["findings"][0]["error"] == -0.074
    level = {"recorded": 0.8, "mean": 0.82, "low": 0.76, "high": 0.87}
    assert told["days"][0]["measures"]["service_level"] == level
