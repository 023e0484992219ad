"""What is wrong with the system: each alarm at its threshold, and silence below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from ivr.alarms import BEHIND, Alarms
from ivr.draft import Kind
from ivr.store.database import open_reader
from ivr.store.proofs import Found, Kept, ProofFile
from tests.support.offices import at
from tests.waiting.support import ANNA, Office

MORNING = "2026-11-23 08:00"


@dataclass
class Files:
    state: Kind = "same"

    def kind(self, today: date) -> Kind:
        return self.state


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def alarms(office: Office, files: Kind = "same", url: str = "") -> list[str]:
    house = office.house
    engine = open_reader(url) if url else house.reader
    found = Alarms(engine, house.data, Files(files), ProofFile(house.data), lambda: house.now).now(office.plan)
    return [f"{one.code} {one.line} {one.count}".replace("  ", " ").removesuffix(" 0").strip() for one in found]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("", []),
        ("nobody " * 4, []),
        ("nobody " * 5, ["line_dead infoline 5"]),
        ("nobody nobody talks nobody nobody nobody nobody", []),
        ("nobody nobody nobody nobody nobody talks", []),
        ("told " * 9, []),
    ],
    ids=[
        "no call",
        "one too few",
        "a line that is dead",
        "somebody answered in between",
        "and answers again",
        "closed",
    ],
)
def test_a_dead_line(office: Office, ends: str, expected: list[str]) -> None:
    for number, end in enumerate(ends.split()):
        office.called(f"2026-11-23 07:{30 + number}", ANNA, end, legs=True)
    office.at(MORNING)

    assert alarms(office) == expected


def test_a_line_that_cannot_be_reached(office: Office) -> None:
    office.called("2026-11-23 07:30", ANNA, "unreachable", legs=True)
    office.at(MORNING)

    assert alarms(office) == ["line_failed infoline 1"]


def test_the_journal_is_behind(office: Office) -> None:
    office.at(MORNING)
    office.called(MORNING, ANNA)
    office.house.now = at(MORNING).astimezone(UTC) + BEHIND
    on_the_edge = alarms(office)
    office.house.now += timedelta(seconds=1)

    assert (on_the_edge, alarms(office)) == ([], ["journal_behind 1"])


def test_the_database_is_away(office: Office, tmp_path: Path) -> None:
    assert alarms(office, url=f"sqlite:///{tmp_path}/none.db") == ["database_away"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [("same", []), ("differ", ["files_differ"]), ("errors", ["files_errors"]), ("unreadable", ["files_unreadable"])],
)
def test_the_files(office: Office, files: Kind, expected: list[str]) -> None:
    assert alarms(office, files) == expected


def test_what_the_proof_found(office: Office) -> None:
    lieu = Found("W-saturday-holiday", "warning", "config.yaml:1:1: warning: The holiday on 2026-12-26 is a Saturday")
    found = (
        Found("E-loop", "error", "a loop"),
        lieu,
        Found("W-key-first", "warning", "a key"),
        Found("N", "note", "n"),
    )
    proofs, now = ProofFile(office.house.data), at(MORNING)
    proofs.write(Kept(office.plan.revision, now, 1, 1, 1.0, found))
    held = alarms(office)
    proofs.write(Kept("another", now, 1, 1, 1.0, found))

    assert held == ["proof_errors 1", "day_in_lieu", "proof_warnings 1"]
    assert alarms(office) == [], "of a revision that callers do not hear"
