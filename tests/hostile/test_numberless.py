"""No line of a log tells a number, however an error came by it; what only looks like one is left."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys

import pytest

from ivr.numberless import HIDDEN, HideNumbers, hide_numbers, without_numbers

NUMBERS = (
    "+48601234567", "48601234567", "601234567", "0048601234567", "%2B48601234567", "+48 601 234 567", "601 234 567",
    "+48-601-234-567",
    "71 78 22 322", "+380 50 123 4567", "+1 (809) 555-0199", "+4871 782/23/22", "601\u00a0234\u00a0567",
    "12345678901234", "+1234567", "%252B48601234567",
)  # fmt: skip
OTHERS = (
    "2026-11-24 10:00:00", "2026-11-24T10:00:00.123456+01:00", "CA" + "1234567890" * 3 + "12", "a1b2c3d4e5f6",
    "before byte 1048576", "1764500000123456789-4711-9f3a.log", "3.141592653", "10 20 30", "line 1234567", "4 12 8",
    "unknown-0a1b2c3d4e5f6789",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("words", ["{}", "not a number: '{}'.", "From={}&To=", "(tel:{})", "('{}',)", "next%3D{}%26q"])
def test_a_number_is_hidden(number: str, words: str) -> None:
    assert without_numbers(words.format(number)) == words.format(HIDDEN)


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_number_is_left(text: str) -> None:
    assert without_numbers(text) == text


def test_whatever_a_line_holds() -> None:
    event = {"event": "from +48601234567", "timestamp": "2026", "why": ValueError("+48601234567"), "n": 12,
             "all": ["+48601234567", {"+48601234567": ("601234567",)}]}  # fmt: skip

    shown = hide_numbers(None, "info", event)

    assert shown == {"event": f"from {HIDDEN}", "timestamp": "2026", "why": HIDDEN, "n": 12,
                     "all": [HIDDEN, {HIDDEN: [HIDDEN]}]}  # fmt: skip


@pytest.fixture
def lines() -> tuple[logging.Logger, io.StringIO]:
    stream, logger = io.StringIO(), logging.Logger("of a test")
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideNumbers())
    logger.addHandler(handler)
    return logger, stream


def test_libraries_tell_none_either(lines: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = lines
    try:
        raise ValueError("cannot parse +48601234567")
    except ValueError:
        logger.exception("%s failed, 100%%", "48601234567")

    assert not re.search("601", stream.getvalue())
    assert f"{HIDDEN} failed, 100%\nTraceback" in stream.getvalue()
    assert f"ValueError: cannot parse {HIDDEN}" in stream.getvalue()


def test_the_service_installs_it() -> None:
    code = (
        "import logging, structlog; from ivr import logs; logs.configure()\n"
        "try: raise ValueError('+48601234567')\n"
        "except ValueError as error: structlog.get_logger().error('x', exc_info=error, caller='+48601234567')\n"
        "logging.getLogger('any').error('of %s', '+48601234567', exc_info=ValueError('601234567'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.count(HIDDEN) == 4
    assert "601" not in done.stderr
