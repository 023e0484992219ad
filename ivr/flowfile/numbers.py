"""Telephone numbers as the office writes them -> E.164 and the office's own grouping.

Only Polish landline, mobile and free numbers are rung. Validity and types are those of libphonenumber; the traps it
falls into ("300 do 03" is read as one long number, the letter O is dropped) are recognised before it is asked.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from ivr.core.office import Number
from ivr.flowfile.context import Context
from ivr.flowfile.tree import Scalar, Tree
from ivr.flowfile.values import scalar_of, straight

REGION = "PL"
COUNTRY_CODE = 48
NOTHING = Number("", "")

Oddity = tuple[str, dict[str, str]]
"""(code of the problem, its fields); ("", {}) where there is none."""

_RINGABLE = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.TOLL_FREE,
}
_REFUSED = {PhoneNumberType.PREMIUM_RATE: "E-number-premium", PhoneNumberType.SHARED_COST: "E-number-shared-cost"}
_SEVERAL = re.compile(
    r"(?P<first>[+0-9][0-9 ()-]*[0-9])\s*(?P<to>do|to|-|/|,|lub|or|oraz|and|i)\s*(?P<rest>[0-9]{1,3})"
)
_LETTERS = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1"}  # the third and fourth are Cyrillic
_EXTENSION = re.compile(r"(wew|ext|wewn|w)\b\.?", re.IGNORECASE)
_DIGITS_ONLY = re.compile(r"\+?[0-9 ()./-]+")
_LISTED_AT_MOST = 20  # numbers of a range


def phone_number(context: Context, node: Tree | None) -> Number:
    """The number, or NOTHING where it is not one that may be written here."""
    scalar = scalar_of(context, node)
    if scalar is None:
        return NOTHING
    written = straight(scalar.text)
    return NOTHING if _is_odd(context, scalar, written) else _checked(context, scalar, written)


def _is_odd(context: Context, scalar: Scalar, written: str) -> bool:
    """Reports what the library would misread, or refuse without saying why."""
    code, fields = _oddity(written) if _DIGITS_ONLY.fullmatch(written) else _oddity_in_words(written)
    if code:
        context.problem(code, scalar.at, value=scalar.text, **fields)
    return bool(code)


def _oddity_in_words(written: str) -> Oddity:
    if several := _several(written):
        return "E-number-several", {"write": several}
    if letter := _letter(written):
        return "E-number-letter", letter
    return ("E-number-extension" if _EXTENSION.search(written) else "E-number-words"), {}


def _oddity(written: str) -> Oddity:
    digits, national = _digits(written), _digits(_national(written))
    international = written.startswith("+") or digits.startswith("00")
    if several := _several(written):
        return "E-number-several", {"write": several}
    if international and not digits.removeprefix("00").startswith(str(COUNTRY_CODE)):
        return "E-number-foreign", {}
    if national.startswith("0"):
        return "E-number-zero", {"write": _without_zeros(written)}
    if shortnumberinfo.is_emergency_number(national, REGION):
        return "E-number-emergency", {}
    if phonenumbers.is_valid_number(_number(national)) or len(national) > 7:
        return "", {}
    return ("E-number-area" if len(national) == 7 else "E-number-short"), {}


def _without_zeros(written: str) -> str:
    groups = " ".join(re.findall("[0-9]+", _national(written))).lstrip("0 ")
    return "+" + groups if written.startswith("00") else groups


def _digits(written: str) -> str:
    return re.sub("[^0-9]", "", written)


def _number(national: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.PhoneNumber(country_code=COUNTRY_CODE, national_number=int(national[:15] or "0"))


def _checked(context: Context, scalar: Scalar, written: str) -> Number:
    national = _national(written)
    digits = _digits(national)
    number = _number(digits)
    if len(digits) > 15 or not phonenumbers.is_valid_number(number):
        context.problem("E-number-invalid", scalar.at, value=scalar.text, digits=len(digits))
        return NOTHING
    kind = phonenumbers.number_type(number)
    if kind not in _RINGABLE:
        context.problem(_REFUSED.get(kind, "E-number-type"), scalar.at, value=scalar.text)
        return NOTHING
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Number(e164, _grouped(national, number))


def _grouped(national: str, number: phonenumbers.PhoneNumber) -> str:
    groups = re.findall("[0-9]+", national)
    if len(groups) > 1:
        return " ".join(groups)
    return str(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))


def _national(written: str) -> str:
    """`written` without the country code."""
    if written.startswith("+") or len(_digits(written)) == 11:
        return re.sub(rf"^\+?\s*{COUNTRY_CODE}", "", written)
    return written


def _several(written: str) -> str:
    """ "12 345 67 00 do 03" -> the four numbers it stands for; "" where it is something else."""
    match = _SEVERAL.fullmatch(written)
    if not match or len(_digits(_national(match["first"]))) != 9:
        return ""
    first, rest = match["first"], match["rest"]
    stem, start = first[: -len(rest)], first[-len(rest) :]
    if not start.isdigit():
        return ""
    if match["to"] not in ("do", "to", "-"):
        return f"{first}, {stem}{rest}"
    ends = range(int(start), int(rest) + 1)
    return ", ".join(f"{stem}{end:0{len(rest)}}" for end in ends) if 1 < len(ends) <= _LISTED_AT_MOST else ""


def _letter(written: str) -> dict[str, str]:
    """The letter that looks like a digit in a number that is otherwise all digits."""
    corrected = "".join(_LETTERS.get(character, character) for character in written)
    letters = [character for character in written if character in _LETTERS]
    meant = letters and _DIGITS_ONLY.fullmatch(corrected) and len(_digits(corrected)) >= 9
    return {"letter": letters[0], "write": corrected} if meant else {}
