"""docs/pl and docs/en: everything that a page says is done, and what is seen is what the page shows; both say the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.docs.runner import ROOT, do

PAGES = sorted((ROOT / "docs" / "pl").glob("*.md")) + sorted((ROOT / "docs" / "en").glob("*.md"))


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """As on the command line: what a process says of itself is not what a command prints."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_page_is_true(page: Path, tmp_path: Path) -> None:
    do(page, tmp_path, page.parent.name)
