"""Who may be rung, in which order, and what the desk sees and hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ivr.core.events import Call
from ivr.core.hunting import attempts, caller_id, desk_hears, may_ring
from ivr.core.office import Edges, HuntGroup, Line
from ivr.core.plan import Plan
from ivr.core.session import Session
from tests.support.offices import CALLER, at, plan_of

OPEN = "2026-11-24 10:00"
SESSION = Session("abc", language="pl")


def plan_with(*lines: Line, group: HuntGroup | None = None, **office: object) -> Plan:
    plan = plan_of()
    groups = {group.name: group} if group else {}
    return replace(
        plan, office=replace(plan.office, lines={line.name: line for line in lines}, groups=groups, **office)
    )


def line(name: str, number: str, **more: object) -> Line:
    return Line(name, number, number, {"pl": name}, **more)  # type: ignore[arg-type]


def call(called: str = "+48717822300", caller: str = CALLER, forwarded_from: str = "", id_: str = "CA1") -> Call:
    return Call(id_, called, caller, forwarded_from)


@pytest.mark.parametrize(
    ("number", "called", "forwarded_from", "may"),
    [
        pytest.param("+48717822322", "+48717822300", "", True, id="another number"),
        pytest.param("+48717822300", "+48221112233", "", False, id="a number the service answers on"),
        pytest.param("+48717822405", "+48221112233", "", False, id="the fax"),
        pytest.param("+48221112233", "+48221112233", "", False, id="the number the call came to"),
        pytest.param("+48221112233", "48221112233", "", False, id="called, written without a plus"),
        pytest.param("+48221112233", "0048221112233", "", False, id="called, written with 00"),
        pytest.param("+48221112233", "221112233", "", False, id="called, written nationally"),
        pytest.param("+48221112233", "+48717822300", "+48221112233", False, id="the number it was forwarded from"),
        pytest.param("+48221112233", "+48717822300", "22 111 22 33", False, id="forwarded from, with spaces"),
        pytest.param("+48221112233", "", "", True, id="an empty called number"),
        pytest.param("+48221112233", "sip:33@x", "anonymous", True, id="words instead of numbers"),
    ],
)
def test_no_ring_loop(number: str, called: str, forwarded_from: str, may: bool) -> None:
    plan = plan_with(line("one", number))

    allowed = may_ring(
        plan.office, call(called, forwarded_from=forwarded_from), SESSION, plan.office.lines["one"], at(OPEN)
    )

    assert allowed is may


@pytest.mark.parametrize(
    ("moment", "let_in", "may"),
    [
        pytest.param("2026-11-24 07:29:59", False, False, id="a second before opening"),
        pytest.param("2026-11-24 07:30:00", False, True, id="at opening"),
        pytest.param("2026-11-24 18:59:59", False, True, id="a second before closing"),
        pytest.param("2026-11-24 19:00:00", False, False, id="at closing, not let in"),
        pytest.param("2026-11-24 19:00:00", True, True, id="at closing, let in before"),
        pytest.param("2026-11-24 19:04:59", True, True, id="a second before five past"),
        pytest.param("2026-11-24 19:05:00", True, False, id="five past: served long enough"),
        pytest.param("2026-11-11 10:00:00", True, False, id="a holiday"),
    ],
)
def test_edges_of_a_lines_hours_are_kind(moment: str, let_in: bool, may: bool) -> None:
    plan = plan_with(line("one", "+48221112233", hours="calls"), edges=Edges(300, 120))

    assert may_ring(plan.office, call(), replace(SESSION, let_in=let_in), plan.office.lines["one"], at(moment)) is may


@pytest.mark.parametrize(
    ("day", "may"),
    [("2026-11-23", False), ("2026-11-24", True), ("2026-11-25", True), ("2026-11-26", False)],
)
def test_a_line_is_in_force_from_its_first_to_its_last_day(day: str, may: bool) -> None:
    dated = line("one", "+48221112233", from_date=date(2026, 11, 24), until_date=date(2026, 11, 25))

    assert may_ring(plan_with(dated).office, call(), SESSION, dated, at(f"{day} 10:00")) is may


LINES = tuple(line(f"line_{n}", f"+4822111223{n}") for n in range(3))


def tried(plan: Plan, group: HuntGroup, id_: str = "CA1", position: int = 0) -> list[list[str]]:
    session = replace(SESSION, tried=position)
    return [[one.name for one in lines] for _, lines in attempts(plan, call(id_=id_), session, group, at(OPEN))]


def test_together_is_one_attempt_and_only_one() -> None:
    group = HuntGroup("g", {"pl": "g"}, ("line_0", "line_1", "line_2"))
    plan = plan_with(*LINES, group=group)

    assert tried(plan, group) == [["line_0", "line_1", "line_2"]]
    assert tried(plan, group, position=1) == []


def test_together_rings_at_most_ten() -> None:
    many = tuple(line(f"line_{n}", f"+482211122{n:02d}") for n in range(12))
    group = HuntGroup("g", {"pl": "g"}, tuple(one.name for one in many))

    assert len(tried(plan_with(*many, group=group), group)[0]) == 10


def test_in_order_goes_on_from_its_position_and_leaves_out_who_may_not_be_rung() -> None:
    group = HuntGroup("g", {"pl": "g"}, ("line_0", "gone", "line_1", "line_2"), "in_order")
    plan = plan_with(*LINES, group=group)

    assert tried(plan, group) == [["line_0"], ["line_1"], ["line_2"]]
    assert tried(plan, group, position=1) == [["line_1"], ["line_2"]]


def test_in_turn_spreads_calls_and_is_the_same_for_the_same_call() -> None:
    group = HuntGroup("g", {"pl": "g"}, ("line_0", "line_1", "line_2"), "in_turn")
    plan = plan_with(*LINES, group=group)
    firsts = [tried(plan, group, f"CA{n}")[0][0] for n in range(300)]

    assert tried(plan, group, "CA7") == tried(plan, group, "CA7")
    assert sorted(sum(tried(plan, group, "CA7"), [])) == ["line_0", "line_1", "line_2"]
    assert all(firsts.count(name) > 60 for name in group.lines)


@pytest.mark.parametrize(
    ("setting", "called", "caller", "shown"),
    [
        ("own_number", "+48717822301", CALLER, "+48717822301"),
        ("own_number", "sip:office", CALLER, "+48717822300"),
        ("own_number", "", "", "+48717822300"),
        ("caller", "+48717822301", CALLER, CALLER),
        ("caller", "+48717822301", "", "+48717822301"),
        ("caller", "+48717822301", "anonymous", "+48717822301"),
    ],
)
def test_caller_id(setting: str, called: str, caller: str, shown: str) -> None:
    office = replace(plan_of().office, caller_id=setting)  # type: ignore[arg-type]

    assert caller_id(office, call(called, caller)) == shown


def test_the_desk_hears_the_service_and_the_language_first() -> None:
    plan = plan_of()
    session = replace(SESSION, language="uk", chosen="family_benefits", group="infoline")

    whisper, confirm = desk_hears(plan, session, plan.office.lines["infoline"])

    assert [part.text for part in whisper] == ["Świadczenia rodzinne, język ukraiński."]
    assert confirm == ()
