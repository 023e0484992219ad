"""The signature matrix: requests as proxies, ports, encodings and forgers make them, through the whole service.

The provider's own validator judges each too; where the two differ, or a forgery passes, something is wrong.
"""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, quote_plus

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.web import create_app
from ivr.wiring import Services
from tests.hostile.webhooks import call

Pairs = list[tuple[str, str]]
TOKENS = ("first-token-of-the-tests", "next-token-of-the-tests")
FOREIGN = "somebody-else's-token"
BASES = (None, "https://ivr.example.pl", "https://ivr.example.pl/infoline/", "https://ivr.example.pl:8443",
         "http://127.0.0.1:8080/a/b")  # fmt: skip
HOSTS = ("ivr.example.pl", "ivr.example.pl:443", "ivr.example.pl:8443", "127.0.0.1:8000", "xn--wrocaw-wdb.example:80")
TARGETS = (
    "/voice/confirm", "/voice/confirm?language=pl&step=2", "/voice/confirm?x=o'brien&y=a+b&z=a%20b%C5%84&w=%2B48",
    "/voice/confirm?b=2&a=1&b=2", "/voice/confirm?", "/voice/confirm?a=%2f&A=%2F",
    "/voice/confirm?q=%25%26%3D")  # fmt: skip
FORMS: tuple[Pairs, ...] = (
    [],
    [("CallSid", "CA" + "a" * 32), ("From", "+48601234567"), ("To", "+48717822300"), ("Empty", "")],
    [("Digits", "1"), ("Digits", "2"), ("Digits", "1"), ("X", "b"), ("x", "a"), ("X", "a")],
    [("SpeechResult", "dzień dobry, O'Brien & Søn + 100%"), ("Tab", "a\tb\nc"), ("żółw", "🐢")],
    [(f"Field{number}", str(number)) for number in range(40)],
    [("a", "b=c&d"), ("a", ""), ("", "nameless"), (" ", " "), ("Z", "z" * 3000)],
)
FORWARDED = (
    {}, {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, {"HTTP_FORWARDED": "host=evil.example;proto=https"},
    {"HTTP_X_ORIGINAL_URL": "/voice"}, {"HTTP_X_FORWARDED_PORT": "1"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """One request. `url`: what the service has to take for the one that was signed."""

    base: str | None
    environ: dict[str, Any]
    url: str
    pairs: Pairs
    header: str | None
    made: str  # how: "genuine", or what is wrong with it


@dataclass
class Found:
    cases: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def cases(seed: int, count: int) -> Iterator[Signed]:
    chance = random.Random(seed)
    for number in range(count):
        genuine = _genuine(chance)
        yield genuine if number % 2 else FORGERS[number // 2 % len(FORGERS)](genuine, chance)


def _genuine(chance: random.Random) -> Signed:
    base, scheme, host = chance.choice(BASES), chance.choice(("http", "https")), chance.choice(HOSTS)
    target, pairs = chance.choice(TARGETS), list(chance.choice(FORMS))
    chance.shuffle(pairs)
    path, _, query = target.partition("?")
    url = (base.rstrip("/") if base else f"{scheme}://{host}") + path + (f"?{query}" if query else "")
    body = "&".join(f"{_written(name, chance)}={_written(value, chance)}" for name, value in pairs)
    environ = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "x",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=UTF-8", "wsgi.url_scheme": scheme, "body": body,
        **chance.choice(FORWARDED),
    }  # fmt: skip
    return Signed(base, environ, url, pairs, _sign(chance.choice(TOKENS), _spelled(url, chance), pairs), "genuine")


def _written(text: str, chance: random.Random) -> str:
    """One of the ways in which a form may be written; the wire has bytes, WSGI its latin-1."""
    ways: tuple[Callable[[], str], ...] = (
        lambda: quote_plus(text),
        lambda: quote(text, safe=""),
        lambda: "".join(f"%{byte:02x}" for byte in text.encode()),
    )
    return chance.choice(ways)()


def _spelled(url: str, chance: random.Random) -> str:
    """The provider signs a port, or none, as it likes: documented for https, seen for both."""
    front, host = url.split("://")[0] + "://", url.split("://")[1]
    name, slash, rest = host.partition("/")
    bare, colon, _ = name.partition(":")
    default = ":443" if front == "https://" else ":80"
    return front + chance.choice((name, bare, name if colon else bare + default)) + slash + rest


def _sign(token: str, url: str, pairs: Pairs) -> str:
    made: str = RequestValidator(token).compute_signature(url, MultiDict(pairs))
    return made


def _foreign(one: Signed, chance: random.Random) -> Signed:
    return replace(one, header=_sign(chance.choice((FOREIGN, "", TOKENS[0][:-1])), one.url, one.pairs), made="token")


def _header(one: Signed, chance: random.Random) -> Signed:
    header = one.header or ""
    odd = (
        None, "", " ", "ż" * 14, header[:-1], header + "=", " " + header, header.swapcase(), "A" * 28, "A" * 9000,
        header[::-1], f'"{header}"', f"{header}, {header}", "sha1=" + header, "\x00", header[:-2] + "==")  # fmt: skip
    return replace(one, header=chance.choice([value for value in odd if value != header]), made="header")


def _address(one: Signed, chance: random.Random) -> Signed:
    """Signed for another address than the one that was called."""
    url = one.url
    other = ("https" if url.startswith("http:") else "http") + url[url.index(":") :]
    odd = (
        other, url + "&x=1", url + "?", url.replace("confirm", "whisper"), url.replace("://", "://evil."),
        url.upper(), url.replace("/voice", "//voice"), url.replace("%2B", "+"), url + "/", url.replace("a=1",
        "a=2"))  # fmt: skip
    wanted = chance.choice([value for value in odd if value.rstrip("?") != url.rstrip("?") or value + "?" == url])
    return replace(one, header=_sign(TOKENS[0], wanted, one.pairs), made="address")


def _field(one: Signed, chance: random.Random) -> Signed:
    """Signed with other fields than those that came."""
    pairs = list(one.pairs)
    place = chance.randrange(len(pairs)) if pairs else 0
    ways: list[Pairs] = [[*pairs, ("Extra", "1")], [*pairs, ("Extra", "")]]
    if pairs:
        name, value = pairs[place]
        ways += [
            [*pairs[:place], (name, value + "0"), *pairs[place + 1 :]],
            [*pairs[:place], (name + "s", value), *pairs[place + 1 :]],
        ]
    return replace(one, header=_sign(TOKENS[0], one.url, chance.choice(ways)), made="field")


FORGERS = (_foreign, _header, _address, _field)


def run(services: Services, seed: int, count: int) -> Found:
    """Ask services that differ only in their public address."""
    settings = replace(services.settings, tokens=TOKENS)
    apps = {
        base: create_app(replace(services, settings=replace(settings, public_url=base)), ("voice",)) for base in BASES
    }
    found = Found()
    for one in cases(seed, count):
        status = _asked(apps[one.base], one)
        library = any(_library_says(token, one) for token in TOKENS)
        found.cases += 1
        found.kinds[one.made] += 1
        if (
            (status == 200) is not (one.made == "genuine")
            or library is not (one.made == "genuine")
            or status not in (200, 403)
        ):
            found.wrong.append(
                f"{one.made}: {status}, the library says {library}: {one.url} {one.pairs} {one.header!r}"
            )
    return found


def _asked(app: Any, one: Signed) -> int:
    environ = {**one.environ, "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0)}
    body = environ.pop("body").encode()
    environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    if one.header is not None:
        environ["HTTP_X_TWILIO_SIGNATURE"] = one.header.encode().decode("latin-1")
    try:
        return call(app, environ)[0]
    except Exception:  # what a server would answer with 500
        return 500


def _library_says(token: str, one: Signed) -> bool:
    """It raises where the header is missing, or is no ASCII."""
    if one.header is None or not one.header.isascii():
        return False
    return bool(RequestValidator(token).validate(one.url, MultiDict(one.pairs), one.header))
