"""Forms of single values as regular expressions that Python and editors (ECMA-262) read alike.

What is more than form stays with the readers: whether a date exists, a number is in use, an end comes after its
beginning. A form never refuses what its reader accepts (a test compares them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.flowfile.wording import Term

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = (*"1234567890", "star", "hash")

DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"  # what is typed or pasted for a hyphen; as a character class


@dataclass(frozen=True, slots=True)
class Form:
    """`pattern` matches the whole of a text, without the spaces around it; `hint` says what to write."""

    pattern: str
    hint: Term

    @property
    def whole(self) -> str:
        """For what does not strip texts itself."""
        return rf"^\s*(?:{self.pattern})\s*$"

    def fits(self, text: str) -> bool:
        return re.fullmatch(self.pattern, text) is not None


def _days() -> str:
    """`mon`, `mon-fri`, `mon, wed`; capitals and spaces as anybody likes."""
    day = "(?:" + "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in DAYS) + ")"
    part = rf"{day}(?:\s*[{DASH}]\s*{day})?"
    return rf"{part}(?:\s*,\s*{part})*"


def _spans() -> str:
    time = "(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)"
    span = rf"{time}\s*[{DASH}]\s*{time}"
    return rf"closed|{span}(?:\s*,\s*{span})*"


def _date() -> str:
    """Every day there is, and 29 February of every year."""
    long = "(?:0[13578]|1[02])[{0}](?:0[1-9]|[12][0-9]|3[01])"
    short = "(?:0[469]|11)[{0}](?:0[1-9]|[12][0-9]|30)"
    february = "02[{0}](?:0[1-9]|1[0-9]|2[0-9])"
    return "(?!0000)[0-9]{4}" + f"[{DASH}](?:{long}|{short}|{february})".replace("{0}", DASH)


def _phone() -> str:
    """Nine digits; ten of a free number; seven of a short one in its area. Groups as the office likes them."""
    between = rf"[{DASH}\s()./]*"
    digit = f"[0-9]{between}"

    def digits(written: str) -> str:
        return "".join(f"{one}{between}" for one in written)

    nine = f"[1-9]{between}(?:{digit}){{8}}"
    seven = f"(?:{digits('30')}(?:{digit}){{5}}|[1-9]{between}{digit}{digits('19')}(?:{digit}){{3}})"
    free = f"{digits('800')}(?:{digit}){{7}}"
    return rf"(?:\+?\s*48)?{between}(?:{nine}|{free}|{seven})"


NAME = Form(
    "[a-z][a-z0-9_]{0,39}",
    Term(
        "A name has small letters without accents, digits and _, and begins with a letter: family_benefits.",
        "Nazwa składa się z małych liter bez polskich znaków, cyfr i _, a zaczyna się literą: family_benefits.",
    ),
)
LOCALE = Form("[a-z]{2,3}-[A-Z]{2}", Term("Write it like pl-PL.", "Proszę napisać na przykład pl-PL."))
WHOLE = Form("-?[0-9]{1,12}", Term("Write a whole number.", "Proszę napisać liczbę całkowitą."))
DATE = Form(_date(), Term("Write it like 2026-12-24.", "Proszę napisać na przykład 2026-12-24."))
SPANS = Form(
    _spans(),
    Term(
        'Write 7:30-19:00, "8:00-12:00, 13:00-15:00" or closed.',
        "Proszę napisać 7:30-19:00, „8:00-12:00, 13:00-15:00” (w cudzysłowie) albo closed.",
    ),
)
DAY_KEY = Form(_days(), Term("Write days like mon-fri.", "Proszę napisać dni na przykład tak: mon-fri."))
PHONE = Form(
    _phone(),
    Term(
        "Write one Polish number with its area code, such as 12 345 67 89.",
        "Proszę napisać jeden polski numer z numerem kierunkowym, na przykład 12 345 67 89.",
    ),
)
CLOCK_TIME = Form(
    "(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", Term("Write hours and minutes: 7:00.", "Proszę napisać godzinę i minuty: 7:00.")
)
MAIL = Form(
    r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}",
    Term("Write one address: anna@example.pl.", "Proszę napisać jeden adres: anna@example.pl."),
)
WEBHOOK = Form(
    r"(?:https://[A-Za-z0-9.-]+|http://(?:127\.0\.0\.1|localhost))(?::[0-9]{1,5})?(?:/[!-~]*)?",
    Term(
        "Write an address that begins with https://.",
        "Proszę napisać adres, który zaczyna się od https://.",
    ),
)
SAYS_SOMETHING = r"\S"  # anywhere in a text
REFERENCE = Form(
    NAME.pattern,
    Term(
        "Write a name from these files: small letters without accents, digits and _.",
        "Proszę napisać nazwę z tych plików: małe litery bez polskich znaków, cyfry i _.",
    ),
)
SENTENCE_NAME = Form(
    NAME.pattern,
    Term(
        "Write the name of a sentence, or a text in every language: {pl: …, uk: …, en: …}.",
        "Proszę napisać nazwę zdania albo tekst w każdym języku: {pl: …, uk: …, en: …}.",
    ),
)
