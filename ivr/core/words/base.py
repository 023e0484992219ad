"""What every language can say. Signatures only; no words of any language belong here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Protocol

from ivr.core.schedule import Span


class Words(Protocol):
    """One language. Weekdays are numbers, 0 = Monday. 24:00 is `time.max`; seconds are not spoken.

    Datetimes are aware and in the office's time zone. No method raises for what staff can write.
    """

    def key(self, key: str) -> str:
        """A key of the telephone: "0".."9", "star", "hash". ValueError for what is no key."""

    def phone(self, written: str) -> str:
        """A telephone number in the office's own grouping, "12 34 56 789" or "+48 12 34 56 789".

        Groups are parted by anything that is not a digit; one of more than three digits is cut into shorter ones.
        """

    def number(self, n: int) -> str:
        """The cardinal, nominative."""

    def time_from(self, t: time) -> str:
        """ "from seven thirty a.m." """

    def time_until(self, t: time) -> str:
        """ "until seven p.m." """

    def span(self, opens: time, closes: time) -> str:
        """ "from seven thirty a.m. to seven p.m."; 0:00 to 24:00 is "around the clock"."""

    def when(self, opening: datetime, now: datetime) -> str:
        """From when it is open again: "tomorrow from seven thirty a.m."; with the year if over 300 days away."""

    def until(self, at: datetime, now: datetime) -> str:
        """How long something lasts: "until twelve noon". 0:00 counts as the midnight that ends the day before."""

    def weekdays(self, days: Sequence[int]) -> str:
        """Days as an adverbial: "Monday to Friday", "on Monday and Wednesday", "every day"; "" for none."""

    def hours(
        self, weekly: Mapping[int, tuple[Span, ...]], last_day: tuple[Span, ...] | None, last_day_rule: str
    ) -> str:
        """Weekly hours. Days without spans are not mentioned; with no hours at all it is "closed".

        `last_day`: other hours on the last day of the month, () = closed then, None = no such rule.
        `last_day_rule`: "last_working_day" or "last_day_of_month".
        """

    def holiday(self, key: str) -> str:
        """The name of a holiday (one of `HOLIDAY_KEYS`), nominative, to stand after a colon.

        A key that is not known is "public holiday": a caller never hears a gap.
        """

    def days_after(self, n: int) -> str:
        """How long until something is over, to stand after "after", "po", "через": "thirty days"; 365 is "a year"."""

    def list_and(self, items: Sequence[str]) -> str:
        """ "a, b and c"; "" for none."""
