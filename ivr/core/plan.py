"""What the office wrote, as values: who can be rung, when it is open, what callers hear.

A `Plan` is a `Flow` (sentences and nodes: those of the revision the call began with) and an
`Office` (lines, hunt groups, hours: always those of the live revision). This module holds shapes
only; it decides nothing. Built by `ivr.flowfile`, read by `ivr.core.engine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from ivr.core.schedule import Schedule

Language = str
"""Code of a language of `config.yaml`: "pl", "uk", "en"."""

Texts = Mapping[Language, str]
"""One sentence in every language. Holds placeholders (`{when}`) and `[pl: …]` parts."""

Key = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "star", "hash"]

REPEAT = "repeat"  # target: say again what was just said
BACK = "back"  # target: the menu the caller came from
MAIN = "main"  # target: the main menu
BUILT_IN_TARGETS = (REPEAT, BACK, MAIN)


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language is spoken. `first_option` and `option` hold {label} and {key}."""

    language: Language
    name: str  # in its own language: "українська"
    locale: str  # "uk-UA"
    voice: str  # the provider's name of the voice
    desk_name: str  # what the desk is told, in the default language: "język ukraiński"
    first_option: str  # "{label}: proszę nacisnąć {key}."
    option: str  # "{label}: {key}."


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same words whenever it is said. `written`: how the page shows them; {} as spoken, "" not at all."""

    texts: Texts
    written: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursSentence:
    """Words that depend on a schedule at the moment of speaking.

    `variants` is keyed by: open, closed (always there), and optionally holiday, exception,
    unknown (closed, and nobody knows until when). A missing one falls back to `closed`;
    without `open`, nothing is said while it is open. `written`: how the page shows a variant, as in `Sentence`.
    """

    hours: str
    variants: Mapping[str, Texts]
    written: Mapping[str, Texts] = field(default_factory=dict)


Prompt = Sentence | HoursSentence
Prompts = tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Retry:
    """What follows silence or an unknown key: `say` and the menu again, at the last of `attempts` go `then`."""

    attempts: int
    then: str
    say: Prompts = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One spoken option of a menu. With `language` it changes the language and stays in the menu;
    its label is then said in that language, by that voice, before the other options."""

    key: str
    label: Texts
    go: str = ""
    language: Language = ""


@dataclass(frozen=True, slots=True)
class Announce:
    """Says something, then goes on."""

    name: str
    say: Prompts
    then: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Says its options and waits for a key."""

    name: str
    say: Prompts
    options: tuple[Option, ...]
    keys: Mapping[str, str]  # silent keys: key -> node or built-in target
    no_input: Retry
    no_match: Retry
    say_after: Prompts = ()
    hours: str = ""
    closed: str = ""  # where to go while `hours` are closed
    soon: Prompts = ()  # said instead, within Edges.soon_seconds of the opening
    timeout_seconds: int = 7


@dataclass(frozen=True, slots=True)
class Dial:
    """Rings a hunt group. `otherwise`: busy, no answer, failed. `closed`: none of its lines is open now."""

    name: str
    to: str
    say: Prompts
    otherwise: str
    closed: str


CHOSEN = "chosen"  # in Wait.again: the hunt group the caller asked for


@dataclass(frozen=True, slots=True)
class Wait:
    """The caller waits: told every `every_seconds`, the groups of `again` tried in turn in between."""

    name: str
    say: Prompts
    again: tuple[str, ...]
    otherwise: str
    wait_seconds: int = 600
    every_seconds: int = 30
    keys: Mapping[str, str] = field(default_factory=dict)  # that lead out of the wait: key -> node or built-in target


CALLBACK_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Callback:
    """Takes a request to be called back: on the caller's own number, or on one that is typed and read back.

    `promised` is said only where somebody is assigned (`CallBack`). `otherwise`: silence, or no number that may be
    called, so often (`attempts`) that the caller needs somebody else.
    """

    name: str
    own_number: Prompts  # the question with keys 1 and 2
    ask_number: Prompts
    read_back: Prompts  # holds {number}; keys 1 and 2
    not_a_number: Prompts
    refused: Prompts
    saved: Prompts
    then: str
    otherwise: str
    say: Prompts = ()
    promised: Prompts = ()  # holds {promise}
    attempts: int = CALLBACK_ATTEMPTS

    @property
    def says(self) -> Prompts:
        """Everything that can be said here, in the order of hearing."""
        asked = self.say + self.promised + self.own_number + self.ask_number
        return asked + self.not_a_number + self.refused + self.read_back + self.saved


@dataclass(frozen=True, slots=True)
class End:
    """Says something and ends the call."""

    name: str
    say: Prompts


Node = Announce | Menu | Dial | Wait | Callback | End

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


@dataclass(frozen=True)
class Flow:
    """What callers hear and where they go: `flows/*.yaml`."""

    start: str
    main: str  # the main menu: where hash, and a request that makes no sense, lead
    nodes: Mapping[str, Node]
    sentences: Mapping[str, Prompt] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What one step of one call is decided on."""

    revision: str  # of the flow
    flow: Flow
    office: Office
