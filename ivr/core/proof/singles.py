"""One override alone: a single line forced open or closed while the rest is as the calendar has it. (Everything forced
at once is two signatures of its own, see `signatures`.)

A line that shares its hours with another of its group has no override of its own here: while it is closed the other
one rings, and where it rings alone at night, all of those hours forced open lead the same way. Not looked at: several
overrides at once, and one of several hours alone, because whether the office is open then depends on all of the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivr.core.office import Line, Office
from ivr.core.plan import Plan
from ivr.core.proof.signatures import Question


class Single(NamedTuple):
    """`name` is a line's: what `override close NAME` and `override open NAME` take."""

    name: str
    open: bool

    @property
    def command(self) -> str:
        return f"override {'open' if self.open else 'close'} {self.name}"

    def answers(self) -> dict[Question, bool]:
        """What is certain while it is on. Nobody is served late past a switch."""
        return {Question("own_closed", self.name): not self.open, Question("own_open", self.name): self.open}

    def is_asked(self, questions: tuple[Question, ...]) -> bool:
        """Whether it makes a difference to a step in which these were asked."""
        return any(question in self.answers() for question in questions)


def singles(plan: Plan) -> tuple[Single, ...]:
    """All that can make a difference."""
    return tuple(dict.fromkeys(_lines(plan.office)))


def _lines(office: Office) -> Iterator[Single]:
    for group in office.groups.values():
        lines = [office.lines[name] for name in dict.fromkeys(group.lines) if name in office.lines]
        for line in lines:
            if not any(_stands_for(other, line) for other in lines if other is not line):
                yield Single(line.name, False)
                if line.hours:  # without any it is always open
                    yield Single(line.name, True)


def _stands_for(other: Line, line: Line) -> bool:
    """Rings whenever the line would: the same hours, and in force whenever the line is."""
    always = not (other.from_date or other.until_date)
    dates = (other.from_date, other.until_date) == (line.from_date, line.until_date)
    return other.hours == line.hours and (always or dates)
