import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders.cast import PASSWORD
from tests.builders.mail import send_waiting_mail, waiting_mail
from tests.foundation.accounts.test_lock_out import ben, sign_in  # noqa: F401  # a fixture

from floorwalker.foundation.accounts.actions.set_password import set_password
from floorwalker.foundation.accounts.models import SignIn, User
from floorwalker.foundation.accounts.tasks import password_mail
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotPermittedError

NEW = "another quite long password"


@pytest.fixture(autouse=True)
def can_mail(settings):
    settings.CAN_MAIL = True


def ask(email="ben@example.ca"):
    answer = Client().post(reverse("password_forgotten"), {"email": email})
    send_waiting_mail()
    return answer


def link_of(message):
    return urlsplit(re.search(r"https?://\S+", message.body)[0]).path


def choose(link, password=NEW):
    client = Client()
    form = client.get(link)
    return client.post(form.url, {"new_password1": password, "new_password2": password})


def test_the_link_of_the_mail_sets_a_new_password_once(ben):  # noqa: F811
    assert ask().url == reverse("password_forgotten_sent")
    link = link_of(mail.outbox[0])
    assert choose(link).url == reverse("password_set")
    assert authenticate(username=ben.email, password=NEW) == ben
    assert "was used already" in Client().get(link).content.decode()
    assert AuditRecord.objects.get(action="set_password").user_id == ben.pk


def test_the_mail_speaks_the_language_of_the_person_not_of_who_asks(ben):  # noqa: F811
    User.objects.filter(pk=ben.pk).update(language="fr")
    ask()
    assert mail.outbox[0].subject == "Un nouveau mot de passe pour Floorwalker"
    assert mail.outbox[0].body.startswith("Bonjour Ben")
    assert mail.outbox[0].to == ["ben@example.ca"]


@pytest.mark.parametrize("email", ["nobody@example.ca", "cleo@example.ca"])
def test_the_page_does_not_tell_who_has_an_account(cast, email):
    User.objects.filter(email="cleo@example.ca").update(is_active=False)
    assert ask(email).url == reverse("password_forgotten_sent")
    assert mail.outbox == []


def test_nobody_is_flooded_with_mail(ben):  # noqa: F811
    statuses = [ask().status_code for _ in range(6)]
    assert statuses == [302] * 5 + [200]
    assert len(mail.outbox) == 5


def test_every_address_leaves_the_same_work_to_the_worker(ben):  # noqa: F811
    for email in ("ben@example.ca", "nobody@example.ca"):
        Client().post(reverse("password_forgotten"), {"email": email})
    waiting = waiting_mail()
    assert [set(arguments) for arguments in waiting] == [{"sealed_email", "site_address"}] * 2
    assert "example.ca" not in str(waiting)
    assert mail.outbox == []


def test_asking_takes_as_many_queries_for_every_address(ben, django_assert_num_queries):  # noqa: F811
    Client().post(reverse("password_forgotten"), {"email": "first@example.ca"})  # of this machine
    with CaptureQueriesContext(connection) as known:
        Client().post(reverse("password_forgotten"), {"email": "ben@example.ca"})
    with django_assert_num_queries(len(known)):
        Client().post(reverse("password_forgotten"), {"email": "nobody@example.ca"})


def test_a_mail_that_does_not_go_out_is_tried_again_and_the_log_names_nobody(
    ben,  # noqa: F811
    settings,
    caplog,
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    Client().post(reverse("password_forgotten"), {"email": ben.email})
    with pytest.raises(ConnectionRefusedError):
        send_waiting_mail()
    assert caplog.messages == ["A password mail did not go out: ConnectionRefusedError"]
    assert password_mail.retry_strategy.max_attempts == 5


def test_a_site_that_cannot_mail_queues_nothing(ben, settings):  # noqa: F811
    settings.CAN_MAIL = False
    Client().post(reverse("password_forgotten"), {"email": ben.email})
    assert waiting_mail() == []


def test_a_new_password_opens_an_account_that_was_closed_by_guesses(ben):  # noqa: F811
    for _ in range(5):
        sign_in("wrong")
    ask()
    choose(link_of(mail.outbox[0]))
    assert sign_in(NEW).status_code == 302


def test_too_easy_a_password_is_refused(ben):  # noqa: F811
    ask()
    assert choose(link_of(mail.outbox[0]), "password").status_code == 200
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_changing_ones_password_signs_out_the_other_devices_only(ben):  # noqa: F811
    here, there = Client(), Client()
    sign_in(PASSWORD, client=here)
    sign_in(PASSWORD, client=there)
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post(reverse("password_change"), data).url == reverse("own_account")
    assert here.get(reverse("own_account")).status_code == 200
    assert there.get(reverse("own_account")).status_code == 302
    assert SignIn.objects.filter(user=ben).count() == 1


def test_a_wrong_old_password_changes_nothing(ben):  # noqa: F811
    client = Client()
    sign_in(PASSWORD, client=client)
    data = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("password_change"), data).status_code == 200
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_nobody_sets_anothers_password(cast):
    with pytest.raises(NotPermittedError):
        set_password(cast.actor("ada"), user=cast.users["ben"], password=NEW, at=None)
    assert not User.objects.get(pk=cast.users["ben"].pk).has_usable_password()


def test_the_way_to_a_new_password_is_shown_only_when_mail_can_go_out(cast, settings):
    settings.CAN_MAIL = False
    assert "Forgotten password?" not in Client().get("/sign-in/").content.decode()
    settings.CAN_MAIL = True
    assert "Forgotten password?" in Client().get("/sign-in/").content.decode()
