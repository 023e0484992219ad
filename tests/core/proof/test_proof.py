"""The proof: the shipped offices are clean, every real call is one that it looked at, and its calls can be played."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.core.engine import step
from ivr.core.events import OUTCOMES, Call, Event, LegEnded, Pressed, Silence, Started
from ivr.core.flow import Announce, Dial, End, Flow, Menu, Node, Retry, Wait
from ivr.core.instructions import Hangup, RingLines
from ivr.core.overrides import Switch, Switches, applied
from ivr.core.plan import Plan
from ivr.core.proof import CODES, Proof, prove, prove_plan
from ivr.core.proof.asked import Engine
from ivr.core.proof.explorer import explore
from ivr.core.proof.graph import Graph
from ivr.core.proof.signatures import signatures, without_overrides
from ivr.core.proof.singles import Single, singles
from ivr.core.proof.states import KEYS, Settler, State
from ivr.core.schedule import Override
from ivr.core.session import Session
from ivr.core.texts import HoursSentence, Sentence
from ivr.core.turn import Step
from ivr.rehearsal import EnginePort, names_of
from ivr.simulator.scripts import parse_script, play
from tests.support.offices import OFFICES, at, called, plan_of

NOW = "2026-11-24 10:00"


@cache
def proof_of(office: str) -> Proof:
    return prove(plan_of(office), at(NOW))


@cache
def graph_of(office: str) -> Graph:
    plan, now = plan_of(office), at(NOW)
    plan = replace(plan, office=without_overrides(plan.office))
    return explore(plan, signatures(plan, now, now + timedelta(days=731)))


def with_nodes(*nodes: Node, plan: Plan | None = None) -> Plan:
    plan = plan or plan_of()
    flow = Flow(plan.flow.start, plan.flow.main, {**plan.flow.nodes, **{node.name: node for node in nodes}})
    return replace(plan, flow=flow)


def node(name: str, kind: type[Node], **changes: object) -> Plan:
    """The shipped plan with one node changed."""
    found = plan_of().flow.nodes[name]
    assert isinstance(found, kind)
    return with_nodes(replace(found, **changes))


# -- what is shipped ---------------------------------------------------------------------------------


@pytest.mark.parametrize("office", OFFICES)
def test_the_shipped_offices_are_proved(office: str) -> None:
    assert proof_of(office).faults == ()


DAYS = ["2026-11-24 10:00", "2026-12-24 03:00", "2027-03-28 02:30", "2026-10-25 02:30", "2028-02-29 23:59"]


@pytest.mark.parametrize("day", DAYS)
def test_on_whatever_day(day: str) -> None:
    assert prove_plan(plan_of(), at(day)) == ()


# -- nothing real is left out ------------------------------------------------------------------------

happens = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.sampled_from(KEYS)),
        st.tuples(st.just("leg"), st.sampled_from(OUTCOMES)),
        st.tuples(st.just("silence"), st.just("")),
    ),
    max_size=40,
)


def event_of(what: tuple[str, str], rings: bool) -> Event:
    if rings:
        return LegEnded(what[1] if what[0] == "leg" else "no_answer")  # type: ignore[arg-type]
    return Pressed(what[1]) if what[0] == "key" else Silence()


@pytest.mark.parametrize("office", OFFICES)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    minute=st.integers(0, 730 * 24 * 60),
    call_id=st.text("abc", min_size=1, max_size=4),
    chosen=happens,
    pauses=st.lists(st.integers(0, 400), min_size=41, max_size=41),
)
def test_every_real_call_rests_where_the_proof_has_been(
    office: str, minute: int, call_id: str, chosen: list[tuple[str, str]], pauses: list[int]
) -> None:
    """The real engine, real schedules, real instants: every state of such a call is a state of the graph, and an edge
    of the graph led there at that signature."""
    graph, plan = graph_of(office), plan_of(office)
    settler, numbers = Settler(graph.plan), {state: number for number, state in enumerate(graph.states)}
    call, session, rings = Call(call_id, called(plan), "+48601234567"), Session(plan.revision), False
    now, before = at(NOW).astimezone(UTC) + timedelta(minutes=minute), 0

    for what, pause in zip([("start", ""), *chosen], pauses, strict=False):
        event = event_of(what, rings) if what[0] != "start" else Started()
        decided = step(plan, call, session, event, now)
        last = decided.instructions[-1]
        stretch = [one for one in graph.known.stretches if one.begins <= now][-1]
        edges = [edge for edge in graph.out[before] if edge.mask >> stretch.signature & 1]
        if isinstance(last, Hangup):
            assert any(edge.target < 0 for edge in edges)
            return
        session, rings = decided.session, isinstance(last, RingLines)
        after = numbers[settler.settled(session, rings)]
        assert after in [edge.target for edge in edges]
        before, now = after, now + timedelta(seconds=pause)


def switch_on(office: str, single: Single, begins: datetime) -> Plan:
    """The plan as it is from `begins` on while an operator has switched one thing."""
    switch = Switch("1", single.name, single.open, begins, begins + timedelta(days=30), {}, "test")
    return applied(plan_of(office), Switches(1, (switch,)))


@pytest.mark.parametrize("office", OFFICES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    minute=st.integers(0, 730 * 24 * 60),
    which=st.integers(0, 100),
    thrown=st.integers(0, 5),
    chosen=happens,
    pauses=st.lists(st.integers(0, 400), min_size=41, max_size=41),
)
def test_every_real_call_with_one_override_rests_where_the_proof_has_been(
    office: str, minute: int, which: int, thrown: int, chosen: list[tuple[str, str]], pauses: list[int]
) -> None:
    """As above, while an operator switches one line or some hours in the middle of the call."""
    graph, known = graph_of(office), singles(plan_of(office))
    single = known[which % len(known)]
    settler, numbers = Settler(graph.plan), {state: number for number, state in enumerate(graph.states)}
    plan, call = plan_of(office), Call("a", called(plan_of(office)), "+48601234567")
    session, rings = Session(plan.revision), False
    now, before = at(NOW).astimezone(UTC) + timedelta(minutes=minute), 0

    for index, (what, pause) in enumerate(zip([("start", ""), *chosen], pauses, strict=False)):
        plan = switch_on(office, single, now) if index == thrown else plan
        event = event_of(what, rings) if what[0] != "start" else Started()
        decided = step(plan, call, session, event, now)
        last = decided.instructions[-1]
        signature = [one for one in graph.known.stretches if one.begins <= now][-1].signature
        edges = [edge for edge in graph.out[before] if edge.mask >> signature & 1]
        if index >= thrown:
            edges = [edge for edge in edges if not single.is_asked(edge.asked)]
            switched = graph.all_switched(before)
            edges += [edge for edge in switched if edge.single == single and edge.mask >> signature & 1]
        if isinstance(last, Hangup):
            assert any(edge.target < 0 for edge in edges)
            return
        session, rings = decided.session, isinstance(last, RingLines)
        after = numbers[settler.settled(session, rings)]
        assert after in [edge.target for edge in edges]
        before, now = after, now + timedelta(seconds=pause)


SINGLES = [
    pytest.param("shipped", {"override close infoline", "override open infoline"}, id="one line alone in its group"),
    pytest.param(
        "later",
        {"override open reception", "override close reception"},
        id="two schedules and a line",
    ),
]


@pytest.mark.parametrize(("office", "commands"), SINGLES)
def test_which_single_overrides_are_looked_at(office: str, commands: set[str]) -> None:
    assert {single.command for single in singles(plan_of(office))} == commands


def test_a_line_whose_neighbour_is_in_force_only_for_some_months_is_looked_at() -> None:
    plan = plan_of()
    payments = replace(plan.office.lines["payments"], until_date=date(2027, 1, 31))
    dated = replace(plan, office=replace(plan.office, lines={**plan.office.lines, "payments": payments}))

    assert Single("family", False) in singles(dated)
    assert Single("payments", False) not in singles(dated)


def test_a_key_that_no_menu_names_is_like_any_other() -> None:
    """One of them stands for all in the proof."""
    menu = plan_of().flow.nodes["nobody_answered"]
    assert isinstance(menu, Menu)
    session = Session(plan_of().revision, node=menu.name, menu=menu.name, language="pl")
    call = Call("x", called(plan_of()), "")
    after = {key: step(plan_of(), call, session, Pressed(key), at(NOW)).session for key in "123456789ABCD"}

    assert len(set(after.values())) == 1


# -- what is found, and when -------------------------------------------------------------------------

WITHIN = [
    pytest.param("2026-12-22", "error", id="within 30 days"),
    pytest.param("2026-12-23", "warning", id="on the first open day after 30 days"),
]


@pytest.mark.parametrize(("until", "severity"), WITHIN)
def test_severity_is_by_the_day_it_begins(until: str, severity: str) -> None:
    plan = plan_of()
    line = replace(plan.office.lines["infoline"], until_date=date.fromisoformat(until))
    office = replace(plan.office, lines={**plan.office.lines, "infoline": line})
    faults = prove_plan(replace(plan, office=office), at(NOW))

    assert {fault.severity for fault in faults} == {severity}
    assert {fault.later for fault in faults} == {severity == "warning"}
    assert min(fault.at.date() for fault in faults) > date.fromisoformat(until)


def test_what_begins_after_two_years_is_not_looked_at() -> None:
    plan = plan_of()
    line = replace(plan.office.lines["infoline"], until_date=date(2028, 11, 25))
    office = replace(plan.office, lines={**plan.office.lines, "infoline": line})

    assert prove_plan(replace(plan, office=office), at(NOW)) == ()


def test_a_warning_of_the_live_revision_refuses_nothing_and_a_new_one_does() -> None:
    plan = plan_of()
    line = replace(plan.office.lines["infoline"], until_date=date(2027, 12, 31))
    far = prove(replace(plan, office=replace(plan.office, lines={**plan.office.lines, "infoline": line})), at(NOW))

    assert far.is_far_off
    assert far.errors == ()
    assert far.against(far).errors == ()
    assert far.against(proof_of("shipped")).errors == tuple(replace(one, severity="error") for one in far.faults)


def test_overrides_in_force_change_nothing() -> None:
    """Being forced closed is proved anyway, at any instant."""
    plan = plan_of()
    switch = Override(False, at("2026-11-24 09:00"), at("2026-11-25 09:00"), {}, "test")
    schedules = {name: replace(one, overrides=(switch,)) for name, one in plan.office.schedules.items()}

    assert prove_plan(replace(plan, office=replace(plan.office, schedules=schedules)), at(NOW)) == ()


FAULTS = [
    pytest.param(node("services", Menu, no_input=Retry(1, "goodbye")), "P-nobody", id="silence ends"),
    pytest.param(node("services", Menu, no_input=Retry(1, "services")), "P-endless", id="silence repeats"),
    pytest.param(node("services", Menu, closed="goodbye"), "P-not-told", id="closed and not told"),
    pytest.param(node("services", Menu, closed="services"), "P-lost", id="closed leads to itself"),
    pytest.param(node("services", Menu, options=()), "P-unreachable", id="no options"),
    pytest.param(node("waiting", Wait, otherwise="waiting"), "P-endless", id="a wait after the wait"),
    pytest.param(node("waiting", Wait, otherwise="nowhere"), "P-lost", id="a node that is not there"),
    pytest.param(node("waiting", Wait, wait_seconds=3600, every_seconds=5), "P-long", id="too many steps"),
    pytest.param(node("family", Dial, to="nobody"), "P-lost", id="a hunt group that is not there"),
]


@pytest.mark.parametrize(("plan", "code"), FAULTS)
def test_faults(plan: Plan, code: str) -> None:
    faults = [fault for fault in prove_plan(plan, at(NOW)) if fault.severity == "error"]

    assert code in [fault.code for fault in faults]
    assert all(fault.code in CODES and fault.message != fault.message_pl for fault in faults)


def test_five_waits_of_an_hour_are_longer_than_the_carrier_lets_a_call_be() -> None:
    first = plan_of().flow.nodes["waiting"]
    assert isinstance(first, Wait)
    names = ["waiting", "second", "third", "fourth", "fifth", "nobody_answered"]
    waits = [
        replace(first, name=name, otherwise=then, wait_seconds=3600, every_seconds=300)
        for name, then in zip(names, names[1:], strict=False)
    ]

    assert "P-hours" in [fault.code for fault in prove_plan(with_nodes(*waits), at(NOW))]


def test_hours_said_in_open_hours_do_not_stand_for_a_person() -> None:
    said = plan_of().flow.sentences["call_hours"]
    plan = with_nodes(Announce("hint", (said,), "goodbye"), plan=node("services", Menu, no_input=Retry(1, "hint")))

    assert [fault.code for fault in prove_plan(plan, at(NOW))] == ["P-nobody"]


def test_when_to_call_has_no_words_once_it_never_opens_again() -> None:
    menu = plan_of().flow.nodes["after_hours"]
    assert isinstance(menu, Menu)
    when, *others = menu.say
    assert isinstance(when, HoursSentence)
    variants = {name: texts for name, texts in when.variants.items() if name != "unknown"}
    plan = with_nodes(replace(menu, say=(replace(when, variants=variants), *others)))
    calls = plan.office.schedules["calls"]
    periods = tuple(replace(period, until_date=date(2026, 12, 10)) for period in calls.periods)
    office = replace(plan.office, schedules={**plan.office.schedules, "calls": replace(calls, periods=periods)})
    lines = [fault.line_of_text() for fault in prove_plan(replace(plan, office=office), at(NOW))]

    assert prove_plan(plan, at(NOW)) == ()
    assert (
        "2026-12-10 19:00: error: What is said in after_hours has a hole: {when} has no words at this moment." in lines
    )


def test_a_text_that_is_missing_in_a_language() -> None:
    found = plan_of().flow.nodes["goodbye"]
    assert isinstance(found, End)
    plan = with_nodes(replace(found, say=(Sentence({"pl": "Do widzenia.", "en": " "}),)))

    assert [fault.message for fault in prove_plan(plan, at(NOW))] == ["What is said in goodbye is missing in: uk, en."]


# -- an engine with a fault --------------------------------------------------------------------------


def with_a_night_line() -> Plan:
    """Zero at night rings a telephone that is always open."""
    plan = node("after_hours", Menu, keys={"0": "night"})
    office, line = plan.office, plan.office.lines["infoline"]
    lines = {**office.lines, "night": replace(line, name="night", number="+48717822333", hours="")}
    groups = {**office.groups, "night": replace(office.groups["infoline"], name="night", lines=("night",))}
    dial = plan.flow.nodes["infoline"]
    assert isinstance(dial, Dial)
    dial = replace(dial, name="night", to="night", otherwise="nobody_answered", closed="after_hours")
    return with_nodes(dial, plan=replace(plan, office=replace(office, lines=lines, groups=groups)))


def goes_on_after_a_conversation(
    plan: Plan, call: Call, session: Session, event: Event, now: datetime, silent: bool = False
) -> Step:
    """The engine as it once was: whoever was told "closed" got the menu when a leg ended after the opening, even if a
    desk had answered."""
    menu = plan.flow.nodes.get(session.closed_from)
    schedule = plan.office.schedules[menu.hours] if isinstance(menu, Menu) else None
    if isinstance(event, LegEnded) and schedule and schedule.status(now).open:
        event = Silence()
    return step(plan, call, session, event, now, silent)


def forgets_who_was_told_closed(
    plan: Plan, call: Call, session: Session, event: Event, now: datetime, silent: bool = False
) -> Step:
    return step(plan, call, session.changed(closed_from=""), event, now, silent)


def keeps_talking(plan: Plan, call: Call, session: Session, event: Event, now: datetime, silent: bool = False) -> Step:
    """Every conversation is followed by what follows when nobody answers."""
    return step(plan, call, session, LegEnded("busy") if event == LegEnded("answered") else event, now, silent)


ENGINES = [
    pytest.param(plan_of(), keeps_talking, "P-conversation", "at the node family", id="every conversation"),
    pytest.param(with_a_night_line(), goes_on_after_a_conversation, "P-conversation", "at the node night", id="opened"),
    pytest.param(plan_of(), forgets_who_was_told_closed, "P-not-asked-again", "stays at after_hours", id="forgets"),
]


@pytest.mark.parametrize(("plan", "engine", "code", "words"), ENGINES)
def test_the_proof_sees_a_fault_of_the_engine(plan: Plan, engine: Engine, code: str, words: str) -> None:
    found = [fault for fault in prove(plan, at(NOW), engine=engine).faults if fault.code == code]

    assert [fault for fault in found if words in fault.message], found
    assert all(fault.severity == "error" for fault in found if words in fault.message)
    assert code not in [fault.code for fault in prove_plan(plan, at(NOW))]


# -- an edge in the middle of a call -----------------------------------------------------------------


def test_a_call_that_crosses_the_closing_is_looked_at() -> None:
    """Whoever stays in the information past the late minutes and asks for a person: in order by day and by night, not
    across the edge."""
    plan = node("infoline", Dial, closed="goodbye")
    [found] = [fault for fault in prove_plan(plan, at(NOW)) if fault.code == "P-not-told"]

    assert f"{found.at:%Y-%m-%d %H:%M}" == "2026-11-24 18:59"
    assert [step.do for step in found.script][-1] == "hears"


def test_every_line_of_a_group_in_turn_can_be_the_first() -> None:
    """in_turn begins elsewhere for every call; the second line of a group of two is rung by the first Dial too."""
    graph = graph_of("later")
    first = {
        edge.rung for edge in graph.edges() if edge.at == "housing" and isinstance(edge.event, Pressed) and edge.rung
    }

    assert first == {("housing_1",), ("housing_2",)}


# -- the call that shows it --------------------------------------------------------------------------

ALONE = [
    pytest.param(node("infoline", Dial, closed="after_hours"), "P-nobody", "override close infoline", id="nobody"),
    pytest.param(node("infoline", Dial, closed="services"), "P-endless", "override close infoline", id="endless"),
]


@pytest.mark.parametrize(("plan", "code", "command"), ALONE)
def test_the_counter_example_with_an_override_can_be_played(plan: Plan, code: str, command: str) -> None:
    [fault] = [fault for fault in prove_plan(plan, at(NOW)) if fault.code == code and fault.override == command]
    text = fault.script_text("en")
    script = parse_script(text, "counter_example.yaml")
    switch = Switch("1", "infoline", False, fault.at, fault.at + timedelta(days=1), {}, "test")
    switched = applied(plan, Switches(1, (switch,)))
    zone = ZoneInfo("Europe/Warsaw")
    result = play(script, EnginePort(switched), names_of(switched), called=called(plan), zone=zone)
    without = play(script, EnginePort(plan), names_of(plan), called=called(plan), zone=zone)

    assert fault.severity == ("warning" if code == "P-nobody" else "error"), "there may be nobody else to ring"
    assert text.startswith(f"# while this is on: python -m ivr {command}\n")
    assert fault.script_text("pl").startswith(f"# gdy to obowiązuje: python -m ivr {command}\n")
    assert fault.message.endswith(f" It takes an override to come to this: {command}.")
    assert fault.message_pl.endswith(f" Dochodzi do tego tylko przy przełączeniu ręcznym: {command}.")
    assert result.difference == ""
    assert code == "P-endless" or without.difference != ""  # who is silent hears of a round only what it begins with


PLAYED = [
    pytest.param(node("services", Menu, no_input=Retry(1, "goodbye")), "P-nobody", id="silence ends"),
    pytest.param(node("information", Menu, no_input=Retry(2, "goodbye")), "P-nobody", id="silence after a key"),
    pytest.param(node("infoline", Dial, otherwise="services"), "P-endless", id="busy and again"),
    pytest.param(node("services", Menu, closed="goodbye"), "P-not-told", id="closed"),
]


@pytest.mark.parametrize(("plan", "code"), PLAYED)
def test_the_counter_example_can_be_played(plan: Plan, code: str) -> None:
    fault = next(fault for fault in prove_plan(plan, at(NOW)) if fault.code == code)
    script = parse_script(fault.script_text("pl"), "counter_example.yaml")
    result = play(script, EnginePort(plan), names_of(plan), called=called(plan), zone=ZoneInfo("Europe/Warsaw"))

    assert script.name == fault.message_pl
    assert result.difference == ""


def test_as_words() -> None:
    plan = node("information", Menu, no_input=Retry(1, "goodbye"))
    fault = next(fault for fault in prove_plan(plan, at(NOW)) if fault.code == "P-nobody")

    assert fault.line_of_text("pl") == (
        "2026-11-24 10:00: błąd: W godzinach otwarcia połączenie kończy się w węźle goodbye, a nigdzie nie zadzwoniło. "
        "Wcześniej musi być węzeł dial."
    )
    assert fault.script_text("en") == (
        'name: "In open hours the call ends at the node goodbye and nobody was rung. '
        'Lead the caller to a dial first."\n'
        "at: 2026-11-24 10:00\n"
        "steps:\n"
        "  - presses: 6\n"
        '  - hears: "Do widzenia"'
    )


def test_states_are_few() -> None:
    """What makes no difference to where a call goes is no state: words, clocks, counters of steps."""
    assert proof_of("shipped").signatures == 6
    assert proof_of("shipped").states < 250
    assert all(isinstance(state, State) and state.session.step == 0 for state in graph_of("shipped").states)


def test_now_may_be_any_instant() -> None:
    assert prove_plan(plan_of(), datetime(2026, 11, 24, 9, 12, 34, 567, tzinfo=UTC)) == ()
