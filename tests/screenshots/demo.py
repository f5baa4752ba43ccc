"""The demo centre on its fixed day, served on a free port of this machine."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from floorwalker.cli.demo import PASSWORD_CHARACTERS, PASSWORD_SECRET
from floorwalker.foundation.child_process import ends_with_parent
from floorwalker.foundation.data_folder import secret, usual_folder

REPOSITORY = Path(__file__).parents[2]
SETTINGS = "tests.screenshots.settings"
READY = "Floorwalker is ready: "
STOP_SECONDS_MAX = 30


def use_its_folder(folder: Path | None, *, fresh: bool) -> None:
    """Point this process and its children at the demo's folder, settings and sources."""
    folder = folder or usual_folder("floorwalker-screenshots")
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    os.environ |= {
        "FLOORWALKER_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
    }
    os.environ.pop("DATABASE_URL", None)


def make() -> None:
    """Fill the folder; at once when an earlier run has."""
    subprocess.run([sys.executable, "-m", "floorwalker", "demo", "--no-serve"], check=True)


def password() -> str:
    """Return the password that all people of the demo have."""
    return secret(PASSWORD_SECRET)[:PASSWORD_CHARACTERS]


def sign_everybody_out() -> None:
    """End the sessions of earlier runs: they would stand in the people's lists of devices."""
    from django.contrib.sessions.models import Session

    from floorwalker.foundation.accounts.models import SignIn

    SignIn.objects.all().delete()
    Session.objects.all().delete()


@contextmanager
def served() -> Iterator[str]:
    """Serve the folder until the end of the block; give the site's address."""
    command = [sys.executable, "-m", "floorwalker", "serve", "--port", "0", "--workers", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=ends_with_parent(by=signal.SIGTERM),  # noqa: PLW1509 - we have no threads yet
    ) as server:
        assert server.stdout
        try:
            for line in server.stdout:
                if line.startswith(READY):
                    yield line.removeprefix(READY).strip().rstrip("/")
                    return
            raise RuntimeError("the demo could not be served; the reason is above")
        finally:
            server.terminate()
            server.wait(STOP_SECONDS_MAX)
