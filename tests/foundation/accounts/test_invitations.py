"""New accounts: nobody but their person ever knows a password."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.builders.api import make_token

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.accept_invitation import accept_invitation
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actions.create_account import create_account
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.actions.invite_people import invite_people
from floorwalker.foundation.accounts.actions.reopen_account import reopen_account
from floorwalker.foundation.accounts.actions.withdraw_invitation import withdraw_invitation
from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import Invitation, User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.accounts.reach import grant_of
from floorwalker.foundation.accounts.tasks import send_invitations
from floorwalker.foundation.api.queries import actor_through
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import (
    BadInputError,
    NotFoundError,
    NotPermittedError,
    SetupError,
    StateError,
)
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Person

PASSWORD = "a new and long password"
VISITOR = Actor(name="anonymous")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
QUERIES_OF_THE_PAGE = 6


@pytest.fixture
def can_mail(settings):
    settings.CAN_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def dee(cast):
    return create(cast)


def create(cast, who="mia", **changes):
    grants = [Grant(Role.AGENT, cast.site.pk, cast.north.pk)]
    wanted = {"email": "Dee@Example.ca", "name": "Dee", "grants": grants, "at": NOW, **changes}
    return create_account(cast.actor(who), **wanted)


def accept(secret, at=NOW):
    return accept_invitation(VISITOR, secret=secret, password=PASSWORD, at=at)


def choose(link, client=None):
    return (client or Client()).post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})


def deeds():
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_account_has_its_roles_and_no_password(cast, dee):
    assert (dee.email, dee.has_usable_password()) == ("dee@example.ca", False)
    assert [grant_of(held) for held in dee.role_assignments.all()] == [
        Grant(Role.AGENT, cast.site.pk, cast.north.pk)
    ]
    record = AuditRecord.objects.get()
    assert (record.action, record.user_id) == ("create_account", cast.users["mia"].pk)
    assert record.after["roles"] == [["agent", cast.site.pk, cast.north.pk]]


def test_the_link_opens_the_account_once(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    accept(secret)
    assert authenticate(username="dee@example.ca", password=PASSWORD) == dee
    with pytest.raises(NotFoundError):
        accept(secret)
    assert deeds() == ["create_account", "invite_account", "set_password", "accept_invitation"]
    assert AuditRecord.objects.get(action="accept_invitation").user_id == dee.pk


def test_only_the_hash_of_the_link_is_kept(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    assert len(secret) == 43  # 32 bytes in base64 without padding
    kept = Invitation.objects.get()
    assert secret not in {str(value) for value in vars(kept).values()}
    assert not any(secret in str(record.after) for record in AuditRecord.objects.all())


def test_the_link_works_for_seven_days(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    with pytest.raises(NotFoundError):
        accept(secret, at=NOW + timedelta(days=7))
    accept(secret, at=NOW + timedelta(days=7, seconds=-1))


def test_a_new_link_ends_the_one_before(cast, dee):
    first = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    second = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    with pytest.raises(NotFoundError):
        accept(first)
    accept(second)


def test_a_withdrawn_link_works_no_longer(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    withdraw_invitation(cast.actor("mia"), user_id=dee.pk, at=NOW)
    with pytest.raises(NotFoundError):
        accept(secret)
    withdraw_invitation(cast.actor("mia"), user_id=dee.pk, at=NOW)
    assert deeds() == ["create_account", "invite_account", "withdraw_invitation"]


def test_withdrawing_an_invitation_asks_first_and_inviting_again_does_not(cast, dee, signed_in):
    invite_account(cast.actor("mia"), user_id=dee.pk, at=clock.now())
    page = signed_in("mia").get(reverse("account", args=[dee.pk])).content.decode()
    withdraw, invite = (
        re.search(f'<form method="post" action="{reverse(name, args=[dee.pk])}"(.*?)>', page)
        for name in ("account_withdraw", "account_invite")
    )
    assert 'data-asks="Withdraw this invitation?"' in withdraw[1]
    assert invite[1] == ""


def test_closing_the_account_ends_its_invitation_for_good(cast, dee):
    mia = cast.actor("mia")
    secret = invite_account(mia, user_id=dee.pk, at=NOW)
    close_account(mia, user_id=dee.pk, at=NOW)
    with pytest.raises(StateError, match="closed"):
        invite_account(mia, user_id=dee.pk, at=NOW)
    reopen_account(mia, user_id=dee.pk, at=NOW)
    with pytest.raises(NotFoundError):
        accept(secret)


def test_an_account_in_use_is_never_invited(cast, signed_in):
    """Else whoever manages accounts could take over somebody's account by a link."""
    signed_in("ben")
    with pytest.raises(StateError, match="in use"):
        invite_account(cast.actor("mia"), user_id=cast.users["ben"].pk, at=NOW)
    cast.users["cal"].set_password(PASSWORD)
    cast.users["cal"].save()
    with pytest.raises(StateError, match="in use"):
        invite_account(cast.actor("mia"), user_id=cast.users["cal"].pk, at=NOW)


def test_a_link_works_no_longer_once_the_person_came_in_another_way(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=NOW)
    User.objects.filter(pk=dee.pk).update(last_login=NOW)
    with pytest.raises(NotFoundError):
        accept(secret)


@pytest.mark.parametrize(
    ("who", "role", "place"),
    [
        ("mia", Role.ADMIN, "site"),
        ("mia", Role.AUDITOR, "site"),
        ("mia", Role.AGENT, "everywhere"),
        ("mia", Role.AGENT, "other site"),
        ("asha", Role.AGENT, "site"),
        ("otto", Role.AGENT, "site"),
    ],
)
def test_nobody_creates_an_account_that_may_more_than_they_hold(cast, who, role, place):
    site = {"site": cast.site.pk, "everywhere": None, "other site": cast.other_site.pk}[place]
    with pytest.raises(NotPermittedError):
        create(cast, who, grants=[Grant(role, site)])
    assert not User.objects.filter(email="dee@example.ca").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "ben@example.ca"}, "email"),
        ({"email": "BEN@example.ca"}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"language": "de"}, "language"),
        ({"grants": []}, "role"),
    ],
)
def test_what_cannot_be_is_refused_by_field(cast, changes, field):
    with pytest.raises(BadInputError) as refused:
        create(cast, **changes)
    assert refused.value.where == field
    assert not AuditRecord.objects.exists()


def test_a_person_has_one_account(cast):
    with pytest.raises(BadInputError, match="has an account"):
        create(cast, person_id=cast.people["ben"].pk)
    with pytest.raises(NotFoundError):
        create(cast, person_id=cast.people["zoe"].pk)


def test_a_place_that_does_not_exist_is_refused(cast):
    with pytest.raises(BadInputError):
        create(cast, "ada", grants=[Grant(Role.AGENT, 999_999)])
    with pytest.raises(BadInputError):
        create(cast, "ada", grants=[Grant(Role.AGENT, cast.other_site.pk, cast.north.pk)])


def new_people(cast, *names):
    return [
        Person.objects.create(
            team=cast.north,
            name=name.title(),
            employee_number=name,
            email=f"{name}@example.ca",
            language="fr",
        )
        for name in names
    ]


def invite_many(cast, people, who="mia", role=Role.AGENT):
    ids = [person.pk for person in people]
    origin = "https://floor.example.ca"
    return invite_people(cast.actor(who), person_ids=ids, role=role, origin=origin, at=NOW)


def test_many_people_get_accounts_for_their_own_team(cast):
    dee, eve = new_people(cast, "dee", "eve")
    invited = invite_many(cast, [dee, eve])
    assert [(user.email, user.person, user.language) for user in invited.users] == [
        ("dee@example.ca", dee, "fr"),
        ("eve@example.ca", eve, "fr"),
    ]
    for link in invited.links:
        accept(link.secret)
        assert [grant_of(held) for held in link.user.role_assignments.all()] == [
            Grant(Role.AGENT, cast.site.pk, cast.north.pk)
        ]


@pytest.mark.parametrize("flaw", ["has an account", "no email", "other site", "nobody"])
def test_one_who_cannot_be_invited_stops_all(cast, flaw):
    (dee,) = new_people(cast, "dee")
    if flaw == "no email":
        Person.objects.filter(name="Dee").update(email="")
    others = {
        "has an account": [cast.people["ben"]],
        "other site": [cast.people["zoe"]],
        "no email": [],
        "nobody": [],
    }[flaw]
    with pytest.raises(BadInputError):
        invite_many(cast, [] if flaw == "nobody" else [dee, *others])
    assert not AuditRecord.objects.exists()


def test_an_administrator_is_not_made_in_bulk_by_a_manager(cast):
    with pytest.raises(NotPermittedError):
        invite_many(cast, new_people(cast, "dee"), role=Role.ADMIN)
    assert not User.objects.filter(name="Dee").exists()


def test_where_mail_goes_out_a_job_sends_the_links_in_each_language(cast, can_mail):
    invited = invite_many(cast, new_people(cast, "dee", "eve"))
    assert invited.links == ()
    job = Job.objects.get(pk=invited.job_id)
    assert "secret" not in str(job.arguments)
    run(cast, job)
    assert [message.to for message in mail.outbox] == [["dee@example.ca"], ["eve@example.ca"]]
    link = re.search(r"https://floor.example.ca/\S+", mail.outbox[0].body)[0]
    assert choose(urlsplit(link).path).url == reverse("password_set")
    assert authenticate(username="dee@example.ca", password=PASSWORD).name == "Dee"
    assert "Bonjour" in mail.outbox[0].body


def test_a_job_tried_again_goes_on_with_those_who_got_no_mail(cast, can_mail, monkeypatch):
    invited = invite_many(cast, new_people(cast, "dee", "eve"))
    job = Job.objects.get(pk=invited.job_id)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse_dee)
        with pytest.raises(SetupError, match=rf"accounts: {invited.users[0].pk} "):
            run(cast, job)
    assert list(Invitation.objects.values_list("user__name", flat=True)) == ["Eve"]
    run(cast, job)
    assert [message.to for message in mail.outbox] == [["dee@example.ca"]]


def refuse_dee(message):
    if message.to == ["dee@example.ca"]:
        raise ConnectionRefusedError


def run(cast, job):
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    send_invitations(RunningJob(job, actor=cast.actor("mia")), **job.arguments)


def test_the_page_shows_the_link_once_where_no_mail_goes_out(cast, signed_in):
    mia = signed_in("mia")
    sent = {"name": "Dee", "email": "dee@example.ca", "language": "fr"}
    place = f"{cast.site.pk}-{cast.north.pk}"
    made = mia.post(reverse("account_create"), {**sent, "role": "agent", "place": place})
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    link = re.search(r"http://testserver(/invitation/[\w-]+/)", made.content.decode())[1]
    user = User.objects.get(email="dee@example.ca")
    assert "/invitation/" not in mia.get(reverse("account", args=[user.pk])).content.decode()
    visitor = Client()
    assert visitor.get(link).status_code == 200
    assert visitor.head(link).status_code == 200
    assert choose(link, visitor).url == reverse("password_set")
    assert visitor.get(link).status_code == 404
    assert user.language == "fr"


def test_a_password_that_is_easy_to_guess_uses_the_link_not_up(cast, dee):
    secret = invite_account(cast.actor("mia"), user_id=dee.pk, at=clock.now())
    link = reverse("invitation", args=[secret])
    easy = Client().post(link, {"new_password1": "password", "new_password2": "password"})
    assert easy.status_code == 200
    assert easy.context["form"].errors
    assert choose(link).status_code == 302


def test_with_a_mail_server_the_link_is_never_on_a_page(cast, signed_in, can_mail, dee):
    answer = signed_in("mia").post(reverse("account_invite", args=[dee.pk]), follow=True)
    assert "/invitation/" not in answer.content.decode()
    (message,) = mail.outbox
    assert message.to == ["dee@example.ca"]
    assert "Mia has made an account for you." in message.body


def test_a_mail_server_that_refuses_is_told(cast, signed_in, can_mail, dee, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    answer = signed_in("mia").post(reverse("account_invite", args=[dee.pk]), follow=True)
    assert "The mail server did not take the invitation." in answer.content.decode()
    assert "/invitation/" not in answer.content.decode()


def test_a_person_is_filled_in(cast, signed_in):
    (dee,) = new_people(cast, "dee")
    page = signed_in("mia").get(reverse("account_new"), {"person": dee.pk})
    assert page.context["form"].initial == {
        "name": "Dee",
        "email": "dee@example.ca",
        "language": "fr",
        "role": "agent",
        "place": f"{cast.site.pk}-{cast.north.pk}",
        "person": dee.pk,
    }


def test_the_page_lists_who_has_an_email_and_no_account(cast, signed_in, django_assert_num_queries):
    new_people(cast, "dee", "eve")
    Person.objects.create(team=cast.north, name="Fay", employee_number="fay")
    mia = signed_in("mia")
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = mia.get(reverse("accounts_invite")).context["page"]
    assert [who.name for who in page.people] == ["Dee", "Eve"]
    assert page.without_email == 1


def test_a_token_is_never_told_a_link(cast):
    actor = actor_through(make_token(cast, "mia").token)
    people = new_people(cast, "dee")
    invited = invite_people(
        actor, person_ids=[people[0].pk], role=Role.AGENT, origin="http://x", at=NOW
    )
    assert (invited.links, invited.job_id) == ((), None)
    assert not Invitation.objects.exists()
