"""Calls in a real log: the stand-in phone calls the service in this process, its journal is shipped to SQLite."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import Engine

from ivr.settings import Settings
from ivr.simulator.carrier import HttpAnswer, HttpCarrier
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.port import SimulatedCall
from ivr.simulator.speech import Timing
from ivr.simulator.stretches import Quiet, Ringing, Speech
from ivr.store.database import open_reader
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.offices import CALLER, OFFICES, at, called
from tests.support.published import put_live

TOKEN = "a-token-of-the-tests"
ACCOUNT = "AC" + "a" * 32  # not the simulator's: these calls are no tests
BASE = "http://127.0.0.1:8000"
DESKS = ("busy", "no_answer", "no_answer", "failed", "cancelled", "refuses", "odd-word", "answers", "answers")


@dataclass
class Clock:
    """The service's: it shows the moment of the request."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class InProcess(HttpCarrier):
    """The carrier without sockets: the same signed requests, at moments that the service's clock takes over."""

    def __init__(self, client: FlaskClient, clock: Clock, account: str = ACCOUNT) -> None:
        super().__init__(BASE, TOKEN, account, clock=clock, send=self._to_client)
        self._client, self._moment = client, clock

    def _address(self, url: str, call: SimulatedCall) -> str:
        self._moment.now = call.now or self._moment.now
        return super()._address(url, replace(call, now=None))

    def _to_client(self, address: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        parts = urlsplit(address)
        answer = self._client.post(
            parts.path + (f"?{parts.query}" if parts.query else ""),
            base_url=BASE,
            data=body,
            headers=dict(headers),
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        return HttpAnswer(answer.status_code, answer.headers.get("Content-Type", ""), answer.data)


@dataclass
class LoggedOffice:
    """A service with nobody's calls but the test's. `data` is its IVR_DATA."""

    data: Path
    services: Services
    clock: Clock
    client: FlaskClient
    calls: int = 0
    account: str = ACCOUNT

    def call(self, moment: datetime, caller: str = CALLER, timing: Timing | None = None) -> OpenCall:
        """Dial; its id says which call it is: CA0…01, CA0…02, …"""
        self.calls += 1
        port, own = InProcess(self.client, self.clock, self.account), called(self.services.plan())
        return Phone(port, caller=caller, called=own, at=moment, timing=timing).call(f"CA{self.calls:032x}")

    def shipped(self) -> Engine:
        """The log, with all calls made so far."""
        self.services.background.shipper.run_once()
        return open_reader(self.services.settings.database)


@contextmanager
def logged_office(data: Path, office: str | Path = "shipped") -> Iterator[LoggedOffice]:
    """`office`: a shipped one, or a config.yaml; it is live."""
    clock = Clock(at("2026-11-01 12:00"))
    config = office if isinstance(office, Path) else OFFICES[office]
    put_live(data, config, clock.now)
    services = build(Settings(config, data, (TOKEN,)), clock)
    try:
        yield LoggedOffice(data, services, clock, create_app(services, parts=("voice",)).test_client())
    finally:
        services.stop()


def live_at_random(call: OpenCall, chance: random.Random, hang_up: float = 0.03) -> None:
    """A caller and desks that do anything, until the call is over."""
    while call.stretch is not None:
        stretch = call.stretch
        if chance.random() < hang_up:
            call.waits(chance.uniform(0, stretch.seconds) * 0.99).hangs_up()
        elif isinstance(stretch, Ringing):
            _ring(call, chance)
        elif isinstance(stretch, Speech | Quiet) and stretch.listening and chance.random() < 0.3:
            call.waits(chance.uniform(0, stretch.seconds) * 0.99).presses(chance.choice("0123456789*#1234500"))
        else:
            call.goes_on()


def _ring(call: OpenCall, chance: random.Random) -> None:
    does = chance.choice(DESKS)
    if does == "answers":
        call.desk_answers(chance.randint(1, 900))
    elif does == "refuses":
        call.desk_refuses()
    else:
        call.desk_says(does)


def random_moments(chance: random.Random, edges: Sequence[datetime], count: int) -> list[datetime]:
    """Near the edges, where calls cross an opening or a closing, and in between; in order."""
    near = [chance.choice(edges) + timedelta(seconds=chance.uniform(-700, 400)) for _ in range(count // 2)]
    span = (max(edges) - min(edges)).total_seconds()
    anywhere = [min(edges) + timedelta(seconds=chance.uniform(0, span)) for _ in range(count - len(near))]
    return sorted(near + anywhere)
