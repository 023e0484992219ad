"""The console of a real service with a morning behind it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.simulator.stretches import Ringing
from ivr.web import create_app
from tests.support.call_pages import Staffed
from tests.support.console import Person, add_account
from tests.support.logged import LoggedOffice, logged_office
from tests.support.offices import at

NOW = "2026-11-24 10:00"
CALLERS = ("+48601234567", "+48500100200", "anonymous", "+48712345678")


class Morning(Staffed):
    """Tuesday, ten o'clock. The first caller tried three times since Friday, and somebody talks just now."""

    def person(self, name: str = "nowak", language: str = "en") -> Person:
        return self.signed_in(name, language)


@pytest.fixture(scope="module", params=["shipped"])
def morning(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    with logged_office(tmp_path_factory.mktemp("data"), request.param) as office:
        for moment, caller in (
            ("2026-11-20 18:30", 0), ("2026-11-23 07:40", 0), ("2026-11-23 11:00", 1), ("2026-11-23 12:00", 2),
            ("2026-11-23 12:05", 2), ("2026-11-24 08:00", 3), ("2026-11-24 09:00", 0),
        ):  # fmt: skip
            missed(office, moment, CALLERS[caller])
        through = office.call(at("2026-11-24 08:10"), CALLERS[3]).presses("1")
        while not isinstance(through.stretch, Ringing):
            through.goes_on()
        through.desk_answers(90).ends()
        office.call(at("2026-11-22 12:00"), CALLERS[1]).ends()
        office.call(at("2026-11-24 09:59"), CALLERS[1]).presses("1")
        office.shipped()
        office.clock.now = at(NOW)
        for name, roles, full in (
            ("nowak", ("operator",), "Jan Nowak"), ("kowalska", ("supervisor", "auditor"), "Anna Kowalska"),
            ("lis", ("editor",), ""),
        ):  # fmt: skip
            add_account(office.services, name, *roles, full_name=full)
        yield Morning(office, create_app(office.services, parts=("console",)))


def missed(office: LoggedOffice, moment: str, caller: str) -> None:
    """Nobody answers, and the caller gives up in the wait."""
    call = office.call(at(moment), caller).presses("1")
    for _ in range(6):
        if call.stretch is not None:
            call.goes_on()
    if call.stretch is not None:
        call.hangs_up()
