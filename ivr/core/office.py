"""Who can be rung, when it is open and what it promises, as the office wrote it: `config.yaml`.

Shapes only. Built by `ivr.flowfile`, read by `ivr.core.engine` and whatever watches over the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from ivr.core.schedule import Schedule
from ivr.core.texts import Language, Prompts, Texts, Voice

Ring = Literal["together", "in_order", "in_turn"]


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number: E.164, and the office's own grouping ("12 345 67 80")."""

    e164: str
    written: str


@dataclass(frozen=True, slots=True)
class Line:
    """One real telephone. `number` is E.164, `written` is the office's own grouping ("12 345 67 89")."""

    name: str
    number: str
    written: str
    label: Texts
    hours: str = ""  # "" = always
    whisper: bool = False  # the desk first hears the service and the language
    confirm: bool = False  # the desk presses 1 to take the call
    from_date: date | None = None
    until_date: date | None = None  # the last day


@dataclass(frozen=True, slots=True)
class HuntGroup:
    """Several lines, rung `together`, `in_order` or `in_turn`; `ring_seconds` is for one Dial."""

    name: str
    label: Texts
    lines: tuple[str, ...]
    ring: Ring = "together"
    ring_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that change on a date: the one in force on the day is said."""

    texts: Texts
    from_date: date | None = None
    until_date: date | None = None
    written: Texts = field(default_factory=dict)  # as in `Sentence`


@dataclass(frozen=True, slots=True)
class Privacy:
    """How many days things are kept, and the `notice`: sentences that say so, in full on the page."""

    number_days: int = 30  # callers' numbers
    event_days: int = 365  # the course of calls
    access_log_days: int = 730  # who of the staff looked at it
    notice: Prompts = ()

    def days(self) -> Mapping[str, int]:
        """By the names of config.yaml, which are those of the placeholder {days:…} too."""
        return {
            "number_days": self.number_days,
            "event_days": self.event_days,
            "access_log_days": self.access_log_days,
        }


@dataclass(frozen=True, slots=True)
class AlarmTo:
    """Who is told when something is wrong with the system. `digest`: when in the morning, office time; None: never."""

    mail: tuple[str, ...] = ()
    webhook: str = ""
    digest: time | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice that is spoken before everything else, from one instant up to, not including, another (aware UTC)."""

    id: str
    texts: Texts  # at least in the office's default language
    from_at: datetime
    until_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Edges:
    """How kind the edges of the call hours are."""

    late_seconds: int = 300  # who was let in is served so long past closing
    soon_seconds: int = 120  # so shortly before opening the caller is asked to wait


@dataclass(frozen=True, slots=True)
class Budgets:
    """Seconds until a desk rings, at most: exceeding one is a warning of the check. None: no limit.

    `shares`: node -> how many of a hundred callers want that service; {} counts all services alike.
    """

    listens: int | None = None
    knows: int | None = None
    silent: int | None = None
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallBack:
    """Who calls back, and what callers are told about when.

    `assigned`: whose work it is; "" is nobody's, and then no promise is ever given. `promise`: words for the middle of
    a sentence, "najpóźniej następnego dnia roboczego do piętnastej". Polish numbers are always called.
    """

    assigned: str = ""
    promise: Texts = field(default_factory=dict)
    ukrainian_numbers: bool = False

    def promise_in(self, language: Language) -> str:
        """In that language only; "" where nobody would keep it."""
        return self.promise.get(language, "") if self.assigned else ""


@dataclass(frozen=True, slots=True)
class Failsafe:
    """What a caller gets when the service itself fails: `say`, one line rung, `otherwise` when nobody answers."""

    line: str
    say: Prompts
    otherwise: Prompts


@dataclass(frozen=True)
class Office:
    """Who, where and when: `config.yaml`, live."""

    name: str
    timezone: str  # "Europe/Warsaw"
    languages: Mapping[Language, Voice]  # first = default
    lines: Mapping[str, Line]
    groups: Mapping[str, HuntGroup]
    schedules: Mapping[str, Schedule]
    answers_on: tuple[Number, ...]  # own numbers: never dialled
    never_dial: Mapping[str, Number]  # by name: the fax
    caller_id: Literal["own_number", "caller"]
    failsafe: Failsafe
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    edges: Edges = Edges()
    call_back: CallBack = CallBack()
    budgets: Budgets = Budgets()
    journal_sync: Literal["group", "wait"] = "group"  # wait: the answer waits for the disk
    whisper: Texts = field(default_factory=dict)  # "{service}, język {language}"
    confirm: Texts = field(default_factory=dict)  # "Aby odebrać, proszę nacisnąć jeden."
    privacy: Privacy = Privacy()
    reasons: Mapping[str, Texts] = field(default_factory=dict)  # by name, for overrides: "z powodu awarii prądu"
    announcements: tuple[Announcement, ...] = ()  # an operator's, now; never from the files
    alarms: AlarmTo = AlarmTo()
    shared_numbers: tuple[Number, ...] = ()  # many people call from them: never counted as one caller

    @property
    def default_language(self) -> Language:
        return next(iter(self.languages))
