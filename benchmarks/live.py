"""Live pages: how long a committed event takes to 500 open streams, and what that costs.

Starts a scratch PostgreSQL and one real web process, opens the streams over loopback from this
process, and publishes inside real transactions. Client, server and database share the machine.

    python -m benchmarks.live [--subscribers 500] [--per-second 5] [--seconds 20]
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CONNECTIONS_AT_ONCE = 50
START_SECONDS_MAX = 60.0
TOPIC = "site/{}/weeks/2026-11-23"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subscribers", type=int, default=500)
    parser.add_argument("--per-second", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="floorwalker-bench-", dir="/tmp") as folder:
        os.environ["FLOORWALKER_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "floorwalker.config.settings"
        from floorwalker.adapters.postgres_embedded import running_database
        from floorwalker.foundation.data_folder import data_folder

        with running_database(data_folder(), durable=False) as database:
            os.environ["DATABASE_URL"] = database.url
            measure(wanted)


def measure(wanted: argparse.Namespace) -> None:
    """Serve, listen, publish, and print what came of it."""
    site_id, cookie = _someone()
    port = _free_port()
    command = [sys.executable, "-m", "floorwalker", "web", "--port", str(port)]
    with subprocess.Popen(command) as web:
        try:
            asyncio.run(_play(wanted, port=port, pid=web.pid, site_id=site_id, cookie=cookie))
        finally:
            web.terminate()


def _someone() -> tuple[int, str]:
    """Return a site and the session cookie of somebody who works there."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from floorwalker.foundation.accounts.actions.create_user import create_user
    from floorwalker.foundation.accounts.actor import Actor, Grant
    from floorwalker.foundation.accounts.permissions import Role
    from floorwalker.foundation.people.models import Organisation, Site

    organisation = Organisation.objects.create(name="Bench")
    site = Site.objects.create(organisation=organisation, name="Bench", zone="America/Toronto")
    user = create_user(
        Actor.program("bench"),
        email="b@example.ca", name="B", password="a long one", grants=[Grant(Role.MANAGER)],
    )  # fmt: skip
    client = Client()
    client.force_login(user)
    connection.close()
    return site.pk, f"sessionid={client.cookies['sessionid'].value}"


async def _play(
    wanted: argparse.Namespace, *, port: int, pid: int, site_id: int, cookie: str
) -> None:
    await _until_it_answers(port)
    topic = TOPIC.format(site_id)
    took: list[float] = []
    gate = asyncio.Semaphore(CONNECTIONS_AT_ONCE)
    began = time.perf_counter()
    opened = await asyncio.gather(
        *(_open(port, topic=topic, cookie=cookie, gate=gate) for _ in range(wanted.subscribers))
    )
    open_seconds = time.perf_counter() - began
    readers = [asyncio.create_task(_read(reader, took)) for reader, _writer in opened]
    memory, cpu, began = _memory_mb(pid), _cpu_seconds(pid), time.perf_counter()
    published = await _publish(wanted, topic=topic)
    await asyncio.sleep(1.0)
    cpu, seconds = _cpu_seconds(pid) - cpu, time.perf_counter() - began
    for task, (_reader, writer) in zip(readers, opened, strict=True):
        task.cancel()
        writer.close()
    took.sort()
    print(
        f"{wanted.subscribers} streams opened in {open_seconds:.1f} s, web process {memory:.0f} MB"
    )
    print(f"published {published} events in {seconds:.1f} s; delivered {len(took)} of "
          f"{published * wanted.subscribers}")  # fmt: skip
    print(f"delivery p50 {_share(took, 0.5):.1f} ms, p99 {_share(took, 0.99):.1f} ms, "
          f"worst {1000 * took[-1]:.1f} ms")  # fmt: skip
    print(f"web process {100 * cpu / seconds:.1f} % of one core")


async def _publish(wanted: argparse.Namespace, *, topic: str) -> int:
    """Publish at an even pace, off the event loop; return how many."""
    from django.db import connection, transaction

    from floorwalker.foundation.live.publish import publish

    def one() -> None:
        with transaction.atomic():
            publish(topic, {"at": time.time()})

    count = int(wanted.per_second * wanted.seconds)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as thread:
        for _ in range(count):
            await loop.run_in_executor(thread, one)
            await asyncio.sleep(1 / wanted.per_second)
        thread.submit(connection.close)
    return count


async def _open(
    port: int, *, topic: str, cookie: str, gate: asyncio.Semaphore
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [f"GET /live?topics={topic} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}"]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await reader.readuntil(b"event: ready")
        return reader, writer


async def _read(reader: asyncio.StreamReader, took: list[float]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data: ["):
            now = time.time()
            took += [now - change["body"]["at"] for change in json.loads(line[6:])]


async def _until_it_answers(port: int) -> None:
    async with asyncio.timeout(START_SECONDS_MAX):
        while True:
            try:
                (await asyncio.open_connection("127.0.0.1", port))[1].close()
            except OSError:
                await asyncio.sleep(0.05)
            else:
                return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _share(sorted_seconds: list[float], share: float) -> float:
    return 1000 * sorted_seconds[int(share * (len(sorted_seconds) - 1))]


if __name__ == "__main__":
    main()
