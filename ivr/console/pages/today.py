"""Today, the first page: what goes on now, what waits, what is open, what is wrong with the system and what to do.

Its live parts are asked for again by the page's script (`X-Refresh`); without JavaScript one loads the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from flask import make_response
from flask_babel import format_datetime
from markupsafe import Markup
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from ivr.alarms import Alarm, Alarms
from ivr.console.access import may
from ivr.console.call_words import OUTCOMES
from ivr.console.console import Console, page
from ivr.console.languages import current_language
from ivr.console.office_words import OfficeWords
from ivr.console.visitor import ConsoleServices, signed_in
from ivr.core.office import Announcement
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.schedule import Override
from ivr.core.walltime import midnight_after
from ivr.errors import IvrError
from ivr.store import attempts
from ivr.store.attempts import Going
from ivr.store.tallies import MISSED, local_day
from ivr.waiting import Waiting, WaitingRoom
from ivr.watching.words import Words
from ivr.watching.words import words as worded

LIVE_SECONDS = 10
_LONGEST_CALL = timedelta(hours=4)  # the provider's; a call of which no end was told is over by then


class TodayServices(ConsoleServices, Protocol):
    @property
    def log(self) -> Engine: ...

    @property
    def waiting(self) -> WaitingRoom: ...

    @property
    def alarms(self) -> Alarms: ...


def register(console: Console) -> None:
    console.blueprint.add_app_template_filter(briefly)
    console.route("/today", "today", _Page(console).show)


@dataclass(frozen=True, slots=True)
class Calls:
    """What the log says of today. `missed`: of the `total`."""

    going: Sequence[Going]
    outcomes: Mapping[str, int]
    waiting: int
    mine: int
    longest: Waiting | None

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())

    @property
    def missed(self) -> int:
        return sum(self.outcomes.get(outcome, 0) for outcome in MISSED)


@dataclass(frozen=True, slots=True)
class Hours:
    name: str
    open: bool
    why: str
    until: datetime | None
    calls: bool  # it opens and closes calls


@dataclass(frozen=True)
class _Page:
    console: Console

    @property
    def services(self) -> TodayServices:
        return cast(TodayServices, self.console.services)

    def show(self) -> Response:
        plan, now = self.services.plan(), self.services.clock()
        words, sees_calls = OfficeWords(plan, now), may("console.waiting", signed_in().roles)
        alarms, labels = self.services.alarms.now(plan), OfficeWords(plan, now).hours()
        shown = {
            "now": now, "words": words, "alarms": _told(alarms, plan, words), "sees_calls": sees_calls,
            "outcome_words": OUTCOMES, "missed_outcomes": MISSED, "live_seconds": LIVE_SECONDS,
            "zone": ZoneInfo(plan.office.timezone),
        }  # fmt: skip
        return make_response(
            page(
                "today.html",
                **shown,
                calls=self._calls(plan, now) if sees_calls and not _away(alarms) else None,
                hours=list(_hours(plan, now, words, labels)),
                switched=_switched(plan, now, labels),
                announcements=_announced(plan, now),
            )  # fmt: skip
        )

    def _calls(self, plan: Plan, now: datetime) -> Calls | None:
        """None where the log cannot be read."""
        try:
            going = attempts.going(self.services.log, now - _LONGEST_CALL)
            outcomes = attempts.outcomes_of(self.services.log, local_day(now, ZoneInfo(plan.office.timezone)))
            waiting = [one for one in self.services.waiting.all() if not one.done]
        except IvrError:
            return None
        in_order = {name: outcomes[name] for name in OUTCOMES if outcomes.get(name)}
        mine = sum(one.assigned == signed_in().name for one in waiting)
        return Calls(going, in_order, len(waiting), mine, min(waiting, key=lambda one: one.since, default=None))


@dataclass(frozen=True, slots=True)
class Told:
    alarm: Alarm
    words: Words


def _told(alarms: Sequence[Alarm], plan: Plan, words: OfficeWords) -> list[Told]:
    zone, language = ZoneInfo(plan.office.timezone), current_language()
    return [Told(one, worded(one, "pl" if language == "pl" else "en", zone, words.line(one.line))) for one in alarms]


def _away(alarms: Sequence[Alarm]) -> bool:
    return any(alarm.code == "database_away" for alarm in alarms)


def _hours(plan: Plan, now: datetime, words: OfficeWords, labels: Mapping[str, str]) -> Iterator[Hours]:
    """Those of the calls first."""
    calls = call_hours(plan)
    for name in dict.fromkeys([*calls, *plan.office.schedules]):
        status = plan.office.schedules[name].status(now)
        why = words.why(status.because, status.open)
        yield Hours(labels[name], status.open, why, status.until, name in calls)


def _switched(plan: Plan, now: datetime, labels: Mapping[str, str]) -> list[tuple[Override, list[str], datetime]]:
    """Every switch that holds now, the hours it is for, and when it ends."""
    found: list[tuple[Override, list[str], datetime]] = []
    for name, schedule in plan.office.schedules.items():
        for one in schedule.overrides:
            begun = one.from_at.astimezone(ZoneInfo(plan.office.timezone)).date()
            end = one.until_at or midnight_after(begun, plan.office.timezone)
            if one.from_at <= now < end:
                same = next((names for other, names, _ in found if other == one), None)
                if same is None:
                    found.append((one, [labels[name]], end))
                else:
                    same.append(labels[name])
    return found


def _announced(plan: Plan, now: datetime) -> list[Announcement]:
    return [one for one in plan.office.announcements if one.from_at <= now < one.until_at]


def briefly(at: datetime | None, now: datetime, zone: ZoneInfo) -> Markup:
    """The hour alone if it is today in the office, else with its day."""
    if at is None:
        return Markup("–")
    same = at.astimezone(zone).date() == now.astimezone(zone).date()
    form = "HH:mm" if same else "EEE, d MMM, HH:mm"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), format_datetime(at, form))
