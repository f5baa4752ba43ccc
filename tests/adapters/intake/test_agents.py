import openpyxl
import pytest
from tests.adapters.intake.read_text import read_path, read_text

from floorwalker.duties.history.records import FileKind, Window

HEADER = "name;email;team;skills;languages;min hours;max hours;mon;sun"


def test_a_person_is_read_with_everything_told(tmp_path):
    text = HEADER.replace(";", ",") + (
        '\nAda Roy,Ada@Example.ca,North,"billing:3;english:5","fr;en",20,37.5,09:00-17:00,off\n'
    )
    read = read_text(tmp_path, text)
    person = read.rows[0]
    assert read.detection.kind is FileKind.AGENTS
    assert (person.name, person.email, person.team) == ("Ada Roy", "ada@example.ca", "North")
    assert person.skills == (("billing", 3), ("english", 5))
    assert person.languages == ("fr", "en")
    assert (person.contract_hours_min, person.contract_hours_max) == (20, 37.5)
    assert person.availability == (Window(0, 540, 1020),)


def test_a_window_past_midnight_ends_on_the_next_day(tmp_path):
    read = read_text(tmp_path, "name,email,mon\nAda,a@example.ca,22h00-6h00\n")
    assert read.rows[0].availability == (Window(0, 1320, 1800),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,,,,", "missing_value"),
        ("Bo,not an address,,,,", "bad_email"),
        ("Bo,bo@example.ca,billing:9,,,", "bad_level"),
        ("Bo,bo@example.ca,,40,20,", "bad_hours"),
        ("Bo,bo@example.ca,,,400,", "bad_hours"),
        ("Bo,bo@example.ca,,,,mornings", "bad_window"),
        ("Ann,ann@example.ca,,,,", "duplicate"),
    ],
)
def test_a_bad_person_is_reported_and_the_others_stay(tmp_path, row, reason):
    text = f"name,email,skills,min hours,max hours,mon\nAnn,ann@example.ca,,,,\n{row}\n"
    read = read_text(tmp_path, text)
    if reason == "missing_value":
        assert read.report.rejected in ({}, {"missing_value": 1})
    else:
        assert read.report.rejected == {reason: 1}
    assert [person.name for person in read.rows] == ["Ann"]


def test_a_workbook_is_read_like_a_csv(tmp_path):
    path = tmp_path / "agents.xlsx"
    book = openpyxl.Workbook()
    for row in [["Prénom", "Nom de famille", "Courriel", "Équipe", "Compétences", "Heures"],
                ["Zoé", "Côté", "zoe@example.ca", "Nord", "facturation:4", 37.5],
                ["Al", None, "al@example.ca", "Nord", None, 20]]:  # fmt: skip
        book.active.append(row)
    book.save(path)
    read = read_path(path)
    assert [(p.name, p.team, p.skills, p.contract_hours_max) for p in read.rows] == [
        ("Zoé Côté", "Nord", (("facturation", 4),), 37.5),
        ("Al", "Nord", (), 20),
    ]
