"""Two people import the same file at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests.builders.cast import make_cast
from tests.duties.history.files import CONTACTS, PROGRAM, TORONTO, write

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.models import Contact, DayStat, Import
from floorwalker.foundation import clock


@pytest.mark.django_db(transaction=True)
def test_one_of_two_imports_of_the_same_file_wins_and_nothing_is_doubled(tmp_path):
    site = make_cast().site
    rows = (f"{n},2024-03-04 08:{n % 60:02d}:00,Q{n % 3},5,ANSWERED,60,Ada\n" for n in range(500))
    path = write(tmp_path, CONTACTS + "".join(rows))
    both_have_read = Barrier(2, timeout=20)

    def wait_for_the_other(done, total):
        if done == total:
            both_have_read.wait()

    def bring_in(_):
        try:
            return import_file(
                PROGRAM,
                path,
                site=site,
                choices=TORONTO,
                at=clock.now(),
                progress=wait_for_the_other,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(bring_in, range(2)))
    assert sorted(outcome.is_new for outcome in outcomes) == [False, True]
    assert outcomes[0].import_id == outcomes[1].import_id
    assert Import.objects.count() == 1
    assert Contact.objects.count() == 500
    assert sum(DayStat.objects.values_list("offered", flat=True)) == 500
