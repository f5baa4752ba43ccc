"""Replications on several cores: the same results, and nobody left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders.processes import eventually
from tests.engines.simulate.builders import agent, centre, queue

from floorwalker.config.parallel import cores
from floorwalker.engines.simulate import rehearse
from floorwalker.foundation.cores import Cores
from floorwalker.foundation.errors import SetupError

PLAYS_FOR_EVER = """
import os, sys, time
from pathlib import Path
from floorwalker.foundation.cores import Cores

def play(number):
    if number:
        Path(sys.argv[1], str(number)).touch()
        time.sleep(600)

list(Cores(processes=2, worth_seconds=0.0)(play, range(3)))
"""


def test_a_rehearsal_on_two_cores_is_the_same_as_on_one() -> None:
    place = centre(
        queue(offered=[20.0] * 6, patience_seconds=90),
        agents=[agent(str(number), (0, 3000), (3100, 3600)) for number in range(5)],
    )
    two = Cores(processes=2, worth_seconds=0.0)
    assert rehearse(place, seed=4, replications=12, run=two) == rehearse(
        place, seed=4, replications=12
    )


def test_what_is_short_stays_in_this_process() -> None:
    assert set(Cores(processes=2)(lambda _number: os.getpid(), range(100))) == {os.getpid()}


def test_a_backend_that_is_not_installed_is_named() -> None:
    ray = Cores(backend="ray", processes=2, worth_seconds=0.0)
    with pytest.raises(SetupError, match="ray is not installed"):
        list(ray(abs, range(3)))


@pytest.mark.parametrize(
    ("name", "value"), [("FLOORWALKER_PARALLEL", "threads"), ("FLOORWALKER_PROCESSES", "0")]
)
def test_settings_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SetupError, match=value):
        cores()


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_nobody_plays_on_when_the_process_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "plays.py"
    script.write_text(PLAYS_FOR_EVER)
    playing = tmp_path / "playing"
    playing.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(playing)], start_new_session=True
    ) as process:
        try:
            eventually(lambda: len(list(playing.iterdir())) == 2 or None, within_seconds=120)
            process.kill()  # it alone; a cancelled job kills the whole group, where they are too
            process.wait()
            eventually(lambda: not _is_there(process.pid) or None)
        finally:
            if _is_there(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
