"""Prompts to spoken words: placeholders filled at a moment, parts in another voice cut out. Decides nothing else.

`[pl: Rynek]` inside a text is said by that language's voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.core.instructions import Spoken
from ivr.core.plan import HoursSentence, Language, Plan, Prompt, Sentence, Texts
from ivr.core.schedule import OpenStatus, Schedule
from ivr.core.words import WORDS, Words

_OTHER_VOICE = re.compile(r"\[([a-z]{2}): ([^\]]*)\]")
_TWO_STOPS = re.compile(r"([.!?])\.")  # "until seven p.m.." where a placeholder ends a sentence
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z0-9_]+))?\}")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a sentence depends on: the plan, the language, the instant (aware UTC)."""

    plan: Plan
    language: Language
    at: datetime

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    @property
    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.plan.office.timezone))

    def spoken_in(self, language: Language) -> Moment:
        return replace(self, language=language)


def speak(prompts: Iterable[Prompt], moment: Moment) -> tuple[Spoken, ...]:
    """The words of `prompts` at `moment`, in order, none empty."""
    return tuple(part for prompt in prompts for part in _parts(prompt, moment))


def in_language(texts: Texts, moment: Moment) -> str:
    """The text in the moment's language, else in the office's default one, else whatever there is."""
    default = moment.plan.office.default_language
    return texts.get(moment.language) or texts.get(default) or next(iter(texts.values()), "")


def fill(text: str, moment: Moment, schedule: Schedule | None = None, status: OpenStatus | None = None) -> str:
    """`text` with its placeholders in words. An unknown placeholder is left out: a caller never hears a brace."""

    def word(match: re.Match[str]) -> str:
        maker = _PLACEHOLDERS.get(match[1])
        return maker(moment, match[2] or "", schedule, status) if maker else ""

    return _TWO_STOPS.sub(r"\1", _PLACEHOLDER.sub(word, text))


def _parts(prompt: Prompt, moment: Moment) -> tuple[Spoken, ...]:
    if isinstance(prompt, Sentence):
        return _cut(fill(in_language(prompt.texts, moment), moment), moment.language)
    schedule = moment.plan.office.schedules.get(prompt.hours)
    if schedule is None:  # the live office has no such schedule any more: say nothing rather than something wrong
        return ()
    status = schedule.status(moment.at)
    texts = _variant(prompt, schedule, status, moment)
    return _cut(fill(in_language(texts, moment), moment, schedule, status), moment.language) if texts else ()


def _variant(prompt: HoursSentence, schedule: Schedule, status: OpenStatus, moment: Moment) -> Texts | None:
    variants = prompt.variants
    if status.open:
        return variants.get("open")
    if schedule.next_opening(moment.at) is None:
        return variants.get("unknown") or variants["closed"]
    because = status.because
    if because.kind == "holiday":
        return variants.get("holiday") or variants["closed"]
    if because.kind in ("exception", "override") and because.reason:
        return variants.get("exception") or variants["closed"]
    return variants["closed"]


def _cut(text: str, language: Language) -> tuple[Spoken, ...]:
    """One text into parts by voice: "a [pl: b] c" -> a, b (Polish), c."""
    parts: list[Spoken] = []
    position = 0
    for match in _OTHER_VOICE.finditer(text):
        parts += [Spoken(language, text[position : match.start()].strip()), Spoken(match[1], match[2].strip())]
        position = match.end()
    parts.append(Spoken(language, text[position:].strip()))
    if len(parts) > 1:  # the stop after another voice's words belongs to those
        parts = [Spoken(part.language, part.text.lstrip(" .,;:")) for part in parts]
    return tuple(part for part in parts if part.text)


# -- placeholders: (moment, argument, schedule and status of an hours sentence) -> words ------------

Maker = Callable[[Moment, str, Schedule | None, OpenStatus | None], str]


def _when(moment: Moment, _: str, schedule: Schedule | None, __: OpenStatus | None) -> str:
    opening = schedule.next_opening(moment.at) if schedule else None
    if opening is None:
        return ""
    return moment.words.when(opening.astimezone(moment.local.tzinfo), moment.local)


def _until(moment: Moment, _: str, __: Schedule | None, status: OpenStatus | None) -> str:
    if status is None or status.until is None:
        return ""
    return moment.words.until(status.until.astimezone(moment.local.tzinfo), moment.local)


def _holiday(moment: Moment, _: str, __: Schedule | None, status: OpenStatus | None) -> str:
    return moment.words.holiday(status.because.holiday) if status and status.because.holiday else ""


def _reason(moment: Moment, _: str, __: Schedule | None, status: OpenStatus | None) -> str:
    return in_language(status.because.reason, moment) if status else ""


def _hours(moment: Moment, name: str, _: Schedule | None, __: OpenStatus | None) -> str:
    schedule = moment.plan.office.schedules.get(name)
    period = schedule.period_on(moment.local.date()) if schedule else None
    return moment.words.hours(period.weekly, period.last_day, period.last_day_rule) if period else ""


def _phone(moment: Moment, name: str, _: Schedule | None, __: OpenStatus | None) -> str:
    line = moment.plan.office.lines.get(name)
    return moment.words.phone(line.written) if line else ""


def _fax(moment: Moment, name: str, _: Schedule | None, __: OpenStatus | None) -> str:
    number = moment.plan.office.never_dial.get(name)
    return moment.words.phone(number.written) if number else ""


def _own(moment: Moment, position: str, _: Schedule | None, __: OpenStatus | None) -> str:
    numbers = moment.plan.office.answers_on
    index = int(position) - 1 if position.isdigit() else 0
    return moment.words.phone(numbers[index].written) if 0 <= index < len(numbers) else ""


def _fact(moment: Moment, name: str, _: Schedule | None, __: OpenStatus | None) -> str:
    today = moment.local.date()
    for fact in moment.plan.office.facts.get(name, ()):
        begun = fact.from_date is None or fact.from_date <= today
        if begun and (fact.until_date is None or today <= fact.until_date):
            return in_language(fact.texts, moment)
    return ""


_PLACEHOLDERS: dict[str, Maker] = {
    "when": _when,
    "until": _until,
    "holiday": _holiday,
    "reason": _reason,
    "hours": _hours,
    "phone": _phone,
    "fax": _fax,
    "own": _own,
    "fact": _fact,
}
