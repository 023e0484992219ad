"""Asking to be called back: which numbers are taken, what is asked and logged on the way, and who is never stranded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.core.callable import CALLABLE, NO_NUMBER, REFUSED, may_call, typed_number, written
from ivr.core.engine import MAX_STEPS, Step, step
from ivr.core.events import Call, Event, LegEnded, Pressed, Silence
from ivr.core.instructions import Listen
from ivr.core.office import CallBack, Office
from ivr.core.plan import Plan
from ivr.core.proof import prove_plan
from ivr.core.session import Session
from ivr.telephony.urls import action_url, session_of
from tests.support.offices import CALLER, at, plan_of

OPEN, CLOSED = at("2026-11-24 10:00"), at("2026-11-24 21:00")
UKRAINIAN = "+380501234567"
NODE = "call_me_back"
PROMISE = CallBack("infolinia", {"pl": "do jutra", "uk": "до завтра", "en": "by tomorrow"})


def office(**more: object) -> Office:
    return replace(plan_of().office, **more)  # type: ignore[arg-type]


def plan_with(call_back: CallBack) -> Plan:
    return replace(plan_of(), office=office(call_back=call_back))


def calls_ukraine() -> Office:
    return office(call_back=CallBack(ukrainian_numbers=True))


NUMBERS = [
    pytest.param("601234567", "pl", "+48601234567", "", id="mobile"),
    pytest.param("713456789", "pl", "+48713456789", "", id="landline"),
    pytest.param("48601234567", "pl", "+48601234567", "", id="with the country"),
    pytest.param("0048601234567", "pl", "+48601234567", "", id="with 00 and the country"),
    pytest.param("0713456789", "pl", "+48713456789", "", id="with the zero of old"),
    pytest.param("60123456", "pl", "", "not_a_number", id="a digit too few"),
    pytest.param("6012345678", "pl", "", "not_a_number", id="a digit too many"),
    pytest.param("0", "pl", "", "not_a_number", id="one zero"),
    pytest.param("00", "pl", "", "not_a_number", id="two zeros"),
    pytest.param("9" * 32, "pl", "", "not_a_number", id="as long as can be"),
    pytest.param("A601234567", "pl", "", "not_a_number", id="a letter key"),
    pytest.param("٦٠١٢٣٤٥٦٧", "pl", "", "not_a_number", id="digits that are not keys"),
    pytest.param("701234567", "pl", "", "refused", id="premium"),
    pytest.param("801234567", "pl", "", "refused", id="shared cost"),
    pytest.param("112", "pl", "", "refused", id="emergency"),
    pytest.param("00442079460018", "pl", "", "refused", id="abroad"),
    pytest.param("380501234567", "pl", "", "refused", id="Ukraine, where it is not set"),
    pytest.param("717822300", "pl", "", "refused", id="the office itself"),
    pytest.param("717822405", "pl", "", "refused", id="its fax"),
    pytest.param("717822322", "pl", "", "refused", id="one of its desks"),
]


@pytest.mark.parametrize(("digits", "language", "number", "why"), NUMBERS)
def test_what_a_caller_may_type(digits: str, language: str, number: str, why: str) -> None:
    found = typed_number(digits, language, office())

    assert (found.number, found.why) == (number, why)


WITH_UKRAINE = [
    pytest.param("380501234567", "pl", UKRAINIAN, id="with the country"),
    pytest.param("00380501234567", "pl", UKRAINIAN, id="with 00 and the country"),
    pytest.param("0501234567", "uk", UKRAINIAN, id="as Ukrainians write it"),
    pytest.param("0501234567", "pl", "+48501234567", id="the same digits in a call in Polish"),
    pytest.param("380900123456", "uk", "", id="premium there"),
    pytest.param("79261234567", "uk", "", id="another country"),
]


@pytest.mark.parametrize(("digits", "language", "number"), WITH_UKRAINE)
def test_ukrainian_numbers_by_setting(digits: str, language: str, number: str) -> None:
    assert typed_number(digits, language, calls_ukraine()).number == number


def test_the_caller_s_own_number_is_held_to_the_same() -> None:
    plain, with_ukraine = office(), calls_ukraine()

    assert may_call(CALLER, plain)
    assert [may_call(one, plain) for one in ("", UKRAINIAN, "+48701234567", "+442079460018")] == [False] * 4
    assert may_call(UKRAINIAN, with_ukraine)
    assert not may_call("+48717822300", with_ukraine), "the office would call itself"


def test_numbers_are_read_back_in_the_groups_people_know() -> None:
    assert written("+48601234567") == "601 234 567"
    assert written("+48713456789") == "71 345 67 89"
    assert written(UKRAINIAN).startswith("+380 ")


def test_the_examples_are_one_of_each_kind() -> None:
    found = [typed_number(digits, "pl", office()) for digits in (CALLABLE, NO_NUMBER, REFUSED)]

    assert [(bool(one.number), one.why) for one in found] == [(True, ""), (False, "not_a_number"), (False, "refused")]


# -- the node --------------------------------------------------------------------------------------------


def after(event: Event, phase: str, caller: str = CALLER, plan: Plan | None = None, now=CLOSED, **more: object) -> Step:  # type: ignore[no-untyped-def]
    session = Session("abc", NODE, "pl", 3, phase=phase, closed_from="services", menu="after_hours", **more)  # type: ignore[arg-type]
    return step(plan or plan_of(), Call("CA1", "+48717822300", caller), session, event, now)


def said(decided: Step) -> str:
    return " ".join(part.text for one in decided.instructions if hasattr(one, "spoken") for part in one.spoken)


ANSWERS = [
    pytest.param("confirming", Pressed("1"), "", ["pressed", "call_back", "entered", "ended"], id="own number, yes"),
    pytest.param("confirming", Pressed("2"), "typing", ["pressed"], id="own number, another one"),
    pytest.param("confirming", Pressed("*"), "confirming", ["pressed"], id="own number, again"),
    pytest.param("confirming", Pressed("5"), "confirming", ["no_match"], id="own number, a wrong key"),
    pytest.param("confirming", Silence(), "confirming", ["no_input"], id="own number, silence"),
    pytest.param("typing", Pressed("601234567"), "checking", ["typed"], id="a number"),
    pytest.param("typing", Pressed("12"), "typing", ["not_taken"], id="no number"),
    pytest.param("typing", Pressed("701234567"), "typing", ["not_taken"], id="one that costs"),
    pytest.param("typing", Pressed("601*"), "typing", ["pressed"], id="star while typing"),
    pytest.param("typing", Silence(), "typing", ["no_input"], id="nothing typed"),
    pytest.param("checking", Pressed("1"), "", ["pressed", "call_back", "entered", "ended"], id="read back, yes"),
    pytest.param("checking", Pressed("2"), "typing", ["pressed"], id="read back, no"),
    pytest.param("checking", Pressed("*"), "typing", ["pressed"], id="read back, again: typed anew"),
    pytest.param("checking", Silence(), "typing", ["no_input"], id="read back, silence"),
]


@pytest.mark.parametrize(("phase", "event", "then", "logged"), ANSWERS)
def test_every_answer(phase: str, event: Event, then: str, logged: list[str]) -> None:
    decided = after(event, phase)

    assert decided.session.phase == then
    assert [entry.kind for entry in decided.entries] == logged


@pytest.mark.parametrize("phase", ["confirming", "typing", "checking"])
@pytest.mark.parametrize("event", [Silence(), Pressed("7")], ids=["silence", "what does not fit"])
def test_the_third_time_the_caller_goes_to_somebody(phase: str, event: Event) -> None:
    decided = after(event, phase, no_input=2)

    assert decided.session.node != NODE
    assert decided.session.no_input == 0


def test_only_a_usual_number_is_offered_and_a_withheld_one_is_asked_for() -> None:
    menu = Session("abc", "after_hours", "pl", 3, closed_from="services", menu="after_hours")
    callers = (CALLER, "", "+48701234567", UKRAINIAN)
    found = [step(plan_of(), Call("CA1", "+48717822300", one), menu, Pressed("#"), CLOSED) for one in callers]

    assert [one.session.phase for one in found] == ["confirming", "typing", "typing", "typing"]
    assert [entry.data["own"] for one in found for entry in one.entries if entry.kind == "entered"] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_number_is_typed_with_ten_seconds_between_digits_and_a_key_is_one() -> None:
    typing, checking = after(Pressed("2"), "confirming"), after(Pressed("601234567"), "typing")
    first, second = typing.instructions[-1], checking.instructions[-1]

    assert isinstance(first, Listen)
    assert (first.timeout_seconds, first.number) == (10, True)
    assert isinstance(second, Listen)
    assert not second.number


def test_the_typed_number_never_travels_with_the_call() -> None:
    decided = after(Pressed("601234567"), "typing")
    url = action_url("", decided.session)

    assert "601234567" not in url
    assert session_of(url.partition("?")[2]) == decided.session
    assert [entry.data for entry in decided.entries] == [{"node": NODE, "call_back_to": "+48601234567"}]
    assert "sześćset jeden, dwieście trzydzieści cztery, pięćset sześćdziesiąt siedem" in said(decided)


@pytest.mark.parametrize("digits", ["601234", "701234567", "601234567*"])
def test_digits_that_are_not_taken_stand_in_no_entry(digits: str) -> None:
    decided = after(Pressed(digits), "typing")

    assert all(digits.strip("*") not in str(entry.data) for entry in decided.entries)


def test_the_confirmation_of_a_typed_number_holds_none() -> None:
    asked = next(entry for entry in after(Pressed("1"), "checking").entries if entry.kind == "call_back")

    assert asked.data == {"node": NODE, "own": False, "promise": "", "assigned": ""}


def test_a_promise_is_given_only_where_somebody_is_assigned() -> None:
    nobody = replace(PROMISE, assigned="")
    menu = Session("abc", "after_hours", "pl", 3, closed_from="services", menu="after_hours")
    call = Call("CA1", "+48717822300", CALLER)
    heard = [said(step(plan_with(one), call, menu, Pressed("#"), CLOSED)) for one in (PROMISE, nobody)]
    steps = (after(Pressed("1"), "confirming", plan=plan_with(one)) for one in (PROMISE, nobody))
    logged = [entry.data for decided in steps for entry in decided.entries if entry.kind == "call_back"]

    assert heard[0].startswith("Oddzwonimy do jutra. Jeśli mamy oddzwonić na numer")
    assert heard[1].startswith("Jeśli mamy oddzwonić na numer")
    assert [(one["promise"], one["assigned"]) for one in logged] == [("do jutra", "infolinia"), ("", "")]


def test_who_confirms_a_number_that_may_not_be_called_any_more_is_asked_for_another() -> None:
    decided = after(Pressed("1"), "confirming", caller="")

    assert decided.session.phase == "typing"
    assert "call_back" not in [entry.kind for entry in decided.entries]


def test_a_request_that_makes_no_sense_here_goes_to_somebody() -> None:
    for event, phase in ((LegEnded("busy"), "typing"), (Silence(), ""), (Pressed("1"), "ringing")):
        decided = after(event, phase)
        assert "lost" in [entry.kind for entry in decided.entries]
        assert decided.session.node != NODE


def test_who_types_while_the_office_opens_gets_the_menu() -> None:
    decided = after(Pressed("601234567"), "typing", now=OPEN)

    assert decided.session.node == "services"
    assert all("601234567" not in str(entry.data) for entry in decided.entries)


def test_the_limit_of_steps_holds_here_too() -> None:
    session = Session("abc", NODE, "pl", MAX_STEPS, phase="typing")
    decided = step(plan_of(), Call("CA1", "+48717822300", CALLER), session, Pressed("*"), OPEN)

    assert "lost" in [entry.kind for entry in decided.entries]


# -- the wait that hash leads out of ---------------------------------------------------------------------


def in_wait(event: Event, phase: str, said_ago: int = 5) -> Step:
    now = int(OPEN.timestamp())
    session = Session(
        "abc", "waiting", "pl", 9, phase=phase, chosen="housing", wait_since=now - 60, wait_said=now - said_ago,  # type: ignore[arg-type]
        let_in=True,
    )  # fmt: skip
    return step(plan_of(), Call("CA1", "+48717822300", CALLER), session, event, OPEN)


@pytest.mark.parametrize("phase", ["hearing", "pausing"])
def test_hash_leads_out_of_the_wait_at_once(phase: str) -> None:
    decided = in_wait(Pressed("#"), phase)

    assert decided.session.node == NODE
    assert decided.entries[0].data == {"node": "waiting", "key": "hash", "label": "", "go": NODE}


def test_after_the_sentence_lines_ring_however_long_it_took() -> None:
    assert in_wait(Silence(), "hearing", said_ago=40).session.phase == "ringing"


# -- the proof -------------------------------------------------------------------------------------------


def test_the_proof_sees_a_callback_without_a_way_out() -> None:
    """Seeded: after three silences it asks again, for ever."""
    plan = plan_of()
    node = replace(plan.flow.nodes[NODE], otherwise=NODE)  # type: ignore[arg-type]
    flow = replace(plan.flow, nodes={**plan.flow.nodes, NODE: node})

    assert {one.code for one in prove_plan(replace(plan, flow=flow), CLOSED)} == {"P-endless"}


def test_the_proof_sees_a_callback_that_loses_its_callers() -> None:
    """Seeded: a number that is confirmed leads to a node that is not there."""
    plan = plan_of()
    node = replace(plan.flow.nodes[NODE], then="nowhere")  # type: ignore[arg-type]
    flow = replace(plan.flow, nodes={**plan.flow.nodes, NODE: node})
    found = prove_plan(replace(plan, flow=flow), CLOSED)

    assert {one.code for one in found} == {"P-lost"}
    assert any("typ" in one.script_text() or "presses: hash" in one.script_text() for one in found)


def test_a_request_kept_is_an_end_that_a_caller_may_have_in_open_hours() -> None:
    """Hash in the main menu: nobody was rung, and nobody is stranded."""
    plan = plan_of()
    menu = replace(plan.flow.nodes["services"], keys={**plan.flow.nodes["services"].keys, "hash": NODE})  # type: ignore
    flow = replace(plan.flow, nodes={**plan.flow.nodes, "services": menu})

    assert prove_plan(replace(plan, flow=flow), CLOSED) == ()
