"""The parts of which pages are made, each shown once on a page that exists only here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, expect

from ivr.console.languages import LANGUAGES, current_language
from ivr.console.shown import sort_link, url_with
from ivr.console.visitor import Visitor
from tests.support.browser import watched
from tests.support.console import served

CALLER = "+48600123567"
PAGE = """
{% extends "console/base.html" %}{% import "console/parts.html" as parts with context %}
{% block title %}Parts{% endblock %}
{% block content %}
{% call parts.heading("Calls", ("/parts", "Back")) %}<a class="button" href="/parts">Export</a>{% endcall %}
{% call parts.filters("/parts", true) %}
  {{ parts.search("service", "Service", hostile, "search", [hostile]) }}
  {{ parts.choice("outcome", "Outcome", [("", "all"), ("busy", "all busy")], "busy") }}
{% endcall %}
{% call parts.table("Calls", [("when", "When", ""), ("seconds", "Seconds", "number"), ("", "From", "wide")], sort) %}
  {% call parts.row() %}
    {% call parts.cell("When") %}{{ at | moment }}{% endcall %}
    {% call parts.cell("Seconds", "number") %}{{ 12345 | numberformat }}{% endcall %}
    {% call parts.cell("From", "wide") %}{{ parts.masked(caller_number) }}{% endcall %}
  {% endcall %}
  {% call parts.row("off") %}
    {% call parts.cell("When") %}{{ none | moment }}{% endcall %}
    {% call parts.cell("Seconds", "number") %}0{% endcall %}
    {% call parts.cell("From", "wide") %}{{ parts.masked("") }} {{ hostile }}{% endcall %}
  {% endcall %}
{% endcall %}
{{ parts.pager(12, 3) }}
{% for kind in ("good", "bad", "warn", "quiet") %}{{ parts.chip("connected " ~ kind, kind) }} {% endfor %}
{% call parts.empty("No calls", "Take a longer period.") %}<a href="/parts">All calls</a>{% endcall %}
{{ parts.button("/parts", "Done") }}
{{ parts.sure("Erase", "It cannot be undone.", "/parts", "Erase it") }}
{% endblock %}
"""
HOSTILE = '"><img src=x onerror=alert(1)>=1+1\u202e'


@pytest.fixture
def parts(app: Flask, services) -> Flask:  # type: ignore[no-untyped-def]
    def show() -> str:
        return render_template_string(
            PAGE, visitor=Visitor(), navigation=lambda: [], languages=LANGUAGES, language=current_language(),
            office="An office", url_with=url_with, sort_link=sort_link, sort="-when", at=services.now,
            caller_number=CALLER, hostile=HOSTILE,
        )  # fmt: skip

    app.add_url_rule("/parts", "parts", show)
    return app


@pytest.fixture
def base(parts: Flask) -> Iterator[str]:
    with served(parts) as address:
        yield address


def test_a_number_is_masked_whatever_a_page_gives(parts: Flask) -> None:
    text = parts.test_client().get("/parts").text

    assert "••• ••• 567" in text
    assert "600" not in text
    assert "withheld" in text or "zastrzeżony" in text


def test_what_others_write_is_text(parts: Flask) -> None:
    text = parts.test_client().get("/parts").text

    assert "<img src=x" not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") == 3


@pytest.mark.parametrize(("language", "when", "number"), [
    ("pl", "24 lis 2026, 10:00:00", "12\u00a0345"), ("en", "24 Nov 2026, 10:00:00", "12,345"),
])  # fmt: skip
def test_values_are_written_as_the_language_does(parts: Flask, language: str, when: str, number: str) -> None:
    text = parts.test_client().get("/parts", headers={"Accept-Language": language}).text

    assert f'<time datetime="2026-11-24T09:00:00+00:00">{when}</time>' in text
    assert number in text


def test_links_keep_the_filter_and_forget_the_page(parts: Flask) -> None:
    text = parts.test_client().get("/parts?service=family&before=7").text

    assert 'href="/parts?service=family&amp;sort=when"' in text, "sorted by it already: the other way round"
    assert 'href="/parts?service=family&amp;before=3"' in text
    assert 'aria-sort="descending"' in text


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1440)])
def test_they_can_be_read_by_everybody(browser: Browser, base: str, scheme: str, width: int) -> None:
    with watched(browser, base, color_scheme=scheme, viewport={"width": width, "height": 800}) as watch:
        watch.page.goto("/parts")

        assert watch.axe() == []
        assert watch.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        expect(watch.page.get_by_role("cell", name="12")).to_be_visible()
        expect(watch.page.get_by_role("table")).to_be_visible()
        assert watch.problems == []
