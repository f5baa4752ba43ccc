"""`floorwalker staff` from outside: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest
from tests.builders.command_line import Run

from floorwalker.cli import EXIT_BAD_INPUT

TARGET = ("--service-level", "0.8", "--within", "20")
HALF_HOURS = """start,offered,aht_seconds
2026-11-23 08:00,100,180
2026-11-23 08:30,100,180
2026-11-23 09:00,0,
"""


@pytest.fixture
def staff(floorwalker: Run, tmp_path: Path) -> Run:
    """Run the command on a file of this text; give the exit code, the output and the errors."""

    def run(text: str, *words: str) -> tuple[int, str, str]:
        file = tmp_path / "demand.csv"
        file.write_text(text, encoding="utf-8")
        return floorwalker("staff", file, *words)

    return run


def test_the_published_example_is_printed_as_one_json_object(staff: Run) -> None:
    code, out, _ = staff(HALF_HOURS, *TARGET, "--shrinkage", "0.3", "--interval", "30", "--json")
    answer = json.loads(out)
    assert code == 0
    assert [row["agents"] for row in answer["rows"]] == [14, 14, 0]
    assert [row["scheduled"] for row in answer["rows"]] == [20, 20, 0]
    first = answer["rows"][0]
    assert list(first) == [
        "start",
        "offered",
        "aht_seconds",
        "agents",
        "scheduled",
        "service_level",
        "asa_seconds",
        "abandonment",
        "occupancy",
    ]
    assert first["start"] == "2026-11-23 08:00"
    assert first["service_level"] == pytest.approx(0.888, abs=5e-4)
    assert first["abandonment"] == 0
    assert answer["assumptions"]["model"] == "Erlang C"


def test_patience_makes_it_erlang_a_with_fewer_agents(staff: Run) -> None:
    _, out, _ = staff(HALF_HOURS, *TARGET, "--patience", "120", "--json")
    answer = json.loads(out)
    assert answer["assumptions"]["model"] == "Erlang A"
    assert answer["rows"][0]["agents"] < 14
    assert answer["rows"][0]["abandonment"] > 0


def test_limits_on_wait_abandonment_and_occupancy_are_kept(staff: Run) -> None:
    limits = ("--asa-max", "3", "--abandonment-max", "0.01", "--occupancy-max", "0.6")
    _, out, _ = staff(HALF_HOURS, *TARGET, "--patience", "120", *limits, "--json")
    row = json.loads(out)["rows"][0]
    assert row["asa_seconds"] <= 3
    assert row["abandonment"] <= 0.01
    assert row["occupancy"] <= 0.6


def test_the_interval_is_read_from_the_starts_of_each_queue(staff: Run) -> None:
    text = (
        "queue,start,offered,aht_seconds\n"
        "A,2026-11-23 08:00,50,180\nB,2026-11-23 08:00,50,180\n"
        "A,2026-11-23 08:15,50,180\nB,2026-11-23 08:15,50,180\n"
    )
    _, out, _ = staff(text, *TARGET, "--json")
    answer = json.loads(out)
    assert answer["assumptions"]["interval_minutes"] == 15
    assert [row["queue"] for row in answer["rows"]] == ["A", "B", "A", "B"]
    assert answer["rows"][0]["agents"] == 14


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_the_interval_is_found_in_whatever_order_the_rows_are(
    staff: Run, order: tuple[int, ...]
) -> None:
    starts = ("2026-11-23 08:00", "2026-11-23 09:00", "2026-11-23 10:00")
    lines = "".join(f"{starts[index]},50,180\n" for index in order)
    _, out, _ = staff("start,offered,aht_seconds\n" + lines, *TARGET, "--json")
    assert json.loads(out)["assumptions"]["interval_minutes"] == 60


def test_one_row_is_half_an_hour_and_says_so(staff: Run) -> None:
    _, out, _ = staff("start,offered,aht_seconds\n2026-11-23,100,180\n", *TARGET, "--json")
    answer = json.loads(out)
    assert answer["assumptions"]["interval_minutes"] == 30
    assert "assumed" in answer["assumptions"]["note"]


def test_without_json_it_is_a_table(staff: Run) -> None:
    code, out, _ = staff(HALF_HOURS, *TARGET)
    assert code == 0
    assert "88.8%" in out
    assert "model: Erlang C" in out


LONG_CALLS = """queue,start,offered,aht_seconds
A,2026-11-23 08:00,40,900
B,2026-11-23 08:00,100,900
A,2026-11-23 08:30,200,900
A,2026-11-23 09:00,100,900
A,2026-11-23 09:30,0,
A,2026-11-24 08:00,40,900
"""


def test_a_fraction_stands_beside_the_whole_number(staff: Run) -> None:
    _, out, _ = staff(HALF_HOURS, *TARGET, "--fractions", "--interval", "30", "--json")
    rows = json.loads(out)["rows"]
    assert [row["agents"] for row in rows] == [14, 14, 0]
    assert 13 < rows[0]["agents_exact"] < 14
    assert rows[2]["agents_exact"] == 0


def test_the_modified_load_follows_each_queue_and_begins_anew_after_a_gap(staff: Run) -> None:
    _, plain, _ = staff(LONG_CALLS, *TARGET, "--interval", "30", "--json")
    _, out, _ = staff(LONG_CALLS, *TARGET, "--interval", "30", "--modified-load", "mean", "--json")
    answer = json.loads(out)
    agents = {(row["queue"], row["start"][5:]): row["agents"] for row in answer["rows"]}
    alone = [row["agents"] for row in json.loads(plain)["rows"]]
    # 20 Erlangs fill up to a mean of 20 × (1 - (1 - e^-2) / 2) = 11.35, which needs 16, not 25.
    assert agents["A", "11-23 08:00"] == agents["A", "11-24 08:00"] == 16
    assert alone[0] == 25
    assert agents["A", "11-23 09:00"] > alone[3]  # the peak before is still there
    assert agents["A", "11-23 09:30"] > alone[4] == 0
    assert answer["assumptions"]["modified_load"] == "mean"
    assert answer["rows"][0]["offered"] == 40  # as told


def test_the_price_of_certainty_is_told_for_each_queue(staff: Run) -> None:
    wishes = ("--interval", "30", "--patience", "120", "--day-factor-cv", "0.1")
    _, out, _ = staff(LONG_CALLS, *TARGET, *wishes, "--risk", "0.75", "--risk", "0.9", "--json")
    answer = json.loads(out)
    assert answer["assumptions"]["day_factor_cv"] == 0.1
    assert answer["assumptions"]["floor"] == pytest.approx(0.75)
    prices = [price for price in answer["prices"] if price["queue"] == "A"]
    assert [price["risk_level"] for price in prices] == [None, 0.75, 0.9]
    assert list(prices[0]) == [
        "queue",
        "risk_level",
        "day_factor",
        "agent_hours",
        "extra_ratio",
        "service_level",
        "days_below_target",
        "days_below_floor",
    ]
    agents = [row["agents"] for row in answer["rows"] if row["queue"] == "A"]
    assert prices[0]["agent_hours"] == sum(agents) / 2
    assert prices[0]["extra_ratio"] == 0 < prices[1]["extra_ratio"] < prices[2]["extra_ratio"]
    below = [price["days_below_target"] for price in prices]
    assert below == sorted(below, reverse=True)
    assert {price["queue"] for price in answer["prices"]} == {"A", "B"}


def test_prices_are_printed_as_a_second_table(staff: Run) -> None:
    code, out, _ = staff(HALF_HOURS, *TARGET, "--day-factor-cv", "0.055", "--fractions")
    assert code == 0
    assert "days below target" in out
    assert "90% of days" in out
    assert "exact" in out


def test_a_queue_without_contacts_has_no_price(staff: Run) -> None:
    text = "start,offered,aht_seconds\n2026-11-23 08:00,0,\n2026-11-23 08:30,0,\n"
    _, out, _ = staff(text, *TARGET, "--day-factor-cv", "0.1", "--json")
    assert json.loads(out)["prices"] == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "the file is empty"),
        ("start,offered\n2026-11-23,5\n", "column aht_seconds is missing"),
        ("start,offered,aht_seconds\n", "a header and no rows"),
        ("start,offered,aht_seconds\n2026-11-23,-5,180\n", "line 2: offered is '-5'"),
        ("start,offered,aht_seconds\n2026-11-23,5,0\n", "line 2: aht_seconds is 0"),
        ("start,offered,aht_seconds\n2026-11-23,5,\n", "line 2: aht_seconds is ''"),
        ("start,offered,aht_seconds\nMonday,5,180\n", "line 2: start is 'Monday'"),
        ("start,offered,aht_seconds\n2026-11-23,1e9,1e9\n", "Erlangs"),
        (
            "start,offered,aht_seconds\n2026-11-23T08:00Z,5,180\n2026-11-23T08:30,5,180\n",
            "some starts have a time zone",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(staff: Run, text: str, complaint: str) -> None:
    code, out, errors = staff(text, *TARGET, "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert complaint in errors


@pytest.mark.parametrize(
    "words",
    [
        ("--service-level", "1.2", "--within", "20"),
        ("--service-level", "0.8", "--within", "nan"),
        ("--service-level", "0.8"),
        (*TARGET, "--shrinkage", "1"),
        (*TARGET, "--patience", "0"),
        (*TARGET, "--interval", "0"),
        (*TARGET, "--occupancy-max", "1.1"),
        (*TARGET, "--risk", "0.9"),
        (*TARGET, "--floor", "0.7"),
        (*TARGET, "--day-factor-cv", "0"),
        (*TARGET, "--day-factor-cv", "0.1", "--risk", "1"),
        (*TARGET, "--modified-load", "median"),
    ],
)
def test_a_wrong_option_is_refused_as_such(staff: Run, words: tuple[str, ...]) -> None:
    code, _, errors = staff(HALF_HOURS, *words)
    assert code == 2
    assert "--" in errors


def test_people_who_do_deferred_work_too_are_fewer_than_both_apart(staff: Run) -> None:
    demand = """start,offered,aht_seconds,deferred_hours
2026-11-23 08:00,60,240,1.5
2026-11-23 08:30,0,,1
"""
    code, out, _ = staff(demand, *TARGET, "--blend", "interrupt", "--json")
    answer = json.loads(out)
    assert code == 0
    # 8 Erlangs need 11 (Erlang C), whose idle time is the work of 3; then 2 for an hour's work.
    assert [row["blended"] for row in answer["rows"]] == [11, 2]
    assert [row["apart"] for row in answer["rows"]] == [14, 2]
    assert answer["assumptions"]["agent_hours_saved"] == 1.5
    _, finished, _ = staff(demand, *TARGET, "--blend", "finish", "--json")
    first = json.loads(finished)["rows"][0]
    assert 11 < first["blended"] <= first["apart"]
    assert first["reserve"] > 0
    assert first["deferred_hours_fit"] >= 1.5
    _, table, _ = staff(demand, *TARGET, "--blend", "finish")
    assert "agent hours saved" in table


def test_blending_without_deferred_hours_is_refused(staff: Run) -> None:
    code, _, errors = staff(HALF_HOURS, *TARGET, "--blend", "finish")
    assert code == EXIT_BAD_INPUT
    assert "deferred_hours" in errors
