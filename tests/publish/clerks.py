"""Fixtures: clerks whose files are live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.support import Clerk, clerk, copied


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """To be copied: publishing proves every call, which takes a second."""
    folder = tmp_path_factory.mktemp("published")
    one = clerk(folder / "files", folder / "data")
    assert one.publishes("first").code == 0
    return one


@pytest.fixture
def anna(published: Clerk, tmp_path: Path) -> Clerk:
    """Her files are live."""
    return copied(published, tmp_path)
