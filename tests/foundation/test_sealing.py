import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from floorwalker.foundation.accounts.models import SecondFactor
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.sealing import CannotOpenError, opened, seal, sealed_again

OLD, NEW = "an old key " * 4, "a new key " * 4
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def old_key(settings):
    settings.SEALING_KEYS = [OLD]


def test_what_is_sealed_is_not_the_secret_and_opens_again(old_key):
    sealed = seal(SECRET)
    assert SECRET not in sealed
    assert opened(sealed) == SECRET
    assert seal(SECRET) != sealed


def test_without_a_setting_the_data_folder_keeps_the_key(home):
    sealed = seal(SECRET)
    file = home / "secrets" / "sealing-key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert opened(sealed) == SECRET


def test_another_key_opens_nothing(old_key, settings):
    sealed = seal(SECRET)
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CannotOpenError, match="sealed with another key"):
        opened(sealed)
    assert issubclass(CannotOpenError, SetupError)


def test_what_was_tampered_with_does_not_open(old_key):
    sealed = seal(SECRET)
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(CannotOpenError):
        opened(sealed[:middle] + other + sealed[middle + 1 :])


def test_a_new_key_seals_and_the_old_one_still_opens(old_key, settings):
    sealed = seal(SECRET)
    settings.SEALING_KEYS = [NEW, OLD]
    assert opened(sealed) == SECRET
    again = sealed_again(sealed)
    assert sealed_again(again) == again
    settings.SEALING_KEYS = [NEW]
    assert opened(again) == SECRET


@pytest.mark.django_db(transaction=True)
def test_secrets_that_were_stored_open_are_sealed_by_the_migration_and_back():
    before, after = ("accounts", "0002_secure_sign_in"), ("accounts", "0003_seal_second_factor")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        apps = _migrate(before)
        user = apps.get_model("accounts", "User").objects.create(email="ben@example.ca", name="Ben")
        apps.get_model("accounts", "SecondFactor").objects.create(user=user, secret=SECRET)
        sealed = _migrate(after).get_model("accounts", "SecondFactor").objects.get().sealed_secret
        assert SECRET not in sealed
        assert opened(sealed) == SECRET
        assert _migrate(before).get_model("accounts", "SecondFactor").objects.get().secret == SECRET
    finally:
        _migrate(*newest)
    assert SecondFactor.objects.get().secret == SECRET


def _migrate(*targets):
    executor = MigrationExecutor(connection)
    return executor.migrate(list(targets)).apps
