"""The commands on a real service: nothing on the disk tells the number, and what a person asks for is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from tests.support.offices import called, plan_of
from tests.support.service import TOKEN, Service, running

CALLER = "+48601234567"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("privacy")
    with running(folder / "data", IVR_KEYS=str(folder / "keys")) as service:
        yield service


def test_what_a_person_may_ask_for(service: Service) -> None:
    """One story, in the order in which it happens."""
    plan = plan_of()
    phone = Phone(HttpCarrier(service.base, TOKEN), caller=CALLER, called=called(plan), at=datetime.now(UTC))
    phone.call().hangs_up()
    log, output = service.command("log"), Path(f"{service.data}.out").read_bytes()
    assert "••• ••• 567" in log.stdout

    kept = b"".join(path.read_bytes() for path in service.data.rglob("*") if path.is_file())
    for written in (kept, output, log.stdout.encode()):
        assert CALLER[1:].encode() not in written
        assert b"601234567" not in written

    found = service.command("person", "find", "601 234 567", "--json")
    (call,) = json.loads(found.stdout)
    assert CALLER in service.command("person", "export", CALLER).stdout
    assert CALLER not in service.command("log", "show", call["call"]).stdout

    refused = service.command("person", "erase", CALLER)
    assert (refused.returncode, "--yes" in refused.stderr) == (2, True)
    erased = service.command("person", "erase", CALLER, "--yes", "--json")
    receipt = json.loads(erased.stdout)
    assert (erased.returncode, receipt["calls"], receipt["number"]) == (0, 1, "••• ••• 567")
    assert service.command("person", "find", CALLER).stdout == "No calls are kept under this number.\n"
    assert call["call"] in service.command("log").stdout


def test_keys_and_purge(service: Service) -> None:
    assert json.loads(service.command("keys", "--json").stdout)["days"] == 30
    assert "from tomorrow" in service.command("keys", "rotate").stdout
    assert json.loads(service.command("purge", "--json").stdout)["number_days"] == 30


@pytest.mark.parametrize("typed", ["", "112", "Anna", "60123456789012345"])
def test_what_is_no_number(service: Service, typed: str) -> None:
    result = service.command("person", "find", typed or "x")

    assert result.returncode == 2
    assert "is not a telephone number" in result.stderr
