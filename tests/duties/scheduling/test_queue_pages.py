from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.plans import make_queue

from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
from floorwalker.duties.scheduling.queries.queue_pages import BreakRow, queue_page, queues_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Person, PersonSkill, Skill

LONG_AGO = date(2000, 1, 1)
SENT = {
    "service_level": "82.5",
    "within_seconds": "30",
    "occupancy_max": "85",
    "patience_seconds": "",
    "handle_seconds_default": "240",
    "short_abandon_seconds": "3",
    "channel": "chat",
    "required_skills": ["french"],
    "is_active": "on",
}


@pytest.fixture
def french(cast):
    """Ben and Cal speak French; Bea left the house and did."""
    skill = Skill.objects.create(site=cast.site, name="french")
    for name in ("ben", "cal", "bea"):
        PersonSkill.objects.create(person=cast.people[name], skill=skill)
    Person.objects.filter(pk=cast.people["bea"].pk).update(inactive_from=LONG_AGO)
    return skill


@pytest.fixture
def loans(cast):
    return Skill.objects.create(site=cast.site, name="loans")


def queue_asking_for(cast, name, *skills):
    queue = make_queue(cast.site, name=name)
    queue.required_skills.set(skills)
    return queue


def rows_of(cast, who="asha"):
    return {row.name: row for row in queues_page(cast.actor(who)).queues}


def test_those_who_have_all_the_skills_may_serve_a_queue(cast, french, loans):
    PersonSkill.objects.create(person=cast.people["ben"], skill=loans)
    queue_asking_for(cast, "Everybody's")
    queue_asking_for(cast, "Français", french)
    queue_asking_for(cast, "Prêts", french, loans)
    people = {name: row.people for name, row in rows_of(cast).items()}
    # active people of Toronto: Asha, Ben, Cleo, Cal
    assert people == {"Everybody's": 4, "Français": 2, "Prêts": 1}


def test_a_queue_that_nobody_can_serve_is_named(cast, signed_in, loans):
    queue_asking_for(cast, "Loans", loans)
    queue_asking_for(cast, "Other")
    assert queues_page(cast.actor("asha")).nobody_serves == ("Loans",)
    text = signed_in("asha").get("/queues/").content.decode()
    assert "Nobody has all the skills for: Loans." in text


def test_a_queue_without_a_target_of_its_own_shows_the_usual_one(cast):
    Queue.objects.create(site=cast.site, name="Fresh")
    target = rows_of(cast)["Fresh"].target
    assert (target.service_level, target.within_seconds, target.patience_seconds) == (0.8, 20, None)


def test_queues_out_of_use_and_of_other_sites_stand_apart_or_not_at_all(cast):
    make_queue(cast.site, name="Old")
    Queue.objects.update(is_active=False)
    make_queue(cast.site, name="New")
    make_queue(cast.other_site, name="Elsewhere")
    page = queues_page(cast.actor("asha"))
    assert [row.name for row in page.queues] == ["New"]
    assert [row.name for row in page.closed] == ["Old"]


def test_shift_templates_are_written_in_hours(cast):
    add_usual_templates(Actor.program("tests"), site=cast.site, at=clock.now())
    full, part, night = queues_page(cast.actor("asha")).templates
    assert (full.name, full.start_earliest, full.start_latest) == ("Full day", "6:00", "15:00")
    assert (night.length_min, night.length_max) == ("8:00", "8:30")
    assert part.breaks == (BreakRow("Break", 15, True, "1:30", "3:00"),)


def test_what_was_sent_is_defined(cast, signed_in, french):
    queue = make_queue(cast.site)
    answer = signed_in("asha").post(f"/queues/{queue.pk}/define/", SENT)
    assert answer.url == "/queues/"
    queue.refresh_from_db()
    target = queue.service_target
    assert (target.service_level, target.within_seconds, target.occupancy_max) == (0.825, 30, 0.85)
    assert (target.patience_seconds, target.handle_seconds_default) == (None, 240)
    assert (target.short_abandon_seconds, queue.channel, queue.is_active) == (3, "chat", True)
    assert list(queue.required_skills.all()) == [french]


def test_what_is_shown_sent_back_changes_nothing(cast, signed_in, french):
    queue = queue_asking_for(cast, "Français", french)
    ServiceTarget.objects.filter(queue=queue).update(service_level=0.29, occupancy_max=0.57)
    before = ServiceTarget.objects.values().get(queue=queue)
    asha = signed_in("asha")
    form = asha.get(f"/queues/{queue.pk}/").context["form"]
    shown = {name: value for name, value in form.initial.items() if value is not None}
    asha.post(f"/queues/{queue.pk}/define/", shown)
    after = ServiceTarget.objects.values().get(queue=queue)
    assert after == before | {
        "service_level": pytest.approx(0.29),
        "occupancy_max": pytest.approx(0.57),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service_level", "100"),
        ("service_level", "many"),
        ("occupancy_max", "0"),
        ("within_seconds", "-1"),
        ("patience_seconds", "0"),
        ("handle_seconds_default", ""),
        ("channel", "pigeon"),
        ("required_skills", ["welding"]),
    ],
)
def test_what_cannot_be_is_named_at_its_field_and_changes_nothing(
    cast, signed_in, french, field, value
):
    queue = make_queue(cast.site)
    before = ServiceTarget.objects.values().get()
    answer = signed_in("asha").post(f"/queues/{queue.pk}/define/", SENT | {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert f"{field}-errors" in answer.content.decode()
    assert ServiceTarget.objects.values().get() == before


def test_a_reader_sees_the_promise_and_no_form(cast, signed_in):
    queue = make_queue(cast.site)
    text = signed_in("otto").get(f"/queues/{queue.pk}/").content.decode()
    assert "in 20 s" in text
    assert "/define/" not in text


def test_the_site_is_a_form_for_its_manager_and_facts_for_others(cast, signed_in):
    assert "/site/change/" in signed_in("mia").get("/queues/").content.decode()
    text = signed_in("asha").get("/queues/").content.decode()
    assert "/site/change/" not in text
    assert "<dt>Time zone</dt><dd>America/Toronto</dd>" in text


def test_a_manager_changes_the_site_and_small_letters_will_do(cast, signed_in):
    sent = {"name": "Montréal", "zone": "America/Toronto", "country": "ca", "province": "qc"}
    assert signed_in("mia").post("/site/change/", sent).url == "/queues/"
    cast.site.refresh_from_db()
    assert (cast.site.name, cast.site.country, cast.site.province) == ("Montréal", "CA", "QC")


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Mars/Olympus"), ("country", "XX"), ("province", "ZZ")]
)
def test_a_site_that_cannot_be_is_named_at_its_field(cast, signed_in, field, value):
    sent = {"name": "Toronto", "zone": "America/Toronto", "country": "CA", "province": "ON"}
    answer = signed_in("mia").post("/site/change/", sent | {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    cast.site.refresh_from_db()
    assert (cast.site.zone, cast.site.country, cast.site.province) == tuple(list(sent.values())[1:])


def test_an_unknown_queue_is_not_found(cast):
    with pytest.raises(NotFoundError):
        queue_page(cast.actor("asha"), queue_id=999)


def test_the_pages_take_as_many_queries_however_many_queues_and_people(cast, signed_in, french):
    add_usual_templates(Actor.program("tests"), site=cast.site, at=clock.now())
    asha, queue = signed_in("asha"), queue_asking_for(cast, "One", french)
    few = (_queries(asha, "/queues/"), _queries(asha, f"/queues/{queue.pk}/"))
    for number in range(5):
        queue_asking_for(cast, f"Queue {number}", french)
        person = Person.objects.create(team=cast.south, name="P", employee_number=str(number))
        PersonSkill.objects.create(person=person, skill=french)
    many = (_queries(asha, "/queues/"), _queries(asha, f"/queues/{queue.pk}/"))
    assert few == many == (11, 12)


def _queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_opening_hours_are_saved_shown_and_taken_away_again(cast, signed_in):
    queue = make_queue(cast.site)
    sent = {
        "day0-from_time": "08:30",
        "day0-until_time": "17:00",
        "day5-from_time": "20:00",
        "day5-until_time": "00:00",
    }
    address = f"/queues/{queue.pk}/hours/"
    assert signed_in("asha").post(address, sent).url == f"/queues/{queue.pk}/"
    page = queue_page(cast.actor("asha"), queue_id=queue.pk)
    assert page.opening_items == (
        ("Monday", "8:30\N{EN DASH}17:00"),
        ("Saturday", "20:00\N{EN DASH}24:00"),
    )
    text = signed_in("asha").get(f"/queues/{queue.pk}/").content.decode()
    assert 'value="08:30"' in text
    assert 'value="00:00"' in text
    signed_in("asha").post(address, {})
    assert queue_page(cast.actor("asha"), queue_id=queue.pk).opening_hours == ()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"day0-from_time": "08:30"}, "Give both times, or neither."),
        ({"day0-from_time": "08:30", "day0-until_time": "08:30"}, "must close after it opens"),
        ({"day0-from_time": "08:31", "day0-until_time": "17:00"}, "on five minutes"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_change_nothing(cast, signed_in, sent, words):
    queue = make_queue(cast.site)
    answer = signed_in("asha").post(f"/queues/{queue.pk}/hours/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert queue_page(cast.actor("asha"), queue_id=queue.pk).opening_hours == ()
