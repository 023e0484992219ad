"""`--json`: every command has it, and then stdout is one JSON document and nothing else, in either language."""

from __future__ import annotations

import io
import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import structlog
from click.testing import CliRunner
from rich.console import Console

from ivr import logs
from ivr.cli import COMMANDS, cli
from ivr.cli.progress import told
from ivr.core.events import Call, Pressed, Started
from ivr.settings import from_environment
from ivr.wiring import build
from tests.publish.support import MAIN, Clerk, clerk

WITHOUT: dict[str, str] = {"person export": "it prints JSON and nothing else anyway"}
"""Commands that print no facts, and why. A group that only names its subcommands is none."""

ELSEWHERE: dict[str, str] = {
    "demo": "it wants a log without calls: tests/demo",
    "restore": "it wants a backup: tests/backup/test_commands.py",
    "upgrade": "it starts a service: tests/backup/test_commands.py",
}
"""Commands that take --json and are tried in another test, and why."""

SCRIPT = 'name: greeting\nat: 2026-11-24 10:00\nsteps:\n  - hears: "Dzień dobry, tu ośrodek pomocy."\n'
CALL = "CA" + "a" * 32
TYPED = {"call": "1\nb\na\n\n", "announce end": "", "override end": ""}


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run: name and all."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", found) for sub, found in command.commands.items())


def test_every_command_takes_json() -> None:
    without = [
        name
        for name, command in leaves()
        if not any("--json" in parameter.opts for parameter in command.params) and name not in WITHOUT
    ]

    assert without == []
    assert {name for name, _ in leaves()} >= {"check", "test", "explain", "hours", "draw", "failsafe", "log show"}


ROWS = [
    ("announce add", ["announce", "add", "Kasa nieczynna.", "--until", "tomorrow"]),
    ("announce end", ["announce", "end"]),
    ("announce list", ["announce", "list"]),
    ("audit accept", ["audit", "accept", "--reason", "the backup of May was put back"]),
    ("audit list", ["audit", "list"]),
    ("audit verify", ["audit", "verify"]),
    ("backup", ["backup", "{folder}.zip"]),
    ("call", ["call", "--draft", "--at", "2026-11-24 10:00"]),
    ("check", ["check"]),
    ("diff", ["diff", "{first}", "live"]),
    ("discard", ["discard", "--yes"]),
    ("doctor", ["doctor"]),
    ("draft", ["draft"]),
    ("draw", ["draw", "--at", "2026-11-24 10:00", "--press", "1"]),
    ("explain", ["explain", "--at", "2026-12-24 10:00"]),
    ("failsafe", ["failsafe"]),
    ("hours", ["hours", "--months", "1"]),
    ("keys", ["keys"]),
    ("keys rotate", ["keys", "rotate"]),
    ("log", ["log"]),
    ("log show", ["log", "show", CALL]),
    ("override close", ["override", "close", "--until", "tomorrow", "--reason", "illness"]),
    ("override end", ["override", "end"]),
    ("override list", ["override", "list"]),
    ("override open", ["override", "open", "family", "--until", "tomorrow"]),
    ("person erase", ["person", "erase", "+48601234567", "--yes"]),
    ("person find", ["person", "find", "+48601234567"]),
    ("person object", ["person", "object", "+48601234567"]),
    ("person restrict", ["person", "restrict", "+48601234567"]),
    ("prove", ["prove"]),
    ("publish", ["publish", "--dry-run"]),
    ("purge", ["purge"]),
    ("rebuild", ["rebuild", "--accept-loss"]),
    ("replay", ["replay", "--since", "7 days", "--tests"]),
    ("revisions", ["revisions"]),
    ("revisions export", ["revisions", "export", "{first}", "{folder}"]),
    ("revisions show", ["revisions", "show", "{first}"]),
    ("rollback", ["rollback", "{first}"]),
    ("schema", ["schema"]),
    ("ship", ["ship", "--once"]),
    ("test", ["test"]),
    ("user add", ["user", "add", "wilk", "--role", "operator", "--link"]),
    ("user disable", ["user", "disable", "nowak"]),
    ("user enable", ["user", "enable", "nowak"]),
    ("user list", ["user", "list"]),
    ("user reset", ["user", "reset", "nowak"]),
    ("user roles", ["user", "roles", "nowak", "--role", "auditor"]),
]


@pytest.fixture(autouse=True)
def logs_as_in_a_command() -> Iterator[None]:
    """As `python -m ivr` sets them: to stderr, and only what matters."""
    logs.configure(logging.WARNING)
    yield
    structlog.reset_defaults()


@pytest.fixture
def anna(made: Clerk, tmp_path: Path) -> Clerk:
    """Her own copy of `made`, to change."""
    shutil.copytree(made.files, tmp_path / "files")
    shutil.copytree(made.data, tmp_path / "data")
    return Clerk(tmp_path / "files", tmp_path / "data")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """Two revisions were live, a call was made, an announcement and a switch hold, and the files are edited."""
    logs.configure(logging.WARNING)
    folder = tmp_path_factory.mktemp("made")
    one = clerk(folder / "files", folder / "data")
    services = build(from_environment(one.environment))
    called = services.plan().office.answers_on[0].e164
    begun = services.calls.begin(Call(CALL, called, "+48601234567"), Started())
    services.calls.follow(Call(CALL, called, "+48601234567"), begun.step.session, Pressed("6"))
    services.stop()
    (one.files / "flows" / "tests").mkdir()
    (one.files / "flows" / "tests" / "silence.yaml").write_text(SCRIPT)
    one.edits("Dzień dobry, tu MOPS Wrocław.", "Dzień dobry, tu MOPS.", MAIN)
    assert one.publishes("another").code == 0
    assert one.ivr("announce", "Winda nie działa.", "--until", "tomorrow").code == 0
    assert one.ivr("override", "close", "cards_1", "--until", "tomorrow", "--reason", "illness").code == 0
    for name in ("kowalska", "nowak"):
        assert one.ivr("user", "add", name, "--role", "admin", "--link").code == 0
    one.edits("Dzień dobry, tu MOPS.", "Dzień dobry, tu ośrodek pomocy.", MAIN)
    return one


@pytest.mark.parametrize(("name", "arguments"), ROWS, ids=[row[0] for row in ROWS])
def test_one_document_and_nothing_else(anna: Clerk, tmp_path: Path, name: str, arguments: list[str]) -> None:
    first = anna.revisions.history()[-1].revision
    filled = [one.format(first=first, folder=tmp_path / "exported") for one in arguments]
    for locale in ("C.UTF-8", "pl_PL.UTF-8")[: 2 if name in ("check", "test", "log", "log show", "failsafe") else 1]:
        environment = anna.environment | {"LC_ALL": locale, "PORT": "9"}
        result = CliRunner().invoke(cli, [*filled, "--json"], env=environment, input=TYPED.get(name))
        document = json.loads(result.stdout)

        fails = name in ("person erase", "doctor")  # the provider's copy is left; there is no public address
        assert result.exit_code == int(fails), result.output
        assert isinstance(document, dict | list)
        assert document, "it says something"
        assert "+48601234567" not in result.stdout, "callers are masked"


def test_every_command_is_in_the_table() -> None:
    assert {name for name, _ in ROWS} == {name for name, _ in leaves()} - WITHOUT.keys() - ELSEWHERE.keys()


def run(one: Clerk, *arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(cli, arguments, env=one.environment)
    return result.exit_code, json.loads(result.stdout)


def test_check_tells_faults_with_their_calls_and_figures(anna: Clerk) -> None:
    anna.edits("no_input: infoline  ", "no_input: goodbye  ", MAIN)
    code, found = run(anna, "check", "--json")
    [fault] = [one for one in found["faults"] if one["code"] == "P-nobody"]

    assert code == 1
    assert (found["proved"], found["errors"]) == (False, len(found["faults"]))
    assert fault["script"][-1] == {"hears": "Do widzenia"}
    assert found["figures"].keys() == {"months", "signatures", "states", "seconds"}
    assert [row["language"] for row in found["seconds"]["services"]] == ["pl", "uk", "en"]
    assert len(found["seconds"]["live"]) == 3


@pytest.mark.parametrize("command", ["check", "test"])
def test_files_with_errors_are_told_as_json_too(anna: Clerk, command: str) -> None:
    anna.edits("go: family}", "go: famly}", MAIN)
    code, found = run(anna, command, "--json")

    assert code == 1
    assert [one["code"] for one in found["problems"] if one["severity"] == "error"] == ["E-node-unknown"]


def test_a_script_that_differs_is_told_as_json(anna: Clerk) -> None:
    (anna.files / "flows" / "tests" / "silence.yaml").write_text(SCRIPT.replace("tu ośrodek", "tu ktoś inny"))
    code, found = run(anna, "test", "--json")
    different = [one for one in found["played"] if one["difference"]]

    assert code == 1
    assert found["different"] == len(different)
    assert "flows/tests/silence.yaml" in [one["file"] for one in different]


def test_the_call_is_told_and_the_questions_go_elsewhere(anna: Clerk) -> None:
    arguments = ["call", "--draft", "--at", "2026-11-24 10:00", "--json"]
    result = CliRunner().invoke(cli, arguments, env=anna.environment | {"LC_ALL": "pl_PL.UTF-8"}, input="1\nb\na\n\n")
    course = json.loads(result.stdout)["course"]

    assert [one["outcome"] for one in course if one["what"] == "desk"] == ["busy", "answered"]
    assert course[-1]["what"] == "ended"
    assert "klawisz (0-9 * #)" in result.stderr


def test_ship_without_an_end_has_nothing_to_say(anna: Clerk) -> None:
    assert anna.ivr("ship", "--json").code == 2


PHASES = ("two years", "everything callers", "every call ends well")


@pytest.mark.parametrize(("terminal", "quiet_seconds", "seen"), [(True, 0, 3), (True, 60, 0), (False, 0, 0)])
def test_progress_is_for_who_waits_at_a_terminal(terminal: bool, quiet_seconds: float, seen: int) -> None:
    out = io.StringIO()
    with told("en", Console(file=out, force_terminal=terminal, width=120), quiet_seconds) as tell:
        tell("moments", 0, 0)
        tell("states", 100, 400)
        tell("calls", 400, 400)

    assert len([phase for phase in PHASES if phase in out.getvalue()]) == seen
    assert ("25%" in out.getvalue()) == bool(seen)
    assert bool(out.getvalue()) == bool(seen)
