import os
import stat
from pathlib import Path

import pytest

from floorwalker.foundation.data_folder import data_folder, secret
from floorwalker.foundation.errors import SetupError


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_data_folder_is_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOORWALKER_HOME", str(tmp_path / "new"))
    assert data_folder() == tmp_path / "new"
    assert _mode(tmp_path / "new") == 0o700
    assert data_folder() == tmp_path / "new"


def test_an_empty_folder_is_taken_and_closed(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir(mode=0o755)
    monkeypatch.setenv("FLOORWALKER_HOME", str(tmp_path / "empty"))
    data_folder()
    assert _mode(tmp_path / "empty") == 0o700


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    (tmp_path / "thesis.txt").write_text("mine")
    monkeypatch.setenv("FLOORWALKER_HOME", str(tmp_path))
    with pytest.raises(SetupError, match="not a Floorwalker data folder"):
        data_folder()
    assert _mode(tmp_path) == 0o755
    assert list(tmp_path.iterdir()) == [tmp_path / "thesis.txt"]


@pytest.mark.parametrize(("mode", "advice"), [(0o755, "chmod 710"), (0o701, "chmod 700")])
def test_a_data_folder_that_others_may_enter_is_refused_with_the_remedy(home, mode, advice):
    data_folder()
    home.chmod(mode)
    with pytest.raises(SetupError, match=advice):
        data_folder()
    assert _mode(home) == mode


def test_the_database_account_may_pass_through_the_data_folder(home):
    data_folder()
    home.chmod(0o710)
    assert data_folder() == home


def test_a_folder_below_a_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FLOORWALKER_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(SetupError, match="cannot be used"):
        data_folder()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_accounts_folder_is_refused(home):
    os.chown(home, 65534, 65534)
    with pytest.raises(SetupError, match="belongs to another account"):
        data_folder()


def test_users_have_their_own_folder_below_the_shared_one(tmp_path, monkeypatch):
    monkeypatch.delenv("FLOORWALKER_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid or 1)
    if tmp_path.stat().st_uid == 0:  # as root: everything about ownership but the default place
        monkeypatch.setattr("floorwalker.foundation.data_folder._claim", lambda folder: None)
    assert data_folder() == tmp_path / "floorwalker"


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(home):
    first = secret("key")
    assert secret("key") == first
    assert secret("other") != first
    assert len(first) >= 43  # 256 bits in base 64
    assert _mode(home / "secrets" / "key") == 0o600
    assert _mode(home / "secrets") == 0o700
    assert {file.name for file in (home / "secrets").iterdir()} == {"key", "other"}
