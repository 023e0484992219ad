"""The new version calls itself: the service as it is on the disk now, started on a port that nobody knows, and a call
on it from beginning to end; what is heard must be what the engine says without it.

On loopback and marked as a test, so that it stays out of every figure. The running service is not touched.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from ivr.catalogue import revision_plan
from ivr.core.overrides import applied
from ivr.errors import IvrError
from ivr.rehearsal import EnginePort
from ivr.settings import Settings
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from ivr.simulator.port import Port
from ivr.simulator.stretches import Ringing
from ivr.simulator.transcript import Transcript
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile

COMMAND = (sys.executable, "-m", "gunicorn", "app:app")
_ROOT = Path(__file__).parents[2]
_START_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_STOP_SECONDS = 30
_MOST = 500  # stretches of one call
_CALLER = "+48601234567"
_NOT_OURS = ("IVR_PUBLIC_URL", "IVR_PROXIES", "NOTIFY_SOCKET")  # its requests come from this machine


def own_call(settings: Settings, now: datetime, command: Sequence[str] = COMMAND) -> str:
    """The call's id. Raises IvrError where the service does not start, or the call goes otherwise."""
    with _service(settings, command) as base:
        revisions = Revisions(settings.data / "revisions")
        live = revisions.loadable()
        if live is None:
            raise IvrError("own-call", "Nothing is live that can be loaded.")
        plan = applied(revision_plan(revisions, live.revision), SwitchFile(settings.data).read())
        called, at = plan.office.answers_on[0].e164, now.astimezone(ZoneInfo(plan.office.timezone))
        name = f"CA{uuid.uuid4().hex}"
        heard, expected = (
            _played(port, called, at, name) for port in (HttpCarrier(base, _token(settings)), EnginePort(plan))
        )
    if str(heard) != str(expected):
        raise IvrError("own-call", f"The call went otherwise than the engine says:\n{heard}\n---\n{expected}")
    return name


def _played(port: Port, called: str, at: datetime, name: str) -> Transcript:
    """A caller who is silent until somebody answers: in open hours that rings a person."""
    call = Phone(port, caller=_CALLER, called=called, at=at).call(name)
    for _ in range(_MOST):
        if call.stretch is None:
            break
        call.desk_answers(1) if isinstance(call.stretch, Ringing) else call.goes_on()
    if call.transcript.ended is None:
        raise IvrError("own-call", "The call does not end.")
    return call.transcript


@contextmanager
def _service(settings: Settings, command: Sequence[str]) -> Iterator[str]:
    """Its address, while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    more = {
        **{"IVR_CONFIG": str(settings.config), "IVR_DATA": str(settings.data), "IVR_KEYS": str(settings.keys)},
        **{"DATABASE_URL": settings.database_url, "IVR_PARTS": "voice", "WORKERS": "1", "BIND": address},
    }
    tokens = dict(zip(("TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_NEXT"), settings.tokens, strict=False))
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS} | more | tokens
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=_ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, f"http://{address}/healthz", said)
            yield f"http://{address}"
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, said: IO[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(_LOOK_SECONDS)
    said.seek(0)
    last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    raise IvrError("own-call", f"The service does not start: {last or process.poll()}")


def _token(settings: Settings) -> str:
    return settings.tokens[0] if settings.tokens else (settings.data / "auth_token").read_text().strip()
