"""The small valid office that the tests of the check edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ivr.flowfile.check import Checked, check
from ivr.flowfile.sources import Sources, read_sources

OFFICE = Path(__file__).with_name("office") / "config.yaml"
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="session")
def office() -> Sources:
    return read_sources(OFFICE)


@pytest.fixture(scope="session")
def checked(office: Sources) -> Callable[..., Checked]:
    """checked(file, find, write): the office with one place of one file changed; checked() is the office itself."""

    def edit(file: str = "", find: str = "", write: str = "") -> Checked:
        files = dict(office.files)
        if file:
            assert files[file].count(find) == 1, f"{find!r} must stand once in {file}"
            files[file] = files[file].replace(find, write)
        return check(Sources(files), TODAY)

    return edit
