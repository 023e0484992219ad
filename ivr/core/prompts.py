"""Prompts to words, spoken or written: placeholders filled at a moment, parts in another voice cut out. No decisions.

`[pl: Rynek]` inside a text is said by that language's voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.core.instructions import Spoken
from ivr.core.plan import Plan
from ivr.core.schedule import OpenStatus, Schedule
from ivr.core.texts import HoursSentence, Language, Prompt, Sentence, Texts
from ivr.core.words import WORDS, WRITTEN, Words

OTHER_VOICE = re.compile(r"\[([a-z]{2}): ([^\]]*)\]")
_TWO_STOPS = re.compile(r"([.!?])\.")  # "until seven p.m.." where a placeholder ends a sentence
_NOTHING_BETWEEN = re.compile(r",\s*,|,\s*(?=[.!?])")  # ", {reason}," where there is no reason
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z0-9_]+))?\}")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a sentence depends on: the plan, the language, the instant (aware UTC), whether it is for the eye."""

    plan: Plan
    language: Language
    at: datetime
    written: bool = False
    number: str = ""  # a telephone number that was typed, as it is written: what {number} stands for

    @property
    def words(self) -> Words:
        return (WRITTEN if self.written else WORDS)[self.language]

    @property
    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.plan.office.timezone))

    def spoken_in(self, language: Language) -> Moment:
        return replace(self, language=language)


def speak(prompts: Iterable[Prompt], moment: Moment) -> tuple[Spoken, ...]:
    """The words of `prompts` at `moment`, in order, none empty."""
    return tuple(part for prompt in prompts for part in _cut(text_of(prompt, moment), moment.language))


def notice(texts: Texts, moment: Moment) -> tuple[Spoken, ...]:
    """An announcement, in the moment's language; where it has no words in it, in the default one, by its own voice."""
    language = moment.language if texts.get(moment.language) else moment.plan.office.default_language
    spoken_in = moment.spoken_in(language)
    return _cut(fill(in_language(texts, spoken_in), spoken_in), language)


def text_of(prompt: Prompt, moment: Moment) -> str:
    """The text of one prompt, filled, its parts in another voice still in brackets; "" where nothing is said."""
    if isinstance(prompt, Sentence):
        return _worded(prompt.texts, prompt.written, moment)
    schedule = moment.plan.office.schedules.get(prompt.hours)
    if schedule is None:  # the live office has no such schedule any more: say nothing rather than something wrong
        return ""
    status = schedule.status(moment.at)
    variant = _variant(prompt, schedule, status, moment)
    if variant not in prompt.variants:
        return ""
    return _worded(prompt.variants[variant], prompt.written.get(variant, {}), moment, schedule, status)


def names_in(prompt: Prompt, moment: Moment, placeholder: str) -> tuple[str, ...]:
    """The names a prompt's placeholders of this kind hold: those of the schedules in "{hours:calls} … {hours:cash}"."""
    texts = (prompt.texts,) if isinstance(prompt, Sentence) else tuple(prompt.variants.values())
    found = (match for text in texts for match in _PLACEHOLDER.finditer(in_language(text, moment)))
    return tuple(dict.fromkeys(match[2] for match in found if match[1] == placeholder and match[2]))


def in_language(texts: Texts, moment: Moment) -> str:
    """The text in the moment's language, else in the office's default one, else whatever there is."""
    default = moment.plan.office.default_language
    return texts.get(moment.language) or texts.get(default) or next(iter(texts.values()), "")


def fill(text: str, moment: Moment, schedule: Schedule | None = None, status: OpenStatus | None = None) -> str:
    """`text` with its placeholders in words. An unknown placeholder is left out: a caller never hears a brace."""

    def word(match: re.Match[str]) -> str:
        maker = _PLACEHOLDERS.get(match[1])
        return maker(moment, match[2] or "", schedule, status) if maker else ""

    return _NOTHING_BETWEEN.sub("", _TWO_STOPS.sub(r"\1", _PLACEHOLDER.sub(word, text)))


def _worded(
    texts: Texts, written: Texts, moment: Moment, schedule: Schedule | None = None, status: OpenStatus | None = None
) -> str:
    """The text for the ear, filled; for the eye its twin, if there is one."""
    if not (moment.written and written):
        return fill(in_language(texts, moment), moment, schedule, status)
    if moment.language in written:
        return fill(written[moment.language], moment, schedule, status)
    default = moment.plan.office.default_language
    return _marked(fill(in_language(written, moment), moment.spoken_in(default), schedule, status), default)


def _marked(text: str, language: Language) -> str:
    """Words in another language than those around them; what has no space (a web address) is of no language."""
    return f"[{language}: {text}]" if " " in text else text


def _variant(prompt: HoursSentence, schedule: Schedule, status: OpenStatus, moment: Moment) -> str:
    """The name of the variant that holds now; it need not be there if it is `open`."""
    wanted, because = "closed", status.because
    if status.open:
        return "open"
    if because.unknown_end or schedule.next_opening(moment.at) is None:
        wanted = "unknown"
    elif because.kind == "holiday":
        wanted = "holiday"
    elif because.kind in ("exception", "override") and because.reason.get(moment.language):
        wanted = "exception"
    return wanted if wanted in prompt.variants else "closed"


def _cut(text: str, language: Language) -> tuple[Spoken, ...]:
    """One text into parts by voice: "a [pl: b] c" -> a, b (Polish), c."""
    parts: list[Spoken] = []
    position = 0
    for match in OTHER_VOICE.finditer(text):
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
    """In the moment's language only: words of another one in the middle of a sentence would spoil it."""
    return status.because.reason.get(moment.language, "") if status else ""


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
            if moment.written and fact.written:
                text = in_language(fact.written, moment)
                return text if moment.language in fact.written else _marked(text, moment.plan.office.default_language)
            return in_language(fact.texts, moment)
    return ""


def _days(moment: Moment, name: str, _: Schedule | None, __: OpenStatus | None) -> str:
    days = moment.plan.office.privacy.days().get(name)
    return moment.words.days_after(days) if days else ""


def _number(moment: Moment, _: str, __: Schedule | None, ___: OpenStatus | None) -> str:
    """On a page there is no number that was typed."""
    return moment.words.phone(moment.number) if moment.number else "…" if moment.written else ""


def _promise(moment: Moment, _: str, __: Schedule | None, ___: OpenStatus | None) -> str:
    return moment.plan.office.call_back.promise_in(moment.language)


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
    "days": _days,
    "number": _number,
    "promise": _promise,
}
