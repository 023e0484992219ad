"""Where log lines go: to stderr, one line each, so that a command's output stays its own. Never a caller's number.

Imported before anything else logs: the traceback printer for terminals that structlog looks for costs a tenth of a
second of every start, and no line of ours is for a terminal.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from ivr.numberless import HideNumbers, hide_numbers
from ivr.sink import Sink


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Inside, these modules cannot be imported; afterwards they can, as if nothing had been."""
    held = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None: an import of it is refused
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(held)


with _without("rich", "better_exceptions"):
    import structlog

Form = Literal["logfmt", "json", "off"]


def configure(level: int = logging.INFO, form: Form = "logfmt", stream: Sink | TextIO | None = None) -> None:
    """Lines from `level` on, ours and the libraries' alike. `stream`: where to, stderr where it is not said; a service
    gives a `Sink`, so that no call waits for who reads the log. `off` is about the lines of requests alone."""
    out: Any = stream if stream is not None else sys.stderr
    _libraries(out, max(level, logging.WARNING), form, instead=stream is not None)
    hide_in_libraries()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            hide_numbers,
            _json if form == "json" else _logfmt,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(out) if stream else structlog.PrintLoggerFactory(out),
    )


def hide_in_libraries() -> None:
    """On what writes the lines of libraries, and on gunicorn's own loggers, which go by the root."""
    hide = HideNumbers()
    for named in (*logging.getLogger().handlers, *map(logging.getLogger, ("gunicorn.error", "gunicorn.access"))):
        if not any(isinstance(one, HideNumbers) for one in named.filters):
            named.addFilter(hide)


def _libraries(out: Any, level: int, form: Form, instead: bool) -> None:
    """What is said by the standard `logging`: where nobody has set that up, or `instead` of what was set up here."""
    global _handler
    root = logging.getLogger()
    if instead and _handler is not None:
        root.removeHandler(_handler)
    if root.handlers and not instead:
        return
    _handler = logging.StreamHandler(out)
    _handler.setFormatter(_JsonLines() if form == "json" and instead else logging.Formatter(_LIBRARIES))
    root.addHandler(_handler)
    root.setLevel(level)


def for_service(form: Form = "logfmt", level: int = logging.INFO) -> Sink:
    """Configured so that nobody waits for the log."""
    sink = Sink(told=(_LOST_JSON if form == "json" else _LOST).format)
    configure(level, form, sink)
    return sink


def for_requests() -> Callable[[str, Mapping[str, object]], None]:
    """`line(event, values)`, for lines that hold nothing but the service's own words, figures and ids: there is nothing
    in them to be hidden or written out, and to look for it, step by step, would take a tenth of an answer's time."""
    held = structlog.get_config()
    if not structlog.get_logger().is_enabled_for(logging.INFO):
        return lambda event, values: None
    write, render = held["logger_factory"]().info, _json if held["processors"][-1] is _json else _in_words

    def line(event: str, values: Mapping[str, object]) -> None:
        at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        write(render(None, "info", {"timestamp": at, "level": "info", "event": event, **values}))

    return line


_handler: logging.Handler | None = None
_LOST_JSON = '{{"event": "lines of the log lost", "lines": {}}}'
_LOST = 'event="lines of the log lost" lines={}'
_LIBRARIES = "%(asctime)s %(levelname)s %(name)s %(message)s"
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
_encode = json.JSONEncoder(default=str).encode
_render = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def _logfmt(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    """One line, whatever is in it: what ends a line, or steers a terminal, is written out."""
    return str(_render(logger, method, event)).translate(_CONTROLS)


def _in_words(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    return " ".join([f"{name}={value}" for name, value in event.items()])


def _json(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    return _encode(event)


class _JsonLines(logging.Formatter):
    """What libraries and the standard `logging` say, as JSON too."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
        why = {"exception": record.exc_text} if record.exc_text else {}  # as text, without numbers (`HideNumbers`)
        return json.dumps({**said, **why, "timestamp": self.formatTime(record)})
