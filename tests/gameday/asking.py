"""Asking one process of the service directly: which revision calls begin on there, and what they hear first."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Callable
from contextlib import closing

from ivr.simulator.port import SimulatedCall
from tests.gameday.callers import SCRIPTS, Caller, on_the_wire
from tests.gameday.load import HOST
from tests.gameday.stand import Stand
from tests.support.nginx import PUBLIC_URL
from tests.support.offices import called, plan_of
from tests.support.service import TOKEN

IN_A_ROW = 8  # answers of one port, so that each of its workers was asked
LIMIT_SECONDS = 20.0
LOOK_SECONDS = 0.02


def seconds_until_begun(stand: Stand, published: str) -> float:
    """From now until every process begins calls on what `publish --json` told."""
    revision = str(json.loads(published)["live"]["revision"])
    return seconds_until(stand, lambda port: stand.machines[0].revision(port) == revision)


def seconds_until_heard(stand: Stand, words: str) -> float:
    """From now until a call to any process hears these words first."""
    return seconds_until(stand, lambda port: words in first_document(port))


def seconds_until(stand: Stand, so: Callable[[int], bool]) -> float:
    begun = time.monotonic()
    for port in [port for machine in stand.machines for port in machine.ports]:
        seen = 0
        while seen < IN_A_ROW:
            seen = seen + 1 if so(port) else 0
            assert time.monotonic() < begun + LIMIT_SECONDS, "it never came"
            if not seen:
                time.sleep(LOOK_SECONDS)
    return time.monotonic() - begun


def first_document(port: int) -> str:
    """What a new call hears; "" where nobody answers."""
    call = SimulatedCall(f"CA{secrets.token_hex(16)}", "+48601000000", called(plan_of()))
    request = Caller(SCRIPTS[0], call).first()
    head, _, body = on_the_wire(request, PUBLIC_URL, HOST, TOKEN).partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("POST", request.target, body, headers)
            return connection.getresponse().read().decode()
        except (OSError, http.client.HTTPException):
            return ""
