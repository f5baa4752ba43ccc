"""The mail as a real worker sends it to a real mail server."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from queue import Queue

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from tests.builders.cast import PASSWORD, make_cast
from tests.builders.processes import floorwalker_process

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


class Mailbox:
    """Keeps what the server was given."""

    def __init__(self) -> None:
        self.letters: Queue = Queue()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's
        self.letters.put(envelope)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    server = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    server.start()
    yield server
    server.stop()


@pytest.mark.usefixtures("no_jobs_of_another_test")
@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("en", "A new password for Floorwalker", "Hello Ben,"),
        ("fr", "Un nouveau mot de passe pour Floorwalker", "Bonjour Ben,"),
    ],
)
def test_the_worker_sends_the_mail_in_the_persons_language(
    mail_server, settings, language, subject, greeting
):
    settings.CAN_MAIL = True
    ben = make_cast().users["ben"]
    ben.set_password(PASSWORD)
    ben.language = language
    ben.save()
    Client().post(reverse("password_forgotten"), {"email": "Ben@example.ca"})
    with floorwalker_process(
        "work",
        FLOORWALKER_MAIL_URL=f"smtp://127.0.0.1:{mail_server.port}",
        FLOORWALKER_MAIL_FROM="floor@example.ca",
    ):
        envelope = mail_server.handler.letters.get(timeout=30)
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("floor@example.ca", ["ben@example.ca"])
    assert letter["Subject"] == subject
    body = letter.get_content()
    assert body.startswith(greeting)
    assert "http://testserver/password/new/" in body
