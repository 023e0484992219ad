"""Whole calls as signed requests, made before the measuring: the way from the greeting to a desk and its end.

What a call asks next is read out of the service's own answers once; a thousand calls then differ in caller and id.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

from ivr.simulator.signer import sign

PUBLIC = "https://infolinia.example"
ACCOUNT = "AC" + "a" * 32
TOKEN = "a-token-of-the-tests"
CALLED = "+48123456700"

Fields = list[tuple[str, str]]
Ask = Callable[[str, Fields], str]
"""(path with query, fields) -> the document"""


@dataclass(frozen=True)
class Step:
    """One request of the scripted call: everything but who calls. `answer` is what was said to it the first time."""

    path: str
    fields: Fields
    answer: str


def recorded(port: int, keys: Sequence[str] = ("1",)) -> list[Step]:
    """The steps of one call: it comes in, presses `keys`, the desk answers, and it is over."""
    steps: list[Step] = []

    def ask(path: str, fields: Fields) -> str:
        answer = _ask(port, path, fields)
        steps.append(Step(path, fields, answer))
        return answer

    answer = ask("/voice", [("CallStatus", "ringing")])
    for key in keys:
        answer = ask(_action(answer), [("CallStatus", "in-progress"), ("Digits", key), ("msg", "Gather End")])
    ended = [("DialCallStatus", "completed"), ("DialCallDuration", "60"), ("DialCallSid", "CA" + "d" * 32)]
    ask(_action(answer), [("CallStatus", "completed"), *ended, ("DialBridged", "true")])
    ask("/voice/status", [("CallStatus", "completed"), ("CallDuration", "75"), ("SequenceNumber", "0")])
    return steps


def asked(port: int, steps: Sequence[Step]) -> list[str]:
    """The answers to the same steps, of whichever server."""
    return [_ask(port, step.path, step.fields) for step in steps]


def requests(steps: Sequence[Step], first: int, count: int) -> list[bytes]:
    """HTTP/1.1 requests of `count` calls, a call's in their order."""
    return [_request(step, number) for number in range(first, first + count) for step in steps]


def _request(step: Step, number: int) -> bytes:
    fields = [*_of(number), *step.fields]
    body = urlencode(fields)
    return (
        f"POST {step.path} HTTP/1.1\r\nHost: infolinia.example\r\nContent-Type: application/x-www-form-urlencoded; "
        f"charset=UTF-8\r\nX-Twilio-Signature: {sign(TOKEN, PUBLIC + step.path, fields)}\r\nAccept: */*\r\n"
        f"User-Agent: TwilioProxy/1.1\r\nI-Twilio-Idempotency-Token: {number:032x}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _of(number: int) -> Fields:
    """What the provider says in every request of a call."""
    caller = f"+4860{number % 9_000_000 + 1_000_000}"
    named = [("AccountSid", ACCOUNT), ("ApiVersion", "2010-04-01"), ("CallSid", f"CA{number:032x}")]
    numbers = [("Called", CALLED), ("Caller", caller), ("From", caller), ("To", CALLED), ("Direction", "inbound")]
    places = [(f"{side}{part}", "PL" if part == "Country" else "") for side in ("Called", "Caller", "From", "To")
              for part in ("City", "Country", "State", "Zip")]  # fmt: skip
    return [*named, *numbers, *places]


def _ask(port: int, path: str, fields: Fields) -> str:
    whole = [*_of(0), *fields]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    signature = sign(TOKEN, PUBLIC + path, whole)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    connection.request("POST", path, urlencode(whole), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status not in (200, 204):
        raise AssertionError(f"{path} was answered {answer.status}")
    return text


def _action(document: str) -> str:
    found = re.search(r'action="([^"]+)"', document)
    if found is None:
        raise AssertionError(f"no way on from: {document}")
    return unescape(urlsplit(found[1]).geturl())
