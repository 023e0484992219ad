"""Asked to be called back: from the call over signed requests and the journal to the page Waiting, and gone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.persons import Persons
from ivr.replay.player import play
from ivr.replay.visit import visit_of
from ivr.simulator.phone import OpenCall
from ivr.store import log
from ivr.waiting import Waiting
from ivr.web import create_app
from tests.support.console import Person, add_account
from tests.support.logged import LoggedOffice, logged_office
from tests.support.offices import at

ANNA, BARTEK, FOREIGN = "+48601234567", "+48500100200", "+442079460018"
TYPED = "713456789"


@pytest.fixture(params=["shipped"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LoggedOffice]:
    with logged_office(tmp_path, request.param) as one:
        yield one


def evening(office: LoggedOffice, caller: str, moment: str = "2026-11-23 20:00") -> OpenCall:
    return office.call(at(moment), caller).presses("#")


def confirmed(office: LoggedOffice, caller: str, moment: str = "2026-11-23 20:00") -> None:
    evening(office, caller, moment).presses("1").ends()


def typed(office: LoggedOffice, caller: str, digits: str = TYPED, moment: str = "2026-11-23 20:30") -> OpenCall:
    call = evening(office, caller, moment)
    if caller.startswith("+48"):
        call.presses("2")
    return call.types(digits)


def waiting(office: LoggedOffice, now: str = "2026-11-24 08:00") -> list[Waiting]:
    office.shipped()
    office.clock.now = at(now)
    return office.services.waiting.all()


def numbers(office: LoggedOffice) -> list[str | None]:
    return [office.services.waiting.number(one) for one in waiting(office)]


def test_the_own_number_is_the_one_to_call(office: LoggedOffice) -> None:
    confirmed(office, ANNA)
    one = waiting(office)[0]

    assert one.asked is not None
    assert (one.kind, one.done, one.last.outcome) == ("caller", False, "told_when_to_call")
    assert office.services.waiting.number(one) == ANNA
    assert office.services.waiting.shown(one) == "••• ••• 567"


@pytest.mark.parametrize("caller", [BARTEK, "anonymous", FOREIGN], ids=["another's telephone", "withheld", "foreign"])
def test_the_typed_number_is_the_one_to_call(office: LoggedOffice, caller: str) -> None:
    typed(office, caller).presses("1").ends()

    assert numbers(office) == [f"+48{TYPED}"]


def test_a_slip_that_was_corrected_is_not_called(office: LoggedOffice) -> None:
    typed(office, "anonymous", "713456780").presses("2").types(TYPED).presses("1").ends()

    assert numbers(office) == [f"+48{TYPED}"]


def test_who_hangs_up_before_confirming_has_not_asked(office: LoggedOffice) -> None:
    typed(office, BARTEK).hangs_up()
    evening(office, ANNA, "2026-11-23 21:00").hangs_up()

    assert waiting(office) == []


def test_one_open_request_for_a_number(office: LoggedOffice) -> None:
    """Confirmed, typed on another's telephone, and missed besides: one row, until it is done; then a new one."""
    confirmed(office, ANNA)
    typed(office, BARTEK, "601234567").presses("1").ends()
    found = waiting(office)

    assert [len(one.attempts) for one in found] == [2]
    assert office.services.waiting.change(found[0].id, "done", "nowak") == "changed"
    assert [one.done for one in waiting(office)] == [True]
    confirmed(office, ANNA, "2026-11-24 20:00")
    again = [one for one in waiting(office, "2026-11-25 08:00") if not one.done]
    assert [len(one.attempts) for one in again] == [1]


def test_requests_come_first_the_oldest_of_them_first(office: LoggedOffice) -> None:
    for minute in ("00", "10", "20"):
        call = office.call(at(f"2026-11-23 11:{minute}"), "+48712345678").presses("1")
        for _ in range(6):
            call.goes_on()
        call.hangs_up()
    typed(office, "anonymous").presses("1").ends()
    confirmed(office, ANNA, "2026-11-23 20:40")

    assert numbers(office) == [f"+48{TYPED}", ANNA, "+48712345678"]


def test_a_request_waits_although_the_caller_reached_somebody_later(office: LoggedOffice) -> None:
    confirmed(office, ANNA)
    office.call(at("2026-11-24 07:40"), ANNA).presses("2").desk_answers(90).ends()

    assert numbers(office) == [ANNA]


def test_the_page_says_it_and_reveals_the_number_that_was_typed(office: LoggedOffice) -> None:
    typed(office, BARTEK).presses("1").ends()
    one = waiting(office)[0]
    add_account(office.services, "nowak", "operator", full_name="Jan Nowak")
    person = Person(create_app(office.services, parts=("console",)), HTTP_ACCEPT_LANGUAGE="en")
    person.sign_in("nowak")
    listed, alone = person.get("/waiting").text, person.get(f"/waiting/of/{one.id}").text
    shown = person.post(f"/waiting/of/{one.id}/reveal", {"reason": "oddzwaniam"}).text

    assert "wants to be called back" in listed
    assert "no time was promised" in listed
    assert "••• ••• 789" in alone
    assert "+48 71 345 67 89" in shown
    assert not any(TYPED in text or "500100200" in text for text in (listed, alone))


def test_the_promise_that_was_given_is_shown(tmp_path: Path) -> None:
    with logged_office(tmp_path, "later") as office:
        call = office.call(at("2027-02-10 20:00"), ANNA).presses("#").presses("1")
        call.ends()
        office.shipped()
        office.clock.now = at("2027-02-11 08:00")
        one = office.services.waiting.all()[0]

        assert one.asked is not None
        assert one.asked.call_back_promise == "najpóźniej następnego dnia roboczego do piętnastej"


def persons(office: LoggedOffice) -> Persons:
    services = office.services
    callers = services.callers
    return Persons(
        callers.numbers, callers.people, office.shipped(), None, services.clock, services.background.shipper.run_once
    )


# -- privacy ---------------------------------------------------------------------------------------------


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_was_typed_stands_nowhere_in_clear(office: LoggedOffice, tmp_path: Path) -> None:
    """Taken, corrected, refused, cut short; in no byte of what the service keeps."""
    canaries = ["713456789", "601777888", "701234567", "60177755", "48601777666"]
    call = typed(office, "anonymous", canaries[1]).presses("2").types(canaries[2]).types(canaries[3])
    call.types(canaries[0]).presses("1").ends()
    typed(office, BARTEK, canaries[4], "2026-11-23 21:00").hangs_up()
    office.shipped()
    kept = everything(tmp_path)

    assert b"call_back" in kept
    assert [one for one in canaries if one.encode() in kept] == []


def test_an_objector_s_own_wish_is_kept_and_nothing_else_of_them(office: LoggedOffice) -> None:
    persons(office).object(ANNA)
    confirmed(office, ANNA)
    one = waiting(office)[0]

    assert one.last.caller == ""
    assert office.services.waiting.number(one) == ANNA


def test_an_erased_number_is_gone_where_it_was_typed_too(office: LoggedOffice) -> None:
    typed(office, BARTEK).presses("1").ends()
    typed(office, ANNA, moment="2026-11-23 21:00").presses("2").types("601777888").presses("1").ends()
    waiting(office)
    one = persons(office)
    receipt = one.erase(f"+48{TYPED}")

    assert receipt.calls == 2, "confirmed in one call, only typed in the other"
    assert one.calls(f"+48{TYPED}") == []
    assert [row.caller != "" for row in one.calls(BARTEK)] == [True], "whose telephone it was is somebody else"
    assert sorted(str(number) for number in numbers(office)) == ["", "+48601777888"]


def test_the_export_tells_of_a_typed_number_and_not_who_typed_it(office: LoggedOffice) -> None:
    typed(office, BARTEK).presses("1").ends()
    waiting(office)
    found = persons(office).export(f"+48{TYPED}", "en")
    told = " ".join(found["calls"][0]["course"])

    assert f"Typed the number +48{TYPED}" in told
    assert "500100200" not in told
    assert "Asked to be called back on the number that was typed." in told


@pytest.mark.parametrize("digits", [["12345", "701234567", TYPED], ["601*", TYPED]], ids=["wrong ones", "a star"])
def test_the_call_can_be_played_again(office: LoggedOffice, digits: list[str]) -> None:
    call = evening(office, "anonymous")
    for one in digits:
        call.types(one)
    call.presses("1").ends()
    plan = office.services.plan()
    _, legs, entries = next(log.whole_calls(office.shipped(), at("2026-11-01 00:00"), at("2026-12-01 00:00")))
    then = [entry for entry in map(office.services.callers.opened, entries) if entry.source == "step"]
    again = play(visit_of(then, legs), lambda _: plan).entries

    assert [(one.step, one.kind, one.data) for one in again] == [(one.step, one.kind, one.data) for one in then]
