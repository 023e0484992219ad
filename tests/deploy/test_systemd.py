"""The units: systemd finds nothing wrong with them and finds them hardened; the service comes back whatever ends it."""

from __future__ import annotations

import configparser
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.cli.backup import backup
from ivr.settings import from_environment
from tests.support.service import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = ("ivr@.service", "ivr-ship.service", "ivr-failsafe.service", "ivr-backup.service")
STAYING = ("ivr@.service", "ivr-ship.service")
MOST_EXPOSED = 20  # tenths


def unit(name: str) -> configparser.ConfigParser:
    """The last value of each setting."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / name)
    return parser


def settings_of(path: Path) -> dict[str, str]:
    """As systemd reads an EnvironmentFile of plain lines."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("name", SERVICES)
def test_it_may_touch_little(name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager"]
    judged = subprocess.run([*command, str(UNITS / name)], capture_output=True, text=True)

    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "Overall exposure level" in judged.stdout


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    """All of them together, since they name each other; the programs are this machine's."""
    for path in UNITS.iterdir():
        text = path.read_text()
        for program in ("/opt/ivr/.venv/bin/gunicorn", "/opt/ivr/.venv/bin/python", "/usr/bin/curl"):
            text = text.replace(program, sys.executable)
        (tmp_path / path.name).write_text(text)
    files = sorted(str(path) for path in tmp_path.iterdir())
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)

    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("name", STAYING)
def test_it_is_started_again_for_ever(name: str) -> None:
    found = unit(name)

    assert found["Service"]["Restart"] == "always"
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert float(found["Service"]["RestartSec"]) <= 1


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_in_the_file_of_settings_only(name: str) -> None:
    found = unit(name)

    assert found["Service"]["User"] == "ivr"
    assert "EnvironmentFile=/etc/ivr/ivr.env\n" in (UNITS / name).read_text()
    assert not {"TOKEN", "DATABASE"} & set(found["Service"].get("Environment", "").replace("=", "_").split("_"))


def test_started_means_that_it_answers() -> None:
    """It listens before that: who restarts the other one meanwhile would leave calls waiting."""
    found = unit("ivr@.service")["Service"]

    assert found["ExecStartPost"].startswith("-/usr/bin/curl ")
    assert found["ExecStartPost"].endswith(" http://${BIND}/healthz")
    assert "BIND=127.0.0.1:%i" in found["Environment"].split()
    assert int(found["TimeoutStartSec"]) > 60


def test_a_reload_is_a_hup_and_a_stop_waits_for_answers() -> None:
    found = unit("ivr@.service")["Service"]
    graceful = re.search(r"^graceful_timeout = (\d+)", (ROOT / "gunicorn.conf.py").read_text(), re.MULTILINE)

    assert found["ExecReload"] == "/bin/kill -s HUP $MAINPID"
    assert found["KillMode"] == "mixed"  # the master ends its workers itself
    assert graceful
    assert int(found["TimeoutStopSec"]) > int(graceful[1])


def test_the_document_is_written_when_something_goes_live_and_every_day() -> None:
    assert unit("ivr-failsafe.path")["Path"]["PathChanged"] == "/var/lib/ivr/revisions/live.json"
    assert unit("ivr-failsafe.timer")["Timer"]["OnCalendar"]
    assert "/var/lib/ivr-failsafe/failsafe.xml" in unit("ivr-failsafe.service")["Service"]["ExecStart"]


def test_a_backup_is_written_every_night() -> None:
    """With the words of the unit, into a folder of its own that is not the service's."""
    found = unit("ivr-backup.service")["Service"]
    words = found["ExecStart"].split()
    context = backup.make_context("backup", words[words.index("backup") + 1 :])

    assert unit("ivr-backup.timer")["Timer"]["Persistent"] == "yes"
    assert context.params["target"] == Path("/var/lib/ivr-backups")
    assert context.params["keep"] >= 7
    assert found["StateDirectory"].split() == ["ivr", "ivr-backups"]
    assert int(found["Nice"]) > 0


def test_the_files_of_settings_are_settings() -> None:
    """What is filled in is taken; what is commented out is known."""
    files = [settings_of(path) for path in sorted((ROOT / "deploy" / "etc").glob("*.env"))]
    voice, pages = (from_environment(one) for one in (files[1], {**files[1], **files[0]}))

    assert len(files) == 2
    assert voice.parts == ("voice",)
    assert pages.parts == ("twin", "console")
    assert voice.keys == Path("/var/lib/ivr-keys")
    assert voice.proxies == 1
    readme = (ROOT / "README.md").read_text()
    written = (ROOT / "deploy" / "etc" / "ivr.env").read_text()
    names = {line.lstrip("#").split("=")[0] for line in written.splitlines() if "=" in line and " " not in line}
    assert len(names) > 9
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_the_command_uses_the_settings_and_names_who_called_sudo(tmp_path: Path) -> None:
    """What Python would see; the ports and parts of a worker are no matter of a command."""
    told = (
        "import getpass, os, sys; print(getpass.getuser(), os.environ['IVR_DATA'], 'PORT' in os.environ, sys.argv[1:])"
    )
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{told}" "$@"\n')
    python.chmod(0o755)
    settings = tmp_path / "ivr.env"
    settings.write_text("IVR_DATA=/somewhere\nPORT=8000\n")
    paths = {"IVR_SETTINGS": str(settings), "IVR_HOME": str(tmp_path)}
    environment = {"PATH": os.environ["PATH"], "SUDO_USER": "kowalska", "LOGNAME": "ivr", **paths}
    command = [str(ROOT / "deploy" / "bin" / "ivr"), "publish", "--message", "a b"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert ran.stdout == "kowalska /somewhere False ['-m', 'ivr', 'publish', '--message', 'a b']\n"


def test_the_shipper_says_when_it_has_tried_for_its_lock(tmp_path: Path) -> None:
    """Type=notify: the workers are started after that. It comes last, also where no unit says so."""
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(60)
        environment = {"IVR_DATA": str(tmp_path / "data"), "NOTIFY_SOCKET": str(address)}
        command = [sys.executable, "-m", "ivr", "ship"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        try:
            assert manager.recv(100) == b"READY=1"
            assert os.sched_getscheduler(process.pid) == os.SCHED_IDLE
            sessions = Path(f"/proc/{process.pid}/autogroup")  # not every kernel has them
            assert not sessions.exists() or sessions.read_text().endswith("nice 19\n")
        finally:
            process.terminate()
            assert process.wait(30) == 0
    assert unit("ivr-ship.service")["Service"]["Type"] == "notify"
    assert unit("ivr-ship.service")["Service"]["CPUWeight"] == "idle"
    assert "ivr-ship.service" in (UNITS / "ivr@.service").read_text().split("After=")[1].partition("\n")[0]
