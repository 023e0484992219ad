"""A machine in use, on either database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backup.support import Machine


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """On SQLite, and on PostgreSQL."""
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""
    return Machine.used(tmp_path / "one", url)


@pytest.fixture
def files(tmp_path: Path) -> Machine:
    """On SQLite."""
    return Machine.used(tmp_path / "one")
