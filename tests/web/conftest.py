"""A browser, and phones in it, for the tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from ivr.simulator.verbs import Document
from tests.support.browser import Watched, watched
from tests.support.phone import WrittenPort, served
from tests.support.phone_page import Phone


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes a phone whose service answers with the given documents; at the end nothing wrong may have been seen."""
    watches: list[Watched] = []

    with ExitStack() as stack:

        def make(documents: dict[str, Document] | WrittenPort, **context: object) -> Phone:
            port = documents if isinstance(documents, WrittenPort) else WrittenPort(documents)
            base = stack.enter_context(served(port))
            watches.append(stack.enter_context(watched(browser, base, **{"locale": "en-GB", **context})))
            return Phone(watches[-1], port)

        yield make
    assert [problem for watch in watches if not watch.forgiven for problem in watch.problems] == []
