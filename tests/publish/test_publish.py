"""`publish`, as a clerk runs it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.publish.support import MAIN, ROOT, SCRIPT, Clerk, clerk, process_environment


def test_what_is_published_is_live_and_kept_whole(anna: Clerk) -> None:
    anna.greets("Halo.")

    published = anna.publishes("  nowe\n powitanie ")

    live = anna.revisions.live()
    assert live is not None
    assert published.code == 0
    assert published.out.splitlines()[-1] == f"Revision {live.revision} is live."
    assert (live.author, live.message, live.sequence) == ("Anna", "nowe powitanie", 2)
    assert anna.revisions.sources(live.revision) == anna.texts()


def test_it_shows_what_callers_hear_differently(anna: Clerk) -> None:
    anna.greets("Halo.")

    shown = anna.publishes().out
    polish = anna.ivr("draft", LANG="pl_PL.UTF-8").out

    assert "before: Dzień dobry, tu MOPS Wrocław.\n    now: Halo." in shown
    assert "Pliki są tym, co słyszą dzwoniący." in polish


def test_a_comment_makes_a_revision_and_no_difference(anna: Clerk) -> None:
    before = anna.live()
    (anna.files / MAIN).write_text("# a comment\n" + (anna.files / MAIN).read_text())

    assert "Callers notice nothing." in anna.publishes().out
    assert anna.live() != before


def test_the_same_files_are_not_published_again(anna: Clerk) -> None:
    again = anna.publishes()

    assert again.code == 0
    assert "already" in again.out
    assert len(anna.revisions.history()) == 1


def test_without_an_answer_it_shows_and_refuses(anna: Clerk) -> None:
    anna.greets("Halo.")
    before = anna.live()

    asked = anna.ivr("publish", "--message", "m")

    assert asked.code == 2
    assert "now: Halo." in asked.out
    assert "--yes" in asked.said
    assert anna.live() == before


@pytest.mark.parametrize(
    "arguments",
    [("--yes",), ("--yes", "--message", " "), ("--yes", "--message", "m", "--author", " ")],
    ids=["no message", "empty message", "empty author"],
)
def test_usage(anna: Clerk, arguments: tuple[str, ...]) -> None:
    anna.greets("Halo.")
    before = anna.live()

    assert anna.ivr("publish", *arguments).code == 2
    assert anna.live() == before


def test_a_dry_run_only_shows(anna: Clerk) -> None:
    anna.greets("Halo.")
    before = anna.live()

    shown = anna.ivr("publish", "--dry-run")

    assert shown.code == 0
    assert "now: Halo." in shown.out
    assert anna.live() == before
    assert anna.revisions.list() == (before,)


def test_errors_refuse_and_are_told_before_everything_else(anna: Clerk) -> None:
    before = anna.live()
    anna.edits("then: services", "then: servces")
    anna.revisions.activate(before, "Jan", "meanwhile", anna.revisions.live().at)  # type: ignore[union-attr]

    refused = anna.publishes()

    assert refused.code == 1
    assert "flows/main.yaml:" in refused.out
    assert "Jan" not in refused.out
    assert anna.live() == before


SCRIPTS = {
    "shown, not refused": ("", "Dzień dobry", 0, True),
    "refused": ("must: true\n", "Dzień dobry", 1, True),
    "must: false": ("must: false\n", "Dzień dobry", 0, True),
    "as written": ("must: true\n", "Halo", 0, False),
    "not readable": ("mut: true\n", "Dzień dobry", 0, True),
}


@pytest.mark.parametrize(("must", "words", "code", "shown"), SCRIPTS.values(), ids=SCRIPTS)
def test_call_scripts_that_now_differ(anna: Clerk, must: str, words: str, code: int, shown: bool) -> None:
    (anna.files / "flows" / "tests").mkdir()
    (anna.files / "flows" / "tests" / "one.yaml").write_text(SCRIPT.format(name="greets", must=must, words=words))
    anna.greets("Halo.")
    before = anna.live()

    run = anna.publishes()

    assert run.code == code
    assert ("flows/tests/one.yaml:" in run.out) == shown
    assert (anna.live() != before) == (code == 0)


def test_json_is_one_object(anna: Clerk) -> None:
    anna.greets("Halo.")

    dry, done = anna.ivr("publish", "--dry-run", "--json").json, anna.publishes("m", "--json").json

    assert (dry["published"], done["published"], done["live"]["revision"]) == (False, True, anna.live())
    assert dry["differences"] == done["differences"]
    assert [one["after"] for one in done["differences"]] == ["Halo."]


def test_json_of_a_refusal(anna: Clerk) -> None:
    anna.edits("then: services", "then: servces")

    refused = anna.publishes("m", "--json")

    assert (refused.code, refused.json["refused"]) == (1, "errors")
    assert refused.json["problems"][0]["file"] == MAIN


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("tak\n", 0), ("\n", 1), ("n\n", 1)], ids=["y", "tak", "only Enter", "n"]
)
def test_at_a_terminal_it_asks(anna: Clerk, answer: str, code: int) -> None:
    anna.greets("Halo.")
    before = anna.live()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ivr", "publish", "--message", "m", "--author", "Anna"]
    with subprocess.Popen(
        command, cwd=ROOT, env=process_environment(anna), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.write(ours, answer.encode())
        out, asked = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == code, asked
    assert b"[y/N]" in asked
    assert b"now: Halo." in out
    assert (anna.live() != before) == (code == 0)


def test_the_first_publish(tmp_path: Path) -> None:
    one = clerk(tmp_path / "files", tmp_path / "data")

    assert one.publishes().code == 0
    assert one.live()
