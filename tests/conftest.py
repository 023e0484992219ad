"""For every test: the same examples each time, none of the machine's own settings, and no network but loopback."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("house", derandomize=True, database=None, deadline=None)
settings.load_profile("house")

pytest_plugins = ("tests.support.databases", "tests.support.browser")

_SETTINGS = ("IVR_", "TWILIO_", "DATABASE_URL", "PORT", "BIND", "WORKERS", "THREADS", "LANG", "LC_")


@pytest.fixture(autouse=True)
def own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person at this machine has set must not reach a test."""
    for name in list(os.environ):
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)
