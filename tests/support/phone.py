"""A phone page with a small office and a carrier whose documents a test writes, served in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from ivr.core.flow import Flow
from ivr.core.office import Failsafe, Line, Number, Office
from ivr.core.plan import Plan
from ivr.core.texts import Sentence, Voice
from ivr.settings import Settings
from ivr.simulator.port import SimulatedCall
from ivr.simulator.verbs import Document
from ivr.store.switches import SwitchFile
from ivr.trial import Trial
from ivr.web.phone import phone_blueprint
from tests.support.serving import serving

NOW = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)  # ten o'clock in the office
Ask = tuple[str, str, dict[str, str], SimulatedCall]  # what, url, fields, call


def voice(language: str, locale: str, name: str) -> Voice:
    return Voice(language, name, locale, f"Google.{locale}-Standard-A", name, "{label}: {key}.", "{label}: {key}.")


def office() -> Office:
    return Office(
        name="Urząd Próbny",
        timezone="Europe/Warsaw",
        languages={"pl": voice("pl", "pl-PL", "polski"), "uk": voice("uk", "uk-UA", "українська")},
        lines={
            "one": Line("one", "+48221000001", "22 100 00 01", {"pl": "Okienko pierwsze", "en": "First desk"}),
            "two": Line("two", "+48221000002", "22 100 00 02", {"pl": "Okienko drugie", "en": "Second desk"}),
        },
        groups={},
        schedules={},
        answers_on=(Number("+48221000000", "22 100 00 00"),),
        never_dial={},
        caller_id="own_number",
        failsafe=Failsafe("one", (Sentence({"pl": "Przepraszamy."}),), ()),
    )


@dataclass
class PhoneServices:
    """What the blueprint asks for."""

    settings: Settings = field(default_factory=lambda: Settings(Path("config.yaml"), Path("var"), ("token",)))
    now: datetime = NOW

    @property
    def trial(self) -> Trial:
        data = self.settings.data
        return Trial(self.settings.config, data / "drafts", SwitchFile(data), self.clock)

    def plan(self) -> Plan:
        return Plan("1", Flow("start", "start", {}), office())

    def clock(self) -> datetime:
        return self.now


@dataclass
class WrittenPort:
    """A carrier that answers from a table: the address, or the address and a field's value, to a document."""

    documents: Mapping[str, Document]
    asked: list[Ask] = field(default_factory=list)

    def begin(self, call: SimulatedCall) -> Document:
        self.asked.append(("begin", "/voice", {}, call))
        return self.documents["/voice"]

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        self.asked.append(("follow", url, dict(fields), call))
        key = fields.get("Digits") or fields.get("DialCallStatus", "")
        return self.documents.get(f"{url} {key}", self.documents.get(url, ()))

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        self.asked.append(("finish", url, {"status": status, "seconds": str(seconds)}, call))

    def fields(self, what: str = "follow") -> list[tuple[str, dict[str, str]]]:
        return [(url, fields) for kind, url, fields, _ in self.asked if kind == what]


def app_of(port: WrittenPort, services: PhoneServices | None = None) -> Flask:
    app = Flask("ivr.web", static_folder=None)
    app.register_blueprint(phone_blueprint(services or PhoneServices(), lambda now: port))
    return app


@contextmanager
def served(port: WrittenPort) -> Iterator[str]:
    """The page on a free loopback port; yields its base URL."""
    with serving(app_of(port)) as url:
        yield url
