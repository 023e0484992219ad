"""The call scripts in `flows/tests/`, played on a plan: which of them hear something else than they say.

Use case over the simulator. Decides nothing about publishing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.flowfile.sources import TESTS
from ivr.rehearsal import EnginePort, names_of
from ivr.simulator.scripts import parse_script, play


@dataclass(frozen=True, slots=True)
class Played:
    """One script. `difference`: where the call left it, as `file:line: …`; "" if it went as written."""

    file: str
    name: str
    must: bool
    difference: str
    transcript: str = ""


def script_files(config: Path) -> tuple[Path, ...]:
    """The call scripts beside a configuration file."""
    return tuple(sorted((config.parent / TESTS).glob("*.yaml")))


def played(config: Path, plan: Plan) -> Iterator[Played]:
    """Every script beside `config`, on `plan`. One that cannot be read differs, and says why."""
    zone, names, called = ZoneInfo(plan.office.timezone), names_of(plan), plan.office.answers_on[0].e164
    for path in script_files(config):
        file = TESTS + path.name
        try:
            script = parse_script(path.read_text(encoding="utf-8"), file)
        except (IvrError, OSError, UnicodeError) as error:
            yield Played(file, file, False, str(error))
            continue
        result = play(script, EnginePort(plan), names, called=called, zone=zone)
        yield Played(file, script.name, script.must, result.difference, str(result.transcript))
