"""What the engine does not look at makes no difference: such happenings are asked of it once, for all of a kind.

A key that leads somewhere leads there whatever a menu has counted before and whenever the caller was let in; a desk
that is busy and one that does not answer are the same to a flow. Neither is assumed: sessions and outcomes notice what
the engine reads of them.
"""

from __future__ import annotations

from typing import Any, cast

from ivr.core.events import Event, LegEnded, Outcome
from ivr.core.proof.states import State
from ivr.core.session import Session

_UNREAD: dict[str, int] = {
    "no_input": -1,
    "no_match": -2,
    "let_in": -3,
}  # no values: what is left was carried on unread
WATCHED = {"no_input": 0, "no_match": 0, "let_in": False}
_SEEN, _REAL = "seen", "real"
OUTCOME = "outcome"
ANSWERED: Outcome = "answered"
_UNANSWERED = LegEnded("busy")


class _WatchedSession(Session):
    """Copies made by `changed` are watched too, and tell the same list."""

    @property
    def no_input(self) -> int:
        return cast(int, self._read("no_input"))

    @property
    def no_match(self) -> int:
        return cast(int, self._read("no_match"))

    @property
    def let_in(self) -> bool:
        return cast(bool, self._read("let_in"))

    def _read(self, name: str) -> object:
        held = self.__dict__
        if held[name] != _UNREAD[name]:  # the engine has written it itself
            return held[name]
        held[_SEEN].add(name)
        return held[_REAL][name]


class _WatchedWord(str):
    """An outcome that is none of those it was compared with."""

    __slots__ = ("seen",)
    seen: list[object]

    def __eq__(self, other: object) -> bool:
        self.seen.append(other)
        return str.__eq__(self, other) if isinstance(other, str) else False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self.seen.append(self)
        return super().__hash__()


def kind_of(event: Event) -> Event:
    """One event for all that are alike as long as nothing looks closer: the outcomes of a leg nobody answered."""
    return _UNANSWERED if isinstance(event, LegEnded) and event.outcome != ANSWERED else event


class Watch:
    """A session and an event to give to the engine, and what it looked at of them."""

    def __init__(self, session: Session, event: Event) -> None:
        held = session.__dict__
        self._seen: set[str] = set()
        self.session: Session = object.__new__(_WatchedSession)
        self.session.__dict__.update(held | _UNREAD | {_SEEN: self._seen, _REAL: held})
        self.event = event
        self._words: list[object] = []
        if kind_of(event) is _UNANSWERED:
            word = _WatchedWord(cast(LegEnded, event).outcome)
            word.seen = self._words
            self.event = LegEnded(cast(Outcome, word))

    def looked_at(self) -> set[str]:
        """Names of fields of the session, and OUTCOME where it was compared with more than "answered"."""
        return self._seen | ({OUTCOME} if any(word != ANSWERED for word in self._words) else set())


class Shared:
    """The results for all happenings that differ only in what is watched: one stands for all that agree with it in what
    its run has looked at."""

    def __init__(self) -> None:
        self._found: list[tuple[dict[str, object], Any]] = []

    def of(self, session: Session, event: Event) -> Any:
        held = session.__dict__
        for looked_at, found in self._found:
            for name, value in looked_at.items():
                if (held[name] if name != OUTCOME else cast(LegEnded, event).outcome) != value:
                    break
            else:
                return found
        return None

    def keep(self, session: Session, event: Event, looked_at: set[str], found: Any) -> None:
        held = {**session.__dict__, OUTCOME: cast(LegEnded, event).outcome if OUTCOME in looked_at else None}
        self._found.append(({name: held[name] for name in sorted(looked_at)}, found))


def unwatched(session: Session) -> Session:
    """A plain session with the same values. Looks at nothing."""
    plain = object.__new__(Session)
    plain.__dict__.update(session.__dict__)
    plain.__dict__.pop(_SEEN, None)
    plain.__dict__.pop(_REAL, None)
    return plain


def unread_of(state: State) -> tuple[str, ...]:
    """What was carried on unread."""
    held = state.session.__dict__
    return tuple(name for name, unread in _UNREAD.items() if held[name] == unread)


def with_unread(state: State, before: Session) -> State:
    """`state` with what was carried on unread from `before`."""
    carried = {name: before.__dict__[name] for name in unread_of(state)}
    return State(state.session.changed(**carried), state.rings) if carried else state
