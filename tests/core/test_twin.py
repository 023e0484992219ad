"""The page is the menu: every option, every number, every sentence that tells something, at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.core.flow import Announce, Menu, Option
from ivr.core.office import Announcement
from ivr.core.pieces import Piece, paragraphs, pieces, plain
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language
from ivr.core.twin import Twin, privacy_notice, twin
from ivr.core.twin_entries import walk
from tests.support.offices import OFFICES, at, plan_of

OPEN, CLOSED = "2026-11-24 10:00", "2026-12-24 10:00"
EVERYWHERE = [
    pytest.param(office, language, when, id=f"{office}-{language}-{when}")
    for office in OFFICES
    for language in ("pl", "uk", "en")
    for when in (OPEN, CLOSED, "2027-01-05 21:00")
]


def all_pieces(shown: Twin) -> Iterator[Piece]:
    yield from shown.numbers
    texts = [*shown.greeting, *shown.announcements, *shown.closed_says]
    for entry in walk((*shown.services, *shown.after_hours)):
        texts += entry.tells
        yield from (phone.number for phone in entry.phones)
    for text in texts:
        yield from text


def told_by_keys(plan: Plan) -> Iterator[tuple[Option, list[Announce]]]:
    """Every option of every menu that keys lead to, and the announcements after it. Not the code of the twin."""
    flow, ahead, seen = plan.flow, [plan.flow.main], set[str]()
    while ahead:
        menu = flow.nodes.get(ahead.pop())
        if not isinstance(menu, Menu) or menu.name in seen:
            continue
        seen.add(menu.name)
        ahead.append(menu.closed)
        for option in (one for one in menu.options if not one.language):
            told, target = [], option.go
            while isinstance(node := flow.nodes.get(target), Announce):
                told.append(node)
                target = node.then
            ahead.append(target)
            yield option, told


@pytest.mark.parametrize(("office", "language", "when"), EVERYWHERE)
def test_every_option_is_on_the_page(office: str, language: str, when: str) -> None:
    plan = plan_of(office)
    moment = Moment(plan, language, at(when), written=True)
    main, shown = plan.flow.nodes[plan.flow.main], twin(plan, at(when), language)
    assert isinstance(main, Menu)

    services = [(one.key, in_language(one.label, moment)) for one in main.options if not one.language]
    assert [(entry.path[0], entry.label) for entry in shown.services] == services
    assert [key for key, _, _ in shown.languages] == [one.key for one in main.options if one.language]
    defaults = {entry.label for entry in walk((*twin(plan, at(when), "pl").services,))}
    assert {option.label["pl"] for option, _ in told_by_keys(plan)} <= defaults


@pytest.mark.parametrize(("office", "language", "when"), EVERYWHERE)
def test_every_number_is_a_link_in_the_offices_grouping(office: str, language: str, when: str) -> None:
    plan, today = plan_of(office), at(when).date()
    lines = [
        line
        for group in plan.office.groups.values()
        for line in (plan.office.lines[name] for name in group.lines)
        if (line.from_date or today) <= today <= (line.until_date or today)
    ]

    links = {(piece.text, piece.href) for piece in all_pieces(twin(plan, at(when), language)) if piece.href}

    numbers = {(line.written, f"tel:{line.number}") for line in lines}
    numbers |= {(own.written, f"tel:{own.e164}") for own in plan.office.answers_on}
    assert numbers <= links
    assert links - numbers <= {
        ("112", "tel:112"),
        ("mops.wroclaw.pl", "https://mops.wroclaw.pl"),
        ("zon@mops.wroclaw.pl", "mailto:zon@mops.wroclaw.pl"),
        ("sekretariat@mops.wroclaw.pl", "mailto:sekretariat@mops.wroclaw.pl"),
    }


@pytest.mark.parametrize(("office", "language", "when"), EVERYWHERE)
def test_every_sentence_told_by_a_key_is_there_once(office: str, language: str, when: str) -> None:
    plan = plan_of(office)
    moment = Moment(plan, language, at(when), written=True)
    shown = twin(plan, at(when), language)
    on_page = [plain(text) for entry in walk((*shown.services, *shown.after_hours)) for text in entry.tells]
    prompts = [prompt for _, told in told_by_keys(plan) for node in told for prompt in node.say]
    told = {plain(text) for one in prompts if one not in plan.office.privacy.notice for text in paragraphs(one, moment)}

    assert len(told) >= 5
    assert sorted(on_page) == sorted(told)


@pytest.mark.parametrize(("office", "language", "when"), EVERYWHERE)
def test_links_to_what_stands_elsewhere_lead_somewhere(office: str, language: str, when: str) -> None:
    shown = twin(plan_of(office), at(when), language)
    entries = {entry.place: entry for entry in walk((*shown.services, *shown.after_hours))}

    assert all(entries[place].tells or entries[place].options for entry in entries.values() for place in entry.see)
    assert all(entry.rings or entry.tells or entry.see or entry.options or entry.privacy for entry in entries.values())


@pytest.mark.parametrize(
    ("when", "is_open", "until", "again", "says"),
    [
        pytest.param("2026-11-24 07:29", False, "", "dzisiaj od 7:30", "Prosimy dzwonić dzisiaj od 7:30.", id="before"),
        pytest.param("2026-11-24 07:30", True, "do 19:00", "", "", id="opening"),
        pytest.param("2026-11-24 18:59", True, "do 19:00", "", "", id="last minute"),
        pytest.param("2026-11-24 19:00", False, "", "jutro od 7:30", "Prosimy dzwonić jutro od 7:30.", id="closing"),
        pytest.param(
            "2026-12-24 10:00",
            False,
            "",
            "w poniedziałek, 28 grudnia, od 7:30",
            "Wigilia Bożego Narodzenia",
            id="holiday",
        ),
    ],
)
def test_open_now_and_next(when: str, is_open: bool, until: str, again: str, says: str) -> None:
    shown = twin(plan_of(), at(when), "pl")

    assert shown.calls is not None
    assert (shown.calls.open, shown.calls.until, shown.calls.when) == (is_open, until, again)
    assert says in " ".join(plain(text) for text in shown.closed_says)
    assert any(piece.href == "tel:112" for text in shown.closed_says for piece in text)


def test_visits_say_what_is_open_now() -> None:
    def visits(when: str) -> dict[str, tuple[bool, str]]:
        entries = walk(twin(plan_of(), at(when), "pl").services)
        return {one.name: (one.open, one.until or one.when) for entry in entries for one in entry.visits}

    assert visits("2026-11-24 14:59")["cards_visits"] == (True, "do 15:00")
    assert visits("2026-11-24 15:00")["cards_visits"] == (False, "jutro od 8:00")
    assert "cash_desk" not in visits("2026-11-24 14:59"), "a sentence says it already"


def announced(texts: dict[str, str]) -> Plan:
    plan = plan_of()
    notice = Announcement("a", texts, at(OPEN), at(OPEN) + timedelta(hours=1), "anna")
    return replace(plan, office=replace(plan.office, announcements=(notice,)))


@pytest.mark.parametrize(
    ("minutes", "there"),
    [(-1, False), (0, True), (59, True), (60, False)],
    ids=["before", "begins", "last minute", "ends"],
)
def test_an_announcement_is_there_while_it_holds(minutes: int, there: bool) -> None:
    shown = twin(announced({"pl": "Awaria prądu."}), at(OPEN) + timedelta(minutes=minutes), "pl")

    assert [plain(text) for text in shown.announcements] == (["Awaria prądu."] if there else [])


def test_an_announcement_in_another_language_is_marked() -> None:
    shown = twin(announced({"pl": "Awaria prądu."}), at(OPEN), "uk")

    assert shown.announcements == ((Piece("Awaria prądu.", "pl"),),)


def test_a_telephone_is_shown_from_its_first_to_its_last_day() -> None:
    plan = plan_of("later")

    def has(when: str) -> bool:
        return any(piece.text == "501 928 501" for piece in all_pieces(twin(plan, at(when), "pl")))

    assert [has(f"{day} 10:00") for day in ("2026-10-31", "2026-11-01", "2027-01-31", "2027-02-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_silence_and_silent_keys() -> None:
    keys = {one.key: (one.does, one.rings) for one in twin(plan_of(), at(OPEN), "pl").keys}

    assert keys == {"0": ("", "Infolinia"), "*": ("repeat", ""), "#": ("main", ""), "": ("", "Infolinia")}


def test_what_happens_when_nobody_answers() -> None:
    first, second, *_ = twin(plan_of(), at(OPEN), "en").services

    assert (first.rings, first.otherwise) == ("Family benefits", "Information line")
    assert (second.rings, second.otherwise) == ("Information line", "")


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_the_privacy_notice_is_whole(language: str) -> None:
    full = privacy_notice(plan_of(), at(OPEN), language)
    spoken = privacy_notice(plan_of("later"), at(OPEN), language)

    assert len(full) >= 4
    assert len(spoken) == 1
    assert {"pl": "po 14 dniach", "uk": "через 14 днів", "en": "after 14 days"}[language] in plain(spoken[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tel. 71 78 22 322.", ["Tel. ", "tel:+48717822322", "."], id="a number"),
        pytest.param("Faks: 71 78 22 405.", ["Faks: 71 78 22 405."], id="the fax is never dialled"),
        pytest.param("1 71 78 22 322", ["1 71 78 22 322"], id="part of a longer number"),
        pytest.param("71 78 22 3220", ["71 78 22 3220"], id="one digit more"),
        pytest.param("112, 112.", ["tel:112", ", ", "tel:112", "."], id="emergency"),
        pytest.param("22 112 33", ["22 112 33"], id="112 inside another number"),
        pytest.param("a.b@c-d.gov.pl.", ["mailto:a.b@c-d.gov.pl", "."], id="e-mail and a full stop"),
        pytest.param("strona urzad.pl, tu", ["strona ", "https://urzad.pl", ", tu"], id="website"),
        pytest.param("https://a-b.eu/kontakt/.", ["https://a-b.eu/kontakt/", "."], id="address with a path"),
        pytest.param("m.in. 7.30 i np. tak.Nie", ["m.in. 7.30 i np. tak.Nie"], id="no website"),
        pytest.param("у [pl: ul. Długa 6], 2", ["у ", "pl:ul. Długa 6", ", 2"], id="another language"),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    found = pieces(text, "uk", plan_of().office)

    assert [
        one.href or (one.text if one.language == "uk" else f"{one.language}:{one.text}") for one in found
    ] == expected


def test_what_is_told_outside_the_call_hours_stands_with_its_service() -> None:
    first, *_ = twin(plan_of(), at(OPEN), "en").services

    assert ["500+" in plain(text) for text in first.tells] == [True]


def test_what_only_callers_outside_the_call_hours_are_offered() -> None:
    plan = plan_of()
    closed = plan.flow.nodes["after_hours"]
    assert isinstance(closed, Menu)
    alone = replace(closed.options[0], label={"pl": "Nocna informacja"})
    nodes = {**plan.flow.nodes, closed.name: replace(closed, options=(alone, *closed.options[1:]))}

    shown = twin(replace(plan, flow=replace(plan.flow, nodes=nodes)), at(OPEN), "pl")

    assert [(entry.path, entry.label) for entry in shown.after_hours] == [(("1",), "Nocna informacja")]
    assert [entry.place for entry in shown.after_hours] == ["closed-1"]
    places = [entry.place for entry in walk((*shown.services, *shown.after_hours))]
    assert len(places) == len(set(places))


def test_another_key_outside_the_call_hours_leads_to_the_same_menu() -> None:
    """By day it is key 5 of that office."""
    shown = twin(plan_of("later"), at(OPEN), "en")

    assert [(one.path, one.label, one.see) for one in shown.after_hours] == [
        (("1",), "For addresses and opening hours", ("5",))
    ]


@pytest.mark.parametrize(
    ("language", "week"),
    [
        ("pl", "od poniedziałku do piątku 8:00–15:00"),
        ("uk", "з понеділка до п'ятниці 8:00–15:00"),
        ("en", "Monday to Friday 8:00–15:00"),
    ],
)
def test_hours_of_a_week_of_telephones_with_hours_of_their_own(language: str, week: str) -> None:
    shown = twin(plan_of("later"), at(OPEN), language)

    [disability] = [one for one in shown.services if one.path == ("3",)]
    assert [hours.week for hours in disability.calls] == [week]
    assert shown.calls is not None
    assert "7:30–15:30" in shown.calls.week


def test_where_one_can_write() -> None:
    shown = twin(plan_of(), at(OPEN), "en").writing

    assert [(one.label, one.place, [link.href for link in one.links]) for one in shown] == [
        ("Disability certificates", "3", ["mailto:zon@mops.wroclaw.pl"]),
        (
            "Our address, telephone and e-mail",
            "6-2",
            ["mailto:sekretariat@mops.wroclaw.pl", "https://mops.wroclaw.pl"],
        ),
    ]


def test_a_telephone_that_only_rings_when_others_do_not_answer() -> None:
    plan = plan_of("later")
    nodes = {
        name: replace(node, to="cards") if name == "reception_instead" else node
        for name, node in plan.flow.nodes.items()
    }
    main = nodes[plan.flow.main]
    assert isinstance(main, Menu)
    nodes[main.name] = replace(main, options=tuple(one for one in main.options if one.key != "4"))
    about = {name: replace(node, say=()) for name, node in nodes.items() if name == "about_cards"}

    shown = twin(replace(plan, flow=replace(plan.flow, nodes=nodes | about)), at(OPEN), "en")

    assert [one.number.text for one in shown.rest.phones] == ["71 78 23 595", "71 78 23 594"]
