"""What whole calls meet under one plan and under another: the values of a comparison. Decides and words nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from ivr.core.texts import Language, Texts

# -- the way of a call -----------------------------------------------------------------------------

SILENCE = "silence"
WRONG = "wrong"  # a key that means nothing there
TYPED = "typed"  # a number to be called back on
NOBODY = "nobody"  # whatever rings, nobody answers
WAITING = "waiting"  # the telephones that a wait rings in turn
WAITED = "waited"  # nobody answered until the wait was over


@dataclass(frozen=True, slots=True)
class Move:
    """What a caller does, or what happens: a key ("1", "star"), or one of the words above. `label`: the option's."""

    what: str
    label: Texts = field(default_factory=dict, compare=False)


Path = tuple[Move, ...]
"""From the start of a call; the choice of a language is no part of it. () is the beginning."""

# -- what is met -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence, in the voice of `language`."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Telephone:
    """One line that rings."""

    number: str
    written: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Ring:
    """Telephones that ring at once, for so long. Only their numbers make it another one, not their names or order."""

    numbers: frozenset[str]
    seconds: int
    telephones: tuple[Telephone, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Goes:
    """What comes when nothing rings any more: a menu (`seconds` to choose), a wait (at most `seconds`, told every
    `every`), the end of the call; `nothing`: the key has no meaning there."""

    where: Literal["menu", "wait", "end", "nothing", "opens", "on"]
    seconds: int = 0
    every: int = 0


Course = tuple[Ring | Goes, ...]
"""What rings, one after the other while nobody answers, and what comes then."""


@dataclass(frozen=True, slots=True)
class Change:
    """Only what differs. `kind`: sentences that are heard, or the course. `seconds`: how long `before` and `after`
    take to say."""

    kind: Literal["hears", "course"]
    before: tuple[Heard | Ring | Goes, ...]
    after: tuple[Heard | Ring | Goes, ...]
    seconds: tuple[float, float] = (0.0, 0.0)
    rest: bool = field(default=False, compare=False)  # after the course, the rest is as before


# -- when ------------------------------------------------------------------------------------------

State = Literal["open", "closed", "holiday", "exception", "no_hours"]
"""What the main menu is: open, closed by the weekly hours, on a public holiday, by an exception, without hours."""


@dataclass(frozen=True, slots=True)
class Window:
    """When something is so. `always`, or one of: `states` of the main menu, `weekly` (weekdays, spans of wall time in
    seconds of the day), `spans` (from, until; office time); else it is so `times` often between `first` and `last`.

    `from_day` and `until_day` (included) bound it; `usually`: on holidays and other unusual days it may be otherwise.
    """

    always: bool = False
    states: tuple[State, ...] = ()
    weekly: tuple[tuple[tuple[int, ...], tuple[tuple[int, int], ...]], ...] = ()
    spans: tuple[tuple[datetime, datetime], ...] = ()
    times: int = 0
    first: datetime | None = None
    last: datetime | None = None
    from_day: date | None = None
    until_day: date | None = None
    usually: bool = False


# -- the whole -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Also:
    """Another way to the same change; `window` is None where it is that of the row."""

    path: Path
    window: Window | None


@dataclass(frozen=True, slots=True)
class Row:
    """One difference. `languages`: of callers who meet it; `changes` are in the first of them, `others` in the rest.

    `seconds_to_ring`: until the first telephone rings on `path`, before and now; None where none does. `dated`: the
    sentences hold words that are so at the moment of `example` only ("on Monday").
    """

    path: Path
    window: Window
    example: datetime
    changes: tuple[Change, ...]
    also: tuple[Also, ...] = ()
    languages: tuple[Language, ...] = ()
    others: Mapping[Language, tuple[Change, ...]] = field(default_factory=dict)
    seconds_to_ring: tuple[float | None, float | None] | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """The office opens or closes: in this window the main menu was closed and is open now, or the other way round.

    `heard`: sentences of the beginning of a call that only the closed one has; `rings`: what rings when it is open.
    """

    opens: bool
    window: Window
    example: datetime
    heard: tuple[Heard, ...]
    rings: tuple[tuple[Path, Ring], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """Paths on which the first telephone rings later or sooner by as much: `seconds` before and now, of the first."""

    language: Language
    paths: tuple[Path, ...]
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """`languages`: those of both plans. `left_out`: how many ways and kinds of moments were not looked at."""

    rows: tuple[Row, ...]
    turned: tuple[Turned, ...]
    shifts: tuple[Shift, ...]
    languages: tuple[Language, ...]
    left_out: int = 0

    @property
    def empty(self) -> bool:
        return not (self.rows or self.turned or self.shifts or self.left_out)
