"""What the engine does not look at makes no difference: such happenings are asked of it once, for all of a kind.

A key that leads somewhere leads there whatever a menu has counted before; a desk that is busy and one that does not
answer are the same to a flow. Neither is assumed: sessions and outcomes notice what the engine reads of them.
"""

from __future__ import annotations

from typing import cast

from ivr.core.events import Event, LegEnded, Outcome
from ivr.core.proof.states import State
from ivr.core.session import Session

_UNREAD = {"no_input": -1, "no_match": -2}  # no count: what is left of them was carried on unread
_SEEN = "seen"
ANSWERED: Outcome = "answered"
_UNANSWERED = LegEnded("busy")


class _WatchedSession(Session):
    """Copies made by `changed` are watched too, and tell the same list."""

    @property
    def no_input(self) -> int:
        return self._read("no_input")

    @property
    def no_match(self) -> int:
        return self._read("no_match")

    def _read(self, name: str) -> int:
        self.__dict__[_SEEN].append(name)
        count: int = self.__dict__[name]
        return count


class _WatchedWord(str):
    """An outcome that is none of those it was compared with."""

    __slots__ = ("seen",)
    seen: list[object]

    def __eq__(self, other: object) -> bool:
        self.seen.append(other)
        return False

    def __ne__(self, other: object) -> bool:
        self.seen.append(other)
        return True

    def __hash__(self) -> int:
        self.seen.append(self)
        return super().__hash__()


def kind_of(event: Event) -> Event:
    """One event for all that are alike as long as nothing looks closer: the outcomes of a leg nobody answered."""
    return _UNANSWERED if isinstance(event, LegEnded) and event.outcome != ANSWERED else event


class Watch:
    """A session and an event to give to the engine, and whether it looked closer at them."""

    def __init__(self, session: Session, event: Event) -> None:
        self._counters: list[str] = []
        self.session: Session = object.__new__(_WatchedSession)
        self.session.__dict__.update(session.__dict__ | _UNREAD | {_SEEN: self._counters})
        self.event = event
        self._words: list[object] = []
        if kind_of(event) is _UNANSWERED:
            word = _WatchedWord(_UNANSWERED.outcome)
            word.seen = self._words
            self.event = LegEnded(cast(Outcome, word))

    def looked(self) -> bool:
        return bool(self._counters) or any(word != ANSWERED for word in self._words)


def unwatched(session: Session) -> Session:
    """A plain session with the same values. Looks at nothing."""
    plain = object.__new__(Session)
    plain.__dict__.update(session.__dict__)
    plain.__dict__.pop(_SEEN, None)
    return plain


def with_counters(state: State, before: Session) -> State:
    """`state` with the counters of `before` where they were carried on."""
    session = state.session
    if session.no_input >= 0 and session.no_match >= 0:
        return state
    carried = {name: getattr(before, name) for name, unread in _UNREAD.items() if getattr(session, name) == unread}
    return State(session.changed(**carried), state.rings)
