"""How many database queries each page takes: committed, and the same with three times the rows.

After a change that is meant, or for a new page:

    .venv/bin/pytest tests/architecture/test_query_counts.py --write-query-counts

writes `query_counts.json`; look at the difference before you commit it.
"""

import json
from pathlib import Path

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.architecture.page_walk import Stop, walk
from tests.builders.cast import make_cast
from tests.builders.full_house import NOW, make_full_house

from floorwalker.foundation import clock

COMMITTED = Path(__file__).with_name("query_counts.json")


def counts(*, times: int) -> dict[str, int]:
    """Queries by page, with so many times the rows; of several addresses the most."""
    found: dict[str, int] = {}
    with transaction.atomic():
        for stop in walk(make_full_house(make_cast(), times=times)):
            found[stop.name] = max(found.get(stop.name, 0), queries_of(stop))
        transaction.set_rollback(True)
    return found


def queries_of(stop: Stop) -> int:
    """Queries of an address when it is asked for once more, wherever it leads."""
    first = stop.client.get(stop.address, follow=True)
    assert first.status_code == 200, (stop.address, first.status_code)
    address = first.redirect_chain[-1][0] if first.redirect_chain else stop.address
    with CaptureQueriesContext(connection) as captured:
        stop.client.get(address)
    return len(captured)


def test_each_page_takes_the_queries_that_are_committed_however_much_it_shows(
    db, monkeypatch, request
):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    few, many = counts(times=1), counts(times=3)
    assert many == few
    if request.config.getoption("--write-query-counts"):
        COMMITTED.write_text(json.dumps(few, indent=2, sort_keys=True) + "\n")
    assert few == json.loads(COMMITTED.read_text())
