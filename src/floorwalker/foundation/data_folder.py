"""The one folder where Floorwalker keeps its own things, and the secrets inside it.

`FLOORWALKER_HOME` names it. Without that it is `/var/lib/floorwalker` for root and
`~/.local/share/floorwalker` (or below `XDG_DATA_HOME`) for everyone else.

We only ever change the permissions of a folder that we made or found empty. A folder with other
things in it, or one that others may read, is refused with the command that puts it right, so that
a slip such as `FLOORWALKER_HOME=/home` cannot do harm.
"""

import os
import secrets
import stat
from pathlib import Path

from floorwalker.foundation.errors import SetupError

OWNER_ONLY = 0o700
SECRET_FILE = 0o600
SECRET_BYTES = 40
MARK = "floorwalker-data-folder"
"""A file that says: this folder is ours."""

_OTHERS = stat.S_IRWXO
_GROUP_MAY_READ_OR_WRITE = stat.S_IRGRP | stat.S_IWGRP


def data_folder() -> Path:
    """Return Floorwalker's folder; make it, closed to others, when it does not exist yet.

    Raises:
        SetupError: It cannot be made, is open to others, or holds things that are not ours.
    """
    folder = chosen_folder()
    try:
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        _claim(folder)
    except OSError as error:
        raise SetupError(
            f"The data folder cannot be used: {error.strerror}.",
            where=str(folder),
            next_step="Set FLOORWALKER_HOME to a folder that you may write to.",
        ) from error
    return folder


def chosen_folder() -> Path:
    """Return where the folder is or will be; nothing is made or checked."""
    if named := os.environ.get("FLOORWALKER_HOME"):
        return Path(named).expanduser().resolve()
    return usual_folder("floorwalker")


def secret(name: str, *, folder: Path | None = None) -> str:
    """Return the secret kept under this name; make a random one at its first use.

    The value is safe in URLs and file names. Two processes asking at once get the same one.
    """
    place = (folder or data_folder()) / "secrets"
    place.mkdir(mode=OWNER_ONLY, exist_ok=True)
    file = place / name
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(SECRET_BYTES))
    return file.read_text(encoding="ascii").strip()


def forget_secret(name: str) -> None:
    """Remove a secret that has served."""
    (data_folder() / "secrets" / name).unlink(missing_ok=True)


def usual_folder(name: str) -> Path:
    """Return where a folder of this name lives unless `FLOORWALKER_HOME` says otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib") / name
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser().resolve() / name


def _claim(folder: Path) -> None:
    """Make sure that the folder is ours and closed to others."""
    if folder.stat().st_uid != os.geteuid():
        raise SetupError(
            "The data folder belongs to another account.",
            where=str(folder),
            next_step="Run as that account, or set FLOORWALKER_HOME to a folder of your own.",
        )
    # Look at the content before the mark: another process may be claiming the folder right now,
    # and the mark is the first thing that it leaves.
    strange = any(MARK not in entry.name for entry in folder.iterdir())
    if (folder / MARK).exists():
        _refuse_open(folder)
    elif strange:
        raise SetupError(
            "This is not a Floorwalker data folder, and it is not empty.",
            where=str(folder),
            next_step="Set FLOORWALKER_HOME to a new or empty folder.",
        )
    else:
        folder.chmod(OWNER_ONLY)
        _write_once(folder / MARK, "Floorwalker keeps its database and secrets here.\n")


def _refuse_open(folder: Path) -> None:
    """Refuse a folder that others may enter, or whose group may list it or write to it."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & (_OTHERS | _GROUP_MAY_READ_OR_WRITE):
        raise SetupError(
            f"Others may look into the data folder (mode {mode:04o}).",
            where=str(folder),
            next_step=f"Close it: chmod {mode & 0o710:o} {folder}",
        )


def _write_once(file: Path, text: str) -> None:
    """Let the file appear whole or not at all, never twice, and never readable by others."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_FILE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)  # unlike a rename, it refuses when another process was first
        except FileExistsError:
            return
    finally:
        draft.unlink()
