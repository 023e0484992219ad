"""The commands `override` and `announce`: what they say, what they refuse, and that they leave the files alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from ivr.catalogue import Catalogue
from ivr.cli.dates import day_text
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile
from tests.publish.support import Clerk, clerk, copied

POLISH = {"LANG": "pl_PL.UTF-8"}
DAY = date.today() + timedelta(days=40)
FAR, FAR_TOLD = f"{DAY} 12:00", f"{day_text(DAY, 'en')}, 12:00"


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """As on the command line: what a process says of itself is not what a command prints."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def office(published: Clerk, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """Each test has switches of its own."""
    return copied(published, tmp_path_factory.mktemp("office"))


@pytest.fixture
def anna(office: Clerk) -> Clerk:
    for file in office.data.glob("switches*"):
        file.unlink()
    return office


def test_close_says_what_callers_hear_and_until_when(anna: Clerk) -> None:
    before = anna.texts()
    closed = anna.ivr("override", "close", "--until", FAR, "--reason", "power_cut", "--author", "Anna")

    assert closed.code == 0
    assert closed.out.startswith(f"All call hours: closed from now until {FAR_TOLD}.\n")
    assert "Callers hear from now: “Dzień dobry" in closed.out
    assert "W tej chwili, z powodu awarii prądu, nie odbieramy telefonów. Prosimy dzwonić" in closed.out
    assert "\nOpen again: " in closed.out
    assert "python -m ivr override end 1" in closed.out
    assert anna.texts() == before


def test_close_in_polish(anna: Clerk) -> None:
    closed = anna.ivr("override", "close", "--until", FAR, "--reason", "illness", **POLISH)

    told = day_text(DAY, "pl")
    assert closed.out.startswith(f"Wszystkie godziny telefonu: zamknięte od teraz do: {told}, 12:00.\n")
    assert "Dzwoniący słyszą od teraz: „" in closed.out


def test_until_unknown_asks_callers_to_try_later(anna: Clerk) -> None:
    closed = anna.ivr("override", "close", "--until", "unknown", "--json").json

    assert closed["until"] == "unknown"
    assert datetime.fromisoformat(closed["ends"]) - datetime.now(UTC) <= timedelta(hours=25)
    assert "Prosimy spróbować później" in closed["callers_hear"]


def test_close_one_line_names_it_and_callers_hear_the_menu(anna: Clerk) -> None:
    closed = anna.ivr("override", "close", "family", "--until", FAR)

    assert closed.out.startswith("The line family (71 79 99 274): closed from now")
    assert "Callers hear" not in closed.out


def test_own_words_and_a_warning_for_languages_without_them(anna: Clerk) -> None:
    closed = anna.ivr("override", "close", "--until", FAR, "--text", "pl=z powodu zalania 2 pokoi.", "--json").json

    assert closed["reason"] == {"pl": "z powodu zalania 2 pokoi"}, "no full stop in the middle of a sentence"
    assert closed["warnings"] == [
        "Without a reason in: uk, en. In these languages no reason is said.",
        "The text in pl holds digits: voices may misread them. Better in words.",
    ]


def test_a_new_switch_takes_the_place_of_the_one_before(anna: Clerk) -> None:
    for command in ("close", "open"):
        anna.ivr("override", command, "--until", FAR)
    anna.ivr("override", "close", "family", "--until", FAR)

    assert [(one["id"], one["what"], one["target"]) for one in anna.ivr("override", "list", "--json").json] == [
        ("2", "open", ""),
        ("3", "close", "family"),
    ]


def test_end_ends_one_or_all(anna: Clerk) -> None:
    for target in ("family", "payments", ""):
        anna.ivr("override", "close", *([target] if target else []), "--until", FAR)

    one = anna.ivr("override", "end", "2")
    rest = anna.ivr("override", "end", "--json")

    assert (one.code, one.out.split("\n")[0]) == (0, "Ended: 2.")
    assert rest.json["ended"] == ["1", "3"]
    assert anna.ivr("override", "list").out == "Nothing is switched.\n"
    assert [change.what for change in SwitchFile(anna.data).history()] == ["end", "end", "close", "close", "close"]


def test_list_is_one_line_for_each(anna: Clerk) -> None:
    anna.ivr("override", "close", "--until", FAR, "--reason", "alarm", "--author", "Anna")

    assert anna.ivr("override", "list").out == (
        f"1  closed  All call hours  until {FAR_TOLD}  z powodu alarmu w budynku  Anna\n"
    )


CLOSE = ("override", "close", "--until", FAR)
ANNOUNCE = ("announce", "--until", FAR)
REFUSED = [
    pytest.param(("override", "close"), 2, "Missing option '--until'", id="no end"),
    pytest.param(("override", "close", "--until", "soon"), 2, "is not a moment", id="no moment"),
    pytest.param((*CLOSE, "reception"), 2, "There is no line and there are no hours 'reception'", id="no such line"),
    pytest.param((*CLOSE, "--reason", "power"), 2, "There are: power_cut, alarm", id="no such reason"),
    pytest.param((*CLOSE, "--reason", "alarm", "--text", "pl=a"), 2, "are two reasons", id="two reasons"),
    pytest.param((*CLOSE, "--text", "de=a"), 2, "does not begin with a language", id="no such language"),
    pytest.param((*CLOSE, "--text", "a"), 2, "does not begin with a language", id="no language"),
    pytest.param((*CLOSE, "--text", "uk=a"), 2, 'Add: --text pl="…"', id="without the first language"),
    pytest.param((*CLOSE, "--text", "pl=a", "--text", "pl=b"), 2, "two texts in pl", id="one language twice"),
    pytest.param((*CLOSE, "--text", "pl="), 2, "is empty", id="empty words"),
    pytest.param((*CLOSE, "--text", "pl=" + "a" * 161), 2, "longer than 160", id="long reason"),
    pytest.param((*CLOSE, "--text", "pl=a {when}"), 2, "holds a bracket", id="placeholder"),
    pytest.param((*CLOSE, "--author", " "), 2, "who you are", id="nobody"),
    pytest.param(("override", "end"), 1, "nothing to end", id="nothing to end"),
    pytest.param(("override", "end", "7"), 1, "number 7", id="no such number"),
    pytest.param(ANNOUNCE, 2, 'Add: --text pl="…"', id="nothing to announce"),
    pytest.param((*ANNOUNCE, "a\nb"), 2, "line break", id="two lines"),
    pytest.param(
        (*ANNOUNCE, "a", "--from", f"{DAY + timedelta(days=1)}"), 2, "--until is not after --from", id="backwards"
    ),
    pytest.param(("announce", "end"), 1, "nothing to end", id="no announcement to end"),
]


@pytest.mark.parametrize(("arguments", "code", "sentence"), REFUSED)
def test_refused_with_nothing_changed(anna: Clerk, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    refused = anna.ivr(*arguments)
    in_polish = anna.ivr(*arguments, **POLISH)

    assert (refused.code, in_polish.code) == (code, code)
    assert sentence in refused.said
    assert refused.out == ""
    assert SwitchFile(anna.data).history() == ()


def test_announce_says_what_callers_hear_first(anna: Clerk) -> None:
    said = anna.ivr(
        "announce", "Kasa dziś nieczynna.", "--until", FAR, "--text", "uk=Каса зачинена.", "--author", "Anna"
    )

    assert said.code == 0
    assert "Kasa dziś nieczynna." in said.out.split("\n")[1]
    assert "warning: Without a text in: en. In these languages the text in pl is heard." in said.out
    assert anna.ivr("announce", "list", "--json").json[0]["texts"] == {
        "pl": "Kasa dziś nieczynna.",
        "uk": "Каса зачинена.",
    }


def test_announce_for_later_says_what_will_be_heard_then(anna: Clerk) -> None:
    texts = ("--text", "pl=Remont.", "--text", "uk=Ремонт.", "--text", "en=Works.")
    said = anna.ivr("announce", "--from", f"{DAY} 8:00", "--until", f"{DAY}", *texts)

    first, end = day_text(DAY, "en"), day_text(DAY + timedelta(days=1), "en")
    assert said.out.startswith(f"Announced from {first}, 8:00 until {end}, 0:00.\n")
    assert "Callers will hear from then: “Dzień dobry, tu MOPS Wrocław. Remont." in said.out
    assert "warning" not in said.out
    assert "Remont." not in anna.ivr("override", "close", "--until", FAR, "--json").json["callers_hear"]


def test_announcements_end_by_hand_and_leave_switches_alone(anna: Clerk) -> None:
    anna.ivr("override", "close", "--until", FAR)
    anna.ivr("announce", "Uwaga.", "--until", FAR)

    assert anna.ivr("announce", "end", "1").code == 1, "that is a switch"
    assert anna.ivr("announce", "end").out.startswith("Ended: 2.\n")
    assert anna.ivr("announce", "list").out == "Nothing is announced.\n"
    assert [one["id"] for one in anna.ivr("override", "list", "--json").json] == ["1"]


def test_explain_shows_what_is_switched(anna: Clerk) -> None:
    anna.ivr("override", "close", "--until", FAR, "--reason", "power_cut")

    told = anna.ivr("explain", "--at", f"{DAY} 10:00").out
    assert "calls: closed, switched by an operator (because of a power cut)" in told


def test_before_the_first_publish_there_is_nothing_to_switch(tmp_path: Path) -> None:
    one = clerk(tmp_path / "files", tmp_path / "data")

    assert (one.ivr(*CLOSE).code, one.ivr("override", "list").code) == (1, 1)


def test_a_catalogue_keeps_what_holds_when_the_file_is_damaged(anna: Clerk) -> None:
    anna.ivr("override", "close", "--until", FAR)
    now = datetime.now(UTC)
    catalogue = Catalogue(Revisions(anna.data / "revisions"), lambda: now, SwitchFile(anna.data))
    before = catalogue.live.plan

    (anna.data / "switches.json").write_text("{")
    catalogue.look()
    assert catalogue.live.plan is before
    assert before.office.schedules["calls"].status(now).because.kind == "override"

    started_then = Catalogue(Revisions(anna.data / "revisions"), lambda: now, SwitchFile(anna.data))
    assert started_then.live.plan.office.schedules["calls"].overrides == (), "it starts all the same"
