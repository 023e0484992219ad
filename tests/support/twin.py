"""The public pages of an office at a moment, as an app and served in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask

from ivr.core.plan import Plan
from ivr.settings import Settings
from ivr.web.twin import twin_blueprint
from tests.support.offices import at, plan_of
from tests.support.serving import serving

TUESDAY = "2026-11-24 10:00"


@dataclass
class TwinServices:
    """What the blueprint asks for; `live` and `now` may be changed in between."""

    live: Plan = field(default_factory=plan_of)
    now: datetime = field(default_factory=lambda: at(TUESDAY))
    public_url: str | None = None

    @property
    def settings(self) -> Settings:
        return Settings(Path("config.yaml"), Path("var"), ("token",), self.public_url)

    def plan(self) -> Plan:
        return self.live

    def clock(self) -> datetime:
        return self.now


def app_of(services: TwinServices, phone: bool = True) -> Flask:
    app = Flask("ivr.web", static_folder="static")
    app.register_blueprint(twin_blueprint(services, phone))
    return app


@contextmanager
def served(services: TwinServices) -> Iterator[str]:
    """The pages on a free loopback port; yields the base URL."""
    with serving(app_of(services)) as url:
        yield url
