"""The budget of the proof in things that can be counted: runs of the engine, states, distinct moments.

Seconds depend on the machine and on who else uses it; `make bench-proof` measures them, for the office of the budget.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest

from ivr.core.engine import step
from ivr.core.events import Call, Event
from ivr.core.plan import Plan
from ivr.core.proof import prove
from ivr.core.session import Session
from ivr.core.turn import Step
from tests.bench.proof import NOW, large
from tests.support.offices import OFFICES, plan_of

RUNS_A_MENU, RUNS_A_LINE, RUNS_A_SCHEDULE, RUNS_BESIDES = 25, 70, 15, 300
STATES_A_MENU, STATES_A_LINE, STATES_BESIDES = 4, 4, 60


class Counting:
    """The engine, and how often it was run."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(
        self, plan: Plan, call: Call, session: Session, event: Event, now: datetime, silent: bool = False
    ) -> Step:
        self.runs += 1
        return step(plan, call, session, event, now, silent)


@cache
def counted(menus: int, lines: int, schedules: int) -> tuple[int, int, int]:
    """(runs, states, signatures) of the proof of such an office."""
    engine = Counting()
    proof = prove(large(menus, lines, schedules), NOW, engine=engine)
    assert proof.faults == ()
    return engine.runs, proof.states, proof.signatures


SIZES = [
    pytest.param(50, 20, 5, id="small"),
    pytest.param(150, 20, 5, id="many menus"),
    pytest.param(50, 60, 5, id="many lines"),
    pytest.param(50, 40, 20, id="many schedules"),
]


@pytest.mark.parametrize(("menus", "lines", "schedules"), SIZES)
def test_the_work_grows_with_the_office_and_no_faster(menus: int, lines: int, schedules: int) -> None:
    """For 1,000 menus, 200 lines and 50 schedules that is at most 40,050 runs and 4,860 states."""
    runs, states, _ = counted(menus, lines, schedules)

    assert runs <= RUNS_A_MENU * menus + RUNS_A_LINE * lines + RUNS_A_SCHEDULE * schedules + RUNS_BESIDES
    assert states <= STATES_A_MENU * menus + STATES_A_LINE * lines + STATES_BESIDES


def test_schedules_do_not_multiply() -> None:
    """Seven times as many distinct moments make hardly more work: a node looks only at what can reach it."""
    few, many = counted(50, 40, 5), counted(50, 40, 20)

    assert many[2] > 5 * few[2]
    assert many[0] < few[0] * 1.1
    assert many[1] == few[1]


BOUNDS = [("shipped", 4_400, 250), ("later", 8_800, 250)]


@pytest.mark.parametrize(("office", "runs", "states"), BOUNDS, ids=OFFICES)
def test_the_shipped_offices(office: str, runs: int, states: int) -> None:
    engine = Counting()
    proof = prove(plan_of(office), NOW, engine=engine)

    assert engine.runs <= runs
    assert proof.states <= states
