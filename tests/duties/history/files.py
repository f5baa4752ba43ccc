"""Small files of history, written where a test can import them."""

from pathlib import Path

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.records import Choices
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor

PROGRAM = Actor.program("test")
TORONTO = Choices(zone_name="America/Toronto")
CONTACTS = "id,time,queue,wait,outcome,handle time,agent\n"


def write(folder: Path, text: str, *, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def bring_in(folder, site, text, *, actor=PROGRAM, choices=TORONTO, name="file.csv", **more):
    path = write(folder, text, name=name)
    return import_file(actor, path, site=site, choices=choices, at=clock.now(), **more)
