"""The real service as processes: it starts, answers, is killed, is restarted, given broken files. No call is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ivr.core.story import tell
from ivr.errors import IvrError
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from ivr.simulator.port import SimulatedCall
from ivr.store import log
from ivr.store.database import open_reader
from ivr.store.masking import mask
from tests.support.offices import CALLER, called, lately, number_of, plan_of
from tests.support.service import ROOT, TOKEN, Service, running


def phone(service: Service, token: str = TOKEN) -> Phone:
    return Phone(HttpCarrier(service.base, token), caller=CALLER, called=called(plan_of()), at=lately())


def office_copy(folder: Path) -> Path:
    """The shipped files where a test may change them."""
    shutil.copytree(ROOT / "flows", folder / "flows")
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    return folder / "config.yaml"


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))


def readyz(service: Service) -> dict[str, object]:
    with urllib.request.urlopen(f"{service.base}/readyz", timeout=5) as answer:
        return dict(json.load(answer))


def told_until(service: Service, call: str, sentence: str) -> str:
    """The story of a call in the log as soon as it holds `sentence`: shipping takes a moment."""
    reader, told = open_reader(f"sqlite:///{service.data / 'log.db'}"), ""
    for _ in range(400):
        try:
            _, _, entries = log.call(reader, call)
            told = "\n".join(told_ for _, told_ in tell(entries, "en", mask))
        except IvrError as error:
            told = str(error)
        if sentence in told:
            return told
        time.sleep(0.05)
    raise AssertionError(f"“{sentence}” never came into the log:\n{told}")


def test_a_call_ends_in_the_log(tmp_path: Path) -> None:
    with running(tmp_path / "data", workers=2) as service:
        phone(service).call("CA" + "a" * 32).hears("Świadczenia rodzinne").presses("1").rings(
            number_of("family")
        ).desk_answers(42).ends("desk")

        told_until(service, "CAaaaa", "talked 42 s")
        listed = service.command("log", "--since", f"{lately():%Y-%m-%d}").stdout
        told = service.command("log", "show", "CAaaaa").stdout

    assert "••• ••• 567" in listed
    assert "connected" in listed
    assert CALLER not in listed + told
    assert "Pressed 1 (Świadczenia rodzinne)" in told
    assert "family: answered, talked 42 s" in told
    assert "calls: open, weekly hours" in told


def test_without_a_token_it_makes_one_and_answers_this_machine(tmp_path: Path) -> None:
    with running(tmp_path / "data", workers=2, TWILIO_AUTH_TOKEN="") as service:
        file = service.data / "auth_token"
        token = file.read_text().strip()

        phone(service, token).call().hears("Dzień dobry").hangs_up()

    assert len(token) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file) in (tmp_path / "data.out").read_text()


def test_both_tokens_are_accepted_while_one_is_rotated(tmp_path: Path) -> None:
    with running(tmp_path / "data", TWILIO_AUTH_TOKEN_NEXT="the-next-one") as service:
        phone(service, TOKEN).call().hears("Dzień dobry").hangs_up()
        phone(service, "the-next-one").call().hears("Dzień dobry").hangs_up()
        with pytest.raises(Exception, match="403"):
            phone(service, "neither").call()


def test_unsigned_requests_get_403_and_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        for path in ("/voice", "/voice/step", "/voice/status", "/voice/leg", "/voice/whisper", "/voice/confirm"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{service.base}{path}", data=b"CallSid=CA1", timeout=5)
            with refused.value as answer:
                assert answer.code == 403
                assert answer.read() == b""


def test_a_call_goes_on_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        call = SimulatedCall("CA" + "b" * 32, CALLER, called(plan_of()), lately())
        gather = HttpCarrier(service.base, TOKEN).begin(call)[0]

    with running(tmp_path / "data") as service:
        action = gather.action.partition("/voice")  # type: ignore[union-attr]
        document = HttpCarrier(service.base, TOKEN).follow("/voice" + action[2], {"Digits": "1"}, call)
        told_until(service, "CAbbbb", "Pressed 1")

    assert [number.number for number in document[-1].numbers] == [number_of("family")]  # type: ignore[union-attr]


def test_killed_workers_lose_no_entry_whose_answer_went_out(tmp_path: Path) -> None:
    calls = [f"CA{number:032d}" for number in range(9)]
    with running(tmp_path / "data", workers=2) as service:
        for number, call_id in enumerate(calls):
            _call_through_kills(service, call_id, kill=number % 3 == 0)
        for call_id in calls:
            told = told_until(service, call_id, "Ringing Infolinia")

            assert told.count("A call came in") == 1, told
            assert told.count("Pressed 2") == 1, told
            assert told.count("Ringing Infolinia") == 1, told


def _call_through_kills(service: Service, call_id: str, kill: bool) -> None:
    """One call; with `kill`, every worker is killed right after an answer, and the carrier asks again."""
    call = SimulatedCall(call_id, CALLER, called(plan_of()), lately())
    carrier = HttpCarrier(service.base, TOKEN)
    gather = _patiently(lambda: carrier.begin(call))[0]
    if kill:
        for pid in service.workers():
            os.kill(pid, signal.SIGKILL)
    _patiently(lambda: carrier.follow(gather.action, {"Digits": "2"}, call))
    if kill:
        for pid in service.workers():
            os.kill(pid, signal.SIGKILL)


def _patiently(ask):  # type: ignore[no-untyped-def]
    for _ in range(200):
        try:
            return ask()
        except Exception as error:
            last = error
            time.sleep(0.05)
    raise last


def test_publishing_changes_new_calls_and_who_is_rung_in_old_ones(tmp_path: Path) -> None:
    config = office_copy(tmp_path)
    with running(tmp_path / "data", config=config) as service:
        old = phone(service).call()
        replace_in(config, "71 79 99 274", "71 78 22 399")
        replace_in(
            config.parent / "flows" / "main.yaml",
            "Łączę z działem świadczeń rodzinnych.",
            "Proszę czekać na nowy dział.",
        )
        assert "differ" in str(readyz(service)["files"])

        published = service.command("publish", "--yes", "--message", "nowy numer", "--author", "test")
        for _ in range(40):
            if (
                "differ" not in str(readyz(service)["files"])
                and published.stdout.splitlines()[-1].split()[1] == readyz(service)["revision"]
            ):
                break
            time.sleep(0.05)

        old.presses("1").hears("Łączę z działem świadczeń rodzinnych").rings("+48717822399").hangs_up()
        phone(service).call().presses("1").hears("Proszę czekać na nowy dział").rings("+48717822399").hangs_up()

    assert published.returncode == 0, published.stderr


def test_broken_files_cannot_be_published_and_do_not_stop_the_service(tmp_path: Path) -> None:
    config = office_copy(tmp_path)
    with running(tmp_path / "data", config=config) as service:
        replace_in(config.parent / "flows" / "main.yaml", "otherwise: nobody_at_desk", "otherwise: nobody")
        refused = service.command("publish", "--message", "broken")
        assert refused.returncode == 1
        assert "flows/main.yaml:" in refused.stdout

    with running(tmp_path / "data", config=config) as service:
        phone(service).call().presses("1").rings(number_of("family")).hangs_up()
        assert "errors" in str(readyz(service)["files"])
    assert "errors" in (tmp_path / "data.out").read_text()


def test_it_refuses_to_start_if_there_never_was_a_good_revision(tmp_path: Path) -> None:
    config = office_copy(tmp_path)
    replace_in(config, "timezone: Europe/Warsaw", "timezone: Europe/Breslau")
    environment = {**os.environ, "IVR_CONFIG": str(config), "IVR_DATA": str(tmp_path / "data")}

    started = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert started.returncode != 0
    assert "config.yaml:" in started.stderr


def test_health(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        with urllib.request.urlopen(f"{service.base}/healthz", timeout=5) as answer:
            assert answer.status == 200
        assert readyz(service)["ready"] is True
