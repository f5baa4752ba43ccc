"""What the people pages show, to whom, and how many queries that takes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.builders.files import exported
from tests.builders.rosters import make_roster

from floorwalker.foundation import clock
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.people.models import Availability, Person, Skill, Team
from floorwalker.foundation.people.person_facts import Window, facts_of

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
QUERIES_OF_THE_LIST = 10
QUERIES_OF_A_PERSON = 12
QUERIES_OF_THE_FORM = 12
QUERIES_OF_THE_TEAMS = 6


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def names(answer):
    return [row.name for row in answer.context["table"].page_obj.object_list]


def form_of(person, **changes):
    """What the form sends when nothing is changed, and the changes."""
    facts = facts_of(person)
    sent = {
        "name": facts.name,
        "employee_number": facts.employee_number,
        "team_id": facts.team_id,
        "email": facts.email,
        "language": facts.language,
        **vars(facts.contract),
        **{f"skill_{n}": level for n, (_name, level) in enumerate(facts.skills)},
        "new_level": 3,
        "version": person.version,
    }
    return {**sent, **changes}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("asha", ["Asha", "Bea", "Ben"]),
        ("cleo", ["Cal", "Cleo"]),
        ("mia", ["Asha", "Bea", "Ben", "Cal", "Cleo"]),
        ("zoe", ["Zoe"]),
        ("otto", ["Asha", "Bea", "Ben", "Cal", "Cleo", "Zoe"]),
    ],
)
def test_everybody_sees_the_people_of_their_own_teams(signed_in, who, expected):
    assert names(signed_in(who).get(reverse("people"))) == expected


def test_people_are_found_by_words_team_and_state(cast, signed_in):
    Person.objects.filter(name="Cal").update(inactive_from=TODAY, email="cal@example.ca")
    Person.objects.filter(name="Bea").update(inactive_from=TODAY + DAY)
    mia = signed_in("mia")
    found = {
        "": ["Asha", "Bea", "Ben", "Cleo"],
        "words=B": ["Bea", "Ben"],
        "words=north+bé": ["Bea", "Ben"],
        f"team={cast.south.pk}": ["Cleo"],
        "state=inactive": ["Cal"],
        "state=all": ["Asha", "Bea", "Ben", "Cal", "Cleo"],
        "state=all&words=CAL@": ["Cal"],
        "state=nonsense&team=x": ["Asha", "Bea", "Ben", "Cleo"],
        "words=nobody": [],
    }
    asked = {query: names(mia.get(f"{reverse('people')}?{query}")) for query in found}
    assert asked == found


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-name", ["Cleo", "Cal", "Ben", "Bea", "Asha"]),
        ("team_name", ["Cal", "Cleo", "Bea", "Ben", "Asha"]),
        ("employee_number", ["Asha", "Bea", "Ben", "Cal", "Cleo"]),
        ("state_label", ["Bea", "Cal", "Cleo", "Ben", "Asha"]),
    ],
)
def test_people_are_ordered_by_what_a_column_shows(cast, signed_in, sort, expected):
    """Of those alike the newest come first; the cast is made in the order Asha, Ben, Bea …"""
    Team.objects.filter(name="South").update(name="écho")
    Person.objects.filter(name="Bea").update(inactive_from=TODAY + DAY)
    assert names(signed_in("mia").get(reverse("people"), {"sort": sort})) == expected


def test_nobody_of_another_team_can_be_chosen_or_exported(cast, signed_in, ben):
    address = f"{reverse('people')}?team={cast.south.pk}"
    assert names(signed_in("asha").get(address)) == ["Asha", "Bea", "Ben"]
    seen = exported(signed_in("asha"), "people", team=cast.south.pk)
    assert [row["Name"] for row in seen] == ["Asha", "Bea", "Ben"]
    assert signed_in("ben").get(reverse("people"), {"file": "xlsx"}).status_code == 403


def test_a_file_holds_the_people_found_with_all_that_the_list_knows(cast, signed_in, ben):
    french = Skill.objects.create(site=cast.site, name="French")
    ben.person_skills.create(skill=french, level=2)
    Person.objects.filter(pk=ben.pk).update(inactive_from=TODAY, email="ben@example.ca")
    (row,) = exported(signed_in("mia"), "people", state="inactive", columns="team_name")
    assert row == {
        "Name": "Ben",
        "Team": "North",
        "Employee number": "ben",
        "Email": "ben@example.ca",
        "Language": "English",
        "Skills": "English 4; French 2",
        "State": "inactive",
        "Inactive from": "2026-11-23",
        "Account": "yes",
    }


def test_words_tell_nobody_here_from_nobody_found(cast, signed_in):
    mia = signed_in("mia")
    assert "Nothing found" in mia.get(reverse("people"), {"words": "x"}).content.decode()
    Person.objects.filter(team__site=cast.site).update(inactive_from=TODAY)
    assert "Nothing found" in mia.get(reverse("people")).content.decode()
    Person.objects.filter(team__site=cast.site).update(team=Team.objects.get(name="East"))
    assert "Nobody here yet" in mia.get(reverse("people")).content.decode()


def test_a_person_of_another_team_is_not_there(cast, signed_in):
    assert signed_in("cleo").get(reverse("person", args=[cast.people["ben"].pk])).status_code == 404


def test_the_page_tells_all_that_is_known(cast, signed_in, ben):
    Availability.objects.create(person=ben, weekday=4, from_minute=1320, until_minute=1800)
    make_roster(cast.site, days=[0, 2])
    page = signed_in("asha").get(reverse("person", args=[ben.pk])).content.decode()
    told = (
        "English</dt><dd>4 of 5",
        "Friday</dt><dd>22:00 to 06:00 of the next day",
        "Monday</dt><dd>not at all",
        "Paid hours in a week</dt><dd>0 to 40\u00a0h",
        "ben@example.ca",
        "Week of 23 November 2026",
    )
    assert [words for words in told if words not in page] == []


def test_whoever_may_change_nothing_is_offered_nothing(cast, signed_in):
    page = signed_in("otto").get(reverse("person", args=[cast.people["ben"].pk])).content.decode()
    assert "Edit" not in page
    assert "Deactivate" not in page


def test_the_form_stores_what_was_filled_in(signed_in, ben):
    sent = form_of(
        ben,
        name="Benoît",
        new_skill="Français",
        new_level=2,
        from_0="09:00",
        until_0="17:00",
        from_4="22:00",
        until_4="06:00",
        from_5="00:00",
        until_5="00:00",
    )
    answer = signed_in("asha").post(reverse("person_change", args=[ben.pk]), sent)
    assert answer.status_code == 302
    ben.refresh_from_db()
    facts = facts_of(ben)
    assert (facts.name, facts.skills) == ("Benoît", (("English", 4), ("Français", 2)))
    assert facts.availability == (Window(0, 540, 1020), Window(4, 1320, 1800), Window(5, 0, 1440))


def test_the_form_sent_back_as_it_was_changes_nothing(signed_in, ben):
    signed_in("asha").post(reverse("person_change", args=[ben.pk]), form_of(ben))
    ben.refresh_from_db()
    assert ben.version == 1
    assert not AuditRecord.objects.exists()


def test_a_skill_that_is_taken_off_goes(signed_in, ben):
    signed_in("asha").post(reverse("person_change", args=[ben.pk]), form_of(ben, skill_0="0"))
    assert facts_of(ben).skills == ()
    assert Skill.objects.get().name == "English"


@pytest.mark.parametrize(
    ("changes", "form", "field"),
    [
        ({"name": ""}, "facts", "name"),
        ({"employee_number": "bea"}, "facts", "employee_number"),
        ({"week_hours_min": "50"}, "contract", "week_hours_max"),
        ({"from_0": "09:00"}, "hours", "until_0"),
        ({"skill_0": "9"}, "skills", "skill_0"),
        ({"new_skill": "ENGLISH"}, "skills", "__all__"),
    ],
)
def test_a_mistake_stands_at_its_field(signed_in, ben, changes, form, field):
    address = reverse("person_change", args=[ben.pk])
    answer = signed_in("asha").post(address, form_of(ben, **changes))
    assert answer.status_code == 422
    assert list(getattr(answer.context["forms"], form).errors) == [field]
    ben.refresh_from_db()
    assert ben.version == 1


def test_whoever_comes_second_keeps_their_entries_and_is_told(signed_in, ben):
    address = reverse("person_change", args=[ben.pk])
    mine, theirs = form_of(ben, name="Mine"), form_of(ben, name="Theirs")
    assert signed_in("mia").post(address, theirs).status_code == 302
    answer = signed_in("asha").post(address, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed Theirs since you opened this page." in page
    assert 'value="Mine"' in page
    assert '<input type="hidden" name="version" value="1">' in page


def test_a_person_is_added_on_the_page(cast, signed_in, ben):
    sent = form_of(ben, name="Dee", employee_number="dee")
    added = signed_in("asha").post(reverse("person_add"), sent)
    dee = Person.objects.get(name="Dee")
    assert added.url == reverse("person", args=[dee.pk])
    assert (dee.team, facts_of(dee).skills) == (cast.north, (("English", 4),))


def test_the_question_of_leaving_shows_the_shifts_to_come(cast, signed_in, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 5, 15, 0, tzinfo=UTC))
    roster = make_roster(cast.site, days=[0, 2])
    ben = cast.people["ben"]
    page = signed_in("asha").get(reverse("person_leaving", args=[ben.pk])).content.decode()
    assert "2 shifts from today on" in page
    assert reverse("roster", args=[roster.pk]) in page
    assert "ask whoever manages accounts" in page
    assert "closes_account" not in page
    assert (
        "closes_account"
        in signed_in("mia").get(reverse("person_leaving", args=[ben.pk])).content.decode()
    )


def test_a_person_leaves_and_comes_back_on_the_pages(cast, signed_in):
    ben, asha = cast.people["ben"], signed_in("asha")
    address = reverse("person_deactivate", args=[ben.pk])
    assert asha.post(address, {"version": 1, "from_day": "2028-01-01"}).status_code == 422
    assert asha.post(address, {"version": 1, "from_day": "nonsense"}).status_code == 422
    left = asha.post(address, {"version": 1, "from_day": "2026-12-01"}, follow=True)
    assert "Ben is inactive from 1 December 2026 on." in left.content.decode()
    back = reverse("person_reactivate", args=[ben.pk])
    assert asha.post(back).status_code == 409
    assert asha.post(back, {"version": 2}, follow=True).status_code == 200
    ben.refresh_from_db()
    assert ben.inactive_from is None


def test_teams_are_added_and_renamed_on_the_page(cast, signed_in):
    mia = signed_in("mia")
    assert (
        mia.post(reverse("team_add"), {"name": "South", "site_id": cast.site.pk}).status_code == 422
    )
    assert (
        mia.post(reverse("team_add"), {"name": "West", "site_id": cast.site.pk}).status_code == 302
    )
    rename = reverse("team_rename", args=[cast.north.pk])
    assert mia.post(rename, {"name": "South"}).status_code == 422
    assert mia.post(rename, {"name": "Far North"}).status_code == 302
    assert sorted(Team.objects.filter(site=cast.site).values_list("name", flat=True)) == [
        "Far North",
        "South",
        "West",
    ]


def test_teams_are_ordered_found_and_exported(cast, signed_in):
    Person.objects.filter(name="Bea").update(inactive_from=TODAY)
    Team.objects.create(site=cast.other_site, name="Été")
    otto, asha = signed_in("otto"), signed_in("asha")
    assert names(otto.get(reverse("teams"))) == ["East", "Été", "North", "South"]
    assert names(otto.get(reverse("teams"), {"sort": "people"})) == [
        "Été",
        "East",
        "North",
        "South",
    ]
    assert names(otto.get(reverse("teams"), {"words": "moncton ete"})) == ["Été"]
    seen = exported(otto, "teams", words="toronto", sort="-name")
    assert seen == [
        {"Team": "South", "Site": "Toronto", "Active people": "2"},
        {"Team": "North", "Site": "Toronto", "Active people": "2"},
    ]
    assert exported(asha, "teams", words="s") == []
    assert exported(asha, "teams") == [{"Team": "North", "Active people": "2"}]
    assert signed_in("ben").get(reverse("teams"), {"file": "csv"}).status_code == 403


def test_beside_a_refused_team_the_table_still_leads_to_its_own_page(cast, signed_in):
    sent = {"name": "South", "site_id": cast.site.pk}
    refused = signed_in("mia").post(f"{reverse('team_add')}?sort=name", sent)
    assert refused.status_code == 422
    table = refused.context["table"]
    addresses = [table.csv_url, table.heads[0].sort_url, table.unfiltered_url]
    assert {address.partition("?")[0] for address in addresses} == {"/teams/"}
    page = refused.content.decode()
    assert 'href="/teams/?sort=-name"' in page
    assert 'href="/teams/add/' not in page


def test_the_pages_take_a_fixed_number_of_queries(cast, signed_in, ben, django_assert_num_queries):
    for number in range(60):
        facts = {"name": f"P{number}", "employee_number": f"p{number}"}
        Person.objects.create(team=cast.north, **facts).person_skills.create(
            skill=Skill.objects.get(), level=2
        )
    make_roster(cast.site, days=[0])
    mia = signed_in("mia")
    pages = {
        reverse("people"): QUERIES_OF_THE_LIST,
        reverse("person", args=[ben.pk]): QUERIES_OF_A_PERSON,
        reverse("person_edit", args=[ben.pk]): QUERIES_OF_THE_FORM,
        reverse("teams"): QUERIES_OF_THE_TEAMS,
    }
    for address, queries in pages.items():
        with django_assert_num_queries(queries, info=address):
            assert mia.get(address).status_code == 200
