"""Webhooks as nobody should send them, correctly signed, and put to the service in process.

A case is made of parts that are encoded once; making and judging one costs little beside answering it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, unquote_to_bytes

from ivr.core.plan import Plan
from ivr.settings import Settings
from ivr.web import create_app
from ivr.wiring import build
from tests.hostile.answers import Judge, dialled_by

TOKEN = b"a-token-of-the-tests"
HOST = "127.0.0.1:8000"
FRONT = f"http://{HOST}"
ROOT = Path(__file__).parents[2]
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "--------------------------b0und4ry"
PATHS = ("/voice", "/voice/step", "/voice/step", "/voice/step", "/voice/step", "/voice/status", "/voice/leg",
         "/voice/whisper", "/voice/confirm")  # fmt: skip
NAMES = (
    "CallSid", "From", "To", "Called", "Caller", "Digits", "DialCallStatus", "DialCallDuration", "DialBridged",
    "CallStatus", "AccountSid", "ForwardedFrom", "CallDuration", "SequenceNumber", "ParentCallSid", "SpeechResult",
    "CallerName", "ErrorCode", "X" * 300, "", "\x00", "Dígits", "__proto__",
)  # fmt: skip
HOSTILE = (
    "", "0", "1", "2", "9", "*", "#", "**", "9" * 40, "-1", "249", "250", "251", "99999", "../../etc/passwd", "|id|",
    "</Say><Dial>+48700123456</Dial>", "\x00\x01\x0b\x1b", "\ufffe", "\ufffd", "ą" * 5000, "completed", "busy",
    "x" * 3000, "no-answer", "failed", "canceled", "in-progress", "true", "false", "%00", "{when}", "{number}", "pl",
    "uk", "en", "xx", "+48601234567", "+48700123456", "+88161234567", "+18095550199", "anonymous", "+266696687",
    "sip:a@b.example", "601234567#", "00380501234567", "112", "CA" + "1" * 32, "AC" + "5" * 32, "NaN", "1e308",
    "-1e9", "inf", "null", "ringing", "pausing", "soon", "hearing", "confirming", "typing", "checking", "1798000000",
    "\r\nSet-Cookie: x", "'; DROP TABLE calls; --", "😀" * 50, "\u202e", "é", "\U000e0001", "&amp;&#0;", "]]>",
    "<![CDATA[", "a.b.c", ".",
)  # fmt: skip
PHASES = ("soon", "ringing", "hearing", "pausing", "confirming", "typing", "checking")
HUGE = ("a" * 100_000, "ż" * 30_000, "1" * 70_000, "&" * 900, "+" * 20_000)
BROKEN = ("%", "%zz", "%ff%fe", "%c3%28", "%u0041", "%ed%a0%80", "+%00+", "=", "a=b=c", ";", "%e2%82")


@dataclass(frozen=True, slots=True)
class Case:
    """One request. `sure`: the service reads the form as the signer did, so it must be answered as genuine."""

    target: str  # raw, with its query
    body: bytes
    content_type: str
    signature: str
    sure: bool
    environ: dict[str, str] = field(default_factory=dict)


def state_of(plan: Plan) -> dict[str, Sequence[object]]:
    """What may stand in an address: name -> values that make sense, each by itself."""
    nodes, lines, groups = list(plan.flow.nodes), list(plan.office.lines), list(plan.office.groups)
    seconds = (1, 1798000000, 9999999999)
    return {
        "chosen": groups, "closed_from": nodes, "group": groups, "language": ("pl", "uk", "en", "de"),
        "let_in": ("1", ), "line": lines, "menu": nodes, "no_input": (1, 2, 3, 99999), "no_match": (1, 2, 3, 99999),
        "offset": ("0.5", "-86400", "1e-9", "9999999999", "43200"), "phase": PHASES, "ringing": (*lines,
        ".".join(lines)), "tried": (1, 2, 3, 40, 99999), "via": (*nodes, ".".join(nodes[:32]), ".".join(nodes[-32:]),
        ".".join(nodes[:1] * 32)), "wait_said": seconds, "wait_since": seconds,
    }  # fmt: skip


class Maker:
    """Cases one after another, the same for the same seed."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self._chance = random.Random(seed)
        words = (*HOSTILE, plan.revision, *plan.flow.nodes, *plan.office.lines, *plan.office.groups)
        self._values = [(word, quote_plus(word.encode("utf-8", "replace"))) for word in words]
        self._names = [(name, quote_plus(name)) for name in NAMES]
        self._huge = [(word, quote_plus(word)) for word in HUGE]
        odd = [encoded[:2000] for _, encoded in self._values]
        self._odd = [f"{name}={value}" for name in (*state_of(plan), "zzz") for value in odd]
        self._state = [[f"{name}={value}" for value in values] for name, values in state_of(plan).items()]
        self._begun = [f"revision={plan.revision}&node={node}&step=" for node in plan.flow.nodes]
        self._short = [(word, encoded) for word, encoded in self._values if len(word) < 50]

    def case(self) -> Case:
        chance = self._chance.random()
        if chance < 0.93:
            pairs = self._pairs()
            return self._signed("&".join([f"{name[1]}={value[1]}" for name, value in pairs]).encode(), pairs)
        odd: Sequence[Callable[[], Case]] = (self._multipart, self._broken, self._other_type, self._raw, self._huge_one)
        return odd[int((chance - 0.93) / 0.07 * len(odd)) % len(odd)]()

    def _target(self) -> str:
        pick, choice = self._chance.random, self._chance.choice
        parts = [choice(self._begun) + str(int(pick() * 253))] if pick() < 0.85 else []
        parts += [choice(choice(self._state)) for _ in range(int(pick() * 7))]
        if pick() < 0.25:
            parts.insert(int(pick() * len(parts)), choice(self._odd))
        return choice(PATHS) + ("?" + "&".join(parts) if parts else "")

    def _pairs(self) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        pick, choice = self._chance.random, self._chance.choice
        found = [
            (choice(self._names), choice(self._values if pick() < 0.05 else self._short))
            for _ in range(int(pick() * 12))
        ]
        if pick() < 0.5:
            found.append((("CallSid", "CallSid"), (sid := f"CA{int(pick() * 1e9):032}", sid)))
        return found

    def _signed(
        self, body: bytes, pairs: Sequence[tuple[tuple[str, str], tuple[str, str]]], content_type: str = FORM
    ) -> Case:
        target = self._target()
        return Case(target, body, content_type, sign(target, [(name[0], value[0]) for name, value in pairs]), True)

    def _multipart(self) -> Case:
        """Whole, or cut, or with another boundary than it says."""
        pairs = [(name[0], value[0]) for name, value in self._pairs()]
        body = b"".join(_part(name, value) for name, value in pairs) + f"--{BOUNDARY}--\r\n".encode()
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        if self._chance.random() < 0.5:
            body = body[: self._chance.randrange(len(body))]
        if self._chance.random() < 0.3:
            content_type = self._chance.choice(
                ("multipart/form-data", "multipart/form-data; boundary=", content_type + "x")
            )
        target = self._target()
        signed = pairs if self._chance.random() < 0.5 else []
        return Case(target, body, content_type, sign(target, signed), False)

    def _broken(self) -> Case:
        """Percent signs that stand for nothing, halves of characters."""
        body = "&".join(self._chance.choice(BROKEN) for _ in range(self._chance.randrange(1, 9)))
        names = [part.partition("=") for part in body.split("&")]
        pairs = [(_decoded(name), _decoded(value)) for name, _, value in names if name or value]
        target = self._target()
        return Case(target, body.encode(), FORM, sign(target, pairs), False)

    def _other_type(self) -> Case:
        """What the service does not read as a form: to the signer it has no fields."""
        body = self._chance.choice((b'{"From": "+48601234567"}', b"From=1&To=2", b"", b"\xff\xfe\x00", b"<a/>"))
        kind = self._chance.choice(
            ("application/json", "text/plain", "", "text/xml; charset=utf-16", "image/png", "a/b/c", ";")
        )
        target = self._target()
        return Case(target, body, kind, sign(target, []), False)

    def _raw(self) -> Case:
        """Bytes of other encodings, lengths that are not so, methods and headers nobody sends."""
        text = self._chance.choice(("From=ąę&To=żó", "Digits=дзень", "CallSid=Ł" * 3))
        coding = self._chance.choice(("iso-8859-2", "utf-16", "utf-32", "cp1250", "utf-7", "utf-8"))
        body = text.encode(coding, "replace")
        target = self._target()
        length = self._chance.choice((str(len(body)), "0", "5", "99999", "-1", "x", "", "1000001", "9" * 30))
        extra = self._chance.choice(
            ({}, {"HTTP_CONTENT_ENCODING": "gzip"}, {"HTTP_TRANSFER_ENCODING": "chunked"}, {"HTTP_HOST": "\x00"},
             {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}, {"HTTP_COOKIE": "a=" + "b" * 5000}, {"HTTP_EXPECT": "100-continue"},
             {"REQUEST_METHOD": "GET"}, {"REQUEST_METHOD": "PUT"}, {"REQUEST_METHOD": "\x00"})
        )  # fmt: skip
        content_type = f"{FORM}; charset={coding}"
        return Case(target, body, content_type, sign(target, []), False, {"CONTENT_LENGTH": length, **extra})

    def _huge_one(self) -> Case:
        if self._chance.random() < 0.3:
            pairs = [(("Digits", "Digits"), self._chance.choice(self._short))] * self._chance.choice((300, 900))
        else:
            pairs = [*self._pairs(), (self._chance.choice(self._names), self._chance.choice(self._huge))]
        return self._signed("&".join(f"{name[1]}={value[1]}" for name, value in pairs).encode(), pairs)


def sign(target: str, pairs: Sequence[tuple[str, str]]) -> str:
    """X-Twilio-Signature as the provider documents it: names in order, with each different value once."""
    text = [FRONT, target]
    for name, value in sorted(set(pairs)):
        text += (name, value)
    digest = hmac.digest(TOKEN, "".join(text).encode("utf-8", "replace"), hashlib.sha1)
    return base64.b64encode(digest).decode()


def _part(name: str, value: str) -> bytes:
    shown = name.replace('"', "%22").replace("\r", "").replace("\n", "")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{shown}"\r\n\r\n'
    return f"{head}{value}\r\n".encode("utf-8", "replace")


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def environ_of(case: Case) -> dict[str, Any]:
    path, _, query = case.target.partition("?")
    return {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": HOST,
        "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": case.content_type, "CONTENT_LENGTH": str(len(case.body)),
        "HTTP_X_TWILIO_SIGNATURE": case.signature, "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(case.body), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False, **case.environ,
    }  # fmt: skip


@dataclass
class Figures:
    """What one process saw. `wrong`: the first few cases that were answered wrongly."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    failures: int = 0
    different: int = 0
    largest: int = 0
    seconds: float = 0.0  # of CPU
    making: float = 0.0  # of those: to make and judge the cases


Started = Callable[..., Any]


def call(app: Any, environ: dict[str, Any]) -> tuple[int, str, bytes]:
    told: list[Any] = []
    body = app(environ, lambda status, headers, exc_info=None: told.extend((status, headers)))
    try:
        document = b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()
    kind = next((value for name, value in told[1] if name.lower() == "content-type"), "")
    return int(told[0][:3]), kind, document


def run(data: Path, seed: int, cases: int) -> Figures:
    """Put `cases` cases to a service of its own in `data`."""
    services = build(Settings(ROOT / "config.yaml", data, (TOKEN.decode(),)))
    try:
        app, plan, figures = create_app(services, ("voice",)), services.plan(), Figures()
        maker, judge = Maker(plan, seed), Judge(dialled_by(plan.office))
        began = time.process_time()
        for number in range(cases):
            _put(app, maker.case(), judge, figures, f"seed {seed}, case {number}")
        figures.seconds = time.process_time() - began
        figures.making = _making(plan, seed, cases, judge)
    finally:
        services.stop()
    figures.different, figures.largest = len(judge.judged), judge.largest
    return figures


def _making(plan: Plan, seed: int, cases: int, judge: Judge) -> float:
    """CPU seconds without the service: all cases made once more, its different documents judged once more."""
    maker, fresh, began = Maker(plan, seed), Judge(judge.may_dial), time.process_time()
    for _ in range(cases):
        environ_of(maker.case())
    for document in judge.judged:
        fresh.wrong_with(200, "text/xml", document)
    return time.process_time() - began


def _put(app: Any, case: Case, judge: Judge, figures: Figures, where: str) -> None:
    try:
        status, content_type, document = call(app, environ_of(case))
    except Exception as error:  # what a server would answer with 500
        status, content_type, document = 500, "", repr(error).encode()
    figures.cases += 1
    figures.statuses[status] += 1
    refused = 400 <= status < 500 and not case.sure
    if not refused and (wrong := judge.wrong_with(status, content_type, document)):
        figures.failures += 1
        if len(figures.wrong) < 10:
            figures.wrong.append(f"{where}: {wrong}: {case.target[:300]} {case.content_type} {case.body[:300]!r}")
