import os
import subprocess
import sys

import pytest

from floorwalker.foundation.file_lock import LockHeldError, exclusive_lock, shared_lock

HOLD = """
import sys
from pathlib import Path
from floorwalker.foundation.file_lock import exclusive_lock
with exclusive_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_held_lock_names_its_holder_and_is_free_after_kill_9(tmp_path):
    lock = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockHeldError, match=str(holder.pid)), exclusive_lock(lock):
            pass
        holder.kill()
    with exclusive_lock(lock):
        assert lock.read_text() == str(os.getpid())


def test_many_may_share_a_lock(tmp_path):
    lock = tmp_path / "lock"
    with shared_lock(lock), shared_lock(lock), pytest.raises(LockHeldError), exclusive_lock(lock):
        pass
    with exclusive_lock(tmp_path / "lock"):
        pass


def test_only_the_owner_may_read_a_lock_file(tmp_path):
    with exclusive_lock(tmp_path / "lock"):
        assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
