"""The console of a real service with three calls of one person and one of another; Tuesday at ten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.web import create_app
from tests.support.call_pages import Staffed
from tests.support.console import Person, add_account
from tests.support.logged import logged_office
from tests.support.offices import at

ANNA, BARTEK = "+48601234567", "+48500100200"


class House(Staffed):
    def person(self, name: str = "kowalska") -> Person:
        return self.signed_in(name)

    def deeds(self) -> list[tuple[str, str, str]]:
        rows = self.office.services.console.access_log.all_rows()
        return [(row.did, row.what, row.reason) for row in rows if row.did.startswith("person_")]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with logged_office(tmp_path) as office:
        for moment, caller in (
            ("2026-11-20 18:30", ANNA), ("2026-11-23 07:40", ANNA), ("2026-11-23 11:00", BARTEK),
            ("2026-11-24 09:00", ANNA),
        ):  # fmt: skip
            office.call(at(moment), caller).ends()
        office.shipped().dispose()
        office.clock.now = at("2026-11-24 10:00")
        for name, roles in (
            ("kowalska", ("supervisor",)), ("nowak", ("operator",)), ("adam", ("admin",)), ("ola", ("auditor",)),
        ):  # fmt: skip
            add_account(office.services, name, *roles)
        yield House(office, create_app(office.services, parts=("console",)))
