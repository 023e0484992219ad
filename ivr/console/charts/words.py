"""Words of the charts: outcomes, ways out of a node, weekdays, quarter-hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from ivr.console.navigation import N_

OUTCOMES: Mapping[str, str] = {
    "connected": N_("a desk answered"),
    "failed": N_("the service failed, the emergency line was rung"),
    "all_busy": N_("every line was busy"),
    "nobody_answered": N_("nobody answered"),
    "left_while_ringing": N_("the caller left while it rang"),
    "informed": N_("heard what they chose"),
    "told_when_to_call": N_("was told when to call"),
    "left_in_menu": N_("left in the menu"),
    "in_progress": N_("still going on"),
}
LEGS: Mapping[str, str] = {
    "answered": N_("answered"),
    "no_answer": N_("not answered"),
    "busy": N_("busy"),
    "failed": N_("failed"),
    "cancelled": N_("ended otherwise"),
    "unknown": N_("not told"),
}
SPLIT: Mapping[str, str] = {"reached": N_("answered"), "missed": N_("missed"), "other": N_("other")}


def word(table: Mapping[str, str], name: str) -> str:
    """A word of an older or newer service as it stands."""
    return str(_(table[name])) if name in table else name


def legend() -> tuple[tuple[str, str], ...]:
    return tuple((kind, word(SPLIT, kind)) for kind in SPLIT)


def weekday(number: int) -> str:
    locale = get_locale()
    assert locale is not None, "only while a page is answered"
    return str(locale.days["stand-alone"]["wide"][number])


def short_weekday(number: int) -> str:
    locale = get_locale()
    assert locale is not None, "only while a page is answered"
    return str(locale.days["stand-alone"]["abbreviated"][number])


def quarter(number: int) -> str:
    """ "8:15–8:30"."""
    return f"{clock(number)}–{clock(number + 1)}"


def clock(number: int) -> str:
    return f"{number // 4}:{number % 4 * 15:02}"


def day(one: date) -> str:
    return str(format_date(one, "EEE d MMM y"))


def month(one: date) -> str:
    return str(format_date(one, "LLLL y"))
