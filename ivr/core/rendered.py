"""Words and instants that many calls share: made once per plan, language and moment, and kept.

Everything in an office begins and ends at a whole minute, by the clock on the wall and in UTC alike (no zone of this
century is off by less), but for what an operator switches: so between two such instants callers hear the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Generic, TypeVar

from ivr.core.instructions import Spoken
from ivr.core.plan import Plan
from ivr.core.prompts import Moment
from ivr.core.schedule import unchanged_since
from ivr.core.texts import Language

Held = TypeVar("Held")
Said = TypeVar("Said")
_KEPT = 4096  # of some hundred bytes to a few kilobytes


class Same(Generic[Held]):
    """A value that is equal to itself alone: what has no hash can be part of a key, at the cost of a look."""

    __slots__ = ("held",)

    def __init__(self, held: Held) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.held is other.held


def once(make: Callable[[Said, Moment], Iterable[Spoken]], said: Said, moment: Moment) -> tuple[Spoken, ...]:
    """`make(said, moment)`, kept for the other calls of the moment. `said` must live as long as the plan: a node of
    it, or prompts. Nothing that a caller typed is kept."""
    if moment.number:
        return tuple(make(said, moment))
    at = unchanged_since(moment.plan.office.schedules.values(), moment.at)
    return _made(make, Same(said), Same(moment.plan), moment.language, at)


@lru_cache(maxsize=_KEPT)
def _made(
    make: Callable[[Said, Moment], Iterable[Spoken]],
    said: Same[Said],
    plan: Same[Plan],
    language: Language,
    at: datetime,
) -> tuple[Spoken, ...]:
    return tuple(make(said.held, Moment(plan.held, language, at)))
