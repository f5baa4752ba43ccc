"""The doctor looks at this machine: Python, packages, the data folder, the disk, time zones."""

import importlib.metadata
import platform
import re
import shutil
import stat
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import floorwalker
from floorwalker.config.env import env_text
from floorwalker.foundation.checkup import Check, Finding, good, refused, warning, wrong
from floorwalker.foundation.data_folder import chosen_folder, data_folder
from floorwalker.foundation.errors import SetupError

PYTHON_MIN = (3, 11)
DISK_BYTES_WRONG, DISK_BYTES_LOW = 1_000_000_000, 5_000_000_000
BACKUP_HOURS_MAX = 26
"""A day, and the time that one takes."""

_PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)( ;)?", re.M)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SUMMER, _SUMMER_OFFSET = datetime(2026, 7, 1), timedelta(hours=-4)  # noqa: DTZ001  # a local day


def python_check() -> Iterator[Finding]:
    """Tell which Python runs us."""
    version = platform.python_version()
    if sys.version_info[:2] < PYTHON_MIN:
        yield wrong("python", f"{version} is too old.", next_step="Install Python 3.11 or newer.")
    else:
        yield good("python", version, where=sys.executable)


def packages_check() -> Iterator[Finding]:
    """Compare what is installed with what we were tested with."""
    lock = Path(floorwalker.__file__).parents[2] / "requirements" / "app.txt"
    if not lock.exists():
        yield good("packages", "no list of tested versions beside this installation.")
        return
    differing = list(_differing(lock.read_text(encoding="utf-8")))
    if differing:
        yield wrong(
            "packages",
            f"{len(differing)} differ from the tested versions: {', '.join(differing[:10])}.",
            where=str(lock),
            next_step="Start once with ./run, which installs them, or: pip install"
            " --require-hashes -r requirements/app.txt",
        )
    else:
        yield good("packages", "all are the tested versions.", where=str(lock))


def data_folder_check() -> Iterator[Finding]:
    """Look at owner and modes; a folder that is not there yet is left for the first start."""
    folder = chosen_folder()
    if not folder.exists() or not any(folder.iterdir()):
        yield warning(
            "data folder",
            "it is new.",
            where=str(folder),
            next_step="The first start fills it. If there should be data, set FLOORWALKER_HOME.",
        )
        return
    try:
        data_folder()
    except SetupError as error:
        yield refused("data folder", error)
        return
    yield good("data folder", "ours, and closed to others.", where=str(folder))
    secrets = folder / "secrets"
    for place in (secrets, *sorted(secrets.glob("*"))) if secrets.exists() else ():
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & _OTHERS:
            yield wrong(
                "secrets",
                f"others may read this (mode {mode:04o}).",
                where=str(place),
                next_step=f"chmod go= {place}; if strangers use this machine, make a new one.",
            )
    if (secrets / "demo-password").exists():
        yield warning(
            "data folder",
            "this is a demo's: its accounts share one password that was shown on a screen.",
            where=str(folder),
            next_step="For real use set FLOORWALKER_HOME to another folder.",
        )


def disk_check() -> Iterator[Finding]:
    """Tell how much room is left where the data lies."""
    place = next(p for p in (chosen_folder(), *chosen_folder().parents) if p.exists())
    free = shutil.disk_usage(place).free
    told, step = f"{free / 1e9:.1f} GB free.", "Make room, or give the data folder a larger disk."
    if free < DISK_BYTES_WRONG:
        yield wrong("disk", told, where=str(place), next_step=step)
    elif free < DISK_BYTES_LOW:
        yield warning("disk", told, where=str(place), next_step=step)
    else:
        yield good("disk", told, where=str(place))


def time_zones_check() -> Iterator[Finding]:
    """Ask for a zone whose summer time is known."""
    step = "Install the package tzdata again (requirements/app.txt)."
    try:
        offset = _SUMMER.replace(tzinfo=ZoneInfo("America/Toronto")).utcoffset()
    except ZoneInfoNotFoundError:
        yield wrong("time zones", "this machine knows none.", next_step=step)
        return
    if offset != _SUMMER_OFFSET:
        yield wrong("time zones", "Toronto's summer time is not what it is.", next_step=step)
    else:
        yield good("time zones", f"tzdata {importlib.metadata.version('tzdata')}")


def backups_check(named: Path | None) -> Check:
    """Look whether the newest file in the folder of backups is of today."""

    def look() -> Iterator[Finding]:
        text = env_text("FLOORWALKER_BACKUPS")
        folder = named or (Path(text) if text else None)
        step = "floorwalker backup FILE, every day (docs: operations, real use)."
        if folder is None:
            step = "Name the folder with --backups or FLOORWALKER_BACKUPS to have it looked at."
            yield warning("backups", "nobody said where they are.", next_step=step)
            return
        files = [f for f in folder.glob("*") if _is_backup(f)] if folder.is_dir() else []
        if not files:
            yield wrong("backups", "there is none.", where=str(folder), next_step=step)
            return
        newest = max(files, key=lambda file: file.stat().st_mtime)
        hours = (time.time() - newest.stat().st_mtime) / 3600
        if hours > BACKUP_HOURS_MAX:
            told = f"the newest is {hours:.0f} hours old."
            yield wrong("backups", told, where=str(newest), next_step=step)
        else:
            yield good("backups", f"the newest is {hours:.0f} hours old.", where=str(newest))

    look.__name__ = "backups"
    return look


CHECKS: tuple[Check, ...] = (
    python_check,
    packages_check,
    data_folder_check,
    disk_check,
    time_zones_check,
)


def _is_backup(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(5) == b"PGDMP"


def _differing(lock: str) -> Iterator[str]:
    """Yield packages of another version; one that only some machines need may be missing."""
    tested: dict[str, set[str]] = defaultdict(set)
    elsewhere = set()
    for name, version, marker in _PINNED.findall(lock):
        tested[name].add(version)
        if marker:
            elsewhere.add(name)
    for name, versions in tested.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if name not in elsewhere:
                yield f"{name} is missing"
            continue
        if installed not in versions:
            yield f"{name} {installed} instead of {' or '.join(sorted(versions))}"
