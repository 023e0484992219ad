"""The public pages: `/`, the phone menu in writing; `/privacy`; `/calendar.ics`. Each in every language of the office.

Anybody may read them: no cookie, no script, nothing of any call. What they say comes from `ivr.core.twin` alone.
A page is made once a minute and language, so that many readers never slow down a call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from babel.dates import format_datetime
from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from ivr.core.pieces import plain
from ivr.core.plan import Plan
from ivr.core.prompts import Moment
from ivr.core.texts import Language
from ivr.core.twin import Twin, privacy_notice, twin
from ivr.core.twin_calendar import exceptions_ics, visits
from ivr.core.twin_entries import Entry, walk
from ivr.core.words import WRITTEN
from ivr.settings import Settings
from ivr.telephony.urls import prefix_of
from ivr.web.linked import linked_data
from ivr.web.loopback import is_loopback
from ivr.web.twin_texts import TEXTS

CACHED_SECONDS = 60
CALENDAR_DAYS = 400
CALENDAR_DAYS_BACK = 31
_LANGUAGES = ",".join(WRITTEN)  # a route's own; the office need not have all of them
_ABBREVIATED = re.compile(r"\b(ul|pl|al|os|pok|art|ust|lit)\. (?=\S)")
_NUMBERS = re.compile(r"\d[\d:]*(?:[ –]\d[\d:]*)+")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class TwinServices(Protocol):
    """What the pages need of `ivr.wiring.Services`."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    def plan(self) -> Plan: ...


def twin_blueprint(services: TwinServices, phone: bool = True) -> Blueprint:
    """`phone`: the app has the test phone too; people at this machine get a link to it."""
    blueprint = Blueprint("twin", __name__, template_folder="templates")
    blueprint.add_app_template_filter(_together, "together")
    pages = _Pages(services, phone)
    for path, name in (("/", "menu"), ("/privacy", "privacy"), ("/calendar.ics", "calendar")):
        make: Callable[[_Page], str] = getattr(pages, name)
        kind = "text/calendar; charset=utf-8" if name == "calendar" else "text/html; charset=utf-8"

        def view(language: str = "", make: Callable[[_Page], str] = make, kind: str = kind) -> AnyResponse:
            return pages.answer(make, language, kind)

        blueprint.add_url_rule(path, name, view)
        blueprint.add_url_rule(f"/<any({_LANGUAGES}):language>{path.rstrip('/')}", name, view)
    return blueprint


@dataclass(frozen=True)
class _Page:
    """What one page is made of."""

    plan: Plan
    now: datetime
    language: Language
    local: bool  # read by somebody at this machine

    @property
    def moment(self) -> Moment:
        return Moment(self.plan, self.language, self.now, written=True)


@dataclass
class _Pages:
    services: TwinServices
    phone: bool
    kept: dict[tuple[Any, ...], tuple[Plan, int, bytes]] = field(default_factory=dict)

    def answer(self, make: Callable[[_Page], str], language: str, content_type: str) -> AnyResponse:
        plan, now = self.services.plan(), self.services.clock()
        asked = language or request.args.get("lang", "")
        if asked and asked not in plan.office.languages:
            abort(404)
        local = self.phone and is_loopback(request, self.services.settings.public_url)
        page = _Page(plan, now, asked or plan.office.default_language, local)
        answer = Response(self._made(make, page), content_type=content_type)
        reach = "private" if local else "public"
        answer.headers.update({**HEADERS, "Cache-Control": f"{reach}, max-age={CACHED_SECONDS}"})
        answer.add_etag()
        return answer.make_conditional(request)

    def _made(self, make: Callable[[_Page], str], page: _Page) -> bytes:
        """The page of this minute and this very plan: an operator's switch makes a new plan."""
        key, minute = (make.__name__, page.language, page.local), int(page.now.timestamp()) // CACHED_SECONDS
        kept = self.kept.get(key)
        if kept is None or kept[0] is not page.plan or kept[1] != minute:
            kept = self.kept[key] = (page.plan, minute, make(page).encode())
        return kept[2]

    def menu(self, page: _Page) -> str:
        shown, office = twin(page.plan, page.now, page.language), page.plan.office
        today = page.moment.local.date()
        when = shown.calls.when if shown.calls else ""
        says_when = any(when in plain(text) for text in shown.closed_says)
        return self._rendered(
            "twin.html", page, "",
            twin=shown, says_when=says_when, labels={entry.place: entry.label for entry in _entries(shown)},
            linked=linked_data(page.plan, today, page.language, self.services.settings.public_url or "", visits(shown)),
            phone=page.local, moment=_written_moment(page, office.languages[page.language].locale),
        )  # fmt: skip

    def privacy(self, page: _Page) -> str:
        days = page.plan.office.privacy.days()
        kept = [(f"kept_{name}", page.moment.words.days_after(number)) for name, number in days.items()]
        notice = privacy_notice(page.plan, page.now, page.language)
        return self._rendered("twin_privacy.html", page, "privacy", notice=notice, kept=kept)

    def calendar(self, page: _Page) -> str:
        today = page.moment.local.date()
        first, last = today - timedelta(days=CALENDAR_DAYS_BACK), today + timedelta(days=CALENDAR_DAYS)
        return exceptions_ics(page.plan, first, last, page.language, page.now)

    def _rendered(self, template: str, page: _Page, path: str, **values: Any) -> str:
        """`path`: of the page, without its language."""
        office, public = page.plan.office, self.services.settings.public_url
        prefix = prefix_of(public)
        addresses = {code: _address(code, office.default_language, path) for code in office.languages}
        return render_template(
            template, t=TEXTS[page.language], language=page.language, office=office.name,
            languages=office.languages, addresses=addresses, at=public or "", prefix=prefix,
            home=_address(page.language, office.default_language, ""),
            privacy=_address(page.language, office.default_language, "privacy"),
            calendar=_address(page.language, office.default_language, "calendar.ics"),
            **values,
        )  # fmt: skip


def _address(language: Language, default: Language, path: str) -> str:
    """ "/", "/uk", "/uk/privacy": the default language has the short one."""
    return "/" + "/".join(part for part in ("" if language == default else language, path) if part)


def _entries(shown: Twin) -> Iterator[Entry]:
    yield from walk((*shown.services, *shown.after_hours))


def _together(text: str) -> Markup:
    """HTML in which hours and numbers ("7:30–19:00", "12 345 67 89") stay in one line, and a street with its "ul."."""
    bound = _ABBREVIATED.sub("\\1.\u00a0", str(escape(text)))
    return Markup(_NUMBERS.sub(r'<span class="together">\g<0></span>', bound))


def _written_moment(page: _Page, locale: str) -> str:
    return str(format_datetime(page.moment.local, "EEEE, d MMMM y, H:mm", locale=locale.replace("-", "_")))
