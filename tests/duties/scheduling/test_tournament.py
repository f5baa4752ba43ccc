"""The tournament from a stored history to the page: who wins makes the forecast."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.builders.counts import make_counts
from tests.builders.forecast_series import true_mean
from tests.builders.plans import MONDAY, make_backtest, make_forecast, make_queue

from floorwalker.duties.history.queries import queue_history
from floorwalker.duties.scheduling.actions.choose_method import choose_method
from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.actions.store_forecasts import store_forecasts
from floorwalker.duties.scheduling.queries.tournament import tournament_page, tournaments
from floorwalker.duties.scheduling.stages.forecasting import forecast_queue
from floorwalker.duties.scheduling.week_methods import WeekMethod
from floorwalker.engines.forecast import METHODS, History
from floorwalker.foundation.accounts.actor import Actor

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
WEEKS = 13
FIRST_DAY = MONDAY - timedelta(weeks=WEEKS)
PROGRAM = Actor.program("tests")


def secret(days: int) -> np.ndarray:
    """Every third day is half as busy again; no calendar tells that."""
    extra = np.where(np.arange(days) % 3 == 0, 1.5, 1.0)
    return plain(days) * extra[:, None]


def plain(days: int) -> np.ndarray:
    return true_mean(days, per_day=800, week=np.ones(7))


def knows_the_secret(history: History, horizon_days: int) -> np.ndarray:
    return secret(history.days + horizon_days)[history.days :]


def further_methods():
    return {"insider": knows_the_secret}


@pytest.fixture
def insider(settings):
    settings.PORTS = settings.PORTS | {"scheduling.forecast_methods": f"{__name__}.further_methods"}


@pytest.fixture
def queue(cast):
    queue = make_queue(cast.site)
    counts = np.random.default_rng(3).poisson(secret(7 * WEEKS))
    make_counts(queue, counts, first_day=FIRST_DAY, from_contacts=True)
    return queue


def forecast_made(queue):
    draft = forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
    (version,) = store_forecasts(PROGRAM, drafts=[draft], at=AT)
    return version


def days_of(version):
    return np.array(version.intervals.values_list("mean", flat=True)).reshape(-1, 48)


def test_a_further_method_that_is_better_is_picked_and_makes_the_forecast(insider, cast, queue):
    version = forecast_made(queue)
    assert version.method == "insider"
    assert [(w["lead_week"], w["method"], w["verdict"]) for w in version.week_methods] == [
        (week, "insider", "other_is_better") for week in (1, 2, 3, 4)
    ]
    assert np.allclose(days_of(version), secret(7 * (WEEKS + 4))[-28:])
    (row,) = tournaments(cast.actor("asha"))
    assert (row.methods, row.decision, row.rival) == ("insider", "other_is_better", "insider")
    assert row.noise_floor_ratio < row.rival_wape_ratio < row.own_wape_ratio
    page = tournament_page(cast.actor("asha"), queue_id=queue.pk)
    first = page.weeks[0]
    assert [standing.label for standing in first.standings if standing.is_used] == ["insider"]
    gain = 100 * version.week_methods[0]["gain_ratio"]
    assert first.reason.startswith(f"insider beat Floorwalker’s model by {gain:.1f} ± ")
    assert first.reason.endswith("points over 11 past forecasts.")


def test_where_no_other_is_better_floorwalkers_own_model_stays(cast):
    queue = make_queue(cast.site)
    counts = np.random.default_rng(4).poisson(plain(7 * WEEKS))
    make_counts(queue, counts, first_day=FIRST_DAY, from_contacts=True)
    version = forecast_made(queue)
    assert version.method == "dayreg_mix"
    assert {week["method"] for week in version.week_methods} == {"dayreg_mix"}
    (row,) = tournaments(cast.actor("asha"))
    assert (row.methods, row.is_overruled) == ("Floorwalker’s model", False)


def test_a_planner_overrules_the_pick_for_the_weeks_chosen(insider, cast, queue):
    for lead_week, method in ((None, "mean_of_last_4"), (2, "")):
        choose_method(
            cast.actor("mia"), queue=queue, lead_week=lead_week, method=method, reason="x", at=AT
        )
    version = forecast_made(queue)
    told = [(w["method"], w["picked"], w["is_overruled"]) for w in version.week_methods]
    by_hand = ("mean_of_last_4", "insider", True)
    assert told == [by_hand, ("insider", "insider", False), by_hand, by_hand]
    mean = METHODS["mean_of_last_4"](queue_history(queue), 28)
    days = days_of(version)
    assert np.allclose(days[:7], mean[:7])
    assert np.allclose(days[7:14], secret(7 * (WEEKS + 4))[-21:-14])
    assert np.allclose(days[14:], mean[14:])
    (row,) = tournaments(cast.actor("asha"))
    assert row.is_overruled
    assert row.methods == (
        "week 1: Mean of the last 4 weeks, week 2: insider, weeks 3 to 4: Mean of the last 4 weeks"
    )
    page = tournament_page(cast.actor("asha"), queue_id=queue.pk)
    assert page.weeks[0].reason.startswith("Chosen by hand; by itself it would be insider.")
    assert not page.is_choice_pending


def test_a_chosen_method_that_is_gone_gives_way_to_the_pick_and_it_is_said(settings, cast, queue):
    usual = settings.PORTS
    settings.PORTS = usual | {"scheduling.forecast_methods": f"{__name__}.further_methods"}
    choose_method(cast.actor("mia"), queue=queue, lead_week=1, method="insider", reason="x", at=AT)
    settings.PORTS = usual
    version = forecast_made(queue)
    assert (version.method, version.week_methods[0]["missing"]) == ("dayreg_mix", "insider")
    page = tournament_page(cast.actor("asha"), queue_id=queue.pk)
    assert "insider was chosen by hand, but is not installed." in page.weeks[0].reason


def test_an_edit_keeps_what_made_its_weeks(cast):
    weeks = [WeekMethod(1, "mean_of_last_8", verdict="other_is_better").as_json()]
    version = make_forecast(make_queue(cast.site), days=7, week_methods=weeks)
    edited = edit_forecast(
        cast.actor("asha"), version=version, edit=Edit(MONDAY, 10), note="Bills", at=AT
    )
    assert edited.week_methods == weeks


# what is said

TIE = "%s by 0.3 ± 0.5 points over 8 past forecasts: they cannot be told apart."


def page_with(cast, *, overruled=False, **why):
    week = WeekMethod(1, "dayreg_mix", is_overruled=overruled, origins=8, **why)
    queue = make_queue(cast.site)
    make_forecast(queue, days=7, backtest=make_backtest(), week_methods=[week.as_json()])
    return tournament_page(cast.actor("asha"), queue_id=queue.pk)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            {"verdict": "own_is_better", "rival": "seasonal_naive", "gain_ratio": -0.021},
            "Floorwalker’s model beat Last week again by 2.1 ± 0.5 points over 8 past forecasts.",
        ),
        (
            {"verdict": "cannot_tell", "rival": "mean_of_last_8", "gain_ratio": 0.0031},
            "Mean of the last 8 weeks was ahead of " + TIE % "Floorwalker’s model",
        ),
        (
            {"verdict": "cannot_tell", "rival": "mean_of_last_8", "gain_ratio": -0.0031},
            "Floorwalker’s model was ahead of " + TIE % "Mean of the last 8 weeks",
        ),
        ({"verdict": "too_few"}, "There are too few past weeks to compare methods."),
    ],
)
def test_the_reason_of_a_pick_is_a_sentence(cast, why, said):
    assert page_with(cast, margin_ratio=0.005, **why).weeks[0].reason == said


def test_methods_are_listed_by_their_error_beside_the_floor_of_chance(cast):
    page = page_with(cast)
    assert [(s.label, s.score.wape_ratio, s.is_used) for s in page.weeks[0].standings] == [
        ("Floorwalker’s model", 0.053, True),
        ("Mean of the last 4 weeks", 0.07, False),
        ("Mean of the last 8 weeks", 0.07, False),
        ("Last week again", 0.084, False),
    ]
    assert list(page.chart.categories) == ["Week 1", "Week 2"]
    assert list(page.chart.series[0].values) == [pytest.approx(5.3)] * 2
    assert list(page.chart.level.values) == [pytest.approx(2.3), pytest.approx(2.4)]


def test_a_forecast_from_before_the_tournament_says_so(cast, signed_in):
    queue = make_queue(cast.site)
    make_forecast(queue, days=7, backtest=make_backtest())
    (row,) = tournaments(cast.actor("asha"))
    assert (row.decision, row.decision_label) == ("", "Not judged yet")
    text = signed_in("asha").get(f"/forecasts/methods/{queue.pk}/").content.decode()
    assert "from before methods were compared" in text


def test_pages_without_a_forecast_say_what_to_do(cast, signed_in):
    queue = make_queue(cast.site)
    asha = signed_in("asha")
    for address in ("/forecasts/methods/", f"/forecasts/methods/{queue.pk}/"):
        assert "No forecast yet" in asha.get(address).content.decode()
    assert asha.get("/forecasts/methods/999/").status_code == 404


def test_who_may_only_read_finds_no_form(cast, signed_in):
    queue = make_queue(cast.site)
    address = f"/forecasts/methods/{queue.pk}/"
    assert "Keep this choice" not in signed_in("otto").get(address).content.decode()
    assert "Keep this choice" in signed_in("asha").get(address).content.decode()
