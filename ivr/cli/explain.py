"""`explain`: open or closed at a moment, because of which rule and until when, what is heard, and who rings."""

from __future__ import annotations

import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from ivr.cli.call import moment_at
from ivr.cli.dates import length_text, moment_text
from ivr.cli.plans import plan_of, switched
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.plan import Plan
from ivr.core.schedule import Because, OpenStatus
from ivr.core.words import WORDS
from ivr.errors import UsageError
from ivr.explain import Explanation, Part, Presses, Rings, Says, explain
from ivr.settings import from_environment

_TEXTS = {
    "en": {
        "live": "What callers hear, revision {revision}.",
        "draft": "The files as they are now.",
        "open": "open",
        "closed": "closed",
        "until": "until {moment}",
        "always": "no change in sight",
        "hears": "hears",
        "presses": "presses",
        "rings": "rings",
        "up_to": "up to {seconds} s",
        "in_turn": "another call may begin at another line",
        "times": "{times} times in all",
        "ends": "If no desk answers, the call is over after {length}.",
        "unused": "No menu was left in which to press: {keys}.",
    },
    "pl": {
        "live": "Tak słyszą dzwoniący, wersja {revision}.",
        "draft": "Pliki w obecnym stanie.",
        "open": "otwarte",
        "closed": "zamknięte",
        "until": "do: {moment}",
        "always": "bez zmian w przewidywalnym czasie",
        "hears": "słyszy",
        "presses": "naciska",
        "rings": "dzwoni",
        "up_to": "do {seconds} s",
        "in_turn": "inne połączenie może zacząć od innej linii",
        "times": "łącznie razy: {times}",
        "ends": "Jeśli nikt nie odbierze, połączenie kończy się po {length}.",
        "unused": "Nie było już menu, w którym można nacisnąć: {keys}.",
    },
}
_BECAUSE = {
    "en": {
        "override": "switched by an operator",
        "exception": "exception",
        "holiday": "public holiday",
        "weekly": "weekly hours",
        "closed": "no hours in force",
    },
    "pl": {
        "override": "przełączone przez operatora",
        "exception": "wyjątek w kalendarzu",
        "holiday": "święto",
        "weekly": "godziny tygodniowe",
        "closed": "brak obowiązujących godzin",
    },
}
_KEYS = {"star": "*", "hash": "#"}


@click.command("explain")
@click.option("--at", "moment", default=None, help='The moment in office time, "2026-12-24 10:00"; now unless given.')
@click.option("--press", default="", help='Keys, one in each menu: 1, or "8 2", or star.')
@click.option("--draft", is_flag=True, help="The files as they are now, not what is live.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(moment: str | None, press: str, draft: bool, as_json: bool) -> None:
    """Say what a caller meets at a moment when no desk answers, by making the call on the engine."""
    keys = keys_of(press)
    settings = from_environment(os.environ)
    plan = switched(plan_of(settings, draft), settings)
    at = moment_at(moment, ZoneInfo(plan.office.timezone)) or utc_now()
    explanation = explain(plan, at, keys)
    language = message_language(os.environ)
    if as_json:
        print(json.dumps(plain(explanation, plan, language), ensure_ascii=False, indent=1))
    else:
        print("\n".join(told(explanation, plan, language, draft)))


def keys_of(text: str) -> tuple[str, ...]:
    """ "8 2", "82" or "8, star" as keys."""
    words = text.replace(",", " ").split()
    keys = tuple(key for word in words for key in ([_KEYS[word]] if word in _KEYS else word))
    if bad := [key for key in keys if key not in tuple("0123456789*#")]:
        raise UsageError("keys-bad", f"{bad[0]!r} is not a key of a telephone.", "Write digits, star or hash.")
    return keys


def told(explanation: Explanation, plan: Plan, language: str, draft: bool) -> list[str]:
    """The explanation as lines to be read aloud."""
    texts = _TEXTS[language]
    source = texts["draft"] if draft else texts["live"].format(revision=plan.revision)
    moment = moment_text(_local(explanation.at, plan), language)
    lines = [f"{moment[0].upper()}{moment[1:]}. {source}"]
    lines += [f"{name}: {status_text(status, plan, language)}." for name, status in explanation.statuses]
    lines.append("")
    width = max(len(texts[word]) for word in ("hears", "presses", "rings"))
    for part in explanation.parts:
        verb, what = _words(part, plan, texts, language)
        lines.append(f"{length_text(part.at_seconds):>5}  {verb:<{width}}  {what}")
    lines += ["", texts["ends"].format(length=length_text(explanation.seconds))]
    if explanation.unused_keys:
        lines.append(texts["unused"].format(keys=", ".join(explanation.unused_keys)))
    return lines


def status_text(status: OpenStatus, plan: Plan, language: str) -> str:
    """ "closed, public holiday (Christmas Eve), until Monday, 28 December 2026, 7:30"."""
    texts, because = _TEXTS[language], status.because
    rule, detail = _BECAUSE[language][because.kind], _detail(because, plan, language)
    until = texts["always"]
    if status.until:
        until = texts["until"].format(moment=moment_text(_local(status.until, plan), language))
    return f"{texts['open' if status.open else 'closed']}, {rule}{f' ({detail})' if detail else ''}, {until}"


def _detail(because: Because, plan: Plan, language: str) -> str:
    if because.holiday:
        return WORDS[language].holiday(because.holiday)
    return because.reason.get(language) or next(iter(because.reason.values()), "")


def _words(part: Part, plan: Plan, texts: dict[str, str], language: str) -> tuple[str, str]:
    remarks = [texts["times"].format(times=part.times)] if part.times > 1 else []
    match part:
        case Presses():
            return texts["presses"], part.key
        case Says():
            verb, what = texts["hears"], f"[{part.language}] {part.text}"
        case Rings():
            verb, what = texts["rings"], _rung(part, plan, texts, language)
            group = plan.office.groups.get(part.group)
            if group and group.ring == "in_turn":
                remarks.append(texts["in_turn"])
    return verb, f"{what} ({'; '.join(remarks)})" if remarks else what


def _rung(part: Rings, plan: Plan, texts: dict[str, str], language: str) -> str:
    group = plan.office.groups.get(part.group)
    label = f"{group.label.get(language) or group.label[plan.office.default_language]}: " if group else ""
    lines = ", ".join(f"{name} {plan.office.lines[name].written}" for name in part.lines)
    return f"{label}{lines}, {texts['up_to'].format(seconds=part.ring_seconds)}"


def _local(at: datetime, plan: Plan) -> datetime:
    return at.astimezone(ZoneInfo(plan.office.timezone))


def plain(explanation: Explanation, plan: Plan, language: str) -> dict[str, object]:
    """The explanation as JSON values; moments are ISO 8601 in office time, numbers E.164."""
    return {
        "at": _local(explanation.at, plan).isoformat(),
        "revision": plan.revision,
        "hours": [
            {
                "schedule": name,
                "open": status.open,
                "because": status.because.kind,
                "reason": _detail(status.because, plan, language),
                "until": _local(status.until, plan).isoformat() if status.until else None,
            }
            for name, status in explanation.statuses
        ],
        "course": [_plain_part(part, plan) for part in explanation.parts],
        "seconds": explanation.seconds,
        "unused_keys": list(explanation.unused_keys),
    }


def _plain_part(part: Part, plan: Plan) -> dict[str, object]:
    common: dict[str, object] = {"at_seconds": part.at_seconds, "times": part.times}
    match part:
        case Says():
            return {"does": "hears", "language": part.language, "text": part.text, **common}
        case Presses():
            return {"does": "presses", "key": part.key, **common}
        case Rings():
            lines = [{"line": name, "number": plan.office.lines[name].number} for name in part.lines]
            return {"does": "rings", "group": part.group, "lines": lines, "ring_seconds": part.ring_seconds, **common}
