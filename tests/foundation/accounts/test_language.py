import pytest
from django.test import Client
from django.urls import reverse

from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.audit.models import AuditRecord


@pytest.fixture
def bens_browser(cast):
    client = Client()
    client.force_login(cast.users["ben"])
    return client


def test_a_chosen_language_is_that_of_the_next_page(bens_browser):
    bens_browser.post(reverse("set_language"), {"language": "fr", "next": "/me/"})
    assert '<html lang="fr">' in bens_browser.get(reverse("my_week")).content.decode()


def test_a_chosen_language_is_kept_for_the_next_sign_in_and_recorded(bens_browser, cast):
    bens_browser.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert User.objects.get(pk=cast.users["ben"].pk).language == "fr"
    written = AuditRecord.objects.get(action="choose_language")
    assert (written.before, written.after) == ({"language": "en"}, {"language": "fr"})
    assert written.user_id == cast.users["ben"].pk


def test_choosing_the_language_one_has_changes_nothing(bens_browser):
    bens_browser.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert not AuditRecord.objects.filter(action="choose_language").exists()


def test_a_language_the_pages_do_not_speak_is_not_kept(bens_browser, cast):
    bens_browser.post(reverse("set_language"), {"language": "tlh", "next": "/"})
    assert User.objects.get(pk=cast.users["ben"].pk).language == "en"


def test_whoever_is_not_signed_in_leaves_no_record(cast):
    Client().post(reverse("set_language"), {"language": "fr", "next": "/sign-in/"})
    assert not AuditRecord.objects.exists()


def test_the_way_back_never_leads_to_another_site(bens_browser):
    answer = bens_browser.post(
        reverse("set_language"), {"language": "fr", "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in answer.url
