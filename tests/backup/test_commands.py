"""The commands: what they print, in both languages and as JSON, and their exit codes; with a real service started."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from ivr import logs
from ivr.core.events import Call, Started
from ivr.settings import from_environment
from ivr.store import log as queries
from ivr.store.database import open_reader
from ivr.wiring import build
from tests.publish.support import Clerk, clerk

CALL = "CA" + "a" * 32
PL = {"LANG": "pl_PL.UTF-8"}


@pytest.fixture(autouse=True)
def logs_as_in_a_command() -> Iterator[None]:
    logs.configure(logging.WARNING)
    yield
    structlog.reset_defaults()


@pytest.fixture
def office(tmp_path: Path) -> Clerk:
    """An office with one call in its log."""
    one = clerk(tmp_path / "files", tmp_path / "data")
    services = build(from_environment(one.environment))
    services.calls.begin(Call(CALL, services.plan().office.answers_on[0].e164, "+48601234567"), Started())
    services.journal.close()
    services.background.run_once()
    services.stop()
    (tmp_path / "backups").mkdir()
    return one


def test_the_way_of_a_backup(office: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    saved = office.ivr("backup", str(folder))
    [file] = folder.iterdir()
    assert saved.code == 0
    assert f"Not in it: the keys in {office.data / 'keys'}" in saved.out
    assert "1 calls" in saved.out
    verified = office.ivr("backup", "--verify", str(file), **PL)
    assert (verified.code, "jest cały" in verified.out) == (0, True)
    assert office.ivr("backup", "--verify", str(file), "--json").json["rows"]["log"]["calls"] == 1
    refused = office.ivr("restore", str(file), **PL)
    assert (refused.code, "Proszę dodać --replace" in refused.said) == (1, True)
    restored = office.ivr("restore", str(file), "--replace")
    assert (restored.code, "1 calls" in restored.out, "replaced-" in restored.out) == (0, True, True)
    elsewhere = {"IVR_DATA": str(tmp_path / "other")}
    without = office.ivr("restore", str(file), **elsewhere)
    assert "THE KEYS ARE NOT IN" in without.out
    told = office.ivr("restore", str(file), "--replace", "--json", **elsewhere).json
    assert (told["restored"]["rows"]["log"]["calls"], told["keys"], told["access_log"]) == (1, False, "unchecked")
    rebuilt = office.ivr("rebuild", str(file))
    assert (rebuilt.code, "1 calls, 1 of them from the backup" in rebuilt.out) == (0, True)
    file.write_bytes(file.read_bytes()[:-100])
    damaged = office.ivr("backup", "--verify", str(file))
    assert (damaged.code, "is not a whole backup" in damaged.said) == (1, True)


def test_the_service_calls_itself(office: Clerk, tmp_path: Path) -> None:
    """On the real files it is heard and logged, as a test; where what is live cannot be loaded, nothing goes live."""
    folder = tmp_path / "backups"
    well = office.ivr("upgrade", str(folder))
    assert (well.code, "The new version is ready" in well.out) == (0, True), well.out
    log = open_reader(f"sqlite:///{office.data / 'log.db'}")
    calls = queries.calls(log)
    assert [call.test for call in calls if call.call_id != CALL] == [True]
    assert queries.call(log, CALL)
    live = office.revisions.live()
    assert live
    (office.data / "revisions" / live.revision / "compiled").write_bytes(b"damaged")
    (office.files / "config.yaml").write_text("nothing: of use")
    next(folder.iterdir()).unlink()
    badly = office.ivr("upgrade", str(folder), **PL)

    assert badly.code == 1
    assert "Połączenie próbne na nowej wersji nie powiodło się" in badly.out
    assert "Proszę NIE uruchamiać usługi ponownie" in badly.out
    assert {call.call_id for call in queries.calls(log)} == {call.call_id for call in calls}
