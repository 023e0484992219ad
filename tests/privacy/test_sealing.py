"""Sealed numbers: opened by who has the key of the day, grouped by pseudonym, in clear nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ivr.store.keychain import Keychain
from ivr.store.sealing import Numbers, pseudonym_of
from tests.privacy.support import ANNA, BARTEK, NOON, House


def test_opened_it_is_the_number_again(house: House) -> None:
    kept = house.numbers.seal(ANNA, "CA1", NOON)

    assert ANNA not in kept
    assert "601234567" not in kept
    assert house.numbers.opened(kept, "CA1") == ANNA


def test_a_withheld_number_stays_withheld(house: House) -> None:
    assert house.numbers.seal("", "CA1", NOON) == ""
    assert house.numbers.opened("", "CA1") == ""


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda kept: kept, id="of another call"),
        pytest.param(lambda kept: kept[:-3] + "AAA", id="tampered with"),
        pytest.param(lambda kept: kept.replace("20261123", "20261124"), id="of another day"),
        pytest.param(lambda kept: kept.rpartition(".")[0], id="cut"),
        pytest.param(lambda kept: kept.replace("s1", "s2", 1), id="of another version"),
        pytest.param(lambda kept: "+48601234567", id="in clear"),
        pytest.param(lambda kept: "s1.99999999.x.y", id="no day"),
        pytest.param(lambda kept: "s1.20261123.x.ż", id="no base64"),
    ],
)
def test_what_does_not_fit_is_gone_not_wrong(house: House, changed: object) -> None:
    kept = changed(house.numbers.seal(ANNA, "CA1", NOON))  # type: ignore[operator]

    assert house.numbers.opened(kept, "CA2") is None


def test_a_caller_has_one_pseudonym_all_month_and_another_the_next(house: House) -> None:
    names = {
        day: pseudonym_of(
            house.numbers.seal(ANNA, f"CA{day}", datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day))
        )
        for day in (0, 7, 8)
    }  # 23 and 30 November, 1 December

    assert names[0] == names[7] != names[8]
    assert pseudonym_of(house.numbers.seal(BARTEK, "CA9", NOON)) != names[0]
    assert house.numbers.pseudonyms(ANNA, date(2026, 12, 1))[:2] == (names[8], names[0])


def test_sealed_twice_it_looks_different(house: House) -> None:
    assert house.numbers.seal(ANNA, "CA1", NOON) != house.numbers.seal(ANNA, "CA1", NOON)


def test_lost_keys_lose_the_numbers_and_nothing_else(house: House, tmp_path: Path) -> None:
    house.call("CA1", ANNA)
    house.ship()
    (row,) = house.persons().calls(ANNA)
    for path in (tmp_path / "keys").iterdir():
        path.unlink()
    other = House(house.data, tmp_path / "keys")  # a start with new keys

    assert other.callers.shown(row.caller, "CA1") == "•••"
    other.call("CA2", ANNA)
    other.ship()
    assert [one.call_id for one in other.persons().calls(ANNA)] == ["CA2"]


def test_no_keys_no_number_and_the_call_is_logged(house: House, tmp_path: Path) -> None:
    """A number in clear must not be written because a key is missing, and nor must the entry be lost."""
    (tmp_path / "keys" / "numbers.json").unlink()
    house.call("CA1", ANNA)

    assert house.ship() == 2
    assert ANNA.encode() not in house.everything()


def test_days_before_the_keys_begin_have_no_number(house: House) -> None:
    assert house.numbers.seal(ANNA, "CA1", NOON - timedelta(days=29))
    assert house.numbers.seal(ANNA, "CA1", NOON - timedelta(days=30)) == ""


def test_the_clock_of_a_seal_is_utc(tmp_path: Path) -> None:
    """Half past midnight in Warsaw is the day before in UTC: key and search agree on the month."""
    keychain = Keychain(tmp_path)
    keychain.make(date(2026, 11, 30))
    numbers = Numbers(keychain)
    kept = numbers.seal(ANNA, "CA1", datetime.fromisoformat("2026-12-01T00:30:00+01:00"))

    assert numbers.opened(kept, "CA1") == ANNA
    assert pseudonym_of(kept) in numbers.pseudonyms(ANNA, date(2026, 11, 30))
