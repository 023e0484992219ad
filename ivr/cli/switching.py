"""What `override` and `announce` share: the office they are for, words as they are typed, and what is told of it.

Must not decide what a switch does: that is `ivr.core.overrides`; nor how one is made: that is `ivr.switching`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.catalogue import Catalogue
from ivr.cli import sharing
from ivr.cli.complaints import usage
from ivr.cli.dates import moment_text
from ivr.cli.instants import Desk
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.schedule import Schedule
from ivr.core.texts import Texts
from ivr.settings import Settings, from_environment
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import Kind, with_digits

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
class Place(Switchboard):
    """The switchboard of a command, and the language of its messages."""

    language: str

    def desk(self, schedule: Schedule | None) -> Desk:
        return Desk(self.now, self.timezone, schedule, self.language)

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
    from ivr.assembly import (
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
        found[language] = text
    return place.texts(found, longest)


def warnings_of(place: Place, what: str, texts: Texts) -> list[str]:
    """What callers will miss: languages without words, digits. `what`: "reason" or "announcement"."""
    words, missing = _WARNINGS[place.language], place.missing(texts)
    default = place.plan.office.default_language
    told = [words[what].format(missing=", ".join(missing), default=default)] if missing else []
    return told + [words["digits"].format(language=language) for language in with_digits(texts)]


def end_and_tell(
    place: Place, kind: Kind, ids: Collection[str], author: str, as_json: bool, ended_words: str, heard_words: str
) -> None:
    """`end`, and say what ended ({ids}) and what callers hear from now on ({text})."""
    done = place.end(kind, ids, author)
    heard = place.heard_first(done.switches)
    alone = sharing.alone_told(place.file, place.language)
    if as_json:
        plain = {"ended": done.ids, "callers_hear": heard} | ({"warnings": alone} if alone else {})
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    print(ended_words.format(ids=", ".join(done.ids)))
    print(heard_words.format(text=heard))
    for text in alone:
        print(text)
