"""Machines that could not see each other for a while: whatever each did, all end up with the same, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.merged_switches import has_news, merged, recent
from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches
from tests.support.offices import at

NOW = at("2026-11-24 12:00")


def closing(id_: str, until: float | None = 3, begun: float = -1, target: str = "family") -> Switch:
    """Hours from now."""
    return Switch(id_, target, False, hours(begun), None if until is None else hours(until), {"pl": "a"}, "anna")


def notice(id_: str, until: float = 3) -> Announcement:
    return Announcement(id_, {"pl": "a"}, hours(-1), hours(until), "anna")


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def of(*switches: Switch, sequence: int = 1) -> Switches:
    return Switches(sequence, switches)


@pytest.mark.parametrize(
    ("here", "there", "both"),
    [
        pytest.param(of(closing("1-a")), of(), [("1-a", 3)], id="only here"),
        pytest.param(of(closing("1-a")), of(closing("1-b")), [("1-a", 3), ("1-b", 3)], id="one each"),
        pytest.param(of(closing("2-a")), of(closing("1-b")), [("1-b", 3), ("2-a", 3)], id="the later number outweighs"),
        pytest.param(of(closing("10-a")), of(closing("9-b")), [("9-b", 3), ("10-a", 3)], id="as numbers, not as texts"),
        pytest.param(of(closing("1-a", 0)), of(closing("1-a", 3)), [("1-a", 0)], id="ended here"),
        pytest.param(of(closing("1-a", 3)), of(closing("1-a", 0)), [("1-a", 0)], id="ended there"),
        pytest.param(of(closing("1-a", None)), of(closing("1-a", 0)), [("1-a", 0)], id="until nobody knows, and ended"),
        pytest.param(of(closing("1-a", None)), of(closing("1-a", None)), [("1-a", None)], id="until nobody knows"),
        pytest.param(of(closing("1-a", -99)), of(closing("1-a", 99)), [("1-a", -99)], id="off when it was ended"),
        pytest.param(of(closing("1-a", -9599, -9600)), of(), [], id="began 400 days ago"),
        pytest.param(of(closing("1-a", -9598, -9599)), of(), [("1-a", -9598)], id="began less than that ago"),
        pytest.param(
            of(closing("1", begun=-1)), of(closing("1", begun=-2)), [("1", 3), ("1", 3)], id="two of one number"
        ),
    ],
)
def test_two_machines(here: Switches, there: Switches, both: list[tuple[str, float | None]]) -> None:
    found = merged(here, there, NOW)

    assert [(one.id, one.until_at) for one in found.switches] == [
        (id_, None if until is None else hours(until)) for id_, until in both
    ]
    assert merged(there, here, NOW) == found


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        pytest.param(closing("1-a", -24), False, id="over for a day"),
        pytest.param(closing("1-a", -23.9), True, id="over for less"),
        pytest.param(closing("1-a", None, -50), False, id="of the day before yesterday, until nobody knew"),
        pytest.param(closing("1-a", None, -49), True, id="until nobody knows, a day may be left"),
    ],
)
def test_what_no_caller_can_notice_any_more_is_left_out(one: Switch, kept: bool) -> None:
    assert recent(of(one), NOW) == (of(one) if kept else of())


def test_news_is_what_the_other_cannot_know() -> None:
    held = of(closing("1-a"), closing("2-a"))

    assert not has_news(of(closing("1-a")), held), "what is left out is no news"
    assert not has_news(replace(held, sequence=9), held)
    assert has_news(of(closing("1-a", 0), closing("2-a")), held)
    assert has_news(replace(held, announcements=(notice("3-b"),)), held)


IDS = st.tuples(st.integers(1, 4), st.sampled_from("ab")).map(lambda pair: f"{pair[0]}-{pair[1]}")
ENDS = st.sampled_from([None, -30.0, -1.0, 0.0, 2.0])
STATES = st.builds(
    lambda sequence, ends, notices: Switches(
        sequence,
        tuple(closing(id_, end) for id_, end in ends.items()),
        tuple(notice(id_, end or 3) for id_, end in notices.items()),
    ),
    st.integers(0, 9),
    st.dictionaries(IDS, ENDS, max_size=4),
    st.dictionaries(IDS, ENDS, max_size=3),
)


@given(STATES, STATES, STATES)
def test_in_any_order_and_any_number_of_times_it_is_the_same(a: Switches, b: Switches, c: Switches) -> None:
    both = merged(a, b, NOW)

    assert both == merged(b, a, NOW)
    assert merged(both, c, NOW) == merged(a, merged(b, c, NOW), NOW)
    assert merged(both, a, NOW) == merged(both, both, NOW) == both
    assert not has_news(both, both)


@given(STATES, STATES)
def test_what_anybody_ended_is_not_revived(a: Switches, b: Switches) -> None:
    found = {one.id: one.until_at for one in merged(a, b, NOW).switches}

    for one in (*a.switches, *b.switches):
        if one.until_at and one.until_at <= NOW:
            end = found[one.id]
            assert end is not None
            assert end <= one.until_at
