"""Anchors: heads of all chains, written outside the database, so that a cut or forged end shows.

One line of JSON each hour in which something was recorded, appended to `audit-anchors.jsonl` in the
data folder and, when `FLOORWALKER_ANCHORS` names one, in a folder elsewhere (another disk, or one
that a second machine collects). Each line carries the hash of the line before it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from floorwalker.foundation.audit.models import ChainHead
from floorwalker.foundation.data_folder import data_folder
from floorwalker.foundation.errors import BadInputError, SetupError
from floorwalker.foundation.file_lock import exclusive_lock

FILE = "audit-anchors.jsonl"
LOCK_SECONDS = 10.0
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Anchors:
    """What anchors saw: chain → sequence → (hash, when)."""

    seen: Mapping[str, Mapping[int, tuple[bytes, str]]]
    count: int

    def chains(self) -> Iterable[str]:
        """Return the chains that were anchored."""
        return self.seen.keys()

    def of(self, chain: str) -> Mapping[int, tuple[bytes, str]]:
        """Return what was seen of one chain."""
        return self.seen.get(chain, {})


def anchor_files() -> tuple[Path, ...]:
    """Return where anchors are kept on this machine."""
    folders = [data_folder()]
    if settings.AUDIT_ANCHORS_FOLDER:
        folders.append(Path(settings.AUDIT_ANCHORS_FOLDER))
    return tuple(folder / FILE for folder in folders)


def write_anchor(*, at: datetime, files: Iterable[Path] | None = None) -> int:
    """Append the heads of all chains to each file that lacks them; return how many were written.

    Raises:
        SetupError: a file cannot be written.
    """
    heads = {
        head.name: [head.sequence, bytes(head.hash).hex()]
        for head in ChainHead.objects.filter(sequence__gt=0).order_by("name")
    }
    return sum(_append(file, heads, at=at) for file in files or anchor_files()) if heads else 0


def read_anchors(files: Iterable[Path] | None = None) -> Anchors:
    """Return what every anchor of these files saw; a file that is not there yet holds none.

    Raises:
        BadInputError: a line was changed or removed.
    """
    seen: dict[str, dict[int, tuple[bytes, str]]] = {}
    count = 0
    for file in files or anchor_files():
        for anchor in _lines(file):
            count += 1
            for chain, (sequence, digest) in anchor["heads"].items():
                seen.setdefault(chain, {})[sequence] = (bytes.fromhex(digest), anchor["at"])
    return Anchors(seen, count)


def _append(file: Path, heads: Mapping[str, list[object]], *, at: datetime) -> bool:
    try:
        with exclusive_lock(file.with_suffix(".lock"), wait_seconds=LOCK_SECONDS):
            last = _last_line(file)
            if last and json.loads(last)["heads"] == heads:
                return False
            line = {"at": at.isoformat(), "heads": heads, "previous": _digest(last)}
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
            with os.fdopen(handle, "wb") as stream:
                stream.write(json.dumps(line, sort_keys=True).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
    except OSError as error:
        raise SetupError(
            f"The anchors of the audit log cannot be written: {error.strerror}.",
            where=str(file),
            next_step="Correct FLOORWALKER_ANCHORS, or let Floorwalker write there.",
        ) from error
    return True


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    previous = b""
    for number, line in enumerate(file.read_bytes().splitlines() if file.exists() else (), 1):
        try:
            anchor = json.loads(line)
            is_next = anchor["previous"] == _digest(previous)
        except (ValueError, KeyError, TypeError):
            is_next = False
        if not is_next:
            raise BadInputError(
                f"Line {number} is not the one that was written after the line before it.",
                where=str(file),
                next_step="Someone changed this file: verify against a copy of it.",
            )
        yield anchor
        previous = line


def _last_line(file: Path) -> bytes:
    lines = file.read_bytes().splitlines() if file.exists() else []
    return lines[-1] if lines else b""


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
