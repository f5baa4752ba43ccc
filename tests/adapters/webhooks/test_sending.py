"""Real servers on loopback, honest and hostile; certificates of an authority made for the tests."""

import socket
import ssl
from ipaddress import ip_network
from time import monotonic

import pytest
from tests.builders.live import run_async
from tests.builders.receivers import DRIP_SECONDS, answer, make_authority, receiver

from floorwalker.adapters.webhooks import HttpSender, Policy
from floorwalker.foundation.webhooks.choices import Outcome
from floorwalker.foundation.webhooks.records import Message

HEADERS = {"webhook-id": "msg_1", "webhook-timestamp": "1614265330", "webhook-signature": "v1,x"}
BODY = '{"type":"roster.published","data":{"née":1}}'.encode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


def sender_to(port, authority, **policy):
    wanted = {"ports": frozenset({port}), "networks": (ip_network("127.0.0.0/8"),)} | policy
    return HttpSender(Policy(**wanted), authority.client())


def send(sender, url, *, seconds_max=10.0):
    message = Message(url, HEADERS, BODY)
    return run_async(sender.send(message, seconds_max=seconds_max))


@pytest.fixture
def resolver(monkeypatch):
    """What names lead to, one list for each time that somebody asks; others as usual."""
    answers, asked, usual = {}, [], socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        if host not in answers:
            return usual(host, port, *arguments, **options)
        asked.append(host)
        found = answers[host].pop(0)
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port))
            for a in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answers, asked


def test_a_message_arrives_as_it_was_signed(authority):
    with receiver(tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/in?key=1")
    (request,) = there.requests
    assert (sent.outcome, sent.status, sent.is_delivered) == (Outcome.ANSWERED, 204, True)
    assert (request.path, request.body) == ("/in?key=1", BODY)
    assert {name: request.headers[name] for name in HEADERS} == HEADERS
    assert request.headers["content-type"] == "application/json"
    assert request.headers["host"] == f"localhost:{there.port}"


@pytest.mark.parametrize("status", [200, 299])
def test_any_2xx_is_delivered(authority, status):
    with receiver(lambda h: answer(h, status, b"thanks"), tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://127.0.0.1:{there.port}/")
    assert (sent.is_delivered, sent.start) == (True, "thanks")


@pytest.mark.parametrize("status", [300, 404, 410, 500])
def test_anything_else_is_not(authority, status):
    with receiver(lambda h: answer(h, status, b"no"), tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://127.0.0.1:{there.port}/")
    assert (sent.is_delivered, sent.is_gone, sent.status) == (False, status == 410, status)


def test_a_redirect_is_not_followed(authority):
    with receiver(tls=authority.server()) as other:
        there_too = f"https://localhost:{other.port}/"
        with receiver(
            lambda h: answer(h, 307, Location=there_too), tls=authority.server()
        ) as there:
            ports = frozenset({there.port, other.port})
            sender = sender_to(there.port, authority, ports=ports)
            sent = send(sender, f"https://localhost:{there.port}/")
    assert (sent.status, sent.is_delivered) == (307, False)
    assert other.requests == []


def test_a_receiver_tells_how_long_to_wait(authority):
    with receiver(lambda h: answer(h, 503, Retry_After="120"), tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/")
    assert sent.retry_after_seconds == 120


def test_an_endless_answer_is_read_to_64_kilobytes(authority):
    pieces = []

    def pour(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**9))
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 4096)
            pieces.append(4096)

    with receiver(pour, tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/")
    assert (sent.status, sent.is_delivered) == (200, True)
    assert sent.start == "x" * 2000
    assert sum(pieces) < 10_000_000  # the rest never left: we hung up


def test_endless_headers_are_no_answer(authority):
    def pour(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"x-more: " + b"y" * 1000 + b"\r\n")

    with receiver(pour, tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/")
    assert (sent.outcome, sent.status) == (Outcome.NO_HTTP, None)


def test_a_receiver_that_drips_is_cut_off_in_time(authority):
    def drip(handler):
        for letter in b"HTTP/1.1 200 OK\r\n" + b"x-slow: 1\r\n" * 1000:
            handler.wfile.write(bytes([letter]))
            there.let_go.wait(DRIP_SECONDS)

    with receiver(drip, tls=authority.server()) as there:
        sender, url = sender_to(there.port, authority), f"https://localhost:{there.port}/"
        began = monotonic()
        sent = send(sender, url, seconds_max=0.5)
        took = monotonic() - began
    assert sent.outcome == Outcome.TOO_SLOW
    assert took < 2


def test_a_silent_receiver_is_cut_off_in_time(authority):
    with receiver(lambda h: there.let_go.wait(), tls=authority.server()) as there:
        sender, url = sender_to(there.port, authority), f"https://localhost:{there.port}/"
        sent = send(sender, url, seconds_max=0.5)
    assert (sent.outcome, sent.status) == (Outcome.TOO_SLOW, None)


def test_a_2xx_whose_body_never_ends_in_time_is_delivered(authority):
    def begin(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"begun")
        there.let_go.wait()

    with receiver(begin, tls=authority.server()) as there:
        sender, url = sender_to(there.port, authority), f"https://localhost:{there.port}/"
        sent = send(sender, url, seconds_max=0.5)
    assert (sent.outcome, sent.status, sent.start) == (Outcome.ANSWERED, 200, "begun")


def test_what_is_no_http_is_no_answer(authority):
    def babble(handler):
        handler.wfile.write(b"220 mail.example ESMTP\r\n")

    with receiver(babble, tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/")
    assert sent.outcome == Outcome.NO_HTTP


def test_what_a_database_cannot_hold_is_replaced(authority):
    with receiver(lambda h: answer(h, 500, b"a\x00\xffb"), tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://localhost:{there.port}/")
    assert sent.start == "a\ufffd\ufffdb"


def test_a_certificate_of_nobody_known_is_not_trusted(authority):
    with receiver(tls=authority.server()) as there:
        policy = Policy(ports=frozenset({there.port}), networks=(ip_network("127.0.0.0/8"),))
        sender = HttpSender(policy, ssl.create_default_context())
        sent = send(sender, f"https://localhost:{there.port}/")
    assert (sent.outcome, there.requests) == (Outcome.NOT_TRUSTED, [])


def test_a_certificate_of_another_name_is_not_trusted(authority, resolver):
    answers, _asked = resolver
    answers["stranger.example"] = [["127.0.0.1"]]
    with receiver(tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://stranger.example:{there.port}/")
    assert (sent.outcome, there.requests) == (Outcome.NOT_TRUSTED, [])


def test_the_connection_goes_to_the_address_that_was_checked(authority, resolver):
    """A name that leads elsewhere when it is asked again is not asked again."""
    answers, asked = resolver
    answers["receiver.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    with receiver(tls=authority.server()) as there:
        sent = send(sender_to(there.port, authority), f"https://receiver.example:{there.port}/")
    assert (sent.status, len(there.requests)) == (204, 1)
    assert asked == ["receiver.example"]


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["::ffff:127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["169.254.169.254"]],
)
def test_a_name_that_leads_inside_is_refused_before_any_connection(authority, resolver, found):
    answers, _asked = resolver
    answers["receiver.example"] = [found]
    with receiver(tls=authority.server()) as there:
        sender = sender_to(there.port, authority, networks=())
        sent = send(sender, f"https://receiver.example:{there.port}/")
    assert (sent.outcome, there.requests) == (Outcome.REFUSED_ADDRESS, [])


def test_a_number_instead_of_a_name_is_seen_through(authority):
    with receiver(tls=authority.server()) as there:
        sender = sender_to(there.port, authority, networks=())
        sent = send(sender, f"https://2130706433:{there.port}/")  # 127.0.0.1
    assert (sent.outcome, there.requests) == (Outcome.REFUSED_ADDRESS, [])


def test_a_name_that_nobody_knows_is_told(authority):
    sent = send(sender_to(443, authority), "https://receiver.invalid/")
    assert sent.outcome == Outcome.UNKNOWN_NAME


def test_a_port_where_nobody_listens_is_told(authority):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        sent = send(sender_to(port, authority), f"https://127.0.0.1:{port}/")
    assert sent.outcome == Outcome.NO_CONNECTION


def test_an_address_that_became_forbidden_is_refused_when_sending(authority):
    with receiver(tls=authority.server()) as there:
        sender = sender_to(there.port, authority, ports=frozenset({443}))
        sent = send(sender, f"https://localhost:{there.port}/")
    assert (sent.outcome, there.requests) == (Outcome.REFUSED_ADDRESS, [])


def test_plain_http_works_on_loopback_when_it_is_allowed(authority):
    with receiver() as there:
        allowed = sender_to(there.port, authority, networks=(), http_on_loopback=True)
        refused = sender_to(there.port, authority)
        url = f"http://127.0.0.1:{there.port}/"
        assert send(allowed, url).status == 204
        assert send(refused, url).outcome == Outcome.REFUSED_ADDRESS
    assert len(there.requests) == 1
