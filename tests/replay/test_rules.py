"""What becomes of a logged call on another plan, and what is decided where the log has no answer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from ivr.core.entries import Entry
from ivr.core.events import Silence
from ivr.core.flow import Menu, Option, Retry
from ivr.core.overrides import Switch, Switches, applied
from ivr.core.plan import Plan
from ivr.replay.held import HeldPlans
from ivr.replay.visit import visit_of
from ivr.simulator.phone import OpenCall
from tests.replay.calls import Acts, Change, Logged, later, logged, with_group, with_key, with_line, with_nodes
from tests.support.offices import at, number_of, plan_of


def answered(key: str, talk: int = 42) -> Acts:
    return lambda call: call.presses(key).desk_answers(talk).ends()


def busy_then_answered(key: str) -> Acts:
    """Nobody takes the call at the desk chosen, the infoline does."""

    def acts(call: OpenCall) -> None:
        call.presses(key).desk_busy()
        while [number_of("infoline")] != list(getattr(call.stretch, "numbers", ())):
            call.desk_busy() if hasattr(call.stretch, "numbers") else call.goes_on()
        call.desk_answers(30).ends()

    return acts


def left_while_ringing(key: str, after: float = 12.0) -> Acts:
    def acts(call: OpenCall) -> None:
        call.presses(key)
        while not hasattr(call.stretch, "numbers"):
            call.goes_on()
        call.waits(after).hangs_up()

    return acts


def switched(opens: bool) -> Change:
    """Everything is closed, or open, all through that week."""
    one = Switch("1", "", opens, at("2026-11-23 00:00"), at("2026-11-28 00:00"), {}, "anna")
    return lambda plan: applied(plan, Switches(1, (one,)))


def first_asks(plan: Plan) -> Plan:
    """A new menu comes first; 1 leads to the main menu, silence and everything else rings the infoline."""
    label = plan.office.groups["infoline"].label
    menu = Menu("first", (), (Option("1", label, "services"),), {}, Retry(1, "infoline"), Retry(1, "infoline"))
    plan = with_nodes(plan, {"first": menu})
    return replace(plan, flow=replace(plan.flow, start="first"))


def without_line(name: str, group: str) -> Change:
    lines = plan_of().office.groups[group].lines
    return lambda plan: with_group(plan, group, lines=tuple(line for line in lines if line != name))


SAME: Change = lambda plan: plan  # noqa: E731
SHORTER, LONGER = (partial(with_group, name="family_benefits", ring_seconds=seconds) for seconds in (4, 40))
TO_HOUSING = partial(with_key, key="1", go="housing")
# name, the call, the plan, the verdict, (services then, now), lines guessed
RULES = [
    ("nothing changed", answered("1"), SAME, "same", ("family_benefits", "family_benefits"), ()),
    ("put through, now closed", answered("1"), switched(False), "lost", ("family_benefits", ""), ()),
    ("only rung, now closed", left_while_ringing("1"), switched(False), "lost", ("family_benefits", ""), ()),
    ("key leads to a desk never rung", answered("1"), TO_HOUSING, "unclear",
     ("family_benefits", "housing infoline"), ("housing_1", "housing_2", "infoline")),
    ("key leads to a desk never rung, then to the one that answered", busy_then_answered("1"), TO_HOUSING, "other",
     ("family_benefits infoline", "housing infoline"), ("housing_1", "housing_2")),
    ("key leads at once to who answered", busy_then_answered("1"), partial(with_key, key="1", go="infoline"), "other",
     ("family_benefits infoline", "infoline"), ()),
    ("a line has another name", answered("1"), partial(with_line, name="family", new="benefits"), "same",
     ("family_benefits", "family_benefits"), ()),
    ("a line has another number", answered("1"), partial(with_line, name="family", number="+48717999275"), "same",
     ("family_benefits", "family_benefits"), ()),
    ("a telephone more rings with those that did", answered("4"),
     partial(with_group, name="housing", lines=("housing_1", "housing_2", "cards_1")), "same",
     ("housing", "housing"), ()),
    ("one of two that rang is gone, the log does not tell which answered", answered("4"),
     without_line("housing_2", "housing"), "unclear", ("housing", "housing infoline"), ("housing_1", "infoline")),
    ("one of two that did not answer is gone", busy_then_answered("4"), without_line("housing_2", "housing"), "same",
     ("housing infoline", "housing infoline"), ()),
    ("rings too short for a desk, not so in the wait", answered("1"), SHORTER, "other",
     ("family_benefits", "family_benefits infoline"), ("family", "payments", "infoline")),
    ("rings longer", answered("1"), LONGER, "same", ("family_benefits", "family_benefits"), ()),
    ("hung up while it rang, longer now", left_while_ringing("1"), LONGER, "same",
     ("family_benefits", "family_benefits"), ()),
    ("hung up while it rang, before that the next one rings now", left_while_ringing("1"), SHORTER, "unclear",
     ("family_benefits", "family_benefits infoline"), ("payments", "infoline")),
    ("no key is left at a further menu", answered("1"), first_asks, "unclear",
     ("family_benefits", "infoline"), ("infoline",)),
    ("hung up before the further menu is through", lambda call: call.presses("1").hangs_up(), first_asks, "lost",
     ("family_benefits", ""), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "change", "verdict", "services", "guessed"), [r[1:] for r in RULES], ids=[r[0] for r in RULES]
)
def test_rule(acts: Acts, change: Change, verdict: str, services: tuple[str, str], guessed: tuple[str, ...]) -> None:
    one = logged(acts).on(change(plan_of()))

    assert one.now is not None
    assert (" ".join(one.then.rung), " ".join(one.now.rung)) == services
    assert (one.verdict, one.guessed) == (verdict, guessed)


def test_who_met_a_closed_office_reaches_a_desk_that_rings_now() -> None:
    one = logged(lambda call: call.presses("1"), "2026-11-24 20:00").on(switched(True)(plan_of()))

    assert (one.verdict, one.unsure, one.then.outcome) == ("reaches", True, "informed")
    assert one.guessed == ("family", "payments", "infoline")
    assert one.now is not None
    assert one.now.rung == ("family_benefits", "infoline")


def test_a_key_that_leads_elsewhere_is_named() -> None:
    one = logged(answered("1")).on(with_key(plan_of(), "1", "housing"))

    assert one.moved is not None
    then, now = one.moved
    assert (then.key, then.label, then.go, now.go) == ("1", "Świadczenia rodzinne", "family", "housing")


def test_other_information_is_another_way_and_another_name_of_a_language_key_is_none() -> None:
    spoke = logged(lambda call: call.presses("8").presses("6").presses("1").waits(1).hangs_up())
    menu = plan_of().flow.nodes["information"]
    assert isinstance(menu, Menu)
    options = tuple(replace(one, go="about_office") if one.key == "1" else one for one in menu.options)
    one = spoke.on(with_nodes(plan_of(), {"information": replace(menu, options=options)}))

    assert one.verdict == "other"
    assert one.then.language == "uk"
    assert one.moved is not None
    assert [key.go for key in one.moved] == ["about_cash", "about_office"]


def test_a_switch_in_the_midst_of_a_call_holds_from_its_own_moment() -> None:
    plan, closing = plan_of(), Switch("1", "", False, at("2026-11-24 10:30"), at("2026-11-24 18:00"), {}, "anna")
    plans = HeldPlans(plan, [(at("2026-11-24 10:30"), Switches(1, (closing,)))])

    assert plans(at("2026-11-24 10:29:59")) is plan
    assert not plans(at("2026-11-24 10:30")).office.schedules["calls"].status(at("2026-11-24 10:30")).open


def broken(change: str) -> tuple[Entry, ...]:
    """A logged call with something missing."""
    entries = logged(answered("1")).entries
    if change == "beginning":
        return tuple(entry for entry in entries if entry.step)
    if change == "steps":
        return tuple(entry for entry in entries if entry.step != 1)
    if change == "clock":
        return tuple(later(entry, -100 if entry.step == 1 else 0) for entry in entries)
    return (*entries, replace(entries[0], source="failsafe", kind="failsafe", data={"why": "/voice"}))


@pytest.mark.parametrize("gap", ["beginning", "steps", "clock", "failsafe"])
def test_a_log_with_a_gap_is_told_apart(gap: str) -> None:
    one = Logged(broken(gap)).on(plan_of())

    assert (one.verdict, one.gap, one.now) == ("unclear", gap, None)


def test_a_call_that_goes_on_is_played_as_far_as_it_is_known() -> None:
    entries = tuple(entry for entry in logged(left_while_ringing("1")).entries if entry.kind not in ("status", "ended"))
    entries = tuple(entry for entry in entries if entry.kind != "leg")
    one = Logged(entries).on(plan_of())

    assert (one.verdict, one.then.outcome) == ("same", "in_progress")


def test_a_request_that_made_no_sense_while_it_rang_is_made_again() -> None:
    entries = logged(busy_then_answered("1")).entries
    leg = next(entry for entry in entries if entry.kind == "leg")
    odd = [replace(entry, kind="lost", data={"why": "Silence"}) if entry is leg else entry for entry in entries]
    visit = visit_of(odd, ())

    assert [doing.event for doing in visit.doings if doing.kind == "mute"] == [Silence()]


def test_who_hung_up_is_known_to_have_stayed_until_then() -> None:
    visit = visit_of(logged(left_while_ringing("1", after=12)).entries, ())

    assert visit.left_at is not None
    assert visit.left_at > visit.begun_at
    assert visit_of(logged(answered("1")).entries, ()).left_at is None
