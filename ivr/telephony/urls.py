"""The session in an action URL, and the addresses of the desk's side. Pure.

Parameters are whole words in alphabetical order, only what differs from a new call, only characters that need
no escape: the provider signs the URL as it is written, and must find nothing to rewrite. Nothing personal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args
from urllib.parse import parse_qsl, quote, urlsplit

from ivr.core.session import Phase, Session

Query = Iterable[tuple[str, str]] | str

MAX_NAMES = 32  # in one list
_MAX_QUERY = 8192
_PHASES = get_args(Phase)
_NEW = Session("")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REVISION = re.compile(r"[0-9a-f]{1,64}")
_COUNT = re.compile(r"[0-9]{1,5}")
_EPOCH_SECONDS = re.compile(r"[0-9]{1,10}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")  # RFC 3986, section 2.3: never escaped
_OFFSET = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,25})?(e-[0-9]{1,3})?")


def action_url(prefix: str, session: Session) -> str:
    """Where the call goes on after the answer whose state is `session`. `prefix` is that of `prefix_of`."""
    held = session.__dict__
    query = "&".join([f"{name}={_written(held[name])}" for name in _READERS if held[name]])  # they are in order
    return prefix + "/voice/step" + ("?" + query if query else "")


def session_of(query: Query) -> Session | None:
    """The session of a request's query; None when it makes no sense. Never raises.

    Of a repeated parameter the first value wins; parameters that are no field of the session are ignored.
    """
    values: dict[str, Any] = {}
    try:
        for name, text in _pairs(query):
            if name in _READERS and name not in values:
                values[name] = _READERS[name](text)
    except ValueError:
        return None
    return _NEW.changed(**values) if "revision" in values else None


def whisper_url(prefix: str, revision: str, language: str, line: str, group: str, offset: float = 0.0) -> str:
    """Where a rung telephone asks what its desk hears first. `language` is the caller's."""
    values = {"group": group, "language": language, "line": line, "offset": offset, "revision": revision}
    return _url(prefix, "/voice/whisper", values)


def confirm_url(prefix: str) -> str:
    """Where the desk's key leads."""
    return _url(prefix, "/voice/confirm", {})


def leg_url(prefix: str, line: str, step: int, offset: float = 0.0) -> str:
    """Where a rung telephone's end is told. `step` is that of the answer that rang it."""
    return _url(prefix, "/voice/leg", {"line": line, "offset": offset, "step": step})


def step_of(text: str) -> int:
    """The step in a leg's address; 0 for anything odd."""
    return int(text) if _COUNT.fullmatch(text) else 0


def offset_of(text: str) -> float:
    """Seconds the moment of a test call is away from now; 0.0 for anything odd."""
    return float(text) if _OFFSET.fullmatch(text) else 0.0


def prefix_of(public_url: str | None) -> str:
    """The path in front of /voice in the public URL, without a slash at its end: "" or "/infoline"."""
    return urlsplit(public_url).path.rstrip("/") if public_url else ""


def _url(prefix: str, path: str, values: Mapping[str, object]) -> str:
    """Empty values (every default of a session is one) are left out."""
    query = "&".join([f"{name}={_written(value)}" for name, value in sorted(values.items()) if value])
    return prefix + path + ("?" + query if query else "")


def _written(value: object) -> str:
    if value is True:
        return "1"
    text = value if isinstance(value, str) else ".".join(value[:MAX_NAMES]) if isinstance(value, tuple) else str(value)
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="")


def _pairs(query: Query) -> Iterable[tuple[str, str]]:
    """Raises ValueError for a query nobody wrote."""
    if not isinstance(query, str):
        return query
    if len(query) > _MAX_QUERY:
        raise ValueError("query too long")
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=100)


def _reader(pattern: re.Pattern[str], convert: Callable[[str], Any] = str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError("odd value")
        return convert(text)

    return read


_name = _reader(_NAME)
_count = _reader(_COUNT, int)
_epoch_seconds = _reader(_EPOCH_SECONDS, int)
_yes = _reader(re.compile("1"), bool)
_offset = _reader(_OFFSET, float)


def _names(text: str) -> tuple[str, ...]:
    names = text.split(".", MAX_NAMES)
    if len(names) > MAX_NAMES:
        raise ValueError("too many names")
    return tuple(_name(name) for name in names)


def _phase(text: str) -> str:
    if text not in _PHASES:
        raise ValueError("unknown phase")
    return text


_READERS: Mapping[str, Callable[[str], Any]] = {
    "chosen": _name,
    "closed_from": _name,
    "group": _name,
    "language": _name,
    "let_in": _yes,
    "menu": _name,
    "no_input": _count,
    "no_match": _count,
    "node": _name,
    "offset": _offset,
    "phase": _phase,
    "revision": _reader(_REVISION),
    "ringing": _names,
    "step": _count,
    "tried": _count,
    "via": _names,
    "wait_said": _epoch_seconds,
    "wait_since": _epoch_seconds,
}
