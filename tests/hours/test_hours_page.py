"""Hours as an editor uses it: the calendar, closing in two clicks, what callers will hear, undoing, and refusals."""

from __future__ import annotations

import html
import re

import pytest
from werkzeug.test import TestResponse

from ivr.core.calendar import days, reason, spans_text
from ivr.core.overrides import Switch
from tests.hours.conftest import Desk
from tests.support.console import Person
from tests.support.offices import at

CLOSE = {"what": "close", "target": "", "until": "closing", "reason": "power_cut"}


def text_of(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def hidden(answer: TestResponse) -> dict[str, str]:
    """The fields of the form that confirms."""
    form = answer.text.partition("/console/hours/switch")[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def two_clicks(person: Person, **fields: str) -> TestResponse:
    """Choose, confirm, and come back."""
    shown = person.post("/hours/preview", {**CLOSE, **fields})
    assert shown.status_code == 200, text_of(shown)
    answer = person.post("/hours/switch", hidden(shown))
    return person.get(answer.location.removeprefix("/console"))


def holding(desk: Desk) -> list[Switch]:
    return [one for one in desk.file.read().switches if one.until_at is None or one.until_at > desk.office.clock.now]


def test_the_calendar_is_the_commands_own(desk: Desk) -> None:
    text, plan = text_of(desk.person().get("/hours?from=2026-12-20")), desk.office.services.plan()

    calls = days(plan.office.schedules["calls"], at("2026-12-20 00:00").date(), at("2027-01-02 00:00").date())
    for day in calls:
        assert reason(day, plan, "en") in text
    assert spans_text(calls[1].spans, "en").replace("-", "–") in text
    assert re.search(r"Fri,? 25 Dec (· closed )?closed .* Christmas", text)


def test_the_first_click_changes_nothing_and_says_what_callers_will_hear(desk: Desk) -> None:
    shown = desk.person().post("/hours/preview", CLOSE)
    text = text_of(shown)

    assert desk.file.history() == ()
    lines = len(desk.office.services.plan().office.lines)
    assert f"{lines} of {lines}" in text
    assert "Then no telephone rings any more" in text
    for words in ("z powodu awarii prądu", "через відключення світла", "because of a power cut"):
        assert words in text.partition("What callers will hear first")[2]


def test_close_in_two_clicks_and_undo_in_one(desk: Desk) -> None:
    person = desk.person()
    text = text_of(two_clicks(person))

    assert re.search(r"Closed: All calls, until Tuesday,? 24 November, 1[0-9]:[0-9]{2}\.", text)
    assert "Ewa Lis" in text
    assert "closed by hand" in text
    (one,) = holding(desk)
    assert (one.target, one.open, one.author) == ("", False, "lis")
    desk.office.services.catalogue.look()
    plan = desk.office.services.plan()
    assert not plan.office.schedules["calls"].status(at("2026-11-24 10:01")).open

    undo = re.search(r'action="/console(/hours/undo/\w+)"', person.get("/hours").text)
    assert undo is None, "the notice is shown once"
    assert holding(desk)


def undo_of(answer: TestResponse) -> str:
    found = re.search(r'action="/console(/hours/undo/\w+)"', answer.text)
    assert found, text_of(answer)
    return found[1]


def test_undo_brings_back_what_was_before(desk: Desk) -> None:
    person = desk.person()
    two_clicks(person, reason="illness", until="unknown")
    opened = two_clicks(person, what="open", reason="")
    answer = person.post(undo_of(opened))

    (one,) = holding(desk)
    assert (one.open, one.reason["en"], one.until_at, one.author) == (False, "because of staff illness", None, "lis")
    assert "Undone." in text_of(person.get(answer.location.removeprefix("/console")))


def test_ending_can_be_undone_too(desk: Desk) -> None:
    person = desk.person()
    two_clicks(person)
    (one,) = holding(desk)
    person.post("/hours/end", {"kind": "switches", "id": one.id})
    assert holding(desk) == []

    person.post(undo_of(person.get("/hours")))
    assert [again.until_at for again in holding(desk)] == [one.until_at]


def test_undo_too_late_changes_nothing(desk: Desk) -> None:
    person = desk.person()
    key = undo_of(two_clicks(person, until="moment", until_time="10:05"))
    desk.office.clock.now = at("2026-11-24 10:05")
    before = desk.file.read()

    person.post(key)

    assert "There is nothing left to undo" in text_of(person.get("/hours"))
    assert desk.file.read() == before


def test_own_words_are_said_in_the_middle_of_the_sentence(desk: Desk) -> None:
    shown = text_of(desk.person().post("/hours/preview", {**CLOSE, "reason": "", "text_pl": "z powodu zalania."}))

    assert "W tej chwili, z powodu zalania, nie odbieramy" in shown
    assert "No reason in: українська, English." in shown


def test_a_service_is_its_telephones_at_once(desk: Desk) -> None:
    person = desk.person()
    group = "cards"
    lines = desk.office.services.plan().office.groups[group].lines
    shown = text_of(person.post("/hours/preview", {**CLOSE, "target": f"service:{group}"}))
    two_clicks(person, target=f"service:{group}")

    assert "Who chooses: " in shown
    assert "rings, for up to" in shown
    assert [one.target for one in holding(desk)] == list(lines)
    assert person.get("/hours").text.count("End now: ") == 1, "one click ends it all"


def test_somebody_was_quicker(desk: Desk) -> None:
    person, other = desk.person(), desk.person("kowalska")
    shown = person.post("/hours/preview", CLOSE)
    two_clicks(other, what="open", reason="")

    late = person.post("/hours/switch", hidden(shown))

    assert (late.status_code, "Somebody switched something meanwhile" in text_of(late)) == (409, True)
    assert [one.open for one in holding(desk)] == [True]
    person.post("/hours/switch", hidden(late))
    assert [one.open for one in holding(desk)] == [False]


def test_announce_now_and_later(desk: Desk) -> None:
    person = desk.person()
    texts = {"text_pl": "Kasa dziś nieczynna.", "text_uk": "Каса зачинена."}
    later = {"from_day": "2026-11-25", "from_time": "08:00", "until": "moment", "until_day": "2026-11-25"}
    shown = text_of(person.post("/hours/preview", {"what": "announce", **later, **texts}))
    answer = two_clicks(person, what="announce", **later, **texts)

    assert "No text in: English" in shown
    assert "Kasa dziś nieczynna." in shown.partition("What callers will hear first")[2]
    (one,) = desk.file.read().announcements
    assert (one.from_at, one.until_at) == (at("2026-11-25 08:00"), at("2026-11-26 00:00"))
    person.post(undo_of(answer))
    (one,) = desk.file.read().announcements
    assert one.until_at == one.from_at, "it never begins"


REFUSED = {
    "nothing chosen": ({"what": ""}, "Choose what is to be done."),
    "over": ({"until": "moment", "until_day": "2026-11-24", "until_time": "09:00"}, "over already"),
    "too far": ({"until": "moment", "until_day": "2028-11-24"}, "more than a year ahead"),
    "no moment": ({"until": "moment"}, "Write until which day and time."),
    "odd moment": ({"until": "moment", "until_day": "x"}, "Write until which day and time."),
    "no such line": ({"target": "line:reception9"}, "The office has this no more."),
    "no such reason": ({"reason": "party"}, "The office has this reason no more."),
    "own words, none": ({"reason": "own"}, "first language (pl) are missing"),
    "own words too long": ({"reason": "own", "text_pl": "a" * 161}, "too long"),
    "own words with a placeholder": ({"reason": "own", "text_pl": "a {when}"}, "hold a bracket"),
    "a notice without end": ({"what": "announce", "until": "unknown", "text_pl": "a"}, "A notice needs an end."),
    "a notice without words": ({"what": "announce"}, "are missing"),
}


@pytest.mark.parametrize(("fields", "words"), REFUSED.values(), ids=REFUSED)
def test_refused_with_what_was_typed_kept(desk: Desk, fields: dict[str, str], words: str) -> None:
    answer = desk.person().post("/hours/preview", {**CLOSE, **fields})

    assert (answer.status_code, words in text_of(answer)) == (400, True)
    assert desk.file.history() == ()
    for name in ("until_day", "text_pl"):
        assert fields.get(name, "") in answer.text


def test_after_closing_there_is_no_closing_today(desk: Desk) -> None:
    desk.office.clock.now = at("2026-11-24 21:00")
    person = desk.person()

    assert "Until closing today" not in person.get("/hours").text
    assert "There is no closing any more today." in text_of(person.post("/hours/preview", CLOSE))


def test_every_deed_is_noted(desk: Desk) -> None:
    person = desk.person()
    log = desk.office.services.console.access_log
    before = sum(1 for _ in log.all_rows())
    person.post(undo_of(two_clicks(person)))
    two_clicks(person, what="open", reason="")
    person.post("/hours/end", {"kind": "switches", "id": holding(desk)[0].id})
    two_clicks(person, what="announce", text_pl="Uwaga.")

    rows = list(log.all_rows())[before:]
    assert [row.did for row in rows] == [
        "hours_closed", "hours_undone", "hours_opened", "hours_ended", "hours_announced",
    ]  # fmt: skip
    assert (rows[0].who, rows[0].what, rows[0].reason) == ("lis", "All calls", "because of a power cut")


def test_hostile_words_are_text(desk: Desk) -> None:
    person = desk.person()
    answer = person.post("/hours/preview", {**CLOSE, "reason": "own", "text_pl": "<img src=x onerror=alert(1)>"})

    assert answer.status_code == 400
    assert "&lt;img" in answer.text
    assert "<img src=x" not in answer.text


def test_who_may(desk: Desk) -> None:
    assert desk.person("nowak").get("/hours").status_code == 403
    assert desk.person("kowalska").get("/hours").status_code == 200
    assert "Close, open or announce" in desk.person().get("/today").text
