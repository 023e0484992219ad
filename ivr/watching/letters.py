"""The words of mails and webhooks: alarms, and the morning's digest. In the office's first language if that is Polish,
else in English. No caller's number, no name: only counts, and none so small that it is about one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from ivr.alarms import Alarm
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.schedule import OpenStatus
from ivr.core.twin import twin
from ivr.core.twin_calendar import schedule_labels
from ivr.figures import SMALLEST_SHOWN
from ivr.watching.notices import Notice
from ivr.watching.words import LOCALES, Language, moment, words

_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "began": "New", "worse": "New, bad", "again": "Still on", "over": "Over",
        "subject": "{office}: {what}", "many": "{what} (and more: {count})", "is_over": "over: {what}",
        "yours": "You get this because config.yaml names you under alarms.",
        "digest": "{office}: the infoline on {day}",
        "yesterday": "Yesterday: calls {calls}, of them missed {missed}.",
        "waiting": "Callers who wait to be called: {n}.",
        "away": "Yesterday's figures cannot be read now: the call log is away.",
        "open": "Calls today: open until {until}.", "opens": "Calls today: open from {until}.",
        "closed": "Calls today: closed.", "closes": "Closed today beside the usual: {names}.",
        "wrong": "To be seen to:", "fine": "Nothing is wrong.",
        "certificate": "Certificate of the public address: {n} days.",
        "few": "fewer than {n}",
    },
    "pl": {
        "began": "Nowe", "worse": "Nowe, poważne", "again": "Nadal trwa", "over": "Minęło",
        "subject": "{office}: {what}", "many": "{what} (i inne: {count})", "is_over": "minęło: {what}",
        "yours": "Ta wiadomość przyszła, bo adres jest wpisany w config.yaml w części alarms.",
        "digest": "{office}: infolinia, {day}",
        "yesterday": "Wczoraj: połączenia {calls}, w tym nieodebrane {missed}.",
        "waiting": "Osoby, które czekają na oddzwonienie: {n}.",
        "away": "Wczorajszych liczb nie można teraz odczytać: dziennik połączeń nie odpowiada.",
        "open": "Telefony dzisiaj: czynne do {until}.", "opens": "Telefony dzisiaj: czynne od {until}.",
        "closed": "Telefony dzisiaj: nieczynne.", "closes": "Dzisiaj wyjątkowo nieczynne: {names}.",
        "wrong": "Do załatwienia:", "fine": "Wszystko działa.",
        "certificate": "Certyfikat adresu publicznego: {n} dni.",
        "few": "mniej niż {n}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """`plain`: the same as JSON, for a webhook."""

    subject: str
    text: str
    plain: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Morning:
    """What the log says; `calls` None where it cannot be read. `certificate_until`: None without https."""

    calls: int | None
    missed: int = 0
    waiting: int | None = None
    certificate_until: datetime | None = None


def language_of(plan: Plan) -> Language:
    return "pl" if plan.office.default_language == "pl" else "en"


def alarm_letter(notices: Sequence[Notice], plan: Plan, at: datetime) -> Letter:
    """One letter for all that is due now."""
    language = language_of(plan)
    texts = _TEXTS[language]
    told = [(_kind(one), *_said(one, plan, language)) for one in notices]
    kind, first, _ = told[0]
    what = texts["is_over"].format(what=first) if kind == "over" else first
    if len(told) > 1:
        what = texts["many"].format(what=what, count=len(told) - 1)
    lines = [f"{texts[kind]}: {title}" + (f"\n{advice}" if advice else "") for kind, title, advice in told]
    plain = [
        {"alarm": one.key, "state": kind, "title": title, "advice": advice}
        for one, (kind, title, advice) in zip(notices, told, strict=True)
    ]
    return Letter(
        texts["subject"].format(office=plan.office.name, what=what),
        "\n\n".join([*lines, texts["yours"]]) + "\n",
        {"type": "alarms", "at": at.isoformat(), "office": plan.office.name, "alarms": plain},
    )


def digest_letter(alarms: Iterable[Alarm], morning: Morning, plan: Plan, now: datetime) -> Letter:
    language = language_of(plan)
    texts, zone = _TEXTS[language], ZoneInfo(plan.office.timezone)
    today = now.astimezone(zone).date()
    day = format_date(today, "full", LOCALES[language])
    found = [_words(one, plan, language) for one in alarms]
    lines = [
        *_figures(morning, texts), *_hours(plan, now, zone, today, language), "",
        *([texts["wrong"], *(f"- {title} {advice}" for title, advice in found)] if found else [texts["fine"]]),
    ]  # fmt: skip
    if morning.certificate_until:
        lines.append(texts["certificate"].format(n=(morning.certificate_until - now).days))
    plain = {
        "type": "digest", "at": now.isoformat(), "office": plan.office.name, "text": lines,
        "alarms": [{"title": title, "advice": advice} for title, advice in found],
    }  # fmt: skip
    subject = texts["digest"].format(office=plan.office.name, day=day)
    return Letter(subject, "\n".join([*lines, "", texts["yours"]]) + "\n", plain)


def _kind(notice: Notice) -> str:
    if notice.how == "over":
        return "over"
    return "again" if notice.again else "worse" if notice.how == "worse" else "began"


def _said(notice: Notice, plan: Plan, language: Language) -> tuple[str, str]:
    """Title and advice; of what is over the title alone, without what is not known any more."""
    if notice.alarm:
        return _words(notice.alarm, plan, language)
    code, _, about = notice.key.partition(" ")
    day = date.fromisoformat(about) if code == "day_in_lieu" and about else None
    past = Alarm(code, line=about, day=day)  # type: ignore[arg-type]
    return _words(past, plan, language)[0], ""


def _words(alarm: Alarm, plan: Plan, language: Language) -> tuple[str, str]:
    line = plan.office.lines.get(alarm.line)
    label = (line.label.get(language) or line.label.get(plan.office.default_language, "")) if line else ""
    said = words(alarm, language, ZoneInfo(plan.office.timezone), label or alarm.line)
    return said.title, f"{said.advice} {said.quoted}".rstrip()


def _figures(morning: Morning, texts: Mapping[str, str]) -> list[str]:
    if morning.calls is None:
        return [texts["away"]]
    lines = [texts["yesterday"].format(calls=morning.calls, missed=_shown(morning.missed, texts))]
    if morning.waiting is not None:
        lines.append(texts["waiting"].format(n=_shown(morning.waiting, texts)))
    return lines


def _shown(count: int, texts: Mapping[str, str]) -> str:
    """A mail goes where it goes: of fewer than five people it says only that."""
    return str(count) if count == 0 or count >= SMALLEST_SHOWN else texts["few"].format(n=SMALLEST_SHOWN)


def _hours(plan: Plan, now: datetime, zone: ZoneInfo, today: date, language: Language) -> list[str]:
    """The hours of the calls today, and when they end or begin."""
    texts, schedules = _TEXTS[language], plan.office.schedules
    lines = []
    for name in call_hours(plan)[:1]:
        status = schedules[name].status(now)
        opening = schedules[name].next_opening(now) if not status.open else None
        if status.open and status.until:
            lines.append(texts["open"].format(until=moment(status.until, language, zone)))
        elif opening and opening.astimezone(zone).date() == today:
            lines.append(texts["opens"].format(until=moment(opening, language, zone)))
        elif not status.open:
            lines.append(texts["closed"])
    spoken = language if language in plan.office.languages else plan.office.default_language
    labels = schedule_labels(twin(plan, now, spoken))
    off = [name for name, one in schedules.items() if _is_off(one.status(_noon(today, zone)))]
    closed = sorted(dict.fromkeys(labels.get(name) or name for name in off))
    return [*lines, texts["closes"].format(names=", ".join(closed))] if closed else lines


def _is_off(status: OpenStatus) -> bool:
    """Closed, and not because it always is at that hour of the week."""
    return not status.open and status.because.kind in ("exception", "holiday", "override")


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=12)
