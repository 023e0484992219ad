"""People and privacy as a supervisor uses it: found by number, handed over, limited, erased, with a receipt."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from ivr.assembly import privacy_of, purge_of
from ivr.store.console.verify import verify
from ivr.store.database import open_reader, open_writer
from ivr.web import create_app
from tests.people.conftest import ANNA, BARTEK, House
from tests.support.console import add_account

ASKED = {"number": "601 234 567", "reason": "wniosek listowny"}


def text_of(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_what_is_kept_and_who_keeps_what_else(house: House) -> None:
    text = text_of(house.person().get("/people"))

    assert "Callers’ numbers 30 days" in text
    assert "The access log 730 days" in text
    assert "Nothing was removed yet" in text
    assert "kept by: adam" in text
    assert "read by: ola" in text


def test_what_was_removed_lately(house: House) -> None:
    office, settings = house.office, house.office.services.settings
    office.clock.now += timedelta(days=40)
    purge_of(settings, lambda: privacy_of(office.services.plan().office), office.clock).run(
        open_writer(settings.database)
    )

    text = text_of(house.person().get("/people"))

    assert re.search(r"3 Jan 2027, 10:00 4 0 0", text)
    assert "Of the access log nothing was old enough so far." in text


def test_the_purge_takes_old_rows_of_the_access_log_and_it_can_still_be_verified(house: House) -> None:
    office, settings, log = house.office, house.office.services.settings, house.office.services.console.access_log
    before = sum(1 for _ in log.all_rows())
    assert before > 0
    office.clock.now += timedelta(days=731)
    log.note("kowalska", "signed_in")
    done = purge_of(settings, lambda: privacy_of(office.services.plan().office), office.clock).run(
        open_writer(settings.database)
    )

    assert (done.access_rows, sum(1 for _ in log.all_rows())) == (before, 1)
    assert verify(log).findings == ()
    text = text_of(house.person().get("/people"))
    assert f"Of the access log {before} rows were removed so far." in text


def test_find_lists_calls_and_notes_why(house: House) -> None:
    answer = house.person().post("/people/find", ASKED)
    text = text_of(answer)

    assert "What is kept under ••• ••• 567" in text
    assert answer.text.count("/console/calls/of/") == 3
    assert house.deeds() == [("person_searched", "••• ••• 567", "wniosek listowny")]
    assert answer.headers["Cache-Control"] == "no-store"
    link = re.search(r'href="/console(/calls/of/\w+)"', answer.text)
    assert link
    assert house.person().get(link[1]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "Anna"}, "This is no telephone number."),
        ({"number": ""}, "This is no telephone number."),
        ({"reason": " "}, "Say why"),
        ({"reason": "numer 601-234-567"}, "Leave the number out of the reason"),
    ],
)
def test_refused_and_nothing_noted(house: House, fields: dict[str, str], words: str) -> None:
    person = house.person()
    for path in ("find", "export", "restrict", "object", "erase"):
        answer = person.post(f"/people/{path}", {**ASKED, **fields})
        assert (answer.status_code, words in text_of(answer)) == (400, True)
    assert house.deeds() == []
    assert len(house.office.services.persons().calls(ANNA)) == 3


def test_a_number_stands_in_no_address(house: House) -> None:
    person = house.person()

    page = person.post("/people/find", ASKED).text
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)

    assert addresses
    assert [one for one in addresses if "601234567" in one or "601%20234" in one] == []
    for path in ("find", "export", "restrict", "object", "erase"):
        assert person.get(f"/people/{path}?number=601234567&reason=list").status_code in (404, 405)
    assert len(house.office.services.persons().calls(ANNA)) == 3


def test_the_file_is_the_commands_own(house: House) -> None:
    answer = house.person().post("/people/export", ASKED)

    assert answer.json == house.office.services.persons().export(ANNA, "en")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="person_2026-11-24.json"'
    assert house.deeds()[-1][0] == "person_exported"


def test_restrict_and_take_it_back(house: House) -> None:
    person, callers = house.person(), house.office.services.callers
    row = house.office.services.persons().calls(ANNA)[0]
    limited = person.post("/people/restrict", {**ASKED, "on": "1"})

    assert "Restricted: from now on this number is shown to nobody." in text_of(limited)
    assert callers.number(row.caller, row.call_id) is None
    free = person.post("/people/restrict", {**ASKED, "on": "0"})
    assert "The restriction is taken back." in text_of(free)
    assert callers.number(row.caller, row.call_id) == ANNA
    assert [did for did, _, _ in house.deeds()] == ["person_restricted", "person_unrestricted"]


def test_object_and_take_it_back(house: House) -> None:
    person, persons = house.person(), house.office.services.persons()
    person.post("/people/object", {**ASKED, "on": "1"})
    assert persons.standing(ANNA).objected
    person.post("/people/object", {**ASKED, "on": "0"})

    assert not persons.standing(ANNA).objected
    assert [did for did, _, _ in house.deeds()] == ["person_objected", "person_objection_lifted"]


def test_erase_gives_a_receipt_that_says_what_was_not_erased(house: House) -> None:
    person, persons = house.person(), house.office.services.persons()
    receipt = person.post("/people/erase", ASKED)
    text = text_of(receipt)

    assert "The number was taken out of 3 calls in the log." in text
    assert "At the telephone provider copies of 3 calls are still there. No keys for it are given here." in text
    assert "CA00000000000000000000000000000001" in text
    assert "Backups made before today hold the number sealed" in text
    assert "••• ••• 567" in text
    assert not any(number in re.sub(r"\D", "", text) for number in ("601234567", "234567"))
    assert (persons.calls(ANNA), len(persons.calls(BARTEK))) == ([], 1)
    assert house.deeds() == [("person_erased", "••• ••• 567", "wniosek listowny")]


def test_only_so_often(house: House) -> None:
    person = house.person()
    codes = [person.post("/people/find", ASKED).status_code for _ in range(61)]

    assert (codes[:60], codes[60]) == ([200] * 60, 429)
    add_account(house.office.services, "mazur", "supervisor")
    assert house.person("mazur").post("/people/find", ASKED).status_code == 200, "each account has its own"


@pytest.mark.parametrize("name", ["nowak", "adam", "ola"])
def test_nobody_else_may(house: House, name: str) -> None:
    person = house.person(name)

    assert person.get("/people").status_code == 403
    assert person.post("/people/erase", ASKED).status_code == 403


def test_where_the_log_is_away_it_says_so_and_erases_nothing(house: House) -> None:
    services = house.office.services
    settings = replace(services.settings, database_url=f"sqlite:///{services.settings.data}/nowhere/log.db")
    away = replace(services, settings=settings, log=open_reader(settings.database))
    person = House(house.office, create_app(away, parts=("console",))).person()

    assert "The call log cannot be read now." in text_of(person.get("/people"))
    for path in ("find", "export", "erase"):
        assert "cannot be read" in text_of(person.post(f"/people/{path}", ASKED))
    assert services.callers.people.people().erasures == ()
    assert len(services.persons().calls(ANNA)) == 3
