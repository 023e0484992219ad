"""What `check` and `publish` do with a fault of the proof: told with its call script, and nothing goes live."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import cli
from ivr.clock import utc_now
from ivr.publish import UnprovedError, first_publish
from ivr.store.revisions import Revisions
from tests.support.offices import OFFICES

SILENCE = "no_input: infoline  "
STRANDS = "no_input: goodbye  "


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the shipped files. Returns the configuration file."""
    shutil.copy(OFFICES["shipped"], tmp_path / "config.yaml")
    shutil.copytree(OFFICES["shipped"].parent / "flows", tmp_path / "flows")
    return tmp_path / "config.yaml"


def edit(config: Path, find: str, write: str) -> None:
    file = config.parent / "flows" / "main.yaml"
    text = file.read_text()
    assert text.count(find) == 1
    file.write_text(text.replace(find, write))


def run(config: Path, *arguments: str, locale: str = "en_GB.UTF-8") -> Result:
    environment = {"IVR_CONFIG": str(config), "IVR_DATA": str(config.parent / "var"), "LC_ALL": locale}
    return CliRunner().invoke(cli, arguments, env=environment)


def revisions(config: Path) -> Revisions:
    return Revisions(config.parent / "var" / "revisions")


def test_check_says_that_it_is_proved(office: Path) -> None:
    result = run(office, "check")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("Proved for 24 months: 6 signatures, ")


def test_check_tells_the_fault_and_the_call(office: Path) -> None:
    edit(office, SILENCE, STRANDS)
    result = run(office, "check")
    lines = result.stdout.splitlines()

    assert result.exit_code == 1
    assert [line for line in lines if ": error: In open hours the call ends at the node goodbye" in line]
    assert '      - hears: "Do widzenia"' in lines
    assert lines[-1].startswith("Not proved for 24 months: 6 signatures, ")


def test_check_quiet_leaves_the_script_out(office: Path) -> None:
    edit(office, SILENCE, STRANDS)
    result = run(office, "check", "--quiet", locale="pl_PL.UTF-8")

    assert result.exit_code == 1
    assert "błąd: W godzinach otwarcia połączenie kończy się w węźle goodbye" in result.stdout
    assert "hears:" not in result.stdout
    assert "Błędy w dowodzie na 24 miesiące: sygnatury: 6" in result.stdout


def test_check_proves_nothing_of_files_with_errors(office: Path) -> None:
    edit(office, "go: family}", "go: famly}")
    result = run(office, "check")

    assert result.exit_code == 1
    assert "roved for" not in result.stdout


def test_publish_refuses_and_what_was_live_stays_live(office: Path) -> None:
    first = first_publish(office, revisions(office), utc_now())
    edit(office, SILENCE, STRANDS)
    result = run(office, "publish", "--yes", "--message", "test", "--json")
    data = json.loads(result.stdout)
    live = revisions(office).live()

    assert result.exit_code == 1
    assert data["refused"] == "unproved"
    assert "P-nobody" in [fault["code"] for fault in data["faults"]]
    assert live is not None
    assert live.revision == first


def test_publish_lets_a_proved_change_go_live(office: Path) -> None:
    first = first_publish(office, revisions(office), utc_now())
    edit(office, "timeout_seconds: 7", "timeout_seconds: 8")
    result = run(office, "publish", "--yes", "--message", "a second more")
    live = revisions(office).live()

    assert live is not None, result.output
    assert live.revision != first, result.output


def test_a_first_start_does_not_publish_what_strands_callers(office: Path) -> None:
    edit(office, SILENCE, STRANDS)

    with pytest.raises(UnprovedError, match="In open hours the call ends at the node goodbye"):
        first_publish(office, revisions(office), utc_now())
    assert revisions(office).live() is None
