"""What `override` and `announce` share: the office they are for, words typed for callers, ending, and what is heard.

Must not decide what a switch does: that is `ivr.core.overrides`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.catalogue import Catalogue
from ivr.cli import sharing
from ivr.cli.complaints import refused, usage
from ivr.cli.dates import moment_text
from ivr.cli.instants import Desk
from ivr.cli.speech import message_language
from ivr.core.engine import step
from ivr.core.events import Call, Started
from ivr.core.instructions import Listen, Say
from ivr.core.nodes import menu as menus
from ivr.core.overrides import Switch, Switches, applied, call_hours, end_of, fault_of
from ivr.core.plan import Announcement, Menu, Plan, Texts
from ivr.core.prompts import Moment, speak
from ivr.core.schedule import Schedule
from ivr.core.session import Session
from ivr.publish import utc_now
from ivr.settings import Settings, from_environment
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile

_DIGITS = re.compile(r"[0-9]")
_WARNINGS = {
    "en": {
        "reason": "Without a reason in: {missing}. In these languages no reason is said.",
        "announcement": "Without a text in: {missing}. In these languages the text in {default} is heard.",
        "digits": "The text in {language} holds digits: voices may misread them. Better in words.",
    },
    "pl": {
        "reason": "Brak powodu w językach: {missing}. W nich powód nie będzie podany.",
        "announcement": "Brak tekstu w językach: {missing}. W nich słychać tekst w języku {default}.",
        "digits": "Tekst w języku {language} zawiera cyfry, które głos może źle odczytać. Lepiej słownie.",
    },
}


@dataclass(frozen=True)
class Place:
    """What a command is about: the live plan as the files have it, the file of switches, the moment, the language."""

    plan: Plan
    file: SwitchFile
    now: datetime
    language: str

    @property
    def timezone(self) -> str:
        return self.plan.office.timezone

    def desk(self, schedule: Schedule | None) -> Desk:
        return Desk(self.now, self.timezone, schedule, self.language)

    def call_schedule(self) -> Schedule | None:
        """The hours that close the first menu, or else a line."""
        return next((self.plan.office.schedules[name] for name in call_hours(self.plan)), None)

    def told(self, at: datetime) -> str:
        """ "Thursday, 24 December 2026, 10:00" in office time."""
        return moment_text(at.astimezone(ZoneInfo(self.timezone)).replace(microsecond=0), self.language)


def place() -> Place:
    """Raises IvrError where nothing was ever published."""
    settings = from_environment(os.environ)
    plan = Catalogue(Revisions(settings.data / "revisions"), utc_now).live.plan
    return Place(plan, _file(settings), utc_now(), message_language(os.environ))


def _file(settings: Settings) -> SwitchFile:
    if not settings.shared:
        return SwitchFile(settings.data)
    from ivr.wiring import (
        switches_of,  # a database's modules: who closes one machine's telephone need not wait for them
    )

    return switches_of(settings)


def typed_texts(place: Place, typed: Iterable[str], longest: int) -> dict[str, str]:
    """`pl=…`, `uk=…` as texts, in the order of the office's languages; the default one has to be among them."""
    languages = place.plan.office.languages
    default = place.plan.office.default_language
    found: dict[str, str] = {}
    for value in typed:
        language, sign, text = value.partition("=")
        language = language.strip().lower()
        if not sign or language not in languages:
            raise usage("text-language", place.language, value=value, language=default)
        if language in found:
            raise usage("text-twice", place.language, language=language)
        if fault := fault_of(text, longest):
            raise usage(f"text-{fault}", place.language, language=language, longest=longest)
        found[language] = text.strip()
    if default not in found:
        raise usage("text-default", place.language, language=default)
    return {language: found[language] for language in languages if language in found}


def warnings_of(place: Place, what: str, texts: Texts) -> list[str]:
    """What callers will miss: languages without words, digits. `what`: "reason" or "announcement"."""
    office, words = place.plan.office, _WARNINGS[place.language]
    missing = [language for language in office.languages if language not in texts]
    told = [words[what].format(missing=", ".join(missing), default=office.default_language)] if missing else []
    digits = [language for language, text in texts.items() if _DIGITS.search(text)]
    return told + [words["digits"].format(language=language) for language in digits]


def held(place: Place, ones: Iterable[Switch] | Iterable[Announcement]) -> list[str]:
    """The identities of what holds now or is to come."""
    return [one.id for one in ones if end_of(one, place.timezone) > place.now]


def end(place: Place, kind: str, ids: Collection[str], author: str) -> tuple[Switches, tuple[str, ...]]:
    """End by hand what has these identities, or everything: `kind` "switches" or "announcements"."""
    command = "python -m ivr " + {"switches": "override", "announcements": "announce"}[kind]
    ended: list[str] = []

    def change(before: Switches, _: str) -> tuple[Switches, tuple[str, ...]]:
        holding = held(place, before.switches if kind == "switches" else before.announcements)
        for one in ids:
            if one not in holding:
                raise refused("id-unknown", place.language, id=one, command=command)
        if not holding:
            raise refused("nothing-to-end", place.language, command=command)
        ended.extend(ids or holding)
        return before.ended(ended, place.now, place.timezone).without_old(place.now, place.timezone), tuple(ended)

    return place.file.change(author, "end", place.now, change), tuple(ended)


def end_and_tell(
    place: Place, kind: str, ids: Collection[str], author: str, as_json: bool, ended_words: str, heard_words: str
) -> None:
    """`end`, and say what ended ({ids}) and what callers hear from now on ({text})."""
    switches, ended = end(place, kind, ids, author)
    heard = heard_first(place, switches)
    alone = sharing.alone_told(place.file, place.language)
    if as_json:
        plain = {"ended": ended, "callers_hear": heard} | ({"warnings": alone} if alone else {})
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    print(ended_words.format(ids=", ".join(ended)))
    print(heard_words.format(text=heard))
    for text in alone:
        print(text)


def heard_first(place: Place, switches: Switches, at: datetime | None = None) -> str:
    """What a caller hears at first, now or at an instant, in the first language; "…" instead of a menu's options."""
    at = at or place.now
    plan = applied(place.plan, switches)
    call = Call("", plan.office.answers_on[0].e164, "")
    decided = step(plan, call, Session(plan.revision), Started(), at)
    spoken = [part for one in decided.instructions if isinstance(one, Say | Listen) for part in one.spoken]
    node = plan.flow.nodes.get(decided.session.node)
    if isinstance(node, Menu) and not decided.session.phase:
        moment = Moment(plan, decided.session.language, at)
        options = set(menus.words(node, moment)) - set(speak(node.say, moment))
        return " ".join([*(part.text for part in spoken if part not in options), "…"])
    return " ".join(part.text for part in spoken)
