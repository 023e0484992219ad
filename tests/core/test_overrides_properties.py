"""Any caller while an operator has forced open or closed, in part or in all: the call ends, and nobody is stranded."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, applied
from ivr.simulator.phone import Phone
from tests.core.test_engine_properties import FIRST, LONGEST_SECONDS, MINUTES, MOST_REQUESTS, Watching, act, choices
from tests.support.offices import CALLER, OFFICES, called, plan_of

REASON = {"pl": "z powodu alarmu"}
switches = st.lists(
    st.tuples(
        st.sampled_from(["", "", "calls", "cash_desk", "family", "cards_1"]),
        st.booleans(),
        st.integers(-30, 10),  # minutes from the call to its beginning
        st.one_of(st.none(), st.integers(-5, 30)),  # and to its end
    ),
    max_size=3,
)


def _switch(number: int, call_at: datetime, target: str, is_open: bool, first: int, end: int | None) -> Switch:
    until_at = None if end is None else call_at + timedelta(minutes=max(first, end))
    return Switch(str(number), target, is_open, call_at + timedelta(minutes=first), until_at, REASON, "anna")


@pytest.mark.parametrize("office", OFFICES)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minute=st.integers(0, MINUTES), made=switches, chosen=choices)
def test_every_call_ends_well_under_any_switches(office: str, minute: int, made: list, chosen: list[str]) -> None:
    moment = FIRST + timedelta(minutes=minute)
    held = tuple(_switch(number, moment, *one) for number, one in enumerate(made))
    notice = Announcement("9", {"pl": "Uwaga."}, moment, moment + timedelta(minutes=1), "anna")
    plan = applied(plan_of(office), Switches(1, held, (notice,)))
    port = Watching(plan)
    call = Phone(port, caller=CALLER, called=called(plan), at=moment).call("CA" + "7" * 32)

    for choice in chosen:
        if call.stretch is None:
            break
        act(call, choice)
    call.ends()
    ended = call.transcript.ended
    kinds = [entry.kind for entry in port.entries]
    informed = any(entry.kind == "entered" and entry.data.get("chosen") for entry in port.entries)

    assert ended is not None
    assert ended.at_seconds < LONGEST_SECONDS
    assert port.requests < MOST_REQUESTS
    assert not {"failsafe", "lost"} & set(kinds)
    assert kinds.count("announced") >= 1
    if ended.how == "service":
        assert "ringing" in kinds or "told" in kinds or informed, "nobody was rung, nothing was told"


@pytest.mark.parametrize("is_open", [True, False], ids=["forced open", "forced closed"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minute=st.integers(0, MINUTES), chosen=choices)
def test_forced_open_rings_a_person_and_forced_closed_nobody(is_open: bool, minute: int, chosen: list[str]) -> None:
    moment = FIRST + timedelta(minutes=minute)
    always = Switch("1", "", is_open, moment - timedelta(days=1), moment + timedelta(days=1), REASON, "anna")
    plan = applied(plan_of(), Switches(1, (always,)))
    port = Watching(plan)
    call = Phone(port, caller=CALLER, called=called(plan), at=moment).call("CA" + "7" * 32)

    for choice in chosen:
        if call.stretch is None:
            break
        act(call, choice)
    call.ends()
    kinds = {entry.kind for entry in port.entries}
    informed = any(entry.kind == "entered" and entry.data.get("chosen") for entry in port.entries)

    assert ("told" in kinds) is not is_open
    assert is_open or "ringing" not in kinds
    assert call.transcript.ended is not None
    if is_open and call.transcript.ended.how == "service":
        assert "ringing" in kinds or informed
