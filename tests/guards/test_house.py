"""Rules of the house that a reader of a change could miss."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"[A-Za-z0-9_.-]+(\[[a-z]+\])?==[^ ]+")


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    texts = {}
    for name in listed.stdout.split():
        path = ROOT / name
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                texts[name] = content.decode()
    return texts


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))]

        assert lines
        assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_office_facts_are_not_in_the_code() -> None:
    """Nothing of the shipped office is in the code: no number, no street, no name."""
    facts = re.compile(r"78 ?22 ?3|MOPS|Strzegomsk|Wroc[łl]aw", re.IGNORECASE)
    code = {name: text for name, text in tracked_texts().items() if name.startswith("ivr/") and name.endswith(".py")}

    assert code
    assert [f"{name}: {match[0]}" for name, text in code.items() if (match := facts.search(text))] == []


def test_no_machine_paths_in_files() -> None:
    paths = re.compile(r"/(work|root|home)/[a-z]")

    found = [
        name for name, text in tracked_texts().items() if paths.search(text) and name != "tests/guards/test_house.py"
    ]

    assert found == []
