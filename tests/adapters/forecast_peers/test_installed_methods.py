"""Forecasting libraries take part where they are installed, and nobody needs them."""

import importlib
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from tests.builders.forecast_series import simulated, true_mean

from floorwalker.adapters import forecast_peers
from floorwalker.adapters.forecast_peers import PEERS, installed_methods
from floorwalker.adapters.forecast_peers._open_series import OpenSeries
from floorwalker.engines.forecast import METHODS, OWN_METHOD, History, by_lead_week

LIBRARIES = {library for libraries, _method in PEERS.values() for library in libraries}


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(forecast_peers, "find_spec", lambda _name: None)


def test_without_the_libraries_there_is_no_method(nothing_installed):
    assert installed_methods() == {}


@pytest.mark.parametrize(
    ("installed", "methods"),
    [
        ({"statsforecast"}, ["statsforecast_autoets", "statsforecast_mstl"]),
        ({"mlforecast"}, []),
        ({"mlforecast", "lightgbm", "prophet"}, ["prophet", "mlforecast_lightgbm"]),
    ],
)
def test_each_library_brings_its_methods_when_all_it_needs_is_there(
    monkeypatch, installed, methods
):
    def find(name):
        return ModuleSpec(name, None) if name in installed else None

    monkeypatch.setattr(forecast_peers, "find_spec", find)
    assert list(installed_methods()) == methods


def test_looking_for_them_imports_none_of_them():
    code = (
        "import sys; from floorwalker.adapters.forecast_peers import installed_methods;"
        f"installed_methods(); print(sorted({LIBRARIES | {'pandas'}!r} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_a_library_is_called_as_the_engine_calls_its_own_methods(monkeypatch, tmp_path: Path):
    """A stand-in for the library, found and imported like the real one: it says 5 everywhere."""
    folder = tmp_path / "statsforecast"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "models.py").write_text(
        "import numpy as np\n"
        "class AutoETS:\n"
        "    def __init__(self, **season): self.season = season\n"
        "    def forecast(self, *, y, h): return {'mean': np.full(h, 5.0)}\n"
        "class MSTL:\n"
        "    def __init__(self, **season): raise ArithmeticError('cannot')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    for name in ("statsforecast", "statsforecast.models"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    methods = {**METHODS, **installed_methods()}
    history = simulated(true_mean(60, per_day=500), seed=1)
    told = by_lead_week(["statsforecast_autoets"], methods=methods)(history, 7)
    is_open = OpenSeries(history, 7).is_open[(60 + np.arange(7)) % 7]  # the first day is a Monday
    assert (told[is_open] == 5).all()
    assert (told[~is_open] == 0).all()
    own = METHODS[OWN_METHOD](history, 7)
    failed = by_lead_week(["statsforecast_mstl"], methods=methods)(history, 7)
    assert np.array_equal(failed, own)  # ours stands in, and the failure stops nobody


def test_open_intervals_make_one_series_and_come_back_as_days():
    counts = np.zeros((14, 48))
    counts[[0, 1, 7, 8], 20:24] = 6.0  # Mondays and Tuesdays, 10:00 to 12:00
    counts[8, 21] = np.nan
    history = simulated(true_mean(14, per_day=1), seed=1)
    series = OpenSeries(History(history.first_day, 30, counts), 8)
    assert series.values.tolist() == [6.0] * 15
    assert series.season_lengths == (4, 8)
    days = series.as_days(np.arange(-1.0, 11.0))
    assert days[0, 20:24].tolist() == [0, 0, 1, 2]
    assert days[7, 20:24].tolist() == [7, 8, 9, 10]
    assert days.sum() == sum(range(11))
