"""The ten main pages of a large centre under load: 1,000 people, 10 million contacts of history.

Starts a scratch PostgreSQL and one real web process, and asks for pages over loopback at a steady
rate, whatever the answers take (an open loop: a slow page does not slow the next asker down).
Client, server and database share the machine.

    python -m benchmarks.pages [--people 1000] [--contacts 10000000] [--per-second 5]
                               [--seconds 60]
"""

import argparse
import asyncio
import itertools
import math
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from benchmarks._large_centre import LargeCentre, fill, scratch_database

MILLISECONDS_MAX = 200
START_SECONDS_MAX = 60.0
ANSWER_SECONDS_MAX = 30.0
WARM_ROUNDS = 6
"""Each page is asked for so often before the clock counts: once for each web thread, and more."""


@dataclass(frozen=True)
class Page:
    """An address, and the cookie of who asks for it."""

    name: str
    path: str
    cookie: str


def main() -> None:
    """Fill, serve, ask, and print a row a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--contacts", type=int, default=10_000_000)
    parser.add_argument("--per-second", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    wanted = parser.parse_args()
    with scratch_database():
        began = time.perf_counter()
        centre = fill(people=wanted.people, contacts=wanted.contacts, today=date.today())  # noqa: DTZ011  # any day will do
        print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
        with web_server() as port:
            found = asyncio.run(ask(pages(centre), port=port, wanted=wanted))
    print(f"{wanted.people:,} people, {wanted.contacts:,} contacts, {wanted.per_second:g} pages/s")
    print(f"{'page':28} {'asked':>6} {'kB':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
    for page, (answers, size) in found.items():
        told = sorted(answers)
        p95 = told[math.ceil(0.95 * len(told)) - 1]
        verdict = "" if p95 < MILLISECONDS_MAX else f"  OVER {MILLISECONDS_MAX}"
        print(
            f"{page:28} {len(told):6} {size / 1000:6.0f} {told[len(told) // 2]:8.0f} {p95:8.0f}"
            f" {told[-1]:8.0f}{verdict}"
        )


def pages(centre: LargeCentre) -> tuple[Page, ...]:
    """Return the main pages: what a supervisor, a manager and an agent open all day."""
    lead, chief, agent = centre.supervisor_cookie, centre.manager_cookie, centre.agent_cookie
    roster = f"/rosters/{centre.roster_id}/"
    return (
        Page("today", "/", lead),
        Page("my week", "/my-week/", agent),
        Page("weeks", "/weeks/", lead),
        Page("roster, week", roster, lead),
        Page("roster, a day", f"{roster}?day={centre.monday}", chief),
        Page("roster, by interval", f"{roster}?view=intervals&day={centre.monday}", lead),
        Page("rehearsal", f"{roster}rehearsal/", lead),
        Page("forecast", f"/forecasts/{centre.forecast_id}/", lead),
        Page("requirement", f"/requirements/{centre.requirement_id}/", lead),
        Page("history", "/history/", lead),
        Page("people", "/people/", chief),
        Page("jobs", "/jobs/", chief),
        Page("accounts", "/accounts/", chief),
        Page("audit log", "/audit/", chief),
    )


@contextmanager
def web_server() -> Iterator[int]:
    """Run one web process on a free port; it answers when the block begins."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    command = [sys.executable, "-m", "floorwalker", "web", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ) as web:
        try:
            asyncio.run(_answers(port))
            yield port
        finally:
            web.terminate()


async def _answers(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            if (await _get(port, "/healthz", ""))[0] == 200:
                return
        except OSError:
            await asyncio.sleep(0.2)
    raise SystemExit("The web process did not answer in time.")


async def ask(
    asked: tuple[Page, ...], *, port: int, wanted: argparse.Namespace
) -> dict[str, tuple[list[float], int]]:
    """Ask for the pages in turn at the wanted rate; return milliseconds and bytes by page."""
    found: dict[str, tuple[list[float], int]] = {}
    for page in asked * WARM_ROUNDS:
        status, _, size = await _timed(port, page)
        if status != 200:
            raise SystemExit(f"{page.path} answered {status}.")
        found[page.name] = ([], size)
    began, tasks = time.perf_counter(), []
    for number, page in enumerate(itertools.cycle(asked)):
        at = number / wanted.per_second
        if at >= wanted.seconds:
            break
        await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
        tasks.append((page, asyncio.create_task(_timed(port, page))))
    for page, task in tasks:
        status, milliseconds, _ = await task
        if status != 200:
            raise SystemExit(f"{page.path} answered {status} under load.")
        found[page.name][0].append(milliseconds)
    return found


async def _timed(port: int, page: Page) -> tuple[int, float, int]:
    began = time.perf_counter()
    status, size = await asyncio.wait_for(_get(port, page.path, page.cookie), ANSWER_SECONDS_MAX)
    return status, 1000 * (time.perf_counter() - began), size


async def _get(port: int, path: str, cookie: str) -> tuple[int, int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = await reader.read()
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1]), len(answer)


if __name__ == "__main__":
    main()
