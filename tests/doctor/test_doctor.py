"""The doctor against a real service, a stand-in of the provider's API, and a machine with faults."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from ivr.cli import cli
from ivr.core.office import AlarmTo
from ivr.doctor import machine
from ivr.doctor.examine import examine
from ivr.doctor.finding import Finding
from ivr.doctor.logbook import database
from ivr.doctor.notices import notices
from ivr.doctor.provider import provider
from ivr.doctor.service import service
from ivr.settings import Settings
from ivr.telephony.provider import ProviderNumbers
from ivr.telephony.twiml import confirmed
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.offices import plan_of
from tests.support.serving import serving
from tests.watching.receivers import mail_server

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TOKEN = "a-token-of-the-tests"
OFFICE = plan_of().office
NUMBER = OFFICE.answers_on[0].e164
URL = "https://infolinia.example.pl"


def told(found: Iterator[Finding]) -> list[str]:
    return [f"{one.state} {one.check}: {one.says}" for one in found]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The app behind its public address, which is a server on loopback."""
    holder: list[object] = []
    server = make_server("127.0.0.1", 0, lambda *asked: holder[0](*asked), threaded=True)  # type: ignore[operator]
    url = f"http://127.0.0.1:{server.server_port}"
    data = tmp_path_factory.mktemp("data")
    data.chmod(0o700)
    services = build(Settings(ROOT / "config.yaml", data, (TOKEN,), url))
    holder.append(create_app(services))
    services.background.shipper.run_once()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield services
    server.shutdown()
    thread.join()
    server.server_close()
    services.stop()


def test_a_machine_that_is_fit(running: Services) -> None:
    found = list(examine(running.settings, OFFICE, datetime.now(UTC)))

    assert [one for one in found if one.state == "fail"] == []
    says = " ".join(one.says for one in found if one.state == "ok")
    for part in ("token", "free", "on the disk after", "keys", "WAL-reset", "up to date", "signed", "refused", "is ok"):
        assert part in says
    assert {one.check for one in found if one.state == "warn"} <= {"clock", "alarms", "address", "provider", "disk"}
    assert all(one.do for one in found if one.state != "ok")


def test_the_call_to_itself_leaves_nothing_in_the_journal(running: Services) -> None:
    before = sorted(path.name for path in (running.settings.data / "journal").iterdir())
    list(service(running.settings, NOW))

    assert sorted(path.name for path in (running.settings.data / "journal").iterdir()) == before


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"tokens": ("another-token",)}, "fail signature: a signed request was refused (403)"),
        ({"public_url": None}, "fail address: IVR_PUBLIC_URL is not set"),
        ({"public_url": "http://127.0.0.1:1"}, "fail address: http://127.0.0.1:1 cannot be asked from here"),
    ],
    ids=["another token", "no address", "nobody there"],
)
def test_an_address_that_does_not_work(running: Services, change: dict[str, object], expected: str) -> None:
    found = told(service(replace(running.settings, **change), datetime.now(UTC)))  # type: ignore[arg-type]

    assert [line for line in found if line.startswith(expected)], found


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """What says the same to everybody: its address."""

    def careless(environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/xml")])  # type: ignore[operator]
        return [body]

    with serving(careless) as url:
        yield url


def test_a_clock_that_is_wrong_and_what_answers_without_looking(running: Services) -> None:
    with answering(confirmed(accepted=False).encode()) as url:
        found = told(service(replace(running.settings, public_url=url), datetime(2030, 1, 1, tzinfo=UTC)))

    assert "fail signature: a request without a signature was answered 200" in found
    assert [line for line in found if line.startswith("warn clock: the clock of the public address is")]


def test_what_answers_in_the_place_of_the_service_is_not_taken_for_it(running: Services) -> None:
    with answering(b"<Response></Response>") as url:
        found = told(service(replace(running.settings, public_url=url), datetime.now(UTC)))

    assert found[-1].startswith(f"fail service: something answers at {url} in the place of the service")
    assert not [line for line in found if "signature" in line]


def test_who_may_read_what(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    found = told(machine.rights(data, data / "keys"))

    assert found == [f"fail rights: others may read {data}", "warn keys: there are no keys yet"]


def test_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = told(machine.disk(tmp_path / "file"))

    assert found[-1].startswith("fail disk: nothing can be written to")


@pytest.mark.parametrize(("kept", "state"), [(True, "ok"), (False, "warn"), (None, "warn")])
def test_the_clock(kept: bool | None, state: str) -> None:
    (found,) = machine.clock(kept)

    assert found.state == state


def test_time_zone_data_that_is_old() -> None:
    (first, *_) = machine.libraries(datetime(2040, 1, 1, tzinfo=UTC), "Europe/Warsaw")

    assert (first.check, first.state) == ("time zones", "warn")


def test_a_log_that_is_not_there_broken_or_old(tmp_path: Path) -> None:
    settings = Settings(ROOT / "config.yaml", tmp_path)
    assert told(database(settings)) == ["warn database: there is no log yet"]

    (tmp_path / "log.db").write_text("this is no database, however long it may be " * 100)
    assert told(database(settings))[0].startswith("fail database: the log (SQLite) cannot be read")

    (tmp_path / "log.db").write_bytes(b"")
    assert told(database(settings)) == ["warn database: the log (SQLite) is of another version (none)"]


def test_whether_people_can_be_told(tmp_path: Path) -> None:
    settings = Settings(ROOT / "config.yaml", tmp_path)
    to = AlarmTo(("anna@example.pl",), "https://example.pl/alarms")
    assert told(notices(settings, AlarmTo())) == ["warn alarms: nobody is told of alarms"]
    assert [line[:11] for line in told(notices(settings, to))] == ["fail alarms"] * 2

    with mail_server() as box:
        ready = replace(settings, smtp_url=box.url, smtp_sender="infolinia@example.pl", webhook_secret="x" * 16)
        assert told(notices(ready, to)) == ["ok alarms: the mail server takes mail for 1 addresses"]
        assert box.got == []


GOOD = {
    "phone_number": NUMBER, "voice_url": f"{URL}/voice#rc=2&rp=ct,rt,5xx", "voice_method": "POST",
    "voice_fallback_url": "https://handler.twilio.com/twiml/EH1", "status_callback": f"{URL}/voice/status",
}  # fmt: skip


@contextmanager
def api(*numbers: dict[str, str], status: int = 200) -> Iterator[ProviderNumbers]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Authorization"].startswith("Basic ")
            body = json.dumps({"incoming_phone_numbers": numbers}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield ProviderNumbers("AC" + "1" * 32, "token", f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("change", "states", "says"),
    [
        ({}, ["ok"], "leads here"),
        ({"voice_url": "https://demo.twilio.com/welcome"}, ["fail"], "does not come in here"),
        ({"voice_method": "GET"}, ["fail"], "does not come in here"),
        ({"voice_fallback_url": ""}, ["fail"], "nothing answers"),
        ({"voice_fallback_url": f"{URL}/voice"}, ["fail"], "this machine again"),
        ({"status_callback": ""}, ["warn"], "the end of calls"),
        ({"phone_number": "+48123456789", "voice_url": "https://elsewhere.example"}, ["fail"], "no number"),
    ],
    ids=["right", "elsewhere", "GET", "no fallback", "fallback to itself", "no status", "another number"],
)
def test_where_the_providers_numbers_lead(change: dict[str, str], states: list[str], says: str) -> None:
    settings = Settings(ROOT / "config.yaml", Path("nowhere"), (TOKEN,), URL)
    with api({**GOOD, **change}) as numbers:
        found = list(provider(settings, OFFICE, numbers))

    assert [one.state for one in found] == states
    assert says in found[0].says


def test_an_account_that_refuses_or_is_not_given() -> None:
    settings = Settings(ROOT / "config.yaml", Path("nowhere"), (TOKEN,), URL)
    with api(status=401) as numbers:
        assert told(provider(settings, OFFICE, numbers)) == ["fail provider: The provider refused (401)."]
    assert [one.state for one in provider(settings, OFFICE, None)] == ["warn"]


def test_a_check_that_breaks_off_keeps_none_from_the_others(tmp_path: Path) -> None:
    settings = Settings(ROOT / "config.yaml", tmp_path, (TOKEN,), database_url="mysql://nobody@nowhere/x")
    found = list(examine(settings, None, NOW))

    assert {"sqlite", "database", "address"} <= {one.check for one in found}
    assert os.listdir(tmp_path) == []


def test_the_command_says_a_line_for_each_finding_and_what_to_do(tmp_path: Path) -> None:
    environment = {"IVR_DATA": str(tmp_path), "IVR_CONFIG": str(ROOT / "config.yaml"), "TWILIO_AUTH_TOKEN": ""}
    result = CliRunner().invoke(cli, ["doctor"], env=environment)
    lines = result.stdout.splitlines()

    assert result.exit_code == 1
    assert (
        "FAIL settings: TWILIO_AUTH_TOKEN is not set. Copy it from the provider's console: nobody else is answered."
        in lines
    )
    assert all(line.startswith(("ok   ", "warn ", "FAIL ")) for line in lines)
    assert list(tmp_path.iterdir()) == [], "it changes nothing"
