from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.core.entries import Entry
from ivr.store.legs import LegRow
from ivr.store.projection import OUTCOMES, CallRow, fold
from tests.store.support import NOON, entry

CALLER, CALLED = "+48500100200", "+48221234567"
STARTED = entry("started", 0, 0, called=CALLED, caller=CALLER, forwarded_from="", language="pl", revision="r1")
MENU = entry("entered", 0, 1, node="services", type="menu", hours="calls", open=True, because="weekly", until="")
CLOSED = entry("entered", 0, 1, node="services", type="menu", hours="calls", open=False, because="holiday:epiphany")
TOLD = entry("told", 0, 2, node="services", hours="calls", because="holiday:epiphany", until="")
WHEN = entry("entered", 0, 3, node="when_to_call", type="announce", chosen=False)


def left(seconds: int = 60, status: str = "completed") -> Entry:
    return Entry(
        "CA1", "status", 0, 0, NOON + timedelta(seconds=seconds), "status", {"status": status, "seconds": seconds}
    )


def pressed(step: int, go: str, key: str = "1") -> Entry:
    return entry("pressed", step, 0, seconds=step * 10, node="services", key=key, label="Świadczenia", go=go)


def dials(step: int, group: str, *lines: str, index: int = 1) -> list[Entry]:
    return [
        entry("entered", step, index, seconds=step * 10, node=f"{group}_node", type="dial", open=True),
        rings(step, group, *lines, index=index + 1),
    ]


def rings(step: int, group: str, *lines: str, index: int = 1, node: str = "") -> Entry:
    numbers = [f"+4822000{line[-1]}" for line in lines]
    names = list(lines)
    data = {"node": node or f"{group}_node", "group": group, "lines": names, "numbers": numbers, "ring_seconds": 20}
    return Entry("CA1", "step", step, index, NOON + timedelta(seconds=step * 10), "ringing", data)


def leg(step: int, outcome: str, length: int = 0) -> Entry:
    data = {"node": "", "group": "", "lines": [], "outcome": outcome, "seconds": length}
    return Entry("CA1", "step", step, 0, NOON + timedelta(seconds=step * 10), "leg", data)


def line_leg(line: str, outcome: str, step: int = 0, length: int = 0, sid: str = "CAx", seconds: float = 500) -> Entry:
    at = NOON + timedelta(seconds=seconds)
    data = {"line": line, "outcome": outcome, "seconds": length, "leg": sid}
    return Entry("CA1", f"leg:{sid}", step, 0, at, "line_leg", data)


def ended(step: int, how: str, index: int = 1) -> Entry:
    return entry("ended", step, index, seconds=step * 10, how=how, node="")


def announce(step: int, node: str = "addresses") -> Entry:
    return entry("entered", step, 1, seconds=step * 10, node=node, type="announce", chosen=True)


BEGIN = [STARTED, MENU]
BEGIN_CLOSED = [STARTED, CLOSED, TOLD, WHEN]
RUNG = [*BEGIN, pressed(1, "family"), *dials(1, "family", "line1")]
ANSWERED = [*RUNG, leg(2, "answered", 95), ended(2, "hung_up_by_desk"), left(130)]
SETTLED = Entry("CA1", "settled", 0, 0, NOON + timedelta(hours=4), "settled", {})
FAILSAFE = entry("failsafe", 1, source="failsafe", why="a bug", error="ValueError")

STORIES = {
    "only a status": ([left()], "left_in_menu"),
    "just started": (BEGIN, "in_progress"),
    "hung up in the menu": ([*BEGIN, left()], "left_in_menu"),
    "ringing": (RUNG, "in_progress"),
    "ringing, and a status that is not final": ([*RUNG, left(5, "in-progress")], "in_progress"),
    "hung up while it rang": ([*RUNG, left()], "left_while_ringing"),
    "hung up in the wait": ([*RUNG, leg(2, "busy"), left()], "left_while_ringing"),
    "answered": (ANSWERED, "connected"),
    "answered, told by the number only": ([*RUNG, line_leg("line1", "answered", 2), left()], "connected"),
    "nobody answered": ([*RUNG, leg(2, "no_answer"), ended(3, "end"), left()], "nobody_answered"),
    "nobody answered, its caller not gone yet": ([*RUNG, leg(2, "no_answer"), ended(3, "end")], "nobody_answered"),
    "all busy": ([*RUNG, leg(2, "busy"), ended(3, "end")], "all_busy"),
    "one busy, one that nobody answered": (
        [*RUNG, leg(2, "busy"), *dials(2, "family", "line2"), leg(3, "no_answer"), ended(4, "end")],
        "nobody_answered",
    ),
    "busy, and then hung up": ([*RUNG, leg(2, "busy"), left()], "left_while_ringing"),
    "failsafe": ([*BEGIN, FAILSAFE, left()], "failed"),
    "failsafe before the start": ([FAILSAFE], "failed"),
    "failsafe after ringing": ([*RUNG, leg(2, "busy"), FAILSAFE, ended(4, "end")], "failed"),
    "failsafe, and answered": ([*ANSWERED, FAILSAFE], "connected"),
    "information": ([*BEGIN, pressed(1, "addresses", "6"), announce(1), left()], "informed"),
    "information, then rung in vain": (
        [*BEGIN, pressed(1, "addresses"), announce(1), *dials(2, "family", "line1"), leg(3, "busy"), ended(4, "end")],
        "all_busy",
    ),
    "a greeting is no information": (
        [*BEGIN, entry("entered", 0, 2, node="greeting", type="announce", chosen=False), left()],
        "left_in_menu",
    ),
    "told when to call": ([*BEGIN_CLOSED, left()], "told_when_to_call"),
    "told, still on the line": (BEGIN_CLOSED, "told_when_to_call"),
    "told twice by the hash key": (
        [
            *BEGIN_CLOSED,
            pressed(1, "main", "hash"),
            announce(1, "when_to_call"),
            entry("told", 1, 2, seconds=10, node="services"),
            left(),
        ],
        "told_when_to_call",
    ),
    "told again by a key": ([*BEGIN_CLOSED, pressed(1, "x", "0"), announce(1, "when_to_call")], "told_when_to_call"),
    "told, then informed": ([*BEGIN_CLOSED, pressed(1, "info"), announce(1, "family_info"), left()], "informed"),
    "settled in the menu": ([*BEGIN, SETTLED], "left_in_menu"),
    "settled while it rang: somebody may still wait": ([*RUNG, SETTLED], "left_while_ringing"),
    "settled after an answer of which nothing more was heard": (
        [*RUNG, line_leg("line1", "answered", 2), SETTLED],
        "connected",
    ),
    "settled, and told after all": ([*RUNG, leg(2, "busy"), ended(3, "end"), SETTLED, left()], "all_busy"),
    "ended by the limit": ([*BEGIN, ended(250, "limit")], "left_in_menu"),
}


@pytest.mark.parametrize(("entries", "outcome"), STORIES.values(), ids=STORIES.keys())
def test_outcome(entries: list[Entry], outcome: str) -> None:
    assert fold(entries)[0].outcome == outcome


def test_every_outcome_has_a_story() -> None:
    assert {outcome for _, outcome in STORIES.values()} == set(OUTCOMES)


def test_a_whole_call() -> None:
    call, legs = fold(ANSWERED)

    assert call == CallRow(
        call_id="CA1",
        started_at=NOON,
        called=CALLED,
        caller=CALLER,
        pseudonym="",
        forwarded_from="",
        language="pl",
        revision="r1",
        open=True,
        because="weekly",
        outcome="connected",
        service="family",
        ended_how="hung_up_by_desk",
        ended_at=NOON + timedelta(seconds=130),
        seconds=130,
        test=False,
        steps=3,
    )
    at = NOON + timedelta(seconds=10)
    assert legs == (LegRow("CA1", 1, 0, at, "family", "line1", "+48220001", "answered", 95),)


@pytest.mark.parametrize(
    ("entries", "fields"),
    [
        pytest.param([*BEGIN, left()], {"ended_how": "left", "seconds": 60}, id="left"),
        pytest.param(BEGIN, {"ended_how": "", "ended_at": None, "seconds": None}, id="goes on"),
        pytest.param(
            [*BEGIN, ended(3, "end")], {"ended_how": "end", "seconds": 30}, id="our own count without a status"
        ),
        pytest.param(
            [*BEGIN, entry("status", source="status", seconds=61.9, status="completed")],
            {"seconds": 61, "ended_at": NOON + timedelta(seconds=61.9)},
            id="status without seconds",
        ),
        pytest.param(
            [*BEGIN, entry("language", 1, 1, language="uk"), entry("language", 3, 1, language="en")],
            {"language": "en"},
            id="the last language",
        ),
        pytest.param(
            [*RUNG, SETTLED],
            {"ended_how": "unknown", "ended_at": NOON + timedelta(seconds=10), "seconds": None},
            id="settled: the last that was heard",
        ),
        pytest.param(
            [*RUNG, SETTLED, left()], {"ended_how": "left", "seconds": 60}, id="settled, and a status that came late"
        ),
        pytest.param(
            [*RUNG, leg(2, "busy"), ended(3, "end"), SETTLED],
            {"ended_how": "end", "ended_at": NOON + timedelta(seconds=30), "seconds": 30},
            id="settled, and an end that came late",
        ),
        pytest.param([STARTED, CLOSED], {"open": False, "because": "holiday:epiphany"}, id="closed"),
        pytest.param(
            [STARTED, CLOSED, entry("entered", 1, 0, type="menu", hours="calls", open=True, because="weekly")],
            {"open": True, "because": "weekly"},
            id="opened meanwhile",
        ),
        pytest.param([STARTED], {"open": None, "because": ""}, id="no hours asked"),
        pytest.param(
            [*RUNG, leg(2, "busy"), *dials(2, "infoline", "line2"), leg(3, "busy")],
            {"service": "family"},
            id="service: not the one it fell through to",
        ),
        pytest.param(
            [*RUNG, leg(2, "busy"), rings(4, "infoline", "line2", node="waiting")],
            {"service": "family"},
            id="service: not the one tried in the wait",
        ),
        pytest.param(
            [*RUNG, leg(2, "busy"), pressed(3, "infoline", "0"), *dials(3, "infoline", "line2")],
            {"service": "infoline"},
            id="service: the last asked for",
        ),
        pytest.param(
            [
                *BEGIN,
                pressed(1, "family"),
                entry(
                    "entered", 1, 1, node="family", type="dial", open=False, group="family", closed=True, go="infoline"
                ),
                *dials(1, "infoline", "line2", index=2),
            ],
            {"service": "family"},
            id="service: asked for while its lines are closed",
        ),
        pytest.param([*BEGIN, entry("pressed", 1, test=True)], {"test": True}, id="test call"),
        pytest.param([left()], {"called": "", "caller": "", "started_at": left().at, "steps": 0}, id="no start"),
    ],
)
def test_fields(entries: list[Entry], fields: dict[str, Any]) -> None:
    call, _ = fold(entries)

    assert {name: getattr(call, name) for name in fields} == fields


TOGETHER = [*BEGIN, pressed(1, "housing"), *dials(1, "housing", "line1", "line2", "line3")]


@pytest.mark.parametrize(
    ("entries", "outcomes"),
    [
        pytest.param(RUNG, [None], id="ringing"),
        pytest.param([*RUNG, left()], ["cancelled"], id="caller hung up"),
        pytest.param([*RUNG, SETTLED], ["unknown"], id="settled: nobody said"),
        pytest.param([*RUNG, SETTLED, left()], ["cancelled"], id="settled, and told after all"),
        pytest.param([*RUNG, leg(2, "busy")], ["busy"], id="one line, busy"),
        pytest.param([*RUNG, leg(2, "a new word")], ["unknown"], id="a word not known here"),
        pytest.param(
            [*RUNG, leg(2, "no_answer"), line_leg("line1", "answered", 2)], ["no_answer"], id="picked up, not confirmed"
        ),
        pytest.param(TOGETHER, [None] * 3, id="together, ringing"),
        pytest.param([*TOGETHER, leg(2, "no_answer")], ["unknown"] * 3, id="together, not told who"),
        pytest.param([*TOGETHER, leg(2, "answered", 9)], ["unknown"] * 3, id="together, not told who answered"),
        pytest.param(
            [*TOGETHER, leg(2, "answered", 9), line_leg("line2", "answered", 2)],
            ["cancelled", "answered", "cancelled"],
            id="together, one told that it answered",
        ),
        pytest.param(
            [
                *TOGETHER,
                line_leg("line3", "no_answer", 2, sid="CA3"),
                line_leg("line1", "busy", 2, sid="CA2"),
                line_leg("line2", "answered", 2, sid="CA4"),
                leg(2, "answered", 9),
            ],
            ["busy", "answered", "no_answer"],
            id="together, all told",
        ),
        pytest.param(
            [*TOGETHER, leg(2, "no_answer"), line_leg("line2", "answered", 2)],
            ["unknown", "no_answer", "unknown"],
            id="together, a voicemail picked up",
        ),
        pytest.param(
            [*TOGETHER, leg(2, "busy"), line_leg("line1", "busy", 2), line_leg("nobody", "answered", 2, sid="CAz")],
            ["busy", "unknown", "unknown"],
            id="a line that was not rung",
        ),
        pytest.param(
            [
                *RUNG,
                leg(2, "busy"),
                rings(2, "family", "line2"),
                leg(3, "no_answer"),
                rings(3, "family", "line1"),
                left(),
            ],
            ["busy", "no_answer", "cancelled"],
            id="in order, one after the other",
        ),
    ],
)
def test_legs(entries: list[Entry], outcomes: list[str | None]) -> None:
    assert [row.outcome for row in fold(entries)[1]] == outcomes


def test_a_line_rung_twice_is_told_by_its_step() -> None:
    twice = [
        *TOGETHER,
        leg(2, "busy"),
        rings(3, "housing", "line1", "line2"),
        line_leg("line1", "answered", 4, 7, sid="b"),
        line_leg("line1", "busy", 2, sid="a", seconds=500),
    ]

    found = {(row.step, row.line): row.outcome for row in fold(twice)[1]}

    assert (found[1, "line1"], found[3, "line1"]) == ("busy", "answered")


def test_a_line_leg_without_a_step_belongs_to_the_last_ringing_before_it() -> None:
    twice = [*TOGETHER, rings(3, "housing", "line1", "line2"), line_leg("line1", "busy", 0, seconds=25)]

    found = {(row.step, row.line): row.outcome for row in fold(twice)[1]}

    assert (found[1, "line1"], found[3, "line1"]) == ("busy", None)


def test_a_leg_whose_ringing_could_not_be_logged() -> None:
    lonely = entry("leg", 5, seconds=50, group="family", lines=["line1"], outcome="busy", seconds_=0)

    assert fold([STARTED, lonely])[1] == (
        LegRow("CA1", 4, 0, NOON + timedelta(seconds=50), "family", "line1", None, "busy", None),
    )


LONGEST = [
    *TOGETHER,
    leg(2, "busy"),
    *dials(2, "infoline", "line4"),
    line_leg("line1", "busy", 2, sid="a"),
    line_leg("line2", "no_answer", 2, sid="b"),
    line_leg("line2", "busy", 2, sid="c"),
    leg(3, "answered", 40),
    ended(3, "hung_up_by_desk"),
    left(90),
    SETTLED,
    entry("status", 1, source="status", seconds=3, status="ringing"),
]


@settings(deadline=None)
@given(st.permutations(LONGEST), st.lists(st.sampled_from(LONGEST)))
def test_the_order_of_arrival_does_not_matter_and_twice_is_once(arrived: list[Entry], again: list[Entry]) -> None:
    assert fold([*arrived, *again]) == fold(LONGEST)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["answered", "dial"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = ["called", "language", "open", "hours", "because", "node", "type", "chosen", "group", "lines", "numbers", "line"]
HOSTILE = st.builds(
    lambda kind, source, step, index, data: Entry("CA1", source, step, index, NOON, kind, data),
    st.sampled_from(["started", "entered", "told", "language", "ringing", "leg", "line_leg", "ended", "status", "new"]),
    st.sampled_from(["step", "status", "leg:CA2"]),
    st.integers(0, 4),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from([*KEYS, "outcome", "seconds", "how", "status"]), ANYTHING, max_size=5),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(HOSTILE, min_size=1, max_size=8))
def test_any_entries_fold_into_rows_that_fit_the_tables(entries: list[Entry]) -> None:
    call, legs = fold(entries)

    assert call.outcome in OUTCOMES
    assert call.open in (None, True, False)
    assert all(
        isinstance(text, str) for text in (call.called, call.language, call.because, call.service, call.ended_how)
    )
    assert call.seconds is None or 0 <= call.seconds < 2**31
    assert len({(row.step, row.idx) for row in legs}) == len(legs)
    assert all(row.seconds is None or 0 <= row.seconds < 2**31 for row in legs)
