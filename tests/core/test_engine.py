"""What no call script can show: nonsense requests, changed revisions, repeats, and the wait by the clock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.core.engine import MAX_STEPS, Step, step
from ivr.core.entries import Entry
from ivr.core.events import Call, Event, Left, LegEnded, Lost, Pressed, Silence, Started
from ivr.core.instructions import Hangup, Listen, RingLines, Say
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.rehearsal import EnginePort
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.stretches import Quiet, Ringing
from ivr.simulator.transcript import Heard
from ivr.telephony.urls import action_url
from tests.support.offices import CALLER, at, called, number_of, plan_of

OPEN = at("2026-11-24 10:00")
CLOSED = at("2026-11-24 21:00")
CALL = Call("CA1", "+48717822300", CALLER)
STILL_WAITING = "Nikt nie może teraz odebrać"


def after(event: Event, session: Session, plan: Plan | None = None, now=OPEN) -> Step:  # type: ignore[no-untyped-def]
    return step(plan or plan_of(), CALL, session, event, now)


def session(node: str, **more: object) -> Session:
    return Session("abc", node=node, language="pl", step=3, **more)  # type: ignore[arg-type]


def kinds(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.kind for entry in entries]


@pytest.mark.parametrize(
    ("event", "before"),
    [
        pytest.param(Lost("odd"), session(""), id="an address without sense"),
        pytest.param(Pressed("1"), session("nowhere"), id="a node that is gone"),
        pytest.param(LegEnded("busy"), session("services"), id="a leg that ends at a menu"),
        pytest.param(Silence(), session("greeting"), id="silence where nothing waits"),
    ],
)
def test_a_request_that_makes_no_sense_gets_the_main_menu_and_is_logged(event: Event, before: Session) -> None:
    decided = after(event, before)

    assert decided.session.node == "services"
    assert isinstance(decided.instructions[-1], Listen)
    assert "lost" in kinds(decided.entries)


def test_the_same_request_twice_is_the_same_step_with_the_same_ids() -> None:
    first, second = (after(Pressed("1"), session("services", menu="services")) for _ in range(2))

    assert first == second
    assert [entry.id for entry in first.entries] == [("CA1", "step", 3, index) for index in range(len(first.entries))]


def test_the_same_node_twice_is_two_steps() -> None:
    first = after(Pressed("*"), session("services", menu="services"))
    second = after(Pressed("*"), first.session)

    assert first.session.node == second.session.node == "services"
    assert not {entry.id for entry in first.entries} & {entry.id for entry in second.entries}


def test_a_hunt_group_that_is_gone_from_the_live_office_leads_on() -> None:
    plan = plan_of()
    groups = {name: group for name, group in plan.office.groups.items() if name != "housing"}

    decided = after(Pressed("4"), session("services"), replace(plan, office=replace(plan.office, groups=groups)))

    ringing = decided.instructions[-1]
    assert isinstance(ringing, RingLines)
    assert [line.number for line in ringing.lines] == [number_of("infoline")]
    assert "lost" in kinds(decided.entries)


def test_a_language_that_is_gone_becomes_the_default_one() -> None:
    decided = after(Pressed("*"), replace(session("services"), language="de"))

    assert decided.session.language == "pl"


@pytest.mark.parametrize("event", [Pressed("*"), Silence(), LegEnded("busy")])
def test_past_the_limit_a_person_is_rung_once_and_then_the_call_ends(event: Event) -> None:
    at_limit = after(event, replace(session("services"), step=MAX_STEPS))
    ringing = at_limit.instructions[-1]
    assert isinstance(ringing, RingLines)
    assert ringing.lines[0].number == number_of("infoline")

    ended = after(LegEnded("no_answer"), at_limit.session)
    assert isinstance(ended.instructions[-1], Hangup)
    assert isinstance(ended.instructions[0], Say), "it does not end in silence"


def test_a_conversation_across_the_opening_ends_as_any_other() -> None:
    """Told "closed", yet put through to a line that is always open: the desk hangs up after the office has opened."""
    told = session("infoline", closed_from="services", group="infoline", ringing=("infoline",), phase="ringing")

    ended = after(LegEnded("answered", 42), told)

    assert ended.instructions == (Hangup(),)
    assert kinds(ended.entries) == ["leg", "ended"]


def test_who_was_told_closed_on_the_way_to_a_desk_is_asked_again_too() -> None:
    told = after(Pressed("0"), session("information", menu="information"), now=CLOSED)
    opened = after(Pressed("1"), told.session, now=OPEN)

    assert told.session.node == "after_hours"
    assert opened.session.node == "services"


def test_a_closed_desk_in_an_open_office_does_not_lead_back_to_the_menu() -> None:
    plan = plan_of("later")
    late = at("2026-11-24 15:10", plan)
    pressed = after(Pressed("3"), session("services", menu="services", let_in=True), plan, late)

    assert pressed.session.closed_from == ""


def test_a_desk_that_hung_up_ends_the_call() -> None:
    ringing = after(Pressed("1"), session("services"))
    ended = after(LegEnded("answered", 42), ringing.session)

    assert ended.instructions == (Hangup(),)
    assert ended.entries[0].data["seconds"] == 42
    assert ended.entries[-1].data["how"] == "hung_up_by_desk"


@pytest.mark.parametrize("outcome", ["no_answer", "answered"])
def test_a_caller_who_hung_up_rings_nobody_any_more(outcome: str) -> None:
    ringing = after(Pressed("1"), session("services"))
    left = after(Left(LegEnded(outcome)), ringing.session)  # type: ignore[arg-type]

    assert left.instructions == (Hangup(),)
    assert kinds(left.entries) == ["leg", "ended"]
    assert left.entries[-1].data["how"] == "left"


@pytest.mark.parametrize("outcome", ["busy", "no_answer", "failed", "cancelled", "unknown"])
def test_every_other_outcome_leads_to_another_person(outcome: str) -> None:
    ringing = after(Pressed("4"), session("services"))
    decided = after(LegEnded(outcome), ringing.session)  # type: ignore[arg-type]

    rung = decided.instructions[-1]
    assert isinstance(rung, RingLines)
    assert rung.lines[0].line == "infoline"


def test_started_when_closed_tells_when_to_call_and_why() -> None:
    decided = after(Started(), Session("abc"), now=CLOSED)
    told = next(entry for entry in decided.entries if entry.kind == "told")

    assert told.data["because"] == "weekly"
    assert told.data["until"] == "2026-11-25T06:30:00+00:00"


def waiting_call(desk: str) -> OpenCall:
    """A caller for housing whose desks all do the same, until the call ends."""
    plan = plan_of()
    call = Phone(EnginePort(plan), caller=CALLER, called=called(plan), at=OPEN).call("CA" + "3" * 32).presses("4")
    while call.stretch is not None:
        if type(call.stretch).__name__ == "Ringing":
            call.desk_says(desk)
        else:
            call.goes_on()
    return call


@pytest.mark.parametrize("desk", ["busy", "no_answer", "failed"])
def test_the_wait_is_by_time_and_told_every_half_minute(desk: str) -> None:
    lines = waiting_call(desk).transcript.lines
    told = [line.at_seconds for line in lines if isinstance(line, Heard) and STILL_WAITING in line.text]
    over = next(line.at_seconds for line in lines if isinstance(line, Heard) and "nikt nie mógł" in line.text)

    assert all(24 <= later - earlier <= 36 for earlier, later in zip(told, told[1:], strict=False))
    assert 595 <= over - told[0] <= 635


def test_busy_lines_are_not_hammered_while_waiting() -> None:
    rang = waiting_call("busy").transcript.rang

    assert 30 <= len(rang) <= 75, "between one and two attempts a quarter of a minute, the sentence and its key apart"


def test_the_service_and_the_infoline_are_tried_in_turn() -> None:
    rang = [set(one.numbers) for one in waiting_call("no_answer").transcript.rang][2:8]
    housing, infoline = {number_of("housing_1"), number_of("housing_2")}, {number_of("infoline")}

    assert rang == [housing, infoline] * 3


def test_action_urls_stay_short_and_hold_nothing_personal() -> None:
    full = replace(
        session("infoline_instead"), closed_from="services", menu="information", via=("about_disability",),
        phase="ringing", chosen="family_benefits", group="family_benefits", tried=3, wait_since=1798000000,
        wait_said=1798000000, let_in=True, ringing=("disability_1", "disability_2", "disability_3"),
    )  # fmt: skip
    url = action_url("", full)

    assert len(url) < 500
    assert CALLER[3:] not in url


def test_a_key_in_the_wait_is_logged_and_only_ends_the_pause() -> None:
    plan = plan_of()
    port = EnginePort(plan)
    call = Phone(port, caller=CALLER, called=called(plan), at=OPEN).call("CA" + "3" * 32).presses("4")
    while not (isinstance(call.stretch, Quiet) and call.stretch.listening):
        call.desk_busy() if isinstance(call.stretch, Ringing) else call.goes_on()
    call.presses("7")
    last = [entry for entry in port.entries if entry.step == port.entries[-1].step]

    assert [entry.kind for entry in last] == ["pressed", "waiting"]
    assert last[0].data == {"node": "waiting", "key": "7", "label": "", "go": "waiting"}
