"""A console on a database of its own, a worker of it, and a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.support.console import ConsoleServices, app_of


@pytest.fixture
def services(tmp_path: Path) -> ConsoleServices:
    return ConsoleServices(tmp_path / "data")


@pytest.fixture
def app(services: ConsoleServices) -> Flask:
    return app_of(services)
