"""Whole calls as a caller makes them: in, a key or silence, a desk that is busy or answers, the provider's callbacks.

A caller follows whatever document comes, so that a call which meets the failsafe ends as it would in the world.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, quote_plus

from ivr.simulator.form import ending, fields_of
from ivr.simulator.port import SimulatedCall
from ivr.simulator.signer import sign
from tests.gameday.documents import Document

ACCOUNT = "AC" + "a" * 32  # not the simulator's: these calls are no tests
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Script:
    """The caller's keys ("": silence) and the desks' answers, in the order in which they are asked for; then the caller
    hangs up."""

    name: str
    keys: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()


SCRIPTS = (
    Script("a service", keys=("1",), desks=("completed",)),
    Script("busy, then the infoline", keys=("1",), desks=("busy", "completed")),
    Script("silence", keys=("",), desks=("completed",)),
    Script("to hear it again, then left", keys=("*", "2")),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a call. `source` and `step` are those of its entries in the log."""

    target: str
    source: str
    step: int
    fields: tuple[tuple[str, str], ...]

    @property
    def is_step(self) -> bool:
        """Whether a document must come back; else it is a callback."""
        return self.source == "step"


class Caller:
    """One call. `first`, then `next` with each document (None for a callback's answer) until it returns None."""

    def __init__(self, script: Script, call: SimulatedCall) -> None:
        self._keys, self._desks = deque(script.keys), deque(script.desks)
        self.call, self._waiting, self._steps, self._over = call, deque[Request](), 0, False

    def first(self) -> Request:
        return self._step("/voice", "ringing")

    def next(self, document: Document | None) -> Request | None:
        if document is not None:
            self._waiting.extend(self._after(document))
        return self._waiting.popleft() if self._waiting else None

    def _after(self, document: Document) -> list[Request]:
        self._steps += 1
        if self._steps >= MOST_STEPS or document.failsafe:
            return [self._end()]
        if document.dial:
            return self._rung(document)
        if document.gather and self._keys:
            key = self._keys.popleft()
            where = document.gather if key else document.redirect
            return [self._step(where, "in-progress", **({"Digits": key} if key else {}))] if where else [self._end()]
        if document.redirect and not document.gather:
            return [self._step(document.redirect, "in-progress")]
        return [self._end()]

    def _rung(self, document: Document) -> list[Request]:
        if not self._desks:
            return [self._end()]
        word = self._desks.popleft()
        talked = {"DialCallDuration": "42", "DialBridged": "true"} if word == "completed" else {}
        action = self._step(document.dial, "in-progress", DialCallStatus=word, **talked)
        return [action, self._leg(document.leg, word)] if document.leg else [action]

    def _step(self, target: str, status: str, **extra: str) -> Request:
        return Request(target, "step", _step_in(target), tuple(fields_of(self.call, ACCOUNT, status, extra)))

    def _leg(self, target: str, word: str) -> Request:
        number = _step_in(target)
        own, call = f"CB{self.call.id[2:-2]}{number:02d}", self.call
        leg = SimulatedCall(own, call.called, call.caller, parent=call.id)
        fields = fields_of(leg, ACCOUNT, word, ending(leg, 42 if word == "completed" else 0))
        return Request(target, f"leg:{leg.id}", number, tuple(fields))

    def _end(self) -> Request:
        fields = fields_of(self.call, ACCOUNT, "completed", ending(self.call, 60))
        return Request("/voice/status", "status", 0, tuple(fields))


def _step_in(target: str) -> int:
    return int(parse_qs(target.partition("?")[2]).get("step", ["0"])[0])


def on_the_wire(request: Request, public_url: str, host: str, token: str) -> bytes:
    """The signed POST, whole."""
    body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in request.fields).encode()
    signature = sign(token, public_url + request.target, request.fields)
    head = (
        f"POST {request.target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@lru_cache(maxsize=10_000)
def _quoted(text: str) -> str:
    """Most of what a request says, the others say too."""
    return quote_plus(text)
