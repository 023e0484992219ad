"""Times, spans and days as staff write them: `7:30-19:00`, `8:00-12:00, 13:00-15:00`, `mon-fri`, `mon, wed`.

Pure text to values; a wrong one is reported and left out.
"""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

from ivr.core.schedule import Span
from ivr.flowfile.context import Context
from ivr.flowfile.shapes.forms import DAYS
from ivr.flowfile.tree import Place, Scalar, Tree
from ivr.flowfile.values import scalar_of, straight
from ivr.flowfile.wording import Suggest, listed

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_TIME_OTHERWISE = re.compile(r"([0-9]{1,2})(?:[.,h]([0-9]{2})|:([0-9])|)")

_DAY_WORDS = {
    "mon": "monday pon pn poniedziałek poniedzialek pon.",
    "tue": "tuesday tues wt wtorek wt.",
    "wed": "wednesday śr sr środa sroda śr.",
    "thu": "thursday thur thurs czw cz czwartek czw.",
    "fri": "friday pt piątek piatek pi pt.",
    "sat": "saturday sob so sobota sob.",
    "sun": "sunday nd nie niedz niedziela ndz nd. niedz.",
}
_MEANT = {word: day for day, words in _DAY_WORDS.items() for word in words.split()}


def spans(context: Context, node: Tree | None) -> tuple[Span, ...]:
    """The spans of one day; none for `closed`."""
    scalar = scalar_of(context, node)
    if scalar is None or scalar.text == "closed":
        return ()
    found = [_span(context, part.strip(), scalar.at) for part in straight(scalar.text).split(",")]
    whole = tuple(span for span in found if span)
    if any(later.opens < earlier.closes for earlier, later in pairwise(whole)):
        context.problem("E-spans-overlap", scalar.at, value=scalar.text)
    return whole


def _span(context: Context, written: str, at: Place) -> Span | None:
    ends = [end.strip() for end in written.split("-")]
    if len(ends) != 2:
        context.problem("E-span-bad", at, value=written)
        return None
    opens, closes = (_time(context, end, at) for end in ends)
    if opens is None or closes is None:
        return None
    if opens >= closes:
        code = "E-span-backwards" if opens > closes else "E-span-empty"
        context.problem(code, at, value=written, write=f"{ends[1]}-{ends[0]}")
        return None
    return Span(opens, closes)


def _time(context: Context, written: str, at: Place) -> time | None:
    """A time of day; 24:00 is time.max, which only a closing time can be (an opening one then comes after it)."""
    if (match := _TIME.fullmatch(written)) and (found := _clock(match[1], match[2])):
        return found
    other = _TIME_OTHERWISE.fullmatch(written)
    minutes = (other[2] or f"{other[3] or 0}0") if other else ""
    if other and _clock(other[1], minutes):
        context.problem("E-time-colon", at, value=written, write=f"{int(other[1])}:{minutes}")
    else:
        context.problem("E-time-bad", at, value=written)
    return None


def _clock(hours: str, minutes: str) -> time | None:
    if (int(hours), int(minutes)) == (24, 0):
        return time.max
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def clock_time(context: Context, node: Tree | None) -> time | None:
    """A time of day, up to 23:59."""
    scalar = scalar_of(context, node)
    found = _time(context, scalar.text, scalar.at) if scalar else None
    if scalar and found == time.max:
        context.problem("E-time-bad", scalar.at, value=scalar.text)
        return None
    return found


def days(context: Context, key: Scalar, other_keys: tuple[str, ...]) -> tuple[tuple[int, bool], ...]:
    """Weekdays (0 = Monday) of a key of hours, each with whether it was named on its own."""
    written = re.sub(r"\s*-\s*", "-", straight(key.text).lower())
    parts = [part.strip() for part in written.split(",")]
    words = [word for part in parts for word in part.split("-")]
    if any(word not in DAYS for word in words) or any(part.count("-") > 1 for part in parts):
        _complain(context, key, written, words, other_keys)
        return ()
    found: list[tuple[int, bool]] = []
    for part in parts:
        first, last = DAYS.index(part.split("-")[0]), DAYS.index(part.split("-")[-1])
        if last < first:
            names = listed((*DAYS[first:], *DAYS[: last + 1]))
            context.problem("E-days-backwards", key.at, value=part, write=f'"{names}"')
        found += [(index, "-" not in part) for index in range(first, last + 1)]
    return tuple(found)


def _complain(context: Context, key: Scalar, written: str, words: list[str], other_keys: tuple[str, ...]) -> None:
    if all(word in DAYS or word in _MEANT for word in words):
        meant = re.sub(r"[^\s,-]+", lambda match: _MEANT.get(match[0], match[0]), written)
        context.problem("E-day-language", key.at, value=key.text, write=f'"{meant}"' if "," in meant else meant)
    else:
        known = (*DAYS, "mon-fri", *other_keys)
        context.problem("E-day-bad", key.at, value=key.text, write=Suggest(key.text, known))
