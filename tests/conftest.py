"""For every test: the same examples each time, none of the machine's own settings, and no network but loopback."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import settings

from tests.support.scheduling import Together

settings.register_profile("house", derandomize=True, database=None, deadline=None)
settings.load_profile("house")

pytest_plugins = ("tests.support.databases", "tests.support.browser", "tests.publish.clerks")

_SETTINGS = ("IVR_", "TWILIO_", "DATABASE_URL", "PORT", "BIND", "WORKERS", "THREADS", "LANG", "LC_")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return Together(config, log)


@pytest.fixture(autouse=True)
def own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person at this machine has set must not reach a test."""
    for name in list(os.environ):
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)
