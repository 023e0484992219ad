"""What each line did in one call, from its entries. Pure; one row per line rung, whoever told how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from ivr.core.entries import Entry
from ivr.core.events import OUTCOMES
from ivr.store.fields import integer_of, names_of, text_of

Story = Mapping[str, Sequence[Entry]]
"""The entries of one call by kind, each in the order of source, step and index."""


@dataclass(frozen=True, slots=True)
class LegRow:
    """One attempt to reach one line. `outcome` None: not known yet. `step` is the step that rang."""

    call_id: str
    step: int
    idx: int
    at: datetime
    hunt_group: str
    line: str
    number: str | None
    outcome: str | None = None
    seconds: int | None = None


def fold_legs(story: Story, unheard: str | None) -> tuple[LegRow, ...]:
    """`unheard`: what became of a line that rang and of which nothing was heard: None while the call goes on, cancelled
    once it is over by the caller hanging up, unknown where nobody said how it ended.

    A `leg` belongs to the `ringing` one step before it, since it is the call's next request. A `line_leg` does
    too if its step says so; else it belongs to the last time that its line was rung before it.
    """
    dials = {entry.step - 1: entry for entry in story.get("leg", ())}
    rows = list(_rung(story, dials))
    told = _told(story.get("line_leg", ()), rows)
    finished = []
    for row in rows:
        others = [told.get((other.step, other.idx)) for other in rows if other.step == row.step and other != row]
        outcome, seconds = _outcome(told.get((row.step, row.idx)), dials.get(row.step), others, unheard)
        finished.append(replace(row, outcome=outcome, seconds=seconds))
    return tuple(finished)


def _rung(story: Story, dials: Mapping[int, Entry]) -> Iterator[LegRow]:
    """Every line rung. A `leg` whose `ringing` is missing (it could not be logged) stands for it."""
    ringing = [(entry.step, entry) for entry in story.get("ringing", ())]
    seen = {step for step, _ in ringing}
    unseen = [(step, entry) for step, entry in dials.items() if step not in seen]
    used: dict[int, int] = {}
    for step, entry in sorted(ringing + unseen, key=lambda pair: pair[0]):
        lines = names_of(entry, "lines")
        numbers = names_of(entry, "numbers")[: len(lines)]
        for line, number in zip_longest(lines, numbers):
            idx = used.get(step, 0)
            used[step] = idx + 1
            yield LegRow(entry.call, step, idx, entry.at, text_of(entry, "group"), line, number or None)


def _told(line_legs: Sequence[Entry], rows: Sequence[LegRow]) -> dict[tuple[int, int], Entry]:
    """(step, idx) -> what the number's own status callback said. Of several, the best outcome counts."""
    told: dict[tuple[int, int], Entry] = {}
    for entry in sorted(line_legs, key=lambda entry: OUTCOMES.index(_word(entry)), reverse=True):
        if row := _row_of(entry, rows):
            told[row.step, row.idx] = entry
    return told


def _row_of(line_leg: Entry, rows: Sequence[LegRow]) -> LegRow | None:
    rung = [row for row in rows if row.line == text_of(line_leg, "line")]
    exact = [row for row in rung if row.step + 1 == line_leg.step]
    before = [row for row in rung if row.at <= line_leg.at]
    return next(iter(exact or before[::-1] or rung[::-1]), None)


def _outcome(
    told: Entry | None, dial: Entry | None, others: Sequence[Entry | None], unheard: str | None
) -> tuple[str | None, int | None]:
    """A telephone that was picked up without confirming (a voicemail) is told as answered, and was not."""
    if dial is not None and not others:
        return _word(dial), integer_of(dial, "seconds")
    nobody = dial is not None and _word(dial) != "answered"
    if told is not None:
        refused = nobody and _word(told) == "answered"
        return "no_answer" if refused else _word(told), integer_of(told, "seconds")
    if not nobody and any(other is not None and _word(other) == "answered" for other in others):
        return "cancelled", None
    if dial is not None:
        return "unknown", None
    return unheard, None


def _word(entry: Entry) -> str:
    outcome = text_of(entry, "outcome")
    return outcome if outcome in OUTCOMES else "unknown"
