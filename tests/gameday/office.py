"""The shipped office in a folder of its own, open day and night, and what staff change in it meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.service import ROOT

HOURS, ALWAYS = "calls: {mon-fri: 7:30-19:00}", "calls: {mon-sun: 0:00-24:00}"
GREETING = "Dzień dobry, tu MOPS Wrocław."


def always_open(folder: Path) -> Path:
    """Its config.yaml. `calls` are the hours of all telephones that these calls ring."""
    folder.mkdir()
    text = (ROOT / "config.yaml").read_text()
    assert HOURS in text
    (folder / "config.yaml").write_text(text.replace(HOURS, ALWAYS))
    shutil.copytree(ROOT / "flows", folder / "flows", ignore=shutil.ignore_patterns("tests"))
    return folder / "config.yaml"


def greets(folder: Path, words: str) -> None:
    """In the working files, which nobody hears before they are published."""
    original = (ROOT / "flows" / "main.yaml").read_text()
    assert GREETING in original
    (folder / "flows" / "main.yaml").write_text(original.replace(GREETING, words, 1))
