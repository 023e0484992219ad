from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.support import Clerk, clerk


@pytest.fixture
def anna(tmp_path: Path) -> Clerk:
    """Her files are live."""
    one = clerk(tmp_path / "files", tmp_path / "data")
    assert one.publishes("first").code == 0
    return one
