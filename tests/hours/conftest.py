"""The console of a real service, Tuesday at ten, and whoever may close and open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.store.switches import SwitchFile
from ivr.web import create_app
from tests.support.call_pages import Staffed
from tests.support.console import Person, add_account
from tests.support.logged import logged_office
from tests.support.offices import at

NOW = "2026-11-24 10:00"


class Desk(Staffed):
    """`fresh` begins with nothing switched."""

    def person(self, name: str = "lis") -> Person:
        return self.signed_in(name, path="/hours")

    @property
    def file(self) -> SwitchFile:
        return SwitchFile(self.office.data)

    def fresh(self) -> Desk:
        for path in self.office.data.glob("switches.json*"):
            path.unlink()
        self.office.clock.now = at(NOW)
        self.office.services.catalogue.look()
        return self


@pytest.fixture(scope="module", params=["shipped", "later"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with logged_office(tmp_path_factory.mktemp("data"), request.param) as office:
        office.shipped()
        for name, roles, full in (
            ("lis", ("editor",), "Ewa Lis"), ("kowalska", ("supervisor",), ""), ("nowak", ("operator",), ""),
        ):  # fmt: skip
            add_account(office.services, name, *roles, full_name=full)
        yield Desk(office, create_app(office.services, parts=("console",)))


@pytest.fixture
def desk(made: Desk) -> Desk:
    return made.fresh()
