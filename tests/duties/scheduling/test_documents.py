"""One's week and a published roster on paper, in both languages."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cast import Cast
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.foundation import clock


def browser_of(cast, who, language):
    client = Client()
    client.force_login(cast.users[who])
    client.cookies["django_language"] = language
    return client


def text_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "\n".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


@pytest.fixture
def published(cast: Cast, monkeypatch):
    """Everybody of Toronto works Monday to Friday, 08:00 to 16:30; it is Tuesday."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 15, 5, tzinfo=UTC))
    return make_roster(cast.site, state=RosterState.PUBLISHED)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "My week, 23 November to 29 November 2026",
                "Monday 23 November 08:00 to 16:30",
                "Lunch 12:00 to 12:30",
                "40 paid hours",
                "Sunday 29 November Free",
                "Made on 24 November 2026 at 10:05",
            ),
        ),
        (
            "fr",
            (
                "Ma semaine, du 23 novembre au 29 novembre 2026",
                "lundi 23 novembre 08:00 à 16:30",
                "Repas 12:00 à 12:30",
                "40 heures payées",
                "dimanche 29 novembre Repos",
                "Produit le 24 novembre 2026 à 10:05",
            ),
        ),
    ],
)
def test_ones_week_is_written_in_ones_language(cast: Cast, published, language, words):
    answer = browser_of(cast, "ben", language).get(reverse("my_week_pdf"))
    text = text_of(answer)
    assert "Ben" in text
    assert [word for word in words if word not in text] == []
    assert f"week-{MONDAY}.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Roster, 23 November to 29 November 2026", "North", "South", "08:00–16:30", "40")),
        ("fr", ("Horaire, du 23 novembre au 29 novembre 2026", "08:00–16:30", "Personne")),
    ],
)
def test_a_published_week_is_for_the_wall_team_by_team(cast: Cast, published, language, words):
    answer = browser_of(cast, "asha", language).get(reverse("roster_pdf", args=[published.pk]))
    text = text_of(answer)
    assert [
        word for word in (*words, "Asha", "Bea", "Ben", "Cal", "Cleo") if word not in text
    ] == []
    assert "Zoe" not in text  # of another site


def test_what_is_not_published_is_not_for_the_wall(cast: Cast):
    draft = make_roster(cast.site)
    answer = browser_of(cast, "asha", "en").get(reverse("roster_pdf", args=[draft.pk]))
    assert answer.status_code == 404
    assert "not published" in answer.content.decode()


def test_a_week_that_is_not_published_shows_no_shift(cast: Cast, published):
    answer = browser_of(cast, "ben", "en").get(reverse("my_week_pdf"), {"day": "2026-12-01"})
    text = text_of(answer)
    assert "This week is not published yet" in text
    assert "08:00" not in text


def test_the_pages_lead_to_the_documents(cast: Cast, published):
    own = browser_of(cast, "ben", "en").get(reverse("my_week")).content.decode()
    assert f"/my-week/week.pdf?day={MONDAY}" in own
    roster = browser_of(cast, "asha", "en").get(reverse("roster", args=[published.pk]))
    assert f"/rosters/{published.pk}/roster.pdf" in roster.content.decode()
