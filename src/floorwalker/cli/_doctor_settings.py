"""The doctor looks at the settings: readable, safe, and fitting one another."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from floorwalker.cli._database import SETTINGS
from floorwalker.config.env import env_text
from floorwalker.foundation.checkup import Check, Finding, good, refused, warning, wrong
from floorwalker.foundation.data_folder import chosen_folder
from floorwalker.foundation.errors import SetupError

_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]", "::1"}
_TOLD_BY_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
"""Django's checks of what FLOORWALKER_HTTPS turns on; our own line says it once."""


def make_django_ready() -> bool:
    """Read the settings, unless that would make a secret or they cannot be read."""
    try:
        if not _has_secret_key():
            return False
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        import django

        django.setup()
    except SetupError:
        return False
    return True


def why_not_ready() -> Iterator[Finding]:
    """Tell why the settings could not be used."""
    try:
        if not _has_secret_key():
            yield warning(
                "settings",
                "not looked at: there is no secret key yet.",
                next_step="The first start of floorwalker serve makes one; then ask again.",
            )
            return
        import floorwalker.config.settings  # noqa: F401  # it says what is wrong by being read
    except SetupError as error:
        yield refused("settings", error)


def secret_key_check() -> Iterator[Finding]:
    """Tell where the key comes from; how long it is, Django's own check looks at."""
    given = bool(env_text("FLOORWALKER_SECRET_KEY"))
    yield good("secret key", "from the environment." if given else "from the data folder.")


def debug_check() -> Iterator[Finding]:
    """Debugging shows the insides of the house."""
    from django.conf import settings

    if settings.DEBUG:
        step = "Unset FLOORWALKER_DEBUG."
        yield wrong("debug", "faults show settings and code to visitors.", next_step=step)


def https_check() -> Iterator[Finding]:
    """Look whether HTTPS, host names, origins and the proxy fit one another."""
    from django.conf import settings

    hosts = {host for host in settings.ALLOWED_HOSTS if host not in _THIS_MACHINE}
    if hosts and not settings.HTTPS:
        yield wrong(
            "https",
            f"people reach {', '.join(sorted(hosts))} over HTTP: passwords can be read on the way.",
            where="FLOORWALKER_HTTPS",
            next_step="Put a web server with a certificate in front and set it to yes.",
        )
    elif settings.HTTPS and not hosts:
        yield wrong(
            "https",
            "it is on, but no host name besides this machine's is allowed.",
            where="FLOORWALKER_HOSTS",
            next_step="Name the host under which people reach the site.",
        )
    else:
        yield good("https", "on." if settings.HTTPS else "off; only this machine is served.")
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        parts = urlsplit(origin)
        if settings.HTTPS and parts.scheme != "https":
            step = "Write it with https."
            yield wrong(
                "origins", f"{origin} is not https.", where="FLOORWALKER_ORIGINS", next_step=step
            )
        if "*" not in settings.ALLOWED_HOSTS and parts.hostname not in settings.ALLOWED_HOSTS:
            yield wrong(
                "origins",
                f"{parts.hostname} is no host of the site.",
                where="FLOORWALKER_ORIGINS",
                next_step="Name it in FLOORWALKER_HOSTS too, or remove it here.",
            )


def proxy_check() -> Iterator[Finding]:
    """Look whose word about visitors' addresses is believed."""
    trusted = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    if "*" in trusted.split(","):
        yield warning(
            "proxy",
            "whoever reaches the web server may claim any address, and pauses after failed"
            " sign-ins go by addresses.",
            where="FORWARDED_ALLOW_IPS",
            next_step="Name the proxy's own address.",
        )
    else:
        yield good("proxy", f"X-Forwarded-For is believed from {trusted} only.")


def deployment_check() -> Iterator[Finding]:
    """Run Django's own checks for deployment."""
    from django.conf import settings
    from django.core.checks import run_checks

    found = [
        message
        for message in run_checks(include_deployment_checks=True)
        if not message.is_silenced() and not (message.id in _TOLD_BY_HTTPS and not settings.HTTPS)
        if message.id != "security.W018"  # debugging, which has a line of its own
    ]
    for message in found:
        step = message.hint or "Look up the number in Django's reference of system checks."
        yield wrong("django", f"{message.id}: {message.msg}", next_step=step)
    if not found:
        yield good("django", "its checks for deployment find nothing.")


CHECKS: tuple[Check, ...] = (
    secret_key_check,
    debug_check,
    https_check,
    proxy_check,
    deployment_check,
)


def _has_secret_key() -> bool:
    given = bool(env_text("FLOORWALKER_SECRET_KEY"))
    return given or (chosen_folder() / "secrets" / "django-secret-key").exists()
