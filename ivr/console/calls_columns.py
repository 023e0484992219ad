"""The columns of the list of calls: what each shows on the page, and what it writes into a spreadsheet.

One registry for the choice on the page, its cells and the exports. A caller comes here masked already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import get_locale
from flask_babel import gettext as _

from ivr.console.call_words import ENDED, GATES, LEGS, OUTCOME_KINDS, OUTCOMES
from ivr.console.languages import current_language, language_name
from ivr.console.navigation import N_
from ivr.core.office import Office
from ivr.core.story import because_words
from ivr.core.texts import Texts
from ivr.store.call_list import NONE
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow

Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A call as somebody may see it. `only_caller`: the pseudonym to find the caller's calls by, "" for none."""

    row: CallRow
    caller: str
    forwarded: str
    legs: Sequence[LegRow]
    office: Office
    only_caller: str = ""

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.office.timezone))


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a cell. `only`: the parameter that shows only calls that have it; `kind`: of a chip, "" for none."""

    text: str
    only: Mapping[str, str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`parts`: the cell on the page; `value`: in a spreadsheet. `of`: the field that both are made of, if it is one:
    what was made for it once serves every call that has it."""

    label: str
    parts: Callable[[Seen], Sequence[Part]]
    value: Callable[[Seen], Value]
    kind: str = ""
    of: str = ""


def texts_word(texts: Texts | None, name: str) -> str:
    """In the language of the page, else in any; the name where there are no words."""
    found = texts or {}
    return found.get(current_language()) or next(iter(found.values()), "") or name


def service_word(office: Office, name: str) -> str:
    group = office.groups.get(name)
    return texts_word(group.label if group else None, name)


def line_word(office: Office, name: str) -> str:
    line = office.lines.get(name)
    return texts_word(line.label if line else None, name)


def called_word(office: Office, number: str) -> str:
    """As the office writes its own number."""
    return next((one.written for one in office.answers_on if one.e164 == number), number)


def length_word(seconds: int | None) -> str:
    """ "4:57" """
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def gate_of(row: CallRow) -> str:
    return NONE if row.open is None else "open" if row.open else "closed"


def outcome_words(outcome: str) -> tuple[str, str]:
    """Words and kind of chip; a word of another version as it stands."""
    words, kind = OUTCOMES.get(outcome, outcome), OUTCOME_KINDS.get(outcome, "quiet")
    return _(words) if words else "", kind


def leg_words(outcome: str | None) -> tuple[str, str]:
    words, kind = LEGS.get(outcome or "", (outcome or "", "quiet"))
    return _(words), kind


def _one(text: str, kind: str = "", **only: str) -> Sequence[Part]:
    return (Part(text, only, kind),) if text else ()


def _service(seen: Seen) -> Sequence[Part]:
    return _one(service_word(seen.office, seen.row.service), service=seen.row.service)


def _lines(seen: Seen) -> Sequence[Part]:
    """Each telephone with how it ended; what was so several times, once with their number."""
    times = Counter((leg.line, leg.outcome) for leg in seen.legs)
    return [
        Part(f"{line_word(seen.office, line)}: {leg_words(outcome)[0]}{f' ×{n}' if n > 1 else ''}", {"line": line})
        for (line, outcome), n in times.items()
    ]


def _outcome(seen: Seen) -> Sequence[Part]:
    words, kind = outcome_words(seen.row.outcome)
    test = [Part(_("test"), {}, "warn")] if seen.row.test else []
    return [Part(words, {"outcome": seen.row.outcome}, kind), *test]


def _because(seen: Seen) -> str:
    return because_words(seen.row.because, current_language() == "pl") if seen.row.because else ""


def _ended(seen: Seen) -> str:
    return _(ENDED[seen.row.ended_how]) if seen.row.ended_how in ENDED else seen.row.ended_how


def _minutes(seen: Seen) -> float | None:
    return None if seen.row.seconds is None else round(seen.row.seconds / 60, 2)


COLUMNS: Mapping[str, Column] = {
    "when": Column(N_("When"), lambda seen: (), lambda seen: seen.local(seen.row.started_at)),
    "caller": Column(
        N_("Caller"),
        lambda seen: _one(seen.caller, **({"caller": seen.only_caller} if seen.only_caller else {})),
        lambda seen: seen.caller,
    ),
    "called": Column(
        N_("Called"),
        lambda seen: _one(called_word(seen.office, seen.row.called), called=seen.row.called),
        lambda seen: called_word(seen.office, seen.row.called),
        of="called",
    ),
    "language": Column(
        N_("Language"),
        lambda seen: _one(language_name(seen.row.language), language=seen.row.language),
        lambda seen: language_name(seen.row.language),
        of="language",
    ),
    "service": Column(
        N_("Service"), _service, lambda seen: service_word(seen.office, seen.row.service), "wide", of="service"
    ),
    "gate": Column(
        N_("Hours"),
        lambda seen: () if seen.row.open is None else _one(_(GATES[gate_of(seen.row)]), gate=gate_of(seen.row)),
        lambda seen: "" if seen.row.open is None else _(GATES[gate_of(seen.row)]),
        of="open",
    ),
    "because": Column(N_("Because of"), lambda seen: _one(_because(seen)), _because, "wide", of="because"),
    "outcome": Column(N_("Outcome"), _outcome, lambda seen: outcome_words(seen.row.outcome)[0], of="outcome"),
    "lines": Column(
        N_("Telephones rung"), _lines, lambda seen: "; ".join(part.text for part in _lines(seen)), "wide"
    ),
    "seconds": Column(
        N_("Length"), lambda seen: _one(length_word(seen.row.seconds)), lambda seen: seen.row.seconds, "number"
    ),
    "minutes": Column(
        N_("Minutes"),
        lambda seen: _one("" if seen.row.seconds is None else _decimal(_minutes(seen))),
        _minutes,
        "number",
    ),
    "ended": Column(N_("Ended"), lambda seen: _one(_ended(seen)), _ended, of="ended_how"),
    "forwarded": Column(N_("Forwarded from"), lambda seen: _one(seen.forwarded), lambda seen: seen.forwarded),
    "revision": Column(
        N_("Menu version"), lambda seen: _one(seen.row.revision), lambda seen: seen.row.revision, of="revision"
    ),
    "call": Column(N_("Call’s id"), lambda seen: _one(seen.row.call_id), lambda seen: seen.row.call_id, "wide"),
}  # fmt: skip
USUAL = ("when", "caller", "called", "language", "service", "gate", "outcome", "seconds")
NEEDS_LEGS = frozenset({"lines"})


def _decimal(number: float | None) -> str:
    locale = get_locale()
    return f"{number or 0:.2f}".replace(".", "," if locale and locale.language == "pl" else ".")
