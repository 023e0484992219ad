"""Which parts a site has, where its keys are, and how many proxies it trusts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.errors import UsageError
from ivr.settings import PARTS, from_environment


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", PARTS),
        ("voice", ("voice",)),
        ("console, voice", ("voice", "console")),
        ("voice console", ("voice", "console")),
    ],
)
def test_parts(text: str, parts: tuple[str, ...]) -> None:
    assert from_environment({"IVR_PARTS": text}).parts == parts


@pytest.mark.parametrize(
    "environment", [{"IVR_PARTS": "voices"}, {"IVR_PROXIES": "yes"}, {"IVR_PROXIES": "10"}, {"IVR_PROXIES": "-1"}]
)
def test_what_makes_no_sense_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        from_environment(environment)


def test_keys_are_in_the_data_unless_they_are_elsewhere() -> None:
    assert from_environment({"IVR_DATA": "/data"}).keys == Path("/data/keys")
    assert from_environment({"IVR_DATA": "/data", "IVR_KEYS": "/keys"}).keys == Path("/keys")
