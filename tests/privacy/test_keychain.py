"""Keys: the next day's come from this day's and never the other way round; fresh ones; a file that several change."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from ivr.errors import IvrError
from ivr.store.keychain import FILE, Keychain, day_of, month_of

TODAY = date(2026, 11, 24)


@pytest.fixture
def keychain(tmp_path: Path) -> Keychain:
    chain = Keychain(tmp_path / "keys")
    chain.make(TODAY)
    return chain


def test_a_first_start_makes_keys_that_nobody_else_may_read(keychain: Keychain, tmp_path: Path) -> None:
    file = tmp_path / "keys" / FILE

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keychain.keys().key("days", day_of(TODAY)) is not None
    assert keychain.keys().key("days", day_of(TODAY) - 29) is not None, "for a clock that is set back"
    assert keychain.keys().key("days", day_of(TODAY) - 30) is None


def test_a_second_start_keeps_them(keychain: Keychain) -> None:
    before = keychain.keys()
    keychain.make(TODAY + timedelta(days=1))

    assert keychain.keys() == before


def test_every_day_and_month_has_a_key_of_its_own(keychain: Keychain) -> None:
    keys = keychain.keys()
    days = {keys.key("days", day_of(TODAY) + number) for number in range(800)}
    months = {keys.key("months", month_of(TODAY) + number) for number in range(30)}

    assert len(days) == 800
    assert len(months) == 30
    assert None not in days | months


def test_machines_with_the_same_file_agree_without_talking(keychain: Keychain, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "keys", tmp_path / "other")
    other = Keychain(tmp_path / "other")
    keychain.destroy(TODAY + timedelta(days=5))  # one has purged, the other not yet

    for number in (5, 6, 40, 400):
        day = day_of(TODAY) + number
        assert other.keys().key("days", day) == keychain.keys().key("days", day)


def test_destroyed_days_are_gone_and_later_ones_are_what_they_were(keychain: Keychain) -> None:
    later = keychain.keys().key("days", day_of(TODAY) + 31)
    assert keychain.destroy(TODAY + timedelta(days=30))

    assert keychain.keys().key("days", day_of(TODAY) + 29) is None
    assert keychain.keys().key("days", day_of(TODAY) + 31) == later
    assert not keychain.destroy(TODAY + timedelta(days=30))


def test_where_none_were_made_there_is_nothing_to_destroy(tmp_path: Path) -> None:
    assert not Keychain(tmp_path / "keys").destroy(TODAY)


@pytest.mark.parametrize(
    ("before", "left"),
    [
        pytest.param(date(2026, 11, 30), True, id="the month goes on"),
        pytest.param(date(2026, 12, 1), False, id="the month is over"),
    ],
)
def test_a_months_pseudonyms_last_as_long_as_its_last_day(keychain: Keychain, before: date, left: bool) -> None:
    keychain.destroy(before)

    assert (keychain.keys().key("months", month_of(TODAY)) is not None) is left


def test_rotated_keys_cannot_be_made_from_the_old_ones(keychain: Keychain) -> None:
    old = keychain.keys()
    keychain.rotate(TODAY)
    new = keychain.keys()

    assert new.key("days", day_of(TODAY)) == old.key("days", day_of(TODAY))
    assert new.key("days", day_of(TODAY) + 1) != old.key("days", day_of(TODAY) + 1)
    assert new.key("months", month_of(TODAY)) == old.key("months", month_of(TODAY))
    assert new.key("months", month_of(TODAY) + 1) != old.key("months", month_of(TODAY) + 1)
    assert new.lists == old.lists


def test_the_days_before_a_rotation_are_destroyed_with_it(keychain: Keychain) -> None:
    keychain.rotate(TODAY)
    fresh = keychain.keys().key("days", day_of(TODAY) + 3)
    keychain.destroy(TODAY + timedelta(days=2))

    assert keychain.keys().key("days", day_of(TODAY) + 1) is None
    assert keychain.keys().key("days", day_of(TODAY) + 3) == fresh
    assert len(keychain.keys().days) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="torn"),
        pytest.param("[]", id="a list"),
        pytest.param(json.dumps({"days": [], "months": [], "lists": "00" * 32}), id="no keys"),
        pytest.param(json.dumps({"days": [{"period": 1, "key": "00"}], "months": [], "lists": ""}), id="short key"),
    ],
)
def test_a_damaged_file_is_told_and_left_alone(keychain: Keychain, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "keys" / FILE
    file.write_text(damage)

    with pytest.raises(IvrError, match="cannot be read"):
        Keychain(tmp_path / "keys").keys()
    Keychain(tmp_path / "keys").make(TODAY)
    assert file.read_text() == damage


def test_another_process_change_is_seen(keychain: Keychain, tmp_path: Path) -> None:
    assert keychain.keys().key("days", day_of(TODAY)) is not None
    Keychain(tmp_path / "keys").destroy(TODAY + timedelta(days=1))

    assert keychain.keys().key("days", day_of(TODAY)) is None
