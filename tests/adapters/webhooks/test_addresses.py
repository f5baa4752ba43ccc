"""Which addresses are refused: by what is typed, and by what a name turns out to be."""

from ipaddress import ip_address, ip_network

import pytest

from floorwalker.adapters.webhooks import Policy
from floorwalker.adapters.webhooks._addresses import target_of
from floorwalker.foundation.errors import BadInputError

STRICT = Policy(ports=frozenset({443, 8443}))
LOCAL = Policy(ports=frozenset({443}), http_on_loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "169.254.169.254",  # metadata of clouds
        "100.100.100.200",  # metadata of another cloud, in the shared range
        "192.0.0.192",  # and of a third
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fd00:ec2::254",  # metadata over IPv6
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",  # 10.0.0.1 through NAT64
        "2002:a00:1::",  # 10.0.0.1 through 6to4
        "2001:db8::1",
        "2001::1",  # Teredo
        "64:ff9b:1::1",
        "fec0::1",
        "192.88.99.1",
    ],
)
def test_what_is_not_public_is_refused(address):
    assert not STRICT.allows(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_what_is_public_is_allowed(address):
    assert STRICT.allows(ip_address(address))


def test_a_network_of_the_settings_opens_itself_and_nothing_else():
    in_house = Policy(networks=(ip_network("10.20.0.0/16"), ip_network("fd12::/16")))
    found = {
        text: in_house.allows(ip_address(text))
        for text in (
            "10.20.3.4",
            "::ffff:10.20.3.4",
            "fd12::9",
            "10.21.0.1",
            "127.0.0.1",
            "fd13::9",
        )
    }
    assert found == {
        "10.20.3.4": True,
        "::ffff:10.20.3.4": True,
        "fd12::9": True,
        "10.21.0.1": False,
        "127.0.0.1": False,
        "fd13::9": False,
    }


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://receiver.example/", "the address begins with https://."),
        ("http://127.0.0.1/", "the address begins with https://."),
        ("ftp://receiver.example/", "the address begins with https://."),
        ("//receiver.example/", "the address begins with https://."),
        ("https://", "the name of the host is missing or no name."),
        ("https://:443/", "the name of the host is missing or no name."),
        ("https://receiver_example/", "the name of the host is missing or no name."),
        ("https://-/", "the name of the host is missing or no name."),
        (
            "https://me:secret@receiver.example/",
            "a name and a password do not belong into the address.",
        ),
        ("https://@receiver.example/", "a name and a password do not belong into the address."),
        ("https://receiver.example:22/", "port 22 is not allowed."),
        ("https://receiver.example:0/", "port 0 is not allowed."),
        ("https://receiver.example:99999/", "this is no address."),
        ("https://receiver.example:x/", "this is no address."),
        ("https://[::1", "this is no address."),
        (
            "https://receiver.example/\r\nHost: other",
            "this is no address: visible ASCII characters only, 500 at most.",
        ),
        (
            "https://receiver.example/a b",
            "this is no address: visible ASCII characters only, 500 at most.",
        ),
        (
            "https://r\u00e9ception.example/",
            "this is no address: visible ASCII characters only, 500 at most.",
        ),
        (
            "https://receiver.example\\@10.0.0.1/",
            "this is no address: visible ASCII characters only, 500 at most.",
        ),
        (
            "https://receiver.example/" + "x" * 500,
            "this is no address: visible ASCII characters only, 500 at most.",
        ),
        ("https://10.0.0.1/", "this address is private or special."),
        ("https://[::ffff:10.0.0.1]/", "this address is private or special."),
        ("https://169.254.169.254/latest/meta-data", "this address is private or special."),
        ("", "this is no address: visible ASCII characters only, 500 at most."),
    ],
)
def test_what_is_typed_is_refused_with_the_reason(url, what):
    with pytest.raises(BadInputError) as refusal:
        target_of(url, policy=STRICT)
    assert (refusal.value.where, refusal.value.what) == ("url", what)


@pytest.mark.parametrize(
    ("url", "parts", "header"),
    [
        ("https://receiver.example", ("receiver.example", 443, "/"), "receiver.example"),
        (
            "https://Receiver.Example./a?b=c#d",
            ("receiver.example", 443, "/a?b=c"),
            "receiver.example",
        ),
        (
            "https://receiver.example:8443/in",
            ("receiver.example", 8443, "/in"),
            "receiver.example:8443",
        ),
        ("https://[2606:4700::1111]/", ("2606:4700::1111", 443, "/"), "[2606:4700::1111]"),
    ],
)
def test_a_good_address_is_taken_apart(url, parts, header):
    target = target_of(url, policy=STRICT)
    assert (target.host, target.port, target.path) == parts
    assert target.host_header == header


def test_plain_http_is_for_loopback_only_and_only_when_allowed():
    assert target_of("http://127.0.0.1:5000/", policy=LOCAL).port == 5000
    assert target_of("http://localhost/", policy=LOCAL).port == 80
    for url in ("http://receiver.example/", "http://10.0.0.1/"):
        with pytest.raises(BadInputError):
            target_of(url, policy=LOCAL)
