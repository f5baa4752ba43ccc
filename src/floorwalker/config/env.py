"""Typed settings from the environment; a bad value stops the program at start, by name."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from floorwalker.foundation.errors import SetupError

_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


def env_text(name: str, default: str = "") -> str:
    """Return the variable, or the contents of the file named by `NAME_FILE`, or the default."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SetupError(f"cannot read it: {error.strerror}.", where=f"{name}_FILE") from None
        if not text:  # a secret that did not arrive; going on without it would use another database
            raise SetupError("the file that it names is empty.", where=f"{name}_FILE")
        return text
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool = False) -> bool:
    """Return a yes or no."""
    value = env_text(name, "yes" if default else "no").lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise SetupError(f"{value!r} is neither yes nor no.", where=name)


def env_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [item.strip() for item in env_text(name, default).split(",") if item.strip()]


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of the choices; the first is the default."""
    value = env_text(name, choices[0]).lower()
    if value in choices:
        return value
    raise SetupError(f"{value!r} is none of {', '.join(choices)}.", where=name)


def env_number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within its limits."""
    return _number(env_text(name, str(default)), name=name, least=least, most=most)


def env_numbers(name: str, default: str, *, least: int, most: int) -> list[int]:
    """Return a comma-separated list of whole numbers."""
    return [_number(item, name=name, least=least, most=most) for item in env_list(name, default)]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return a comma-separated list of networks, such as `10.20.0.0/16`."""
    networks = []
    for item in env_list(name):
        try:
            networks.append(ip_network(item))
        except ValueError as error:
            raise SetupError(f"{error}.", where=name) from None
    return networks


def _number(text: str, *, name: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise SetupError(f"{text!r} is no whole number from {least} to {most}.", where=name)
