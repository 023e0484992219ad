"""What a Polish clerk reads when a command cannot do what was asked; in English it is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.cli.complaints import worded
from ivr.errors import IvrError
from tests.cli.conftest import Run

SAID = {
    "nothing to go back to": (
        ("rollback", "--author", "Anna"),
        "Nothing was ever published.",
        "Dotąd niczego nie opublikowano. Proszę opublikować: python -m ivr publish",
    ),
    "nothing to return to": (
        ("discard",),
        "Nothing was ever published, so there is nothing to return to.",
        "Dotąd niczego nie opublikowano. Proszę opublikować: python -m ivr publish",
    ),
    "nothing to compare with": (
        ("diff",),
        "Nothing was published so far: there is nothing to compare with. Compare two revisions, or publish first.",
        "Dotąd niczego nie opublikowano. Proszę opublikować: python -m ivr publish",
    ),
    "no such revision": (
        ("diff", "abc", "draft"),
        "No revision begins with “abc”. See them: python -m ivr revisions",
        "Nie ma wersji „abc”. Wersje pokazuje: python -m ivr revisions",
    ),
    "nobody": (
        ("publish", "--message", "so", "--author", " "),
        'Nobody knows who you are here. Say it: --author "…"',
        'Nie wiadomo, kto wydaje to polecenie. Proszę podać: --author "…"',
    ),
    "no terminal": (
        ("publish", "--message", "so", "--author", "Anna"),
        "There is no terminal to ask on, so nothing was done. Answer with --yes.",
        "Nie ma terminala, na którym można zapytać, więc niczego nie zrobiono. Proszę odpowiedzieć opcją --yes.",
    ),
    "no moment": (
        ("call", "--draft", "--at", "soon"),
        "--at 'soon' is not a moment. Write it so: --at \"2026-12-24 10:00\"",
        "--at 'soon' nie jest chwilą. Proszę napisać tak: --at \"2026-12-24 10:00\"",
    ),
}  # fmt: skip


@pytest.mark.parametrize("polish", [False, True], ids=["en", "pl"])
@pytest.mark.parametrize(("command", "english", "pl"), SAID.values(), ids=SAID)
def test_it_is_said_in_the_language_of_the_terminal(
    run: Run, command: tuple[str, ...], english: str, pl: str, polish: bool
) -> None:
    ran = run(*command, polish=polish)

    assert ran.code in (1, 2)
    assert ran.error.splitlines()[-1] == (pl if polish else english)


@pytest.mark.parametrize("polish", [False, True], ids=["en", "pl"])
def test_a_file_is_never_written_over(run: Run, tmp_path: Path, polish: bool) -> None:
    there = tmp_path / "there.yaml"
    there.touch()

    ran = run("call", "--draft", "--record", str(there), polish=polish)

    pl = f"Plik {there} już istnieje. Proszę podać inny plik albo usunąć ten."
    assert ran.error == (pl if polish else f"{there} is there already. Name another file, or delete this one.")


def test_what_is_not_known_in_polish_stays_as_it_is() -> None:
    assert worded(IvrError("odd", "So it is.", "Do that."), "pl") == "So it is. Do that."


def test_the_same_call_rings_as_long_as_the_office_says(run: Run) -> None:
    said = run("call", "--draft", "--at", "2026-11-25 10:00", typed="1\nh\n").out

    assert "rings up to 20 s: family 71 79 99 274" in said
