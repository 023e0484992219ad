"""Closing, opening and announcing as a use case: several targets at once, undoing, ends, and whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.explain import Rings, Says
from ivr.store.switches import SwitchFile
from ivr.switching.effects import effects, services
from ivr.switching.hours import closing_today, next_opening
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import Wish
from tests.support.offices import at, plan_of

NOW = "2026-11-24 10:00"


@pytest.fixture
def board(tmp_path: Path) -> Switchboard:
    return Switchboard(plan_of(), SwitchFile(tmp_path), at(NOW))


def later(board: Switchboard, moment: str) -> Switchboard:
    return replace(board, now=at(moment))


def held(board: Switchboard) -> list[tuple[str, bool]]:
    switches = board.file.read()
    holding = board.held(switches.switches)
    return [(one.target, one.open) for one in switches.switches if one.id in holding]


def test_several_targets_are_one_change(board: Switchboard) -> None:
    done = board.do(Wish("close", None, {}, ("family", "payments")), "Anna")

    assert (done.ids, len(board.file.history())) == (("1", "1-2"), 1)
    assert held(board) == [("family", False), ("payments", False)]
    assert done.key == board.file.history()[0].key


def test_undo_ends_all_of_a_change(board: Switchboard) -> None:
    done = board.do(Wish("close", None, {}, ("family", "payments")), "Anna")

    later(board, "2026-11-24 10:01").undo(done.key, "Ewa")

    assert held(later(board, "2026-11-24 10:01")) == []
    assert board.file.history()[0].author == "Ewa"


def test_undo_brings_back_what_it_took_the_place_of_with_its_end(board: Switchboard) -> None:
    board.do(Wish("close", at("2026-11-24 15:00"), {"pl": "z powodu alarmu"}, ("", "family")), "Anna")
    opened = later(board, "2026-11-24 10:05").do(Wish("open", None, {}, ("", "family")), "Ewa")

    done = later(board, "2026-11-24 10:06").undo(opened.key, "Ewa")

    assert held(later(board, "2026-11-24 10:06")) == [("", False), ("family", False)]
    assert {one.until_at for one in done.made if one.author == "Anna"} == {at("2026-11-24 15:00")}
    assert held(later(board, "2026-11-24 15:00")) == []


def test_undo_leaves_alone_what_somebody_switched_since(board: Switchboard) -> None:
    first = board.do(Wish("close", None, {}, ("",)), "Anna")
    ended = later(board, "2026-11-24 10:01").end("switches", first.ids, "Anna")
    later(board, "2026-11-24 10:02").do(Wish("open", None, {}, ("",)), "Ewa")

    with pytest.raises(IvrError, match="undo-late"):
        later(board, "2026-11-24 10:03").undo(ended.key, "Anna")
    assert held(later(board, "2026-11-24 10:03")) == [("", True)]


@pytest.mark.parametrize("key", ["", "0a", "../x"])
def test_undo_of_nothing(board: Switchboard, key: str) -> None:
    with pytest.raises(IvrError, match="undo-late"):
        board.undo(key, "Anna")


def test_an_undone_undo_closes_again(board: Switchboard) -> None:
    closed = board.do(Wish("close", None, {}, ("",)), "Anna")
    undone = later(board, "2026-11-24 10:01").undo(closed.key, "Anna")

    later(board, "2026-11-24 10:02").undo(undone.key, "Anna")

    assert held(later(board, "2026-11-24 10:02")) == [("", False)]


CLOSINGS = [
    pytest.param("2026-11-24 10:00", "2026-11-24 19:00", id="in hours"),
    pytest.param("2026-11-24 05:00", "2026-11-24 19:00", id="before opening"),
    pytest.param("2026-11-24 18:59", "2026-11-24 19:00", id="the last minute"),
    pytest.param("2026-11-24 19:00", None, id="at closing"),
    pytest.param("2026-11-29 10:00", None, id="Sunday"),
    pytest.param("2026-12-25 10:00", None, id="holiday"),
    pytest.param("2026-10-26 10:00", "2026-10-26 19:00", id="the day after the clocks changed"),
]


@pytest.mark.parametrize(("now", "closing"), CLOSINGS)
def test_closing_today(now: str, closing: str | None) -> None:
    schedule = plan_of().office.schedules["calls"]

    assert closing_today(schedule, at(now), schedule.timezone) == (at(closing) if closing else None)


def test_a_line_without_hours_closes_at_midnight_and_opens_then() -> None:
    midnight = at("2026-11-25 00:00")

    assert closing_today(None, at(NOW), "Europe/Warsaw") == midnight
    assert next_opening(None, at(NOW), "Europe/Warsaw") == midnight


LINES = [
    pytest.param("", NOW, "2026-11-24 12:00", 10, id="all, in hours"),
    pytest.param("", "2026-11-24 20:00", "2026-11-25 07:30", 0, id="all, at night, until the opening"),
    pytest.param("", "2026-11-24 20:00", "2026-11-25 07:31", 10, id="all, at night, a minute longer"),
    pytest.param("family", NOW, "2026-11-24 12:00", 1, id="one line"),
    pytest.param("cash_desk", NOW, "2026-11-24 12:00", 0, id="hours that are only spoken"),
]


@pytest.mark.parametrize(("target", "now", "until", "count"), LINES)
def test_how_many_telephones_it_concerns(board: Switchboard, target: str, now: str, until: str, count: int) -> None:
    found = effects(later(board, now), Wish("close", at(until), {}, (target,)))

    assert len(found.lines) == count
    assert board.file.history() == ()


@pytest.mark.parametrize(
    ("targets", "nobody", "rings"),
    [
        (("family",), False, ("payments",)),
        (("family", "payments"), False, ("infoline",)),
    ],
)
def test_whom_callers_reach_then(
    board: Switchboard, targets: tuple[str, ...], nobody: bool, rings: tuple[str, ...]
) -> None:
    found = effects(board, Wish("close", at("2026-11-24 12:00"), {}, targets))

    (chosen,) = found.chosen
    assert (chosen.group, found.nobody, list(chosen.parts)) == ("family_benefits", nobody, ["pl", "uk", "en"])
    for language, parts in chosen.parts.items():
        last = parts[-1]
        assert isinstance(last, Rings)
        assert last.lines == rings
        assert {part.language for part in parts if isinstance(part, Says)} == {language}


@pytest.mark.parametrize(("moment", "nobody"), [(NOW, True), ("2026-11-24 20:00", False)])
def test_closing_the_last_telephone_is_told(board: Switchboard, moment: str, nobody: bool) -> None:
    lines = tuple(plan_of().office.lines)

    assert effects(later(board, moment), Wish("close", None, {}, lines)).nobody is nobody


@pytest.mark.parametrize("office", ["shipped", "later"])
def test_services_are_those_of_the_menu(office: str) -> None:
    plan: Plan = plan_of(office)

    assert services(plan)
    assert set(services(plan)) <= set(plan.office.groups)


def test_what_is_heard_in_each_language(board: Switchboard) -> None:
    until: datetime = at("2026-11-24 12:00")
    found = effects(board, Wish("close", until, plan_of().office.reasons["power_cut"], ("",)))

    assert "z powodu awarii prądu" in found.hears["pl"]
    assert "через відключення світла" in found.hears["uk"]
    assert "because of a power cut" in found.hears["en"]
    assert found.opens_again == until
