"""Any caller at any instant of two years: the call ends, within bounds, no answer is empty, nobody is stranded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.rehearsal import EnginePort
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.port import SimulatedCall
from ivr.simulator.stretches import Quiet, Ringing, Speech
from ivr.simulator.verbs import Document
from tests.support.offices import OFFICES, called, plan_of

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 2 * 365 * 24 * 60
CALLERS = ("+48601234567", "anonymous", "", "+266696687", "sip:x@y", "+48717822322", "\x00<Dial>")
LONGEST_SECONDS = 4 * 3600
MOST_REQUESTS = 300

DESKS = ("answers", "busy", "no_answer", "failed", "cancelled", "refuses", "odd-word")
choices = st.lists(
    st.one_of(
        st.just("silence"),
        st.sampled_from([f"key {key}" for key in "0123456789*#"]),
        st.sampled_from([f"desk {desk}" for desk in DESKS]),
        st.just("hang up"),
    ),
    max_size=40,
)


class Watching(EnginePort):
    """Counts requests and sees to it that no document is empty."""

    requests = 0

    def begin(self, call: SimulatedCall) -> Document:
        return self._seen(super().begin(call))

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        document = super().follow(url, fields, call)
        return document if call.parent else self._seen(document)

    def _seen(self, document: Document) -> Document:
        self.requests += 1
        assert document, "an empty document strands the caller"
        return document


def act(call: OpenCall, choice: str) -> None:
    """Do what was chosen where it can be done; else let the stretch pass."""
    what, _, detail = choice.partition(" ")
    stretch = call.stretch
    if what == "hang":
        call.hangs_up()
    elif what == "key" and isinstance(stretch, Speech | Quiet):
        call.presses(detail) if stretch.listening else call.goes_on()
    elif what == "desk" and isinstance(stretch, Ringing):
        _desk(call, detail)
    else:
        call.goes_on()


def _desk(call: OpenCall, does: str) -> None:
    if does == "answers":
        call.desk_answers(30)
    elif does == "refuses":
        call.desk_refuses()
    else:
        call.desk_says(does)


@pytest.mark.parametrize("office", OFFICES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minute=st.integers(0, MINUTES), second=st.integers(0, 59), caller=st.sampled_from(CALLERS), chosen=choices)
def test_every_call_ends_well(office: str, minute: int, second: int, caller: str, chosen: list[str]) -> None:
    plan = plan_of(office)
    moment = FIRST + timedelta(minutes=minute, seconds=second)
    port = Watching(plan)
    call = Phone(port, caller=caller, called=called(plan), at=moment).call("CA" + "7" * 32)

    for choice in chosen:
        if call.stretch is None:
            break
        act(call, choice)
    call.ends()
    ended = call.transcript.ended
    kinds = {entry.kind for entry in port.entries}
    informed = any(entry.kind == "entered" and entry.data.get("chosen") for entry in port.entries)

    assert ended is not None
    assert ended.at_seconds < LONGEST_SECONDS
    assert port.requests < MOST_REQUESTS
    assert "failsafe" not in kinds
    assert "lost" not in kinds
    if ended.how == "service":
        assert "ringing" in kinds or "told" in kinds or informed, "nobody was rung, nothing was told"
    if ended.how == "service" and _open_throughout(plan, moment, ended.at_seconds):
        assert "ringing" in kinds or informed, "open, and yet no person was rung"


def _open_throughout(plan, moment: datetime, seconds: float) -> bool:
    status = plan.office.schedules["calls"].status(moment)
    return status.open and (status.until is None or status.until > moment + timedelta(seconds=seconds))


def test_a_caller_leaning_on_star_is_rung_to_a_person_at_last() -> None:
    plan = plan_of()
    port = Watching(plan)
    call = Phone(port, caller="+48601234567", called=called(plan), at=datetime(2026, 11, 24, 9, tzinfo=UTC)).call()

    while isinstance(call.stretch, Speech) and call.stretch.listening:
        call.presses("*")
    call.ends("service")

    assert port.requests < MOST_REQUESTS
    assert call.transcript.rang, "a person is rung before the service gives up"
