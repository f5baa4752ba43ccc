"""The export is verified by a script that knows nothing of Floorwalker."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.architecture.repository import REPOSITORY
from tests.builders.audit import note

from floorwalker.foundation.audit.models import PersonalFact

SCRIPT = REPOSITORY / "docs" / "operations" / "verify_export.py"
AT = datetime(2026, 11, 16, 14, 0, 0, 120000, tzinfo=UTC)


@pytest.fixture
def exported(cast, signed_in):
    """Three records of Toronto and two of the house, one of them with a personal fact."""
    for number in range(3):
        note(cast.site, "change_site", after={"zone": f"Zone «{number}»"}, at=AT)
    note(cast.users["ada"], "create_user", after={"email": "é@example.ca"})
    note(cast.users["ada"], "close_account")

    def export(**search):
        answer = signed_in("otto").get(reverse("audit_csv"), search)
        return b"".join(answer.streaming_content).decode("utf-8")

    return export


def verify(tmp_path, text):
    file = tmp_path / "audit.csv"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_an_export_is_found_in_order(exported, tmp_path):
    assert verify(tmp_path, exported()) == (0, ["5 lines, 0 wrong, 0 gaps"], "")


def test_names_that_were_erased_leave_it_in_order(exported, tmp_path):
    PersonalFact.objects.update(salt=None, value=None)
    text = exported()
    assert "example.ca" not in text
    assert verify(tmp_path, text) == (0, ["5 lines, 0 wrong, 0 gaps"], "")


def test_what_a_search_left_out_is_a_gap(exported, tmp_path):
    code, lines, _errors = verify(tmp_path, exported(action="close"))
    assert (code, lines) == (0, ["1 lines, 0 wrong, 1 gaps"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Zone «1»", "Zone «9»", "its body is not what was sealed"),
        ("create_user", "delete_user", "its body is not what was sealed"),
        ("é@example.ca", "x@example.ca", "its after fact email is not what was sealed"),
        ("Mia", "Eve", "its actor fact name is not what was sealed"),
        (",Mia,", ",Eve,", "its cells are not those of its body"),
    ],
)
def test_a_changed_cell_is_found(exported, tmp_path, old, new, fault):
    code, lines, _errors = verify(tmp_path, exported().replace(old, new))
    assert code == 4
    assert fault in lines[0]


def test_every_line_says_where_in_which_chain_it_stands(exported, cast):
    first = exported().splitlines()[0].removeprefix("\ufeff").split(",")
    assert first[9:] == ["chain", "sequence", "previous", "hash", "body", "personal"]
    assert json.dumps(f"site/{cast.site.pk}") in exported().replace('""', '"')
