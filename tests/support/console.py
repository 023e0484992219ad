"""The console of an office at a moment: the real app on a database of its own, people at it, and served."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr import console
from ivr.accounts import passwords
from ivr.accounts.directory import By, Directory
from ivr.core.plan import Plan
from ivr.settings import Settings
from ivr.store.console.accounts import Account
from ivr.store.console.store import ConsoleStore, console_store
from ivr.web.loopback import is_loopback
from tests.support.offices import at, plan_of
from tests.support.serving import serving

PASSWORD = "cztery spokojne krowy"
HASHED = passwords.hashed(PASSWORD)  # once, not for every account
TUESDAY = "2026-11-24 10:00"


@dataclass
class ConsoleServices:
    """What the console asks for; `now` may be changed in between. `data` holds the database and the keys."""

    data: Path
    live: Plan = field(default_factory=plan_of)
    now: datetime = field(default_factory=lambda: at(TUESDAY))
    public_url: str | None = None
    proxies: int = 0
    console: ConsoleStore = field(init=False)

    def __post_init__(self) -> None:
        self.console = console_store(self.settings.console_database, self.settings.keys, self.clock)

    @property
    def settings(self) -> Settings:
        return Settings(Path("config.yaml"), self.data, ("token",), self.public_url, proxies=self.proxies)

    def plan(self) -> Plan:
        return self.live

    def clock(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


def app_of(services: ConsoleServices) -> Flask:
    """The console alone, as one worker has it; `TESTING` lets errors of the program through."""
    app = Flask("ivr.web")
    app.testing = True
    console.register(app, services, lambda request: is_loopback(request, services.public_url))
    return app


class HasAccounts(Protocol):
    """The console's services, or the whole service's."""

    @property
    def console(self) -> ConsoleStore: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...


def add_account(services: HasAccounts, name: str, *roles: str, full_name: str = "", ready: bool = True) -> Account:
    """`ready`: with PASSWORD set."""
    directory = Directory(services.console, services.clock)
    account = directory.add(name, full_name, roles, By("terminal"))
    if ready:
        services.console.accounts.change(account.id, password=HASHED)
    return directory.account(name)


class Person:
    """Somebody with a browser: keeps cookies, sends the token of the last page's form along."""

    def __init__(self, app: Flask, **environ: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.environ: dict[str, Any] = {"HTTP_HOST": "127.0.0.1", **environ}
        self.token = ""

    def get(self, path: str) -> TestResponse:
        return self._kept(self.client.get(f"/console{path}", environ_overrides=self.environ))

    def post(self, path: str, fields: dict[str, str | Sequence[str]] | None = None) -> TestResponse:
        data = {"csrf_token": self.token, **(fields or {})}
        return self._kept(self.client.post(f"/console{path}", data=data, environ_overrides=self.environ))

    def sign_in(self, name: str, password: str = PASSWORD, path: str = "/sign-in") -> TestResponse:
        self.get(path)
        return self.post(path, {"name": name, "password": password})

    def cookie(self, name: str = "ivr-session") -> str:
        kept = self.client.get_cookie(name, domain="127.0.0.1")
        return kept.value if kept else ""

    def _kept(self, answer: TestResponse) -> TestResponse:
        page = answer.text if answer.mimetype == "text/html" else ""
        if found := re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', page):
            self.token = found[1]
        return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The console on a free loopback port; yields the base URL."""
    with serving(app) as url:
        yield url
