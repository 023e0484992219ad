"""A system Chromium for page tests, and a page that notices everything a page must not do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes is not written down, which takes as long as looking
}
PATIENCE_MILLISECONDS = 25_000  # for a machine that runs many tests at once
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass
class Watched:
    """`problems`: errors in the console and requests that left the service."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)
    forgiven: bool = False  # the test makes something go wrong on purpose

    def axe(self) -> list[str]:
        """What axe finds, one sentence each."""
        violations = Axe().run(self.page, options=WCAG).response["violations"]
        return [f"{each['id']}: {node['html'][:120]}" for each in violations for node in each["nodes"]]


def sign_in(page: Page, name: str, password: str) -> None:
    """At the console; it leads to Today."""
    page.goto("/console/")
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.locator("main button.main").click()
    page.wait_for_url("**/console/today")


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: starting it takes as long as a test. Each page has a profile of its own."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield launched
        launched.close()


@contextmanager
def watched(browser: Browser, base: str, **context: object) -> Iterator[Watched]:
    """A fresh browser profile at `base`; the caller looks at `problems` at the end."""
    opened = browser.new_context(base_url=base, **context)  # type: ignore[arg-type]
    watch = Watched(opened.new_page(), base)
    watch.page.set_default_timeout(PATIENCE_MILLISECONDS)
    watch.page.on(
        "console", lambda said: watch.problems.append(said.text) if said.type in ("error", "warning") else None
    )
    watch.page.on("pageerror", lambda error: watch.problems.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            None if request.url.startswith((base, "blob:", "data:")) else watch.problems.append(request.url)
        ),
    )
    try:
        yield watch
    finally:
        opened.close()
