"""`failsafe`: the static document is one that a strict carrier plays, and honest at night."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.cli.failsafe import verify
from ivr.errors import IvrError
from ivr.failsafe import MAX_CHARACTERS, failsafe_document, failsafe_hash
from ivr.simulator.reader import read
from ivr.simulator.verbs import Dial, Hangup, Say
from tests.cli.conftest import Run
from tests.support.offices import at, number_of, plan_of

HONEST = {  # the hours in words, and the emergency number
    "pl": ("od poniedziałku do piątku, od siódmej trzydzieści do", "sto dwanaście"),
    "uk": ("з понеділка до п'ятниці, із сьомої тридцять до", "сто дванадцять"),
    "en": ("Monday to Friday, from seven thirty a.m. to", "one one two"),
}


@pytest.mark.parametrize("office", ["shipped", "later"])
@pytest.mark.parametrize("language", HONEST)
def test_it_rings_one_line_and_then_says_hours_and_112(office: str, language: str) -> None:
    plan = plan_of(office)
    document = failsafe_document(plan, language, at("2026-12-24 03:00"))
    verify(document)
    apology, dial, otherwise, end = read(document.encode(), "text/xml")

    assert isinstance(apology, Say)
    assert isinstance(dial, Dial)
    assert [number.number for number in dial.numbers] == [number_of(plan.office.failsafe.line, plan)]
    assert dial.action == ""  # nothing of this machine
    assert isinstance(otherwise, Say)
    assert all(words in otherwise.text for words in HONEST[language])
    assert isinstance(end, Hangup)
    assert len(document) < MAX_CHARACTERS


def test_the_command_prints_the_document_and_nothing_else(run: Run) -> None:
    ran = run("failsafe", "--draft", "--language", "en")

    assert ran.code == 0
    read(ran.out.strip().encode(), "text/xml")


def test_the_command_writes_a_file_and_names_its_version(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "failsafe.xml"
    ran = run("failsafe", "--draft", "--out", str(file), polish=True)

    document = file.read_text().rstrip("\n")
    assert ran.out == (
        f"Zapisano {file} (wersja {failsafe_hash(document)})."
        " Proszę wkleić go u operatora jako dokument adresu zapasowego.\n"
    )
    assert "Przepraszamy, wystąpił błąd." in document


def test_another_number_or_word_is_another_version() -> None:
    document = failsafe_document(plan_of(), "pl", at("2026-11-24 10:00"))

    assert failsafe_hash(document) == failsafe_hash(document)
    assert failsafe_hash(document) != failsafe_hash(document.replace("322", "323"))


def test_unknown_language(run: Run) -> None:
    ran = run("failsafe", "--draft", "--language", "de")

    assert (ran.code, ran.error) == (2, "There is no language 'de'. There are: pl, uk, en.")


SAY = '<Say language="pl-PL" voice="Google.pl-PL-Standard-F">Przepraszamy.</Say>'
DIAL = '<Dial timeout="30"><Number>+48717822322</Number></Dial>'
REFUSED = [
    ("too long", f"<Response>{SAY}{DIAL}{SAY}<Hangup/></Response>".ljust(MAX_CHARACTERS + 1), "failsafe-long"),
    ("rings nobody", f"<Response>{SAY}{SAY}<Hangup/></Response>", "failsafe-incomplete"),
    ("says nothing after no answer", f"<Response>{SAY}{DIAL}<Hangup/></Response>", "failsafe-incomplete"),
    ("rings without an apology", f"<Response>{DIAL}{SAY}<Hangup/></Response>", "failsafe-incomplete"),
    ("does not end", f"<Response>{SAY}{DIAL}{SAY}</Response>", "failsafe-incomplete"),
    ("no number", f"<Response>{SAY}{DIAL.replace('+48', 'x')}{SAY}<Hangup/></Response>", "failsafe-unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_a_carrier_could_not_play_is_refused(document: str, code: str) -> None:
    with pytest.raises(IvrError) as refused:
        verify(document)

    assert refused.value.code == code
