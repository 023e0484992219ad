"""Numbers that an office must never ring: they cost, are far away, are answered by nobody, or are its own."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.plan import Plan
from ivr.flowfile.check import check
from ivr.flowfile.sources import Sources, read_sources
from tests.hostile.files import ROOT, TODAY, is_ordinary, rung

CONFIG = ROOT / "examples" / "small" / "config.yaml"
LINE = "number: 12 34 56 722"
OWN = ("12 34 56 700", "+48 12 34 56 700", "0048123456700", "48123456700", "12-345-67-00")

_PREMIUM = (*(f"70{digit} 123 456" for digit in range(10)), "300 123 456", "400 123 456", "+48 703 200 200")
_SHARED = (*(f"801 {digit}00 123" for digit in range(10)), *(f"804 {digit}00 123" for digit in range(10)))
_SHORT = ("112", "997", "998", "999", "911", "986", "19115", "118 913", "116 111", "9", "*100#", "5555555", "19 115")
_OTHER_KINDS = ("39 123 45 67", "642 123 456", "20 1234567", "21 123 45 67", "64 123 45 67", "82 123 45 67890")
_SATELLITE = (
    "870 773 123 456", "881 612 345 678", "8816 1234 5678", "882 16 123456", "882 13 12345", "883 130 123 456",
    "883 5100 123456", "878 10 123 456", "888 123 456 789", "979 123 456 789", "800 1234 5678", "808 123 45678",
    "991 12345")  # fmt: skip
_CARIBBEAN = tuple(
    f"1{area} 555 0199" for area in (242, 246, 264, 268, 284, 345, 441, 473, 649, 658, 664, 721, 758, 767, 784, 787,
    809, 829, 849, 868, 869, 876, 900, 939))  # fmt: skip
_COUNTRIES = (
    7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 49, 51, 53, 55, 60, 61, 62, 63, 64, 65, 66,
    81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98, 211, 212, 213, 216, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229,
    231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 242, 243, 245, 246, 247, 248, 250, 252, 253, 254, 255, 256,
    257, 260, 261, 263, 269, 290, 297, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374,
    375, 376, 377, 380, 381, 382, 385, 386, 387, 420, 421, 423, 500, 501, 509, 592, 594, 597, 670, 672, 674, 675,
    676, 677, 678, 682, 683, 686, 690, 691, 692)  # fmt: skip
_FOREIGN = tuple(f"{country} {place} 234 567" for country in _COUNTRIES for place in (90,))
NEVER = (
    *_PREMIUM, *(f"+48 {number}" for number in _PREMIUM[:10]), *_SHARED, *_SHORT, *_OTHER_KINDS,
    *(f"{front}{number}" for front in ("+", "00") for number in (*_SATELLITE, *_CARIBBEAN)),
    *(f"+{number}" for number in _FOREIGN), "sip:desk@evil.example", "client:anna", "+48601234567,123",
    "601 234 567;ext=9", "+1 (900) 555-0199", "٧٠١١٢٣٤٥٦",
)  # fmt: skip
"""More than 200, as somebody may write them."""


def with_line(number: str) -> Sources:
    """The small office, with `number` for its reception."""
    office = read_sources(CONFIG)
    text = office.files["config.yaml"]
    assert text.count(LINE) == 1
    return Sources({**office.files, "config.yaml": text.replace(LINE, f"number: {number}")})


def plan_with(number: str) -> Plan | None:
    return check(with_line(number), TODAY).plan


def published(every: int = 1) -> Iterator[str]:
    """Those that an office could be published with; of `every` so many only one is tried."""
    for number in NEVER[::every]:
        plan = plan_with(number)
        if plan is not None and not all(is_ordinary(one) for one in rung(plan)):
            yield f"{number}: rung"
        elif plan is not None:
            yield f"{number}: taken for an ordinary one"
