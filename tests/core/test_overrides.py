"""Switches laid over the shipped office, and what callers hear of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.core.engine import Step, step
from ivr.core.events import Call, Pressed, Silence, Started
from ivr.core.instructions import Listen, RingLines, Say
from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, applied, call_hours, end_of, fault_of
from ivr.core.plan import Plan
from ivr.core.session import Session
from tests.support.offices import CALLER, OFFICES, at, plan_of

CALL = Call("CA1", "+48717822300", CALLER)
REASON = {"pl": "z powodu awarii prądu", "uk": "через відключення світла", "en": "because of a power cut"}
ZONE = "Europe/Warsaw"


def switch(is_open: bool, first: str, until: str = "", target: str = "", one: str = "1", **more: object) -> Switch:
    reason = more.get("reason", REASON)
    return Switch(one, target, is_open, at(first), at(until) if until else None, reason, "anna")  # type: ignore[arg-type]


def notice(texts: dict[str, str], first: str, until: str, one: str = "7") -> Announcement:
    return Announcement(one, texts, at(first), at(until), "anna")


def switched(*switches: Switch, announcements: tuple[Announcement, ...] = ()) -> Plan:
    return applied(plan_of(), Switches(1, switches, announcements))


def started(plan: Plan, when: str, language: str = "") -> Step:
    return step(plan, CALL, Session("abc", language=language), Started(), at(when))


def said(decided: Step, language: str = "pl") -> str:
    parts = [part for one in decided.instructions if isinstance(one, Say | Listen) for part in one.spoken]
    return " ".join(part.text for part in parts if part.language == language)


DAY_CLOSED = switch(False, "2026-11-24 10:00", "2026-11-24 15:00")
ENDLESS = replace(DAY_CLOSED, until_at=None)
CHRISTMAS = "2026-12-25 10:00"
STATUS = [
    # at, switches, open, because
    pytest.param("2026-11-24 09:59:59", [DAY_CLOSED], True, "weekly", id="just before it begins"),
    pytest.param("2026-11-24 10:00", [DAY_CLOSED], False, "override", id="as it begins"),
    pytest.param("2026-11-24 14:59:59", [DAY_CLOSED], False, "override", id="just before it ends"),
    pytest.param("2026-11-24 15:00", [DAY_CLOSED], True, "weekly", id="ends by itself"),
    pytest.param(CHRISTMAS, [switch(True, CHRISTMAS, "2026-12-25 12:00")], True, "override", id="open on a holiday"),
    pytest.param("2026-12-25 12:00", [switch(True, CHRISTMAS, "2026-12-25 12:00")], False, "holiday", id="and over"),
    pytest.param("2026-11-24 23:59:59", [ENDLESS], False, "override", id="unknown end, that day"),
    pytest.param("2026-11-25 00:00", [ENDLESS], False, "weekly", id="unknown end, next day"),
    pytest.param("2026-11-25 07:30", [ENDLESS], True, "weekly", id="unknown end, next opening"),
    pytest.param(
        "2026-11-24 11:00", [DAY_CLOSED, switch(True, "2026-11-24 10:30", "2026-11-24 12:00")], True, "override",
        id="the later one wins",
    ),
    pytest.param(
        "2026-11-24 12:00", [DAY_CLOSED, switch(True, "2026-11-24 10:30", "2026-11-24 12:00")], False, "override",
        id="and when it is over the earlier one holds",
    ),
    pytest.param("2026-11-24 11:00", [replace(DAY_CLOSED, target="calls")], False, "override", id="by the hours' name"),
    pytest.param("2026-11-24 11:00", [replace(DAY_CLOSED, target="cash_desk")], True, "weekly", id="other hours"),
    pytest.param("2026-11-24 11:00", [replace(DAY_CLOSED, target="gone")], True, "weekly", id="a name that is gone"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "switches", "is_open", "because"), STATUS)
def test_when_the_telephone_is_open(when: str, switches: list[Switch], is_open: bool, because: str) -> None:
    status = switched(*switches).office.schedules["calls"].status(at(when))

    assert (status.open, status.because.kind) == (is_open, because)


def test_without_switches_it_is_the_very_plan() -> None:
    assert applied(plan_of(), Switches(9)) is plan_of()


def test_all_means_the_hours_that_open_or_close_calls() -> None:
    plan = switched(DAY_CLOSED)

    assert call_hours(plan_of("later")) == ("calls", "disability_calls")
    assert {name for name, one in plan.office.schedules.items() if one.overrides} == {"calls"}


CLOSED = [
    pytest.param(
        DAY_CLOSED, "pl",
        "W tej chwili, z powodu awarii prądu, nie odbieramy telefonów. Prosimy dzwonić dzisiaj od piętnastej.",
        id="reason and end",
    ),
    pytest.param(
        DAY_CLOSED, "uk", "Зараз, через відключення світла, ми не приймаємо дзвінків. Телефонуйте", id="in Ukrainian"
    ),
    pytest.param(
        replace(DAY_CLOSED, reason={"pl": "z powodu zalania"}), "uk",
        "Зараз ми не відповідаємо на дзвінки. Телефонуйте",
        id="no reason in the caller's language",
    ),
    pytest.param(
        replace(DAY_CLOSED, reason={}), "pl",
        "W tej chwili nie odbieramy telefonów. Prosimy dzwonić dzisiaj od piętnastej.",
        id="no reason",
    ),
    pytest.param(
        ENDLESS, "pl", "W tej chwili, z powodu awarii prądu, nie odbieramy telefonów i nie wiemy jeszcze, od kiedy",
        id="unknown end",
    ),
    pytest.param(
        replace(ENDLESS, reason={}), "pl",
        "W tej chwili nie odbieramy telefonów i nie wiemy jeszcze, od kiedy będziemy odbierać. Prosimy spróbować",
        id="unknown end, no reason",
    ),
    pytest.param(
        replace(ENDLESS, reason={}), "en",
        "At the moment we cannot take calls and do not know yet when we will. Please try again later.",
        id="unknown end, no reason, in English",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "language", "sentence"), CLOSED)
def test_callers_hear_why_and_when_to_call(one: Switch, language: str, sentence: str) -> None:
    decided = started(switched(one), "2026-11-24 11:00", language)

    assert sentence in said(decided, language)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_every_shipped_reason_fits_its_sentence(office: str, language: str) -> None:
    plan = plan_of(office)

    assert plan.office.reasons
    for reason in plan.office.reasons.values():
        one = replace(DAY_CLOSED, reason=reason)
        decided = started(applied(plan, Switches(1, (one,))), "2026-11-24 11:00", language)
        assert f", {reason[language]}, " in said(decided, language)


def test_the_log_says_that_an_operator_switched_and_until_when() -> None:
    entries = started(switched(DAY_CLOSED), "2026-11-24 11:00").entries
    told = next(entry.data for entry in entries if entry.kind == "told")
    unknown = started(switched(ENDLESS), "2026-11-24 11:00").entries

    assert told["because"] == "override:z powodu awarii prądu"
    assert told["until"] == "2026-11-24T14:00:00+00:00"
    assert next(entry.data for entry in unknown if entry.kind == "told")["until"] == "", "nobody knew"


def test_a_closed_line_is_left_out_and_the_others_ring() -> None:
    plan = switched(replace(DAY_CLOSED, target="family"))
    session = Session("abc", node="services", language="pl", step=3)

    decided = step(plan, CALL, session, Pressed("1"), at("2026-11-24 11:00"))

    ringing = decided.instructions[-1]
    assert isinstance(ringing, RingLines)
    assert [line.line for line in ringing.lines] == ["payments"]
    assert plan.office.schedules["calls"].status(at("2026-11-24 11:00")).open


def test_a_line_closed_alone_leads_on_and_the_log_says_why() -> None:
    plan = switched(*(replace(DAY_CLOSED, target=line, id=line) for line in ("cards_1", "cards_2")))
    session = Session("abc", node="services", language="pl", step=3)

    entries = step(plan, CALL, session, Pressed("5"), at("2026-11-24 11:00")).entries

    closed = next(entry.data for entry in entries if entry.kind == "entered" and entry.data["type"] == "dial")
    assert (closed["closed"], closed["because"]) == (True, "override:z powodu awarii prądu")
    assert entries[-1].data["group"] == "infoline"


LINES = [
    # switches of all and of the line, is the line open
    pytest.param([("", False), ("family", True)], True, id="the line after all"),
    pytest.param([("family", True), ("", False)], False, id="all after the line"),
    pytest.param([("calls", False), ("family", True)], True, id="the line after its hours"),
    pytest.param([("family", False), ("", True)], True, id="all opened after the line was closed"),
]


@pytest.mark.parametrize(("order", "is_open"), LINES)
def test_a_line_obeys_the_later_of_its_own_switch_and_that_of_all(order: list[tuple[str, bool]], is_open: bool) -> None:
    made = [switch(is_open, "2026-11-24 10:00", "2026-11-24 15:00", target) for target, is_open in order]
    office = switched(*made).office

    assert office.schedules[office.lines["family"].hours].status(at("2026-11-24 11:00")).open is is_open


def test_a_line_that_is_always_open_can_be_closed_alone_and_not_with_all() -> None:
    lines = plan_of().office.lines | {"guard": replace(plan_of().office.lines["family"], name="guard", hours="")}
    plan = replace(plan_of(), office=replace(plan_of().office, lines=lines))

    all_ = applied(plan, Switches(1, (DAY_CLOSED,))).office
    alone = applied(plan, Switches(1, (DAY_CLOSED, replace(DAY_CLOSED, target="guard")))).office

    assert all_.lines["guard"].hours == ""
    own = alone.schedules[alone.lines["guard"].hours]
    assert [own.status(at(f"2026-11-24 {clock}")).open for clock in ("03:00", "11:00", "23:00")] == [True, False, True]


def test_who_was_let_in_is_not_rung_to_desks_that_were_just_closed() -> None:
    session = Session("abc", node="services", language="pl", step=3, let_in=True)

    decided = step(switched(DAY_CLOSED), CALL, session, Silence(), at("2026-11-24 10:01"))

    assert isinstance(decided.instructions[-1], Listen)
    assert "z powodu awarii prądu" in said(decided)


def test_who_was_let_in_is_still_served_when_opening_ends_by_hand() -> None:
    opened = Switches(1, (switch(True, "2026-11-24 19:00", "2026-11-24 22:00"),))
    plan = applied(plan_of(), opened.ended({"1"}, at("2026-11-24 20:00"), ZONE))
    session = Session("abc", node="services", language="pl", step=3, let_in=True)

    assert isinstance(step(plan, CALL, session, Silence(), at("2026-11-24 20:04")).instructions[-1], RingLines)
    assert "told" in [entry.kind for entry in started(plan, "2026-11-24 20:04").entries]


def test_who_was_told_closed_is_let_in_as_soon_as_it_is_opened() -> None:
    told = started(switched(DAY_CLOSED), "2026-11-24 11:00")
    ended = applied(plan_of(), Switches(1, (DAY_CLOSED,)).ended({"1"}, at("2026-11-24 11:00:10"), ZONE))

    decided = step(ended, CALL, told.session, Silence(), at("2026-11-24 11:00:20"))

    assert decided.session.node == "services"


def test_ending_touches_nothing_that_is_over_or_not_meant() -> None:
    over = switch(False, "2026-11-20 10:00", one="1")
    holds, other, later = DAY_CLOSED, replace(DAY_CLOSED, id="3"), switch(False, "2026-11-26 10:00", one="4")
    now = at("2026-11-24 11:00")

    ended = Switches(1, (over, replace(holds, id="2"), other, later)).ended({"1", "2", "4"}, now, ZONE)

    assert [one.until_at for one in ended.switches] == [None, now, other.until_at, later.from_at]
    assert [one.id for one in ended.without_old(now, ZONE).switches] == ["2", "3", "4"]
    assert end_of(over, ZONE) == at("2026-11-21 00:00")


TEXTS = {"pl": "Kasa dziś nieczynna.", "en": "The cash desk is closed today."}
NOTICE = notice(TEXTS, "2026-11-24 08:00", "2026-11-24 12:00")


@pytest.mark.parametrize(
    ("when", "heard"),
    [
        pytest.param("2026-11-24 07:59:59", False, id="just before"),
        pytest.param("2026-11-24 08:00", True, id="as it begins"),
        pytest.param("2026-11-24 11:59:59", True, id="just before its end"),
        pytest.param("2026-11-24 12:00", False, id="at its end"),
    ],
)
def test_an_announcement_is_heard_only_within_its_time(when: str, heard: bool) -> None:
    assert ("Kasa dziś nieczynna." in said(started(switched(announcements=(NOTICE,)), when))) is heard


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_an_announcement_comes_right_after_the_greeting_and_a_key_works_at_once(closed: bool) -> None:
    plan = switched(*([DAY_CLOSED] if closed else []), announcements=(NOTICE, replace(NOTICE, id="8")))
    decided = started(plan, "2026-11-24 11:00")

    listen = decided.instructions[0]
    assert isinstance(listen, Listen)
    assert [part.text for part in listen.spoken[1:3]] == ["Kasa dziś nieczynna."] * 2
    assert listen.spoken[0].text.startswith("Dzień dobry")
    assert [entry.data for entry in decided.entries if entry.kind == "announced"] == [
        {"id": "7", "language": "pl"},
        {"id": "8", "language": "pl"},
    ]


def test_an_announcement_is_said_once_and_again_only_in_a_language_just_chosen() -> None:
    plan = switched(announcements=(NOTICE,))
    first = started(plan, "2026-11-24 11:00")

    again = step(plan, CALL, first.session, Pressed("*"), at("2026-11-24 11:01"))
    english = step(plan, CALL, first.session, Pressed("9"), at("2026-11-24 11:01"))
    ukrainian = step(plan, CALL, first.session, Pressed("8"), at("2026-11-24 11:01"))

    assert "announced" not in [entry.kind for entry in (*again.entries, *ukrainian.entries)]
    assert said(english, "en").startswith("The cash desk is closed today.")


def test_a_language_without_words_hears_the_first_one_by_its_own_voice() -> None:
    decided = started(switched(announcements=(NOTICE,)), "2026-11-24 11:00", "uk")

    assert "Kasa dziś nieczynna." in said(decided, "pl")
    assert "Kasa" not in said(decided, "uk")


def test_a_call_that_begins_at_a_menu_hears_the_announcement_before_it() -> None:
    plan = switched(announcements=(NOTICE,))
    plan = replace(plan, flow=replace(plan.flow, start="services"))

    assert said(started(plan, "2026-11-24 11:00")).startswith("Kasa dziś nieczynna.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("Kasa nieczynna.", "", id="fine"),
        pytest.param("На вулиці [pl: Rynek] ремонт", "", id="a word in another voice"),
        pytest.param("x" * 20, "", id="as long as may be"),
        pytest.param("x" * 21, "long", id="one longer"),
        pytest.param(" ", "empty", id="blank"),
        pytest.param("a\nb", "characters", id="two lines"),
        pytest.param("a\u200bb", "characters", id="an invisible character"),
        pytest.param("o {when}", "brackets", id="a placeholder"),
        pytest.param("<Dial>", "brackets", id="markup"),
        pytest.param("[Rynek]", "brackets", id="a bracket without a language"),
    ],
)
def test_words_somebody_typed(text: str, fault: str) -> None:
    limit = 60 if "Rynek]" in text else 20

    assert fault_of(text, limit) == fault


def test_an_override_that_ends_is_no_edge_of_a_day() -> None:
    """`until` and the next opening follow the switch, and the calendar after it."""
    calls = switched(switch(False, "2026-11-24 10:00", "2026-11-24 20:00")).office.schedules["calls"]

    assert calls.status(at("2026-11-24 11:00")).until == at("2026-11-25 07:30")
    assert calls.status(at("2026-11-24 09:00")).until == at("2026-11-24 10:00")
    assert (
        calls.next_opening(at("2026-11-24 11:00"))
        == at("2026-11-25 07:30")
        == at("2026-11-24 07:30") + timedelta(days=1)
    )
