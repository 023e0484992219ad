"""Which telephone numbers the office calls back: Polish and, by setting, Ukrainian ones that cost nothing special.

What a number is, and what kind of number, is the tables of libphonenumber (pure data). Premium, shared-cost, short and
foreign numbers are none: whoever types one must not make the office pay for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from ivr.core.office import Office
from ivr.core.texts import Language

Why = Literal["not_a_number", "refused"]

POLISH, UKRAINIAN = 48, 380
_USUAL = {PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
CALLABLE, NO_NUMBER, REFUSED = "601234567", "12345", "701234567"
"""What a caller may type, one of each kind, for whoever has to try them all."""

_LONGEST = 17  # digits: 00 and the fifteen of E.164


@dataclass(frozen=True, slots=True)
class Typed:
    """What a caller typed: the number (E.164), or "" and why it is not taken."""

    number: str = ""
    why: Why | Literal[""] = ""


def may_call(number: str, office: Office) -> bool:
    """Whether the office calls this number (E.164) back. Never one of its own."""
    countries = (POLISH, UKRAINIAN) if office.call_back.ukrainian_numbers else (POLISH,)
    return _country(number) in countries and not _is_own(number, office)


def typed_number(digits: str, language: Language, office: Office) -> Typed:
    """The number that `digits` mean: nine are Polish, longer ones have their country in front, with or without 00.

    A zero in front is how Ukrainians write their own numbers, and how Poles once wrote theirs: the caller's language
    decides, and the number is read back.
    """
    meant = _meant(digits, language, office.call_back.ukrainian_numbers)
    number = next((one for one in meant if may_call(one, office)), "")
    if number:
        return Typed(number)
    return Typed(why="refused" if any(_is_number(one) for one in meant) or _is_short(digits) else "not_a_number")


def written(number: str) -> str:
    """In the groups in which it is said: "601 234 567", "+380 50 123 4567"."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    polish = parsed.country_code == POLISH
    return str(
        phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if polish else PhoneNumberFormat.INTERNATIONAL)
    )


def _meant(digits: str, language: Language, ukrainian: bool) -> tuple[str, ...]:
    """The numbers that may be meant, the likeliest first."""
    if not re.fullmatch(rf"[0-9]{{1,{_LONGEST}}}", digits):
        return ()
    if digits.startswith("00"):
        return (f"+{digits[2:]}",)
    if digits.startswith("0"):
        numbers = (f"+{UKRAINIAN}{digits[1:]}", f"+{POLISH}{digits[1:]}")
        return numbers if ukrainian and language == "uk" else numbers[::-1] if ukrainian else numbers[1:]
    return (f"+{POLISH}{digits}",) if len(digits) <= 9 else (f"+{digits}", f"+{POLISH}{digits}")


def _is_own(number: str, office: Office) -> bool:
    """Of the office itself: its menu, its desks, its fax."""
    numbers = (*office.answers_on, *office.never_dial.values())
    return any(one.e164 == number for one in numbers) or any(line.number == number for line in office.lines.values())


def _country(number: str) -> int:
    """The country code of a usual number; 0 for any other."""
    parsed = _parsed(number)
    if parsed is None or phonenumbers.number_type(parsed) not in _USUAL:
        return 0
    return int(parsed.country_code or 0)


def _is_number(number: str) -> bool:
    return _parsed(number) is not None


def _is_short(digits: str) -> bool:
    """112 and the like. They are refused, and no number was mistyped."""
    if not re.fullmatch("[1-9][0-9]{2,5}", digits):
        return False
    short = PhoneNumber(country_code=POLISH, national_number=int(digits))
    return bool(phonenumbers.is_valid_short_number(short))


@lru_cache(maxsize=256)
def _parsed(number: str) -> PhoneNumber | None:
    """A number that exists; None for any other text."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None
