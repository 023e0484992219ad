from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.store.database import open_writer
from tests.cli.conftest import Run


@pytest.fixture
def three(run: Run) -> Run:
    for name in ("kowalska", "nowak", "zielinski"):
        run("user", "add", name, "--role", "admin")
    return run


def tamper(folder: Path, statement: str) -> None:
    with open_writer(f"sqlite:///{folder}/data/console.sqlite3").begin() as connection:
        connection.execute(text(statement))


def test_a_whole_log(three: Run) -> None:
    english, polish, as_json = (
        three("audit", "verify"), three("audit", "verify", polish=True), three("audit", "verify", "--json"),
    )  # fmt: skip

    assert (english.code, polish.code, as_json.code) == (0, 0, 0)
    assert "whole: 3 rows" in english.out
    assert "nienaruszony: wpisów 3" in polish.out
    verdict = json.loads(as_json.out)
    assert (verdict["whole"], verdict["rows"], verdict["findings"]) == (True, 3, [])
    assert english.out.splitlines()[-1] == verdict["head"]
    assert three("audit", "verify", "--head", verdict["head"]).code == 0


@pytest.mark.parametrize(
    ("statement", "english", "polish"),
    [
        ("UPDATE access_log SET who = 'x' WHERE seq = 2", "Row 2 is not what was written", "Wpis 2 nie jest tym"),
        ("DELETE FROM access_log WHERE seq = 2", "Rows 2 to 2 are missing", "Brakuje wpisów od 2 do 2"),
        ("DELETE FROM access_log WHERE seq > 1", "once went on to row 3", "sięgał wpisu 3"),
    ],
)
def test_a_log_that_was_tampered_with(three: Run, tmp_path: Path, statement: str, english: str, polish: str) -> None:
    tamper(tmp_path, statement)

    told, told_polish = three("audit", "verify"), three("audit", "verify", polish=True)

    assert (told.code, told_polish.code) == (1, 1)
    assert english in told.out
    assert polish in told_polish.out
    assert json.loads(three("audit", "verify", "--json").out)["whole"] is False


def test_a_backup_that_was_put_back_is_accepted_with_a_reason(three: Run, tmp_path: Path) -> None:
    head = json.loads(three("audit", "verify", "--json").out)["head"]
    tamper(tmp_path, "DELETE FROM access_log WHERE seq > 1")

    assert three("audit", "accept", "--reason", " ").code == 1
    assert three("audit", "accept", "--reason", "kopia z poniedziałku").code == 0

    assert three("audit", "verify").code == 0
    assert three("audit", "verify", "--head", head).code == 1, "who kept a head elsewhere still sees it"
    newest = json.loads(three("audit", "list", "--json").out)[0]
    assert (newest["did"], newest["what"], newest["reason"]) == (
        "access_log_accepted", "cut 2–3", "kopia z poniedziałku",
    )  # fmt: skip


def test_the_list(three: Run) -> None:
    told = three("audit", "list", polish=True).out

    assert told.count("dodanie konta") == 3
    assert "zielinski (admin)" in told
    assert "Nothing in this period." in three("audit", "list", "--who", "nobody").out
    assert three("audit", "list", "--did", "nonsense").code == 2
    assert three("audit", "verify", "--head", "nonsense").code == 2
