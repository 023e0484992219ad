"""A call: its story with times to the second, what the menu said then, the telephones rung. Looking is noted.

The caller's number is shown to whoever gives a reason, once, and the reason is noted first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, make_response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ivr.console.call_words import ENDED, GATES
from ivr.console.calls_columns import (
    called_word,
    gate_of,
    leg_words,
    length_word,
    line_word,
    outcome_words,
    service_word,
)  # fmt: skip
from ivr.console.console import Console, page
from ivr.console.languages import current_language, language_name
from ivr.console.logged import Logged
from ivr.core.entries import Entry
from ivr.core.instructions import Spoken
from ivr.core.plan import Plan
from ivr.core.story import because_words, tell
from ivr.errors import IvrError
from ivr.replay.heard import heard_in
from ivr.replay.held import HeldPlans
from ivr.store import call_list
from ivr.store.call_days import Days
from ivr.store.call_list import Wanted
from ivr.store.console.access_log import require_reason
from ivr.store.legs import LegRow
from ivr.store.log import exact_call
from ivr.store.projection import CallRow
from ivr.store.switches import SwitchFile

_OTHERS = 100
Course = tuple[CallRow, tuple[LegRow, ...], tuple[Entry, ...]]


def register(console: Console) -> None:
    pages = _Pages(Logged(console))
    console.route("/calls/of/<call_id>", "call", pages.show)
    console.route("/calls/of/<call_id>/reveal", "call_reveal", pages.reveal, ["POST"])


@dataclass(frozen=True, slots=True)
class Happened:
    """One sentence of the story. `heard`: what the caller heard from here on."""

    at: datetime
    sentence: str
    heard: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Rang:
    """One telephone, rung from `at` for so many seconds; None where that is not known."""

    at: datetime
    line: str
    number: str
    service: str
    seconds: int | None
    outcome: tuple[str, str]
    talked: int | None


@dataclass(frozen=True)
class _Pages:
    log: Logged

    def show(self, call_id: str) -> Response:
        course = self._course(call_id)
        self.log.console.note("call_viewed", call_id)
        return self._page(course)

    def reveal(self, call_id: str) -> Response:
        course = self._course(call_id)
        try:
            reason = require_reason(request.form.get("reason", ""))
        except IvrError:
            return self._page(course, problem=_("Say why, in a few words: it stands in the access log."), status=400)
        number = self.log.services.callers.number(course[0].caller, call_id)
        if not number:
            return self._page(course, problem=_("There is no number to show."), status=404)
        self.log.console.note("number_revealed", call_id, reason)
        return self._page(course, revealed=number)

    def _course(self, call_id: str) -> Course:
        found = exact_call(self.log.engine, call_id)
        if found is None:
            abort(404)
        return found

    def _page(self, course: Course, revealed: str = "", problem: str = "", status: int = 200) -> Response:
        row, legs, entries = course
        restricted, plan = self.log.restricted(), self.log.services.catalogue.as_published(row.revision)
        seen, office = self.log.seen(row, legs, restricted), (plan or self.log.services.plan()).office
        polish = current_language() == "pl"
        facts = {
            "called": called_word(office, row.called), "language": language_name(row.language),
            "service": service_word(office, row.service), "outcome": outcome_words(row.outcome),
            "gate": _(GATES[gate_of(row)]), "because": because_words(row.because, polish) if row.because else "",
            "length": length_word(row.seconds), "ended": _(ENDED.get(row.ended_how, row.ended_how)),
        }  # fmt: skip
        heard = self._heard(plan, course)
        shown = page(
            "call.html", row=row, seen=seen, facts=facts, revealed=revealed, problem=problem, plan=plan,
            live=self.log.services.plan().revision == row.revision, story=list(self._story(course, heard)), told=heard,
            can_reveal=bool(self.log.services.callers.number(row.caller, row.call_id)),
            rang=[_rang(leg, entries, office_line=line_word(office, leg.line), service=service_word(
                office, leg.hunt_group)) for leg in legs],
            others=self._others(row, restricted), restricted=row.pseudonym in restricted and bool(row.pseudonym),
        )  # fmt: skip
        return make_response(shown, status)

    def _heard(self, plan: Plan | None, course: Course) -> Mapping[int, tuple[Spoken, ...]]:
        row, legs, entries = course
        if plan is None:
            return {}
        timeline = SwitchFile(self.log.services.settings.data).timeline(plan.office.timezone)
        opened = [self.log.services.callers.opened(entry) for entry in entries]
        return heard_in(opened, legs, HeldPlans(plan, timeline))

    def _story(self, course: Course, heard: Mapping[int, tuple[Spoken, ...]]) -> Iterator[Happened]:
        """The sentences of the log; after the last one of each step, what was spoken then."""
        row, _, entries = course
        shown = self.log.services.callers.shown
        zone = ZoneInfo(self.log.office.timezone)
        told = tell(entries, current_language(), lambda kept: shown(kept, row.call_id), zone)
        last = {entry.step: entry.id for entry, _ in told if entry.source == "step"}
        for entry, sentence in told:
            here = entry.source == "step" and last[entry.step] == entry.id
            yield Happened(entry.at, sentence, heard.get(entry.step, ()) if here else ())

    def _others(self, row: CallRow, restricted: frozenset[str]) -> Sequence[CallRow]:
        """The same caller's other calls of that day, in the order of their time."""
        if not row.pseudonym or row.pseudonym in restricted:
            return ()
        zone = self.log.office.timezone
        day = self.log.seen(row, (), restricted).local(row.started_at).date()
        wanted = Wanted(*Days(day, day, zone).span, pseudonyms=(row.pseudonym,), tests=True)
        found = call_list.page(self.log.engine, wanted, _OTHERS)
        return [other for other in reversed(found) if other.call_id != row.call_id]


def _rang(leg: LegRow, entries: Sequence[Entry], office_line: str, service: str) -> Rang:
    talked = leg.seconds if leg.outcome == "answered" else None
    number = leg.number or ""
    return Rang(leg.at, office_line, number, service, _rang_seconds(leg, entries), leg_words(leg.outcome), talked)


def _rang_seconds(leg: LegRow, entries: Sequence[Entry]) -> int | None:
    """From the ringing to the next word of the log about it, less what was talked."""
    ends = [
        entry.at
        for entry in entries
        if entry.at >= leg.at and (entry.source == "step" and entry.step == leg.step + 1 or entry.kind == "status")
    ]
    if not ends:
        return None
    talked = leg.seconds or 0 if leg.outcome == "answered" else 0
    return max(0, round((min(ends) - leg.at).total_seconds()) - talked)
