"""Where log lines go: to stderr, one line each, so that a command's output stays its own. Never a caller's number."""

from __future__ import annotations

import logging
import sys

import structlog

from ivr.numberless import HideNumbers, hide_numbers


def configure(level: int = logging.INFO) -> None:
    """Lines from `level` on, ours and the libraries' alike."""
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(stream=sys.stderr, level=max(level, logging.WARNING), format=form)
    hide_in_libraries()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            hide_numbers,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def hide_in_libraries() -> None:
    """On what writes the lines of libraries, and on gunicorn's own loggers, which go by the root."""
    hide = HideNumbers()
    for named in (*logging.getLogger().handlers, *map(logging.getLogger, ("gunicorn.error", "gunicorn.access"))):
        if not any(isinstance(one, HideNumbers) for one in named.filters):
            named.addFilter(hide)
