"""What a person may ask for: seen, erased, left alone, never kept; and what comes back after a restore (nothing)."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.errors import IvrError
from tests.privacy.support import ANNA, BARTEK, House


class OneProvider:
    """Deletes what it is asked to, refuses what it is told to refuse."""

    def __init__(self, refuses: frozenset[str] = frozenset()) -> None:
        self.refuses, self.deleted = refuses, []  # type: frozenset[str], list[str]

    def delete_call(self, call_id: str) -> bool:
        if call_id in self.refuses:
            raise IvrError("provider-refused", "The provider refused (401).")
        self.deleted.append(call_id)
        return True


@pytest.fixture
def logged(house: House) -> House:
    house.call("CA1", ANNA)
    house.call("CA2", BARTEK)
    house.call("CA3", ANNA, days=10)  # the month after
    house.now += timedelta(days=10, hours=1)
    house.ship()
    return house


def test_found_by_the_number_over_a_change_of_keys(logged: House) -> None:
    assert [row.call_id for row in logged.persons().calls(ANNA)] == ["CA1", "CA3"]
    assert [row.call_id for row in logged.persons().calls("+48999999999")] == []


def test_the_export_says_all_that_is_kept(logged: House) -> None:
    found = logged.persons().export(ANNA, "en")

    assert found["number"] == ANNA
    assert [call["call"] for call in found["calls"]] == ["CA1", "CA3"]
    assert ANNA in found["calls"][0]["course"][0]
    assert not found["restricted"]


def test_an_erased_number_is_gone_from_every_byte_that_could_tell(logged: House) -> None:
    receipt = logged.persons().erase(ANNA)

    assert (receipt.calls, receipt.number) == (2, "••• ••• 567")
    assert logged.persons().calls(ANNA) == []
    assert [row.call_id for row in logged.persons().calls(BARTEK)] == ["CA2"]


def test_erased_it_stays_so_when_the_database_comes_back_from_a_backup(logged: House, tmp_path: Path) -> None:
    shutil.copy(logged.data / "log.db", tmp_path / "backup.db")
    logged.persons().erase(ANNA)
    shutil.copy(tmp_path / "backup.db", logged.data / "log.db")
    logged.ship()

    assert logged.persons().calls(ANNA) == []
    assert len(logged.persons().calls(BARTEK)) == 1


def test_erased_it_stays_so_when_the_database_is_filled_again_from_the_journal(logged: House) -> None:
    logged.persons().erase(ANNA)
    for path in logged.data.glob("log.db*"):
        path.unlink()
    assert logged.ship() == 6

    assert logged.persons().calls(ANNA) == []
    assert len(logged.persons().calls(BARTEK)) == 1


def test_erased_it_stays_so_on_the_second_machine(logged: House, tmp_path: Path) -> None:
    """The keys' folder is shared; the second machine has a journal and a database of its own."""
    logged.persons().erase(ANNA)
    second = House(tmp_path / "second", logged.keys, now=logged.now)
    shutil.copytree(logged.data / "journal", second.data / "journal")
    second.ship()

    assert second.persons().calls(ANNA) == []
    assert len(second.persons().calls(BARTEK)) == 1


def test_a_call_after_the_erasure_is_kept(logged: House) -> None:
    logged.persons().erase(ANNA)
    logged.call("CA4", ANNA, days=11)
    logged.ship()

    assert [row.call_id for row in logged.persons().calls(ANNA)] == ["CA4"]


def test_one_that_was_not_shipped_yet_is_erased_on_its_way(logged: House) -> None:
    logged.call("CA4", ANNA, days=10)
    logged.persons().erase(ANNA)

    assert logged.persons().calls(ANNA) == []


def test_restricted_it_is_kept_and_shown_to_nobody_until_lifted(logged: House) -> None:
    row = logged.persons().calls(ANNA)[0]
    logged.persons().restrict(ANNA)
    assert logged.callers.number(row.caller, row.call_id) is None
    assert logged.callers.shown(row.caller, row.call_id) == "•••"
    assert logged.persons().export(ANNA, "pl")["restricted"]

    logged.persons().restrict(ANNA, on=False)
    assert logged.callers.shown(row.caller, row.call_id) == "••• ••• 567"


def test_who_objected_is_logged_without_a_number_until_taken_back(logged: House) -> None:
    logged.persons().object(ANNA)
    logged.call("CA5", ANNA, days=10)
    logged.persons().object(ANNA, on=False)
    logged.call("CA6", ANNA, days=10)
    logged.ship()

    assert [row.call_id for row in logged.persons().calls(ANNA)] == ["CA1", "CA3", "CA6"]


@pytest.mark.parametrize(
    ("provider", "deleted", "left", "why"),
    [
        pytest.param(OneProvider(), 2, (), "", id="deleted there too"),
        pytest.param(OneProvider(frozenset({"CA1"})), 1, ("CA1",), "The provider refused (401).", id="refused one"),
        pytest.param(None, 0, ("CA1", "CA3"), "no-keys", id="no keys for the provider"),
    ],
)
def test_the_receipt_says_what_the_provider_still_has(
    logged: House, provider: OneProvider | None, deleted: int, left: tuple[str, ...], why: str
) -> None:
    receipt = logged.persons(provider).erase(ANNA)

    assert (receipt.at_provider, receipt.left_at_provider, receipt.why) == (deleted, left, why)


def test_damaged_lists_stop_the_shipper_rather_than_bring_a_number_back(logged: House) -> None:
    logged.persons().erase(ANNA)
    for path in logged.data.glob("log.db*"):
        path.unlink()
    (logged.keys / "people.json").write_text("{")

    with pytest.raises(IvrError, match="must stay gone"):
        logged.ship()
