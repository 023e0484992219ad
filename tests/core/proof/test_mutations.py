"""Faults seeded in the shipped files: each is caught by the check or by the proof, with the right sentence.

A row is one or more edits (file, what stands there once, what is written instead), the code, and words of the line that
is printed. The last test holds the score.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from ivr.core.proof import prove
from ivr.flowfile.check import check
from ivr.flowfile.sources import Sources, read_sources
from tests.support.offices import OFFICES, at

CONFIG, MAIN, AFTER, INFO = "config.yaml", "flows/main.yaml", "flows/after_hours.yaml", "flows/information.yaml"
TODAY, NOW = date(2026, 11, 24), "2026-11-24 10:00"
Edit = tuple[str, str, str]

SILENCE = "    no_input: infoline                                   # silence rings a person\n"
WRONG_KEY = "    no_match: {attempts: 2, then: infoline, say: not_an_option}\n    timeout"
CLOSED = "    closed: after_hours\n    soon: opening_soon\n"
INFOLINE = "    otherwise: waiting\n    closed: another_desk\n\n  nobody_at_desk"
WAITED = "    every_seconds: 30\n    otherwise: nobody_answered\n"
LONG = "    wait_seconds: 600\n    every_seconds: 30\n"
LAST = "    no_input: goodbye\n"
AFTER_SILENCE = "    no_input: {attempts: 2, then: goodbye, say: nothing_chosen}"
INFO_SILENCE = "    no_input: {attempts: 2, then: infoline, say: nothing_chosen}"
NUMBER = "    number: 71 78 22 322\n"
LINE = "    label: {pl: Infolinia, uk: Інформаційна лінія, en: Information line}\n    hours: calls\n"
CALLS = "  calls: {mon-fri: 7:30-19:00}\n"
CARDS_FACT = "  cards_place:\n    pl: ulica Strzegomska sześć, pokój dwadzieścia sześć\n"


def silence(then: str) -> list[Edit]:
    return [(MAIN, SILENCE, f"    no_input: {then}\n")]


def infoline(old: str, new: str) -> list[Edit]:
    """A way out of the dial that rings the infoline."""
    return [(MAIN, INFOLINE, INFOLINE.replace(old, new))]


def waited(to: str) -> Edit:
    """Where the wait leads."""
    return (MAIN, WAITED, WAITED.replace("nobody_answered", to))


def option(new: str) -> list[Edit]:
    """Where key 1 leads."""
    return [(MAIN, "go: family}", f"go: {new}}}")]


def line(add: str) -> list[Edit]:
    """More about the infoline's telephone."""
    return [(CONFIG, NUMBER, NUMBER + add)]


def exception(day: str, hours: str) -> Edit:
    reason = "{pl: z powodu szkolenia, uk: через навчання, en: because of training}"
    entry = f"  - {{date: {day}, open: closed, hours: [{hours}], reason: {reason}}}"
    return (CONFIG, "facts:\n  office_street", f"exceptions:\n{entry}\n\nfacts:\n  office_street")


def fallback_hours(hours: str, closed: str = "after_hours") -> list[Edit]:
    """The infoline has hours of its own, and outside them callers are led elsewhere; whoever is looking after zero at
    night says so, and goes on."""
    return [
        (CONFIG, LINE, LINE.replace("calls", "infoline_hours")),
        (CONFIG, CALLS, f"{CALLS}  infoline_hours: {hours}\n"),
        (AFTER, "0: when_we_answer", "0: infoline"),
        *infoline("another_desk", closed),
    ]


ONE_DESK = "override close cards_1"


def one_cards_desk(closed: str) -> list[Edit]:
    """The cards office has one telephone, and this is where it leads while that is closed."""
    cards = '      en: "Connecting you to the Large Family Card office."\n    otherwise: nobody_at_desk\n    closed: '
    sorry = "  sorry:\n    type: announce\n    say: not_an_option\n    then: goodbye\n\n  goodbye:"
    return [
        (CONFIG, "    lines: [cards_1, cards_2]", "    lines: [cards_1]"),
        (MAIN, f"{cards}infoline\n", f"{cards}{closed}\n"),
        (MAIN, "  goodbye:", sorry),
    ]


def row(name: str, edits: list[Edit], code: str, words: str = "") -> object:
    return pytest.param(edits, code, words, id=name)


MUTATIONS = [
    # --- what follows silence and wrong keys
    row("silence has no way", [(MAIN, SILENCE, "")], "E-key-missing", '"no_input" is missing'),
    row("silence ends the call in open hours", silence("goodbye"), "P-nobody", "10:00: error: In open hours the call"),
    row("silence leads to the same menu", silence("services"), "P-endless", "services → services"),
    row("silence repeats for ever", silence("repeat"), "P-endless", "services → services"),
    row("silence is told about the office for ever", silence("about_office"), "P-endless", "goes round for ever"),
    row("silence repeats with huge attempts", silence("{attempts: 99, then: infoline}"), "E-out-of-range", "99"),
    row("silence leads to the menu of the night", silence("after_hours"), "E-zero-no-person", "after_hours"),
    row("silence leads nowhere", silence("infolnie"), "E-node-unknown", "Write: infoline"),
    row("a wrong key ends the call", [(MAIN, WRONG_KEY, WRONG_KEY.replace("infoline", "goodbye"))], "P-nobody"),
    row("a wrong key has no way", [(MAIN, WRONG_KEY, "    timeout")], "E-key-missing", '"no_match" is missing'),
    row("silence in the information ends the call", [(INFO, INFO_SILENCE, "    no_input: goodbye")], "P-nobody"),
    row(
        "silence in the information goes round",
        [(INFO, INFO_SILENCE, "    no_input: {attempts: 2, then: information}")],
        "P-endless",
        "information → information",
    ),
    row(
        "silence after hours goes round",
        [(AFTER, AFTER_SILENCE, "    no_input: {attempts: 5, then: after_hours, say: nothing_chosen}")],
        "P-endless",
        "2026-11-24 19:00: error: Who says nothing",
    ),
    # --- the closed edge
    row("closed has no way", [(MAIN, CLOSED, "    soon: opening_soon\n")], "E-menu-closed"),
    row("closed leads to itself", [(MAIN, CLOSED, CLOSED.replace("after_hours", "services"))], "E-loop", "services ->"),
    row(
        "closed ends the call and does not say when to call",
        [(MAIN, CLOSED, CLOSED.replace("after_hours", "goodbye"))],
        "P-not-told",
        "2026-11-24 19:00: error: While the office is closed the call ends at the node goodbye",
    ),
    row("a closed desk is not told of", infoline("closed: another_desk", "closed: goodbye"), "P-not-told", "goodbye"),
    row(
        "two closed desks lead to each other", infoline("closed: another_desk", "closed: family"), "E-loop", "infoline"
    ),
    row("the menu has no hours", [(MAIN, f"    hours: calls\n{CLOSED}", "")], "E-zero-no-person", "after_hours"),
    row(
        "the menu has the cash desk's hours",
        [(MAIN, "    hours: calls\n", "    hours: cash_desk\n")],
        "E-zero-no-person",
    ),
    # --- dials
    row("nobody answers: the same dial", infoline("waiting", "infoline"), "E-loop", "infoline -> infoline"),
    row("nobody answers: the menu again", infoline("waiting", "services"), "P-endless", "services → infoline"),
    row("nobody answers: back", infoline("waiting", "back"), "P-endless", "information → infoline → information"),
    row("nobody answers has no way", infoline("    otherwise: waiting\n", ""), "E-key-missing", '"otherwise"'),
    row("nobody answers leads nowhere", infoline("waiting", "wating"), "E-node-unknown", "Write: waiting"),
    row("a dial without a hunt group", [(MAIN, "    to: family_benefits", "    to: family")], "E-group-unknown"),
    row("a dial to another service", [(MAIN, "    to: family_benefits", "    to: cards")], "P-unreachable", "family"),
    row("an announcement has no way", [(MAIN, "    then: infoline_instead\n", "")], "E-key-missing", '"then"'),
    row(
        "an announcement leads to itself",
        [(MAIN, "    then: infoline_instead\n", "    then: nobody_at_desk\n")],
        "E-loop",
        "nobody_at_desk -> nobody_at_desk",
    ),
    row(
        "an announcement after hours leads to itself",
        [(AFTER, "    then: back", "    then: when_we_answer")],
        "E-loop",
        "when_we_answer",
    ),
    # --- waits
    row("the wait leads to itself", [waited("waiting")], "P-endless", "waiting → waiting"),
    row("the wait leads to its dial", [waited("infoline")], "P-endless", "waiting → infoline"),
    row("the wait leads to the menu", [waited("services")], "P-endless", "waiting → services"),
    row("the wait leads back", [waited("back")], "P-endless", "waiting → information"),
    row(
        "after the wait silence waits again", [(MAIN, LAST, "    no_input: waiting\n")], "P-endless", "nobody_answered"
    ),
    row("after the wait silence repeats", [(MAIN, LAST, "    no_input: repeat\n")], "P-endless", "nobody_answered"),
    row(
        "the wait takes more steps than a call has",
        [(MAIN, LONG, "    wait_seconds: 3600\n    every_seconds: 5\n")],
        "P-long",
        "after 250 it is cut off",
    ),
    # --- the beginning
    row("the greeting leads to itself", [(MAIN, "    then: services\n", "    then: greeting\n")], "E-loop", "greeting"),
    row("the greeting ends the call", [(MAIN, "    then: services\n", "    then: goodbye\n")], "P-nobody", "goodbye"),
    row("the start is no node", [(MAIN, "start: greeting", "start: greetings")], "E-node-unknown", "Write: greeting"),
    row("the main menu is no menu", [(MAIN, "main: services", "main: goodbye")], "E-main-no-menu"),
    row("the main menu is that of the night", [(MAIN, "main: services", "main: after_hours")], "E-zero-no-person"),
    # --- keys
    row("a key to a removed node", option("benefits"), "E-node-unknown", '"benefits"'),
    row("a key ends the call", option("goodbye"), "P-nobody", "goodbye"),
    row("a key rings another service", option("infoline"), "P-unreachable", "The line family is open"),
    row("a key only informs", option("about_family"), "P-unreachable", "The line payments is open"),
    row(
        "zero ends the call",
        [(MAIN, "keys: {0: infoline, star: repeat, hash: main}", "keys: {0: goodbye, star: repeat, hash: main}")],
        "E-zero-no-person",
        '"services"',
    ),
    # --- telephones
    row("a line without hours", [(CONFIG, LINE, LINE.replace("    hours: calls\n", ""))], "P-unreachable", "infoline"),
    row(
        "a line with unknown hours", [(CONFIG, LINE, LINE.replace("calls", "cals"))], "E-hours-unknown", "Write: calls"
    ),
    row("a line without a number", [(CONFIG, NUMBER, "")], "E-key-missing", '"number"'),
    row("a line is the office's own number", [(CONFIG, NUMBER, "    number: 71 78 22 300\n")], "E-line-own-number"),
    row("a line is the fax", [(CONFIG, NUMBER, "    number: 71 78 22 405\n")], "E-line-never-dial"),
    row("a digit of a number is lost", [(CONFIG, NUMBER, "    number: 71 78 22 32\n")], "E-number-invalid"),
    row("the only line is not in force yet", line("    from: 2026-12-01\n"), "P-nobody", "2026-11-24 10:00: error"),
    row("the only line ends in two weeks", line("    until: 2026-12-10\n"), "P-nobody", "2026-12-11 07:30: error"),
    row("the only line ends in 13 months", line("    until: 2027-12-31\n"), "P-nobody", "2028-01-03 07:30: warning"),
    row("a hunt group without lines", [(CONFIG, "    lines: [infoline]\n", "    lines: []\n")], "E-list-empty"),
    row(
        "a line in no hunt group",
        [(CONFIG, "    lines: [family, payments]\n", "    lines: [family]\n")],
        "W-line-unused",
        '"payments"',
    ),
    row(
        "the failsafe has no line", [(CONFIG, "  line: infoline\n", "  line: helpdesk\n")], "E-line-unknown", "helpdesk"
    ),
    # --- hours
    row("the infoline closes earlier", fallback_hours("{mon-fri: 7:30-15:00}"), "P-nobody", "15:05: error"),
    row("the infoline opens earlier", fallback_hours("{mon-fri: 7:00-19:00}"), "P-unreachable", "07:28: error"),
    row(
        "an exception closes the infoline only",
        [*fallback_hours("{mon-fri: 7:30-19:00}"), exception("2026-12-07", "infoline_hours")],
        "P-nobody",
        "2026-12-07 07:30: error",
    ),
    row(
        "an exception of next year closes the infoline only",
        [*fallback_hours("{mon-fri: 7:30-19:00}"), exception("2027-12-07", "infoline_hours")],
        "P-nobody",
        "2027-12-07 07:30: warning",
    ),
    row(
        "the hours have an end",
        [(CONFIG, CALLS, "  calls: {until: 2026-12-10, mon-fri: 7:30-19:00}\n")],
        "P-gap",
        "hours:calls",
    ),
    # --- one override alone
    row(
        "the infoline switched off alone, and nobody else rings",
        infoline("another_desk", "after_hours"),
        "P-nobody",
        "2026-11-24 10:00: warning: In open hours the call ends at the node goodbye and nobody was rung. "
        "Lead the caller to a dial first. It takes an override to come to this: override close infoline.",
    ),
    row(
        "the infoline switched off alone leads back to the menu",
        infoline("another_desk", "services"),
        "P-endless",
        "override close infoline",
    ),
    row("a desk of one telephone says that it is closed and hangs up", one_cards_desk("sorry"), "P-nobody", ONE_DESK),
    row("a desk of one telephone switched off ends the call", one_cards_desk("goodbye"), "P-nobody", ONE_DESK),
    row(
        "hours of their own, switched off alone",
        fallback_hours("{mon-fri: 7:30-19:00}", "goodbye"),
        "P-nobody",
        "override close infoline",
    ),
    row(
        "the infoline switched on alone at night, and silence rings it for ever",
        [
            *infoline("waiting\n    closed: another_desk", "services\n    closed: goodbye"),
            (AFTER, AFTER_SILENCE, "    no_input: infoline"),
        ],
        "P-endless",
        "override open infoline",
    ),
    # --- words
    row(
        "a sentence is missing in English",
        [
            (
                MAIN,
                '      en: "Connecting you to the information line."\n    otherwise: waiting',
                "    otherwise: waiting",
            )
        ],
        "E-text-language",
        "missing in: en",
    ),
    row(
        "a label is missing in Ukrainian",
        [(MAIN, "pl: Dodatki mieszkaniowe, uk: Доплати на житло, en", "pl: Dodatki mieszkaniowe, en")],
        "E-text-language",
        "missing in: uk",
    ),
    row(
        "a language nobody can say",
        [(CONFIG, "  en:\n    name: English", "  de:\n    name: English")],
        "E-language-unsupported",
    ),
    row(
        "the words of a place end in 13 months",
        [(CONFIG, CARDS_FACT, CARDS_FACT.replace("    pl", "    until: 2027-12-31\n    pl"))],
        "P-gap",
        "2028-01-01 00:00: warning: What is said in about_cards has a hole: {fact:cards_place}",
    ),
]


@cache
def office() -> Sources:
    return read_sources(OFFICES["shipped"])


def found(edits: list[Edit]) -> list[tuple[str, str]]:
    """(code, the line that is printed) of the files' problems and, where they have no error, of the proof's faults."""
    files = dict(office().files)
    for file, find, write in edits:
        assert files[file].count(find) == 1, f"{find!r} must stand once in {file}"
        files[file] = files[file].replace(find, write)
    checked = check(Sources(files), TODAY)
    lines = [(problem.code, problem.line_of_text("en")) for problem in checked.problems]
    if checked.plan:
        lines += [(fault.code, fault.line_of_text("en")) for fault in prove(checked.plan, at(NOW, checked.plan)).faults]
    return lines


def test_the_shipped_files_have_none_of_it() -> None:
    assert [line for code, line in found([]) if code.startswith(("E-", "P-"))] == []


@pytest.mark.parametrize(("edits", "code", "words"), MUTATIONS)
def test_seeded_fault_is_caught(edits: list[Edit], code: str, words: str) -> None:
    lines = found(edits)

    assert [line for kind, line in lines if kind == code and words in line], "\n".join(line for _, line in lines)


def test_there_are_enough_of_them() -> None:
    assert len(MUTATIONS) >= 40
