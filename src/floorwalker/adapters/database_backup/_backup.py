"""Write the database into a file that appears whole or not at all."""

import os
import secrets
import subprocess
from pathlib import Path

from floorwalker.adapters.postgres_embedded import client_program
from floorwalker.foundation.errors import BadInputError, SetupError

from ._connection import program_environment

_OWNER_MAY_READ = 0o600


def back_up(url: str, *, file: Path, overwrite: bool = False) -> None:
    """Write a backup of the database at `url` into `file`, readable by its owner only.

    Raises:
        BadInputError: The file exists already, or cannot be written there.
        SetupError: The database cannot be read.
    """
    if file.exists() and not overwrite:
        raise _exists_already(file)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.unfinished")
    try:
        draft.touch(mode=_OWNER_MAY_READ, exist_ok=False)
    except OSError as error:
        raise BadInputError(
            f"A backup cannot be written here: {error.strerror}.", where=str(file)
        ) from error
    try:
        _dump(url, into=draft)
        _publish(draft, file=file, overwrite=overwrite)
    finally:
        draft.unlink(missing_ok=True)


def _dump(url: str, *, into: Path) -> None:
    command = [client_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    done = subprocess.run(
        [*command, f"--file={into}"],  # into its standard output it would write a bloated file
        env=program_environment(url),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode != 0:
        raise SetupError(
            f"The database could not be backed up: {done.stderr.strip()}",
            next_step="No file was written.",
        )


def _publish(draft: Path, *, file: Path, overwrite: bool) -> None:
    if overwrite:
        draft.replace(file)
        return
    try:
        os.link(draft, file)  # unlike a rename, it refuses a file that appeared meanwhile
    except FileExistsError:
        raise _exists_already(file) from None


def _exists_already(file: Path) -> BadInputError:
    return BadInputError(
        "This file exists already.",
        where=str(file),
        next_step="Choose another name, or add --force to replace it.",
    )
