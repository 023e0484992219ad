"""What is looked at in the background: the lag behind the journal, the certificate, and the picture that is left."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.alarms import Alarms
from ivr.doctor.certificate import certificate
from ivr.store.database import open_reader
from ivr.store.proofs import ProofFile
from ivr.store.unlogged import Unlogged
from ivr.watching.beside import Beside
from ivr.watching.certificate import Certificate, seen_until
from ivr.watching.lag import Lagging
from ivr.watching.snapshot import Watch
from ivr.watching.watchman import Watchman
from tests.support.certificates import self_signed
from tests.support.offices import at
from tests.waiting.support import ANNA, Office
from tests.waiting.test_alarms import Files

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_the_lag_is_what_is_not_in_the_database(tmp_path: Path) -> None:
    office = Office(tmp_path)
    lagging = Lagging(office.house.data / "journal", office.house.reader)
    office.called("2026-11-23 08:00", ANNA)
    office.house.ship()
    assert lagging.look().records == 0

    office.called("2026-11-23 09:00", ANNA)
    found = lagging.look()
    assert (found.records > 0, found.bytes > 0, found.segments, found.known) == (True, True, 1, True)
    assert found.oldest_at == at("2026-11-23 09:00")

    away = Lagging(office.house.data / "journal", open_reader(f"sqlite:///{tmp_path}/none.db"))
    assert not away.look().known
    assert away.look().records > found.records, "of a database that was never asked nothing is known to be there"


def test_what_is_seen_is_left_for_the_others_and_lasts_over_a_restart(tmp_path: Path) -> None:
    office = Office(tmp_path)
    data = office.house.data
    office.house.now = NOW
    unlogged = Unlogged(data / "journal", NOW.timestamp)
    unlogged.make()
    unlogged.add(4)
    soon = NOW + timedelta(days=2)
    url = "https://infolinia.example.pl"

    def watchman(certificate: Certificate) -> Watchman:
        clock = lambda: office.house.now  # noqa: E731
        alarms = Alarms(office.house.reader, data, Files(), ProofFile(data), clock, beside=Beside(data))
        lagging = Lagging(data / "journal", office.house.reader)
        return Watchman(data, lagging, alarms, certificate, lambda: office.plan, clock)

    def unreachable(_: str) -> datetime:
        raise OSError

    first = watchman(Certificate(url, lambda _: soon)).look()
    again = watchman(Certificate(url, unreachable)).look()
    gone = watchman(Certificate("http://infolinia.example.pl", unreachable)).look()

    assert [(one.code, one.worse, one.count) for one in first] == [
        ("unlogged", True, 4),
        ("certificate_short", True, 2),
    ]
    assert again == first
    assert [one.code for one in gone] == ["unlogged"]
    seen = Watch(data).read()
    assert seen
    assert (seen.at, seen.alarms, seen.certificate_until) == (NOW, (("unlogged", True),), None)


@contextmanager
def https(folder: Path, days: float) -> Iterator[tuple[str, str]]:
    """A server with a certificate of its own for localhost: (its address, the file of who signed it)."""
    made = self_signed("localhost", days)
    file = folder / "both.pem"
    file.write_bytes(made.key + made.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            with plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"https://localhost:{listening.getsockname()[1]}", str(file)
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@pytest.mark.parametrize(
    ("days", "believed", "state"),
    [(90, True, "ok"), (7, True, "warn"), (-1, True, "fail"), (90, False, "fail")],
    ids=["good", "short", "over", "of nobody"],
)
def test_the_certificate_of_a_real_server(tmp_path: Path, days: float, believed: bool, state: str) -> None:
    with https(tmp_path, days) as (url, authority):
        until = seen_until(url)
        (found,) = certificate(url, datetime.now(UTC), authority if believed else None)

    assert abs((until - datetime.now(UTC)) - timedelta(days=days)) < timedelta(minutes=5)
    assert found.state == state, found


def test_the_certificate_is_looked_at_now_and_then_and_not_without_https() -> None:
    asked: list[str] = []
    now = [0.0]

    def look(url: str) -> datetime:
        asked.append(url)
        if len(asked) == 2:
            raise OSError
        return NOW

    kept = Certificate("https://infolinia.example.pl", look, lambda: now[0])
    found = []
    for later in (0, 60, 6 * 3600, 60, 600):
        now[0] += later
        found.append((kept.until(), len(asked)))

    assert found == [(NOW, 1), (NOW, 1), (NOW, 2), (NOW, 2), (NOW, 3)]
    assert Certificate("http://127.0.0.1", look).until() is None
