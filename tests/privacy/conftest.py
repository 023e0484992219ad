from __future__ import annotations

from pathlib import Path

import pytest

from tests.privacy.support import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data", tmp_path / "keys")
