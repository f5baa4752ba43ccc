"""What the audit chain costs: the same records with and without it, by one writer and by eight.

Makes a PostgreSQL server of its own in a temporary folder, durable as in real use (every commit
reaches the disk), and commits transactions of one audit record each through the product's own
`record`. Without the chain means: the same table, the trigger that seals switched off. At the end
everything is verified.

    python benchmarks/audit.py [--seconds 5]
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

WRITERS = 8
ROUNDS = 3
COST_RECORDS = 300
VERIFIED_RECORDS = 300_000

_MANY = """
WITH written AS (
    INSERT INTO audit_auditrecord (at, chain, actor_hash, action, subject_type, subject_id,
                                   sealed_before, sealed_after)
    SELECT now(), 'many', encode(sha256('salt"Mia"'), 'hex'), 'change_site', 'people.Site',
           n::text, '{"name": "Old", "zone": "UTC"}', '{"name": "New", "zone": "UTC"}'
    FROM generate_series(1, 500) n RETURNING id)
INSERT INTO audit_personalfact (record_id, side, name, salt, value)
SELECT id, 'actor', 'name', 'salt', '"Mia"' FROM written
"""


def main() -> None:
    """Start a scratch database and print one line per measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="floorwalker-bench-", dir="/tmp") as folder:
        os.environ["FLOORWALKER_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "floorwalker.config.settings"
        from floorwalker.adapters.postgres_embedded import running_database
        from floorwalker.foundation.data_folder import data_folder

        with running_database(data_folder()) as database:
            os.environ["DATABASE_URL"] = database.url
            measure(seconds)


def measure(seconds: float) -> None:
    """Measure the cost of a record, the throughput, and the verification."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    site = _site()
    try:
        for is_chained in (False, True) * 2:
            _chain(is_on=is_chained)
            cost = median(_milliseconds(site) for _number in range(COST_RECORDS))
            print(f"{_name(is_chained=is_chained):44} {cost:8.2f} ms a transaction, median")
        scenes = [(1, 1, False), (1, 1, True)]
        scenes += [(WRITERS, 1, False), (WRITERS, 1, True), (WRITERS, WRITERS, True)]
        for writers, chains, is_chained in scenes:
            _chain(is_on=is_chained)
            rates = [_rate(site, writers, chains, seconds) for _round in range(ROUNDS)]
            name = f"{_name(is_chained=is_chained)}, {writers} writers, {chains} chains"
            print(f"{name:44} {median(rates):8.0f} /s   {[round(rate) for rate in rates]}")
        _verify()
    finally:
        connection.close()


def _name(*, is_chained: bool) -> str:
    return "with the chain" if is_chained else "same table without"


def _site():
    from floorwalker.foundation.people.models import Organisation, Site

    organisation = Organisation.objects.create(name="Bench")
    return Site.objects.create(organisation=organisation, name="Bench")


def _chain(*, is_on: bool) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if is_on:  # what was written meanwhile stays outside: it is no part of the verification
            cursor.execute("TRUNCATE audit_personalfact, audit_chainlink, audit_auditrecord")
            cursor.execute("TRUNCATE audit_chainhead")
        deed = "ENABLE" if is_on else "DISABLE"
        cursor.execute(f"ALTER TABLE audit_auditrecord {deed} TRIGGER audit_seal")


def _write(site, chain: str) -> None:
    from django.db import transaction

    from floorwalker.foundation.accounts.actor import Actor
    from floorwalker.foundation.audit.record import record

    before, after = {"name": "Old", "zone": "UTC"}, {"name": "New", "zone": "America/Toronto"}
    with transaction.atomic():
        record(
            Actor(name="Mia"), "change_site", subject=site, before=before, after=after, chain=chain
        )


def _milliseconds(site) -> float:
    began = time.perf_counter()
    _write(site, "cost")
    return 1000 * (time.perf_counter() - began)


def _rate(site, writers: int, chains: int, seconds: float) -> float:
    """Let the writers commit as fast as they can; return transactions a second."""
    from django.db import connection

    until = time.perf_counter() + seconds

    def commit(number: int) -> int:
        count = 0
        try:
            while time.perf_counter() < until:
                _write(site, f"chain {number % chains}")
                count += 1
        finally:
            connection.close()
        return count

    with ThreadPoolExecutor(max_workers=writers) as threads:
        return sum(threads.map(commit, range(writers))) / seconds


def _verify() -> None:
    from django.db import connection

    from floorwalker.foundation.audit.anchors import Anchors
    from floorwalker.foundation.audit.verify import verify_audit

    with connection.cursor() as cursor:
        for _batch in range(VERIFIED_RECORDS // 500):
            cursor.execute(_MANY)
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    verdict = verify_audit(Anchors({}, 0))
    seconds = time.perf_counter() - began
    print(
        f"verified {verdict.rows:,} rows, {verdict.rows / seconds:,.0f} a second; {verdict.faults}"
    )


if __name__ == "__main__":
    main()
