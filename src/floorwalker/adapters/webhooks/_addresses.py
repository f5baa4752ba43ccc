"""Which addresses a message may be sent to.

HTTPS to public addresses at a few ports. What is private, local or special (loopback, link-local
and with it the metadata services of clouds, multicast, reserved) is refused, also when it hides in
an IPv6 address, unless the settings name its network.
"""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError

URL_LENGTH_MAX = 500
STANDARD_PORTS = {"https": 443, "http": 80}

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_VISIBLE = re.compile(r"[!-~]+", re.ASCII)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+", re.ASCII)
_NAT64 = ip_network("64:ff9b::/96")
_SPECIAL = tuple(
    ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23"),
        *("3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
"""What IANA keeps for special purposes and not every Python calls so."""


@dataclass(frozen=True)
class Policy:
    """What the settings allow."""

    ports: frozenset[int] = frozenset({443})
    networks: tuple[Network, ...] = ()
    http_on_loopback: bool = False

    def allows(self, address: Address) -> bool:
        """Tell whether a connection may go to this very address."""
        meant = unwrapped(address)
        if _is_in(meant, self.networks):
            return True
        if meant.is_loopback:
            return self.http_on_loopback
        is_special = meant.is_multicast or meant.is_reserved or _is_in(meant, _SPECIAL)
        return meant.is_global and not is_special


@dataclass(frozen=True)
class Target:
    """An address in its parts; `path` is what stands in the first line of the request."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        """Tell whether it is HTTPS."""
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == STANDARD_PORTS[self.scheme] else f"{host}:{self.port}"


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def target_of(url: str, *, policy: Policy) -> Target:
    """Read an address that a person typed.

    Raises:
        BadInputError: nothing may be sent there.
    """
    if not _VISIBLE.fullmatch(url) or len(url) > URL_LENGTH_MAX or "\\" in url:
        raise _bad(_("this is no address: visible ASCII characters only, 500 at most."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad(_("this is no address.")) from None
    host = (parts.hostname or "").rstrip(".")
    if not _HOST.fullmatch(host):
        raise _bad(_("the name of the host is missing or no name."))
    if "@" in parts.netloc:
        raise _bad(
            _("a name and a password do not belong into the address."),
            _("The receiver knows us by our signature."),
        )
    _refuse_scheme(parts, policy=policy)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = STANDARD_PORTS[parts.scheme] if port is None else port
    target = Target(parts.scheme, host, port, path)
    _refuse_port(target, policy=policy)
    literal = literal_address(host)
    if literal is not None and not policy.allows(literal):
        raise _bad(
            _("this address is private or special."), _setting("FLOORWALKER_WEBHOOK_NETWORKS")
        )
    return target


def literal_address(host: str) -> Address | None:
    """Return the host as an address when it is written as one."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == net.version and address in net for net in networks)


def _refuse_scheme(parts: SplitResult, *, policy: Policy) -> None:
    if parts.scheme == "https":
        return
    literal = literal_address(parts.hostname or "")
    is_here = parts.hostname == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "http" or not is_here or not policy.http_on_loopback:
        raise _bad(_("the address begins with https://."), _("Messages travel encrypted only."))


def _refuse_port(target: Target, *, policy: Policy) -> None:
    if target.is_secure and target.port not in policy.ports:
        raise _bad(
            _("port %(port)s is not allowed.") % {"port": target.port},
            _setting("FLOORWALKER_WEBHOOK_PORTS"),
        )


def _setting(name: str) -> str:
    return _("Whoever runs Floorwalker can allow it: %(setting)s.") % {"setting": name}


def _bad(what: str, next_step: str = "") -> BadInputError:
    return BadInputError(what, where="url", next_step=next_step)
