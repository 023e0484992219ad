"""A real service that takes calls while a backup is made, and its log is lost and made anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.backup.place import Place
from ivr.backup.rebuilding import rebuild
from ivr.backup.restoring import restore
from ivr.backup.saving import save
from ivr.clock import utc_now
from ivr.errors import IvrError
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from ivr.store import schema
from ivr.store.database import open_writer
from ivr.store.resting import at_rest
from tests.backup.support import hashed, rows_of
from tests.store.support import until
from tests.support.offices import CALLER, called, plan_of
from tests.support.service import TOKEN, Service, running

TABLES = list(schema.metadata.tables.values())


class Callers(threading.Thread):
    """Ring, listen, hang up, and ring again. `failed`: what a caller met that was no answer."""

    def __init__(self, service: Service) -> None:
        super().__init__(daemon=True)
        self.calls, self.over = 0, threading.Event()
        self.failed: list[Exception] = []
        self._phone = Phone(HttpCarrier(service.base, TOKEN), caller=CALLER, called=called(plan_of()))

    def run(self) -> None:
        while not self.over.wait(0.2):
            try:
                self._phone.call().waits(1).hangs_up()
                self.calls += 1
            except Exception as error:
                self.failed.append(error)


@contextmanager
def calling(service: Service) -> Iterator[Callers]:
    callers = Callers(service)
    callers.start()
    try:
        yield callers
    finally:
        callers.over.set()
        callers.join()


def test_nothing_is_lost_and_no_call_fails(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "backup.zip"
    urls = (f"sqlite:///{data / 'log.db'}", f"sqlite:///{data / 'console.sqlite3'}")
    place = Place(data, data / "keys", *urls, lambda: "Europe/Warsaw")
    with running(data) as service, calling(service) as callers:
        until(lambda: callers.calls > 3)
        saved = save(place, file, utc_now())
        with pytest.raises(IvrError, match="service-runs"):
            restore(place, file, utc_now(), replace=True)
        with at_rest(data / "shipper.lock"):
            for path in data.glob("log.db*"):
                path.unlink()
        before = callers.calls
        rebuilt = rebuild(place, file, utc_now())
        assert saved.manifest.log
        assert rebuilt.from_backup == saved.manifest.log.tables["calls"].rows
        assert callers.calls > before, "calls went on meanwhile"
    assert callers.failed == []
    place.ship(open_writer(place.log))
    never_lost = open_writer(f"sqlite:///{tmp_path / 'never-lost.db'}")
    place.ship(never_lost)

    rows = rows_of(open_writer(place.log), TABLES)
    assert len(rows["calls"]) == callers.calls
    assert hashed({**rows, "purges": []}) == hashed({**rows_of(never_lost, TABLES), "purges": []})
