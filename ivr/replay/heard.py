"""What the caller of a logged call heard: the answers of the real engine to the same requests, at the same moments.

On the plan of then, with what operators had switched then. Told as far as the engine does today what it did then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ivr.core.entries import Entry
from ivr.core.instructions import Instruction, Listen, Say, Spoken
from ivr.replay.player import PlanAt, play
from ivr.replay.visit import visit_of
from ivr.store.legs import LegRow


def heard_in(entries: Sequence[Entry], legs: Sequence[LegRow], plan_at: PlanAt) -> Mapping[int, tuple[Spoken, ...]]:
    """By step: what was spoken in answer to it, as far as a key let it. Steps that cannot be told are left out."""
    visit = visit_of(entries, legs)
    if visit.gap:
        return {}
    answers: list[tuple[datetime, Sequence[Instruction]]] = []
    played = play(visit, plan_at, lambda at, instructions: answers.append((at, instructions)))
    told: dict[int, tuple[Spoken, ...]] = {}
    for number, (at, instructions) in enumerate(answers):
        then, now = _step(entries, number), _step(played.entries, number)
        if not then or then[0].at != at or [_essence(one) for one in then] != [_essence(one) for one in now]:
            break
        told[number] = _spoken(instructions)
    return told


def _step(entries: Sequence[Entry], number: int) -> list[Entry]:
    found = [entry for entry in entries if entry.source == "step" and entry.step == number]
    return sorted(found, key=lambda entry: entry.index)


def _essence(entry: Entry) -> tuple[str, object]:
    return entry.kind, entry.data.get("node")


def _spoken(instructions: Sequence[Instruction]) -> tuple[Spoken, ...]:
    return tuple(part for one in instructions if isinstance(one, Say | Listen) for part in one.spoken)
