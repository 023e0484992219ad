"""The calls of a revision, played again on that revision, go exactly as they went: every entry, at its own moment."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.core.overrides import Switch, Switches
from ivr.replay.held import HeldPlans
from ivr.replay.player import play
from ivr.replay.visit import visit_of
from ivr.replay.ways import replayed
from ivr.store import log
from ivr.store.switches import SwitchFile
from tests.support.logged import LoggedOffice, live_at_random, logged_office, random_moments
from tests.support.offices import OFFICES, at, plan_of

EDGES = [at(text) for text in ("2026-11-24 07:30", "2026-11-24 19:00", "2026-11-25 07:30", "2026-11-25 12:00")]
DAY = timedelta(days=1)
CALLS = 60


def switch(office: LoggedOffice, **changes: object) -> None:
    """An operator closes or opens something until noon of the second day."""

    def change(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
        one = Switch(new_id, "", False, office.clock.now, EDGES[3], {}, "anna")
        return replace(before, switches=(*before.switches, replace(one, **changes))), (new_id,)

    SwitchFile(office.data).change("anna", "close", office.clock.now, change)
    office.services.catalogue.look()


def make_calls(office: LoggedOffice, seed: int) -> None:
    """At a third of them everything is closed by an operator, at two thirds one line is open all the same."""
    chance, latest, switched_at = random.Random(seed), EDGES[0], EDGES[0] - DAY
    for place, moment in enumerate(random_moments(chance, EDGES, CALLS)):
        if place in (
            CALLS // 3,
            2 * CALLS // 3,
        ):  # calls are made one after the other: none goes on while it is switched
            office.clock.now = switched_at = max(moment, latest)
            switch(office, **({} if place == CALLS // 3 else {"target": "infoline", "open": True}))
        live_at_random(office.call(max(moment, switched_at)), chance)
        latest = max(latest, office.clock.now)


@pytest.mark.parametrize("office", OFFICES)
def test_every_call_goes_the_same_way(office: str, tmp_path: Path) -> None:
    with logged_office(tmp_path / "data", office) as running:
        make_calls(running, seed=7)
        reader = running.shipped()
        revision = running.services.plan().revision
    plan = replace(plan_of(office), revision=revision)
    plans = HeldPlans(plan, SwitchFile(tmp_path / "data").timeline(plan.office.timezone))
    found = list(log.whole_calls(reader, EDGES[0] - DAY, EDGES[3] + DAY, page=40))

    assert len(found) == CALLS
    for row, legs, sealed in found:
        entries = [running.services.callers.opened(entry) for entry in sealed]
        played, then = play(visit_of(entries, legs), plans), [entry for entry in entries if entry.source == "step"]
        assert list(played.entries[: len(then)]) == then
        rest = [entry.kind for entry in played.entries[len(then) :]]
        assert rest == [] if then[-1].kind == "ended" else rest in (["ended"], ["leg", "ended"])
        assert played.guessed == ()
        one = replayed(row, legs, entries, plans)
        assert (one.verdict, one.moved) == ("same", None)
    outcomes = {row.outcome for row, _, _ in found}
    assert {"connected", "left_while_ringing", "informed", "told_when_to_call"} <= outcomes, "too few kinds of calls"
