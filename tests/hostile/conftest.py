"""The shipped office behind a public address, in process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.settings import Settings
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.hostile.service import PUBLIC, TOKEN

ROOT = Path(__file__).parents[2]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    found = build(Settings(ROOT / "config.yaml", tmp_path / "data", (TOKEN,), PUBLIC))
    yield found
    found.stop()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services, ("voice",)).test_client()
