"""The office's nginx when processes of the service are down or hang: calls get the failsafe document, in time, and
nothing else stands in for what must be kept."""

from __future__ import annotations

import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ivr.doctor.service import service
from ivr.settings import Settings
from ivr.simulator.reader import read
from ivr.simulator.verbs import Dial, Hangup, Say, Verb
from tests.deploy.recorder import recording
from tests.support.nginx import Front, fronted
from tests.support.offices import number_of, plan_of
from tests.support.service import ROOT, TOKEN, free_port

FORM = urlencode({"CallSid": "CA" + "d" * 32, "From": "+48600000000"}).encode()
SIGNED = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "AAAA"}
PROVIDER_WAITS_SECONDS = 4.0  # rt=4000 in the webhook's address


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Front]:
    """All processes are down."""
    with fronted(tmp_path / "nginx", [free_port(), free_port()], free_port()) as front:
        yield front


@contextmanager
def hanging(count: int) -> Iterator[list[int]]:
    """Ports that take connections, and never answer."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        yield [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


def kinds(verbs: Sequence[Verb]) -> list[type]:
    return [type(verb) for verb in verbs]


def write_as_the_unit_does(file: Path, data: Path) -> None:
    """By the command of ivr-failsafe.service."""
    unit = (ROOT / "deploy" / "systemd" / "ivr-failsafe.service").read_text()
    command = shlex.split(unit.split("ExecStart=")[1].partition("\n")[0])
    arguments = [str(file) if word == "/var/lib/ivr-failsafe/failsafe.xml" else word for word in command[1:]]
    assert str(file) in arguments
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env={"IVR_DATA": str(data)}, check=True, capture_output=True)


def test_when_all_processes_are_down_calls_get_the_failsafe_at_once(alone: Front, tmp_path: Path) -> None:
    write_as_the_unit_does(alone.failsafe, tmp_path / "data")
    for target in ("/voice", "/voice/step?node=services&revision=abc&step=3"):
        begun = time.monotonic()
        answer = alone.ask("POST", target, FORM, SIGNED)

        assert time.monotonic() - begun < 1.0
        assert answer.status == 200
        assert answer.body == alone.failsafe.read_bytes()
        verbs = read(answer.body, answer.headers["Content-Type"])
        assert kinds(verbs) == [Say, Dial, Say, Hangup]
        [dial] = [verb for verb in verbs if isinstance(verb, Dial)]
        assert [one.number for one in dial.numbers] == [number_of(plan_of().office.failsafe.line)]
    assert alone.failsafe.stat().st_mode & 0o777 == 0o644  # nginx is another user
    assert "+48600000000" not in alone.logged


@pytest.mark.parametrize("path", ["whisper", "confirm"])
def test_a_desk_that_picked_up_is_put_through(alone: Front, path: str) -> None:
    answer = alone.ask("POST", f"/voice/{path}", FORM, SIGNED)

    assert answer.status == 200
    assert list(read(answer.body, answer.headers["Content-Type"])) == []


@pytest.mark.parametrize("path", ["/voice/leg", "/voice/status", "/"])
def test_nothing_stands_in_for_what_must_be_kept(alone: Front, path: str) -> None:
    assert alone.ask("POST", path, FORM, SIGNED).status == 502


def test_without_a_document_the_provider_is_sent_to_its_own(alone: Front) -> None:
    assert alone.ask("POST", "/voice", FORM, SIGNED).status == 503


def test_a_process_that_hangs_is_left_for_one_that_answers(tmp_path: Path) -> None:
    with (
        hanging(1) as hung,
        recording() as other,
        fronted(tmp_path / "nginx", [*hung, other.port], other.port) as front,
    ):
        begun = time.monotonic()

        assert front.ask("POST", "/voice", FORM, SIGNED).status == 204
        assert time.monotonic() - begun < PROVIDER_WAITS_SECONDS


def test_when_all_hang_the_failsafe_comes_before_the_provider_gives_up(tmp_path: Path) -> None:
    with hanging(3) as hung, fronted(tmp_path / "nginx", hung, free_port()) as front:
        front.failsafe.write_text("<Response/>")
        begun = time.monotonic()
        answer = front.ask("POST", "/voice", FORM, SIGNED)

        assert (answer.status, answer.body) == (200, b"<Response/>")
        assert time.monotonic() - begun < PROVIDER_WAITS_SECONDS


def test_the_doctor_sees_that_nginx_stands_in(alone: Front, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with alone.named(monkeypatch) as url:
        found = list(service(Settings(ROOT / "config.yaml", tmp_path, (TOKEN,), url), datetime.now(UTC)))

    assert [(one.state, one.check) for one in found] == [("fail", "service")]
    assert "in the place of the service" in found[0].says
