"""Views saved by name: of an account, perhaps for everybody."""

from __future__ import annotations

import pytest

from ivr.store.console.accounts import AccountRows
from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.views import MOST, ViewRows
from tests.store.support import NOON


@pytest.fixture
def views(log_url: str) -> ViewRows:
    """With accounts 1 and 2."""
    database = ConsoleDatabase(log_url)
    for name in ("anna", "jan"):
        AccountRows(database).add(name, "", ("operator",), NOON, "terminal")
    return ViewRows(database)


def names(views: ViewRows, account: int) -> list[tuple[str, str]]:
    return [(view.owner, view.name) for view in views.of(account)]


def test_own_ones_and_everybodys_shared_ones(views: ViewRows) -> None:
    views.save(1, "b missed", "outcome=missed", False, NOON)
    views.save(1, "A closed", "gate=closed", True, NOON)
    views.save(2, "c", "", False, NOON)

    assert names(views, 1) == [("anna", "A closed"), ("anna", "b missed")]
    assert names(views, 2) == [("anna", "A closed"), ("jan", "c")]


def test_the_same_name_again_takes_its_place(views: ViewRows) -> None:
    views.save(1, "x", "a=1", True, NOON)
    views.save(1, "x", "a=2", False, NOON)

    assert [(view.query, view.shared) for view in views.of(1)] == [("a=2", False)]


def test_nobody_removes_anothers(views: ViewRows) -> None:
    views.save(1, "x", "", True, NOON)
    view = views.of(1)[0]
    views.remove(2, view.id)
    assert names(views, 1) == [("anna", "x")]
    views.remove(1, view.id)

    assert names(views, 1) == []


def test_not_more_than_so_many(views: ViewRows) -> None:
    saved = [views.save(1, f"view {number}", "", False, NOON) for number in range(MOST + 1)]

    assert saved == [True] * MOST + [False]
    assert views.save(1, "view 1", "a=1", False, NOON), "one that is there may be changed"
