"""The page is the menu, at every moment and whatever an operator has switched: everything that a call can say, offer or
ring stands on it. The calls' ways are followed here on their own, not by the code of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ivr.core.flow import Announce, Dial, End, Menu, Node, Wait
from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, applied
from ivr.core.pieces import notice_paragraphs, paragraphs, plain
from ivr.core.plan import Plan
from ivr.core.prompts import Moment
from ivr.core.texts import Prompt
from tests.support.offices import OFFICES, at, plan_of
from tests.support.twin import TwinServices, app_of

LANGUAGES = ("pl", "uk", "en")
FIRST = at("2026-11-24 00:00")
MINUTES = 400 * 24 * 60
SERVICES = TwinServices()
CLIENT = app_of(SERVICES).test_client()  # one for all: its templates are compiled once


class Read(HTMLParser):
    """The words of a page as a person reads them, and where its telephone links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.telephones = "", set[str]()
        self._hidden = False
        self.feed(html)
        self.text = squeezed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        self.telephones |= {href.removeprefix("tel:")} if href.startswith("tel:") else set()
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def after(node: Node) -> Iterator[str]:
    """Wherever a call can go from here."""
    match node:
        case Announce():
            yield node.then
        case Menu():
            yield from (node.closed, node.no_input.then, node.no_match.then, *node.keys.values())
            yield from (option.go for option in node.options)
        case Dial():
            yield from (node.otherwise, node.closed)
        case Wait():
            yield node.otherwise
        case End():
            return


def nodes(plan: Plan) -> list[Node]:
    """All that a call can come to."""
    ahead, found = [plan.flow.start], dict[str, Node]()
    while ahead:
        node = plan.flow.nodes.get(name := ahead.pop())
        if node and name not in found:
            found[name] = node
            ahead += after(node)
    return list(found.values())


def said(node: Node) -> Iterator[Prompt]:
    yield from node.say
    if isinstance(node, Menu):
        yield from (*node.say_after, *node.soon, *node.no_input.say, *node.no_match.say)


def sentences(plan: Plan, moment: Moment) -> Iterator[str]:
    prompts = [prompt for node in nodes(plan) for prompt in said(node)]
    prompts += [*plan.office.failsafe.say, *plan.office.failsafe.otherwise]
    for prompt in prompts:
        yield from (plain(text) for text in paragraphs(prompt, moment))
    for one in plan.office.announcements:
        if one.from_at <= moment.at < one.until_at:
            yield from (plain(text) for text in notice_paragraphs(one.texts, moment))


def labels(plan: Plan, language: str) -> Iterator[str]:
    for node in nodes(plan):
        for option in node.options if isinstance(node, Menu) else ():
            yield option.label[option.language or language]


def telephones(plan: Plan, moment: Moment) -> Iterator[str]:
    """Every line that may ring today."""
    groups = {node.to for node in nodes(plan) if isinstance(node, Dial)}
    groups |= {name for node in nodes(plan) if isinstance(node, Wait) for name in node.again if name != "chosen"}
    names = {name for group in groups for name in plan.office.groups[group].lines} | {plan.office.failsafe.line}
    today = moment.local.date()
    for line in (plan.office.lines[name] for name in names):
        if (line.from_date or today) <= today <= (line.until_date or today):
            yield line.number
    yield from (own.e164 for own in plan.office.answers_on)


def instants() -> st.SearchStrategy[datetime]:
    return st.integers(0, MINUTES).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@st.composite
def moments(draw: st.DrawFn) -> tuple[Plan, datetime, str]:
    """An office with switches and announcements around a moment, and a language."""
    plan, now = plan_of(draw(st.sampled_from(sorted(OFFICES)))), draw(instants())
    hour = st.integers(-30, 30).map(lambda hours: now + timedelta(hours=hours))
    length = st.integers(1, 60).map(lambda hours: timedelta(hours=hours))
    targets = st.sampled_from(["", *plan.office.schedules, *plan.office.lines])
    reasons = st.sampled_from([{}, *plan.office.reasons.values(), {"pl": "z powodu zalania"}])
    switches = []
    for number in range(draw(st.integers(0, 3))):
        begins = draw(hour)
        ends = begins + draw(length) if draw(st.booleans()) else None
        switches.append(Switch(str(number), draw(targets), draw(st.booleans()), begins, ends, draw(reasons), "anna"))
    texts = st.sampled_from([{"pl": "Winda nieczynna."}, {"pl": "Awaria.", "uk": "Аварія.", "en": "A fault."}])
    notices = []
    for number in range(draw(st.integers(0, 2))):
        begins = draw(hour)
        notices.append(Announcement(f"a{number}", draw(texts), begins, begins + draw(length), "anna"))
    held = Switches(len(switches), tuple(switches), tuple(notices))
    return applied(plan, held), now, draw(st.sampled_from(LANGUAGES))


def missing(plan: Plan, now: datetime, language: str) -> list[str]:
    """What a call can say, offer or ring, and the pages do not show."""
    SERVICES.live, SERVICES.now = plan, now
    page = Read(CLIENT.get(f"/{language}").text)
    everything = page.text + " " + Read(CLIENT.get(f"/{language}/privacy").text).text
    moment = Moment(plan, language, now, written=True)
    lost = [text for text in {*sentences(plan, moment), *labels(plan, language)} if squeezed(text) not in everything]
    return lost + sorted(set(telephones(plan, moment)) - page.telephones)


@settings(max_examples=100, phases=[Phase.generate])  # a case says enough as it is: shrinking takes minutes
@given(moments())
def test_everything_that_a_call_can_say_offer_or_ring_stands_on_the_page(case: tuple[Plan, datetime, str]) -> None:
    assert missing(*case) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("office", OFFICES)
def test_there_is_much_to_find(office: str, language: str) -> None:
    """The search above is not empty."""
    plan, moment = plan_of(office), Moment(plan_of(office), language, FIRST, written=True)

    assert len(set(sentences(plan, moment))) >= 20
    assert len(set(labels(plan, language))) >= 12
    assert len(set(telephones(plan, moment))) >= 11


@pytest.mark.parametrize("office", OFFICES)
def test_a_page_of_another_plan_is_found_out(office: str) -> None:
    """One sentence, one label and one number changed in the call, not on the page."""
    plan = plan_of(office)
    client = app_of(TwinServices(plan, FIRST)).test_client()
    page = Read(client.get("/en").text)
    line = next(iter(plan.office.lines.values()))
    lines = {**plan.office.lines, line.name: replace(line, number="+48717000000")}
    changed = replace(plan, office=replace(plan.office, lines=lines))

    assert "+48717000000" in set(telephones(changed, Moment(changed, "en", FIRST, written=True))) - page.telephones
    assert missing(changed, FIRST, "en") == []
