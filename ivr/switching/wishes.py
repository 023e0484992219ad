"""What somebody wants switched or announced, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches
from ivr.core.texts import Language, Texts
from ivr.errors import IvrError, UsageError

LONGEST_REASON = 160  # characters: it is said in the middle of a sentence
LONGEST_NOTICE = 600  # characters: about forty seconds
_DIGITS = re.compile(r"[0-9]")

Kind = Literal["switches", "announcements"]
One = Switch | Announcement


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants. `targets`: names of hours and lines, "" for all call hours; none for an announcement.
    `texts`: the reason, or the notice. `from_at` None: now; `until_at` None: nobody knows, the end of the day."""

    what: Literal["close", "open", "announce"]
    until_at: datetime | None
    texts: Texts = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    from_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """`ids`: what was switched, announced or ended; `key` names the change, to undo it."""

    switches: Switches
    ids: tuple[str, ...]
    key: str

    @property
    def made(self) -> tuple[One, ...]:
        return tuple(one for one in every(self.switches) if one.id in self.ids)


def every(held: Switches) -> tuple[One, ...]:
    """Switches and announcements."""
    return (*held.switches, *held.announcements)


def with_digits(texts: Texts) -> list[Language]:
    """The languages whose words hold digits: voices may misread them."""
    return [language for language, text in texts.items() if _DIGITS.search(text)]


def as_reason(texts: Mapping[Language, str]) -> dict[Language, str]:
    """Fit for the middle of a sentence."""
    stripped = {language: text.rstrip(" .,;:!?") for language, text in texts.items()}
    return {language: text for language, text in stripped.items() if text}


def unfit(code: str, **fields: str) -> UsageError:
    """Written wrongly; the words are those of whoever tells it."""
    return UsageError(code, code, "", **fields)


def refused(code: str, **fields: str) -> IvrError:
    """Something stands in the way; the words are those of whoever tells it."""
    return IvrError(code, code, "", **fields)
