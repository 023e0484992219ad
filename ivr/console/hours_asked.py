"""What somebody chose in the form of Hours, as a wish; and the choices it offers. Words of refusals are the page's.

Names that the office does not have any more are refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ivr.console.office_words import OfficeWords
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.walltime import instant, midnight_after
from ivr.errors import UsageError
from ivr.switching.effects import services
from ivr.switching.hours import closing_today, fault_of_end, next_opening
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import LONGEST_NOTICE, LONGEST_REASON, Wish, as_reason, unfit

OWN_WORDS = "own"
ENDS = ("closing", "opening", "unknown", "moment")


@dataclass(frozen=True)
class Asked:
    """The fields as they were sent; what is missing is ""."""

    sent: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.sent.get(name, "").strip()

    @property
    def what(self) -> str:
        return self["what"]

    def typed(self, plan: Plan) -> dict[str, str]:
        """Own words, by language."""
        return {one: text for one in plan.office.languages if (text := " ".join(self[f"text_{one}"].split()))}


def asked(form: MultiDict[str, str]) -> Asked:
    return Asked({name: value for name, value in form.items() if isinstance(value, str)})


def wish_of(one: Asked, board: Switchboard) -> Wish:
    """Raises UsageError: what is wrong with it, by its code."""
    if one.what == "announce":
        return _notice(one, board)
    if one.what not in ("close", "open"):
        raise unfit("what-unknown")
    targets = targets_of(one["target"], board.plan)
    board.hours_of(targets[0])
    until_at = None if one["until"] == "unknown" else _until(one, board, targets[0])
    return Wish("close" if one.what == "close" else "open", until_at, _reason(one, board), targets)


def _notice(one: Asked, board: Switchboard) -> Wish:
    if one["until"] == "unknown":
        raise unfit("until-needed")
    until_at = _until(one, board, "")
    from_at = _moment(one["from_day"], one["from_time"], board, time.min) if one["from_day"] else None
    if _stated(one["from_at"]):
        from_at = _stated(one["from_at"])
    if from_at and from_at >= until_at:
        raise unfit("moments-backwards")
    return Wish("announce", until_at, board.texts(one.typed(board.plan), LONGEST_NOTICE), from_at=from_at)


def _reason(one: Asked, board: Switchboard) -> Mapping[str, str]:
    """Own words are meant also where somebody typed them and chose nothing above."""
    typed = one.typed(board.plan)
    if one["reason"] == OWN_WORDS or (typed and not one["reason"]):
        return board.texts(as_reason(typed), LONGEST_REASON)
    return board.reason(one["reason"]) if one["reason"] else {}


def _until(one: Asked, board: Switchboard, target: str) -> datetime:
    at, schedule = _stated(one["until_at"]), board.hours_of(target) if target or call_hours(board.plan) else None
    if at is None and one["until"] == "closing":
        at = closing_today(schedule, board.now, board.timezone)
        if at is None:
            raise unfit("closing-none")
    elif at is None and one["until"] == "opening":
        at = next_opening(schedule, board.now, board.timezone)
        if at is None:
            raise unfit("opening-none")
    elif at is None:
        at = _moment(one["until_day"], one["until_time"], board, None)
    if fault := fault_of_end(at, board.now):
        raise unfit(f"moment-{fault}")
    return at


def _moment(day: str, wall: str, board: Switchboard, without: time | None) -> datetime:
    """A day and a time as browsers send them; without a day it is today, without a time the end of the day."""
    try:
        on = date.fromisoformat(day) if day else board.now.astimezone(ZoneInfo(board.timezone)).date()
        if not wall:
            if not day:
                raise ValueError
            return midnight_after(on, board.timezone) if without is None else instant(on, without, board.timezone)
        return instant(on, time.fromisoformat(wall).replace(tzinfo=None), board.timezone)
    except (ValueError, OverflowError):
        raise unfit("moment-bad") from None


def _stated(written: str) -> datetime | None:
    """An instant as the page before said it."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.utcoffset() is not None else None


# -- What the form offers ------------------------------------------------------------------------------


def targets_of(chosen: str, plan: Plan) -> tuple[str, ...]:
    """ "": all call hours; "service:cards": the telephones of a service; "line:…", "hours:…". Raises UsageError."""
    kind, _sign, name = chosen.partition(":")
    office = plan.office
    if not chosen:
        return ("",)
    if kind == "service" and name in office.groups:
        lines = tuple(one for one in office.groups[name].lines if one in office.lines)
        if lines:
            return lines
    if (kind == "line" and name in office.lines) or (kind == "hours" and name in office.schedules):
        return (name,)
    raise unfit("target-unknown")


def choices(plan: Plan, words: OfficeWords) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(value, label)]) of everything that can be closed or opened."""
    office, calls, labels = plan.office, call_hours(plan), words.hours()
    spoken = [name for name in office.schedules if name not in calls or len(calls) > 1]
    groups = [name for name in services(plan) if name in office.groups]
    found = [
        (str(_("Services")), [(f"service:{name}", words.service(name)) for name in groups]),
        (str(_("Telephones")), [(f"line:{name}", words.line(name)) for name in office.lines]),
        (str(_("Other hours")), [(f"hours:{name}", labels[name]) for name in spoken]),
    ]
    return [(heading, ones) for heading, ones in found if ones]


def named(chosen: str, plan: Plan, words: OfficeWords) -> str:
    """What a choice is called."""
    for _heading, ones in choices(plan, words):
        for value, label in ones:
            if value == chosen:
                return label
    return str(_("All calls"))


def problem_words(error: UsageError) -> str:
    """What is wrong and what to do."""
    language = error.fields.get("language", "")
    words = {
        "closing-none": _("There is no closing any more today. Choose another end."),
        "opening-none": _("These hours never open again. Choose a day and a time."),
        "moment-bad": _("Write until which day and time."),
        "moment-over": _("This moment is over already. Choose a later end."),
        "moment-far": _("This is more than a year ahead. What lasts belongs in config.yaml."),
        "moments-backwards": _("The end is not after the beginning."),
        "until-needed": _("A notice needs an end."),
        "target-unknown": _("The office has this no more. Choose again."),
        "no-call-hours": _("No hours open or close the calls here. Choose a telephone."),
        "reason-unknown": _("The office has this reason no more. Choose again."),
        "text-default": _("The words in the office’s first language (%(language)s) are missing.", language=language),
        "text-long": _("The words in %(language)s are too long: callers wait for their end.", language=language),
        "text-characters": _(
            "The words in %(language)s hold an invisible character. Type them anew.", language=language
        ),
        "text-brackets": _("The words in %(language)s hold a bracket. Leave it out.", language=language),
    }
    return str(words.get(error.code, _("Choose what is to be done.")))
