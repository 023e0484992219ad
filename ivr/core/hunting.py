"""Who may be rung now: the lines of a hunt group, in the order they are tried. The ring loop is cut here."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ivr.core.events import Call
from ivr.core.instructions import RingLine, RingLines, Spoken
from ivr.core.office import HuntGroup, Line, Office
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language
from ivr.core.session import Session

MAX_TOGETHER = 10  # the provider rings at most ten numbers at once
_NATIONAL_DIGITS = 9  # a Polish number without its country code, for comparing odd spellings
_E164 = re.compile(r"\+[1-9]\d{7,14}")


def is_open(office: Office, hours: str, session: Session, now: datetime) -> bool:
    """Whether `hours` ("" = always) are open for this caller: who was let in is served a little past closing, but
    not past an operator's switch: then nobody is there any more."""
    if not hours:
        return True
    schedule = office.schedules.get(hours)
    if schedule is None:  # unknown hours must not lock a line for ever
        return True
    status = schedule.status(now)
    if status.open or status.because.kind == "override":
        return status.open
    return session.let_in and schedule.status(now - timedelta(seconds=office.edges.late_seconds)).open


def attempts(
    plan: Plan, call: Call, session: Session, group: HuntGroup, now: datetime
) -> Iterator[tuple[int, list[Line]]]:
    """What can be rung from position `session.tried` on: (position, lines rung by one Dial)."""
    office = plan.office
    if group.ring == "together":
        lines = {line.name: line for line in group_lines(plan, group)} if session.tried == 0 else {}
        usable = [line for line in lines.values() if may_ring(office, call, session, line, now)]
        if usable:
            yield 0, usable[:MAX_TOGETHER]
        return
    for position, name in enumerate(_order(group, call)[session.tried :], session.tried):
        line = office.lines.get(name)
        if line and may_ring(office, call, session, line, now):
            yield position, [line]


def group_lines(plan: Plan, group: HuntGroup) -> list[Line]:
    return [plan.office.lines[name] for name in group.lines if name in plan.office.lines]


def may_ring(office: Office, call: Call, session: Session, line: Line, now: datetime) -> bool:
    """Not the service itself, not where the call came from, in force today, and open."""
    return in_force(office, line, now) and not _loops(office, call, line) and is_open(office, line.hours, session, now)


def in_force(office: Office, line: Line, now: datetime) -> bool:
    if not (line.from_date or line.until_date):
        return True
    today = now.astimezone(ZoneInfo(office.timezone)).date()
    return (line.from_date or today) <= today <= (line.until_date or today)


def _loops(office: Office, call: Call, line: Line) -> bool:
    for forbidden in (*office.answers_on, *office.never_dial.values()):
        if _same(line.number, forbidden.e164):
            return True
    return _same(line.number, call.called) or _same(line.number, call.forwarded_from)


@lru_cache(maxsize=4096)
def _same(ours: str, theirs: str) -> bool:
    """Equal as telephone numbers, also when the carrier wrote 0048… or left the country code out."""
    one, other = re.sub(r"\D", "", ours), re.sub(r"\D", "", theirs)
    return len(other) >= _NATIONAL_DIGITS and one[-_NATIONAL_DIGITS:] == other[-_NATIONAL_DIGITS:]


def _order(group: HuntGroup, call: Call) -> tuple[str, ...]:
    """`in_turn` begins at a hash of the call: no shared state, and the same when the request is repeated."""
    start = zlib.crc32(call.id.encode()) % len(group.lines) if group.ring == "in_turn" else 0
    return group.lines[start:] + group.lines[:start]


def ring(plan: Plan, call: Call, session: Session, lines: list[Line], seconds: int, silent: bool = False) -> RingLines:
    """The instruction that rings `lines`, with what each desk hears first; `silent` leaves out those words."""
    if silent:
        rung = tuple(RingLine(line.name, line.number) for line in lines)
    else:
        rung = tuple(RingLine(line.name, line.number, *desk_hears(plan, session, line)) for line in lines)
    return RingLines(rung, seconds, caller_id(plan.office, call))


def desk_hears(plan: Plan, session: Session, line: Line) -> tuple[tuple[Spoken, ...], tuple[Spoken, ...]]:
    """(whisper, confirm) of a line, each empty if the line has none; in the office's default language."""
    office = plan.office
    group = office.groups.get(session.chosen) or office.groups.get(session.group)
    voice = office.languages.get(session.language) or office.languages[office.default_language]
    whisper = confirm = ""
    if line.whisper:
        service = group.label.get(office.default_language, "") if group else ""
        whisper = office.whisper.get(office.default_language, "{service}, {language}.")
        whisper = whisper.replace("{service}", service).replace("{language}", voice.desk_name)
    if line.confirm:
        confirm = office.confirm.get(office.default_language, "")
    spoken = [(Spoken(office.default_language, text),) if text else () for text in (whisper, confirm)]
    return spoken[0], spoken[1]


def caller_id(office: Office, call: Call) -> str:
    """What the desk's telephone shows. A withheld or odd caller was already emptied, and is never passed on."""
    shown = call.caller if office.caller_id == "caller" else call.called
    if not _E164.fullmatch(shown):
        shown = call.called if _E164.fullmatch(call.called) else ""
    return shown or (office.answers_on[0].e164 if office.answers_on else "")


def label_of(plan: Plan, group: str, moment: Moment) -> str:
    """The group's name for the log."""
    found = plan.office.groups.get(group)
    return in_language(found.label, moment) if found else group
