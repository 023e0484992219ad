"""The rules at their boundaries, the ways they follow, silences, and the two shipped offices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ivr.flowfile.build import build
from ivr.flowfile.check import Checked, check
from ivr.flowfile.messages import MESSAGES
from ivr.flowfile.problems import Report
from ivr.flowfile.reading import read_trees
from ivr.flowfile.rules import RULES, Checkable
from ivr.flowfile.rules.lengths import seconds
from ivr.flowfile.sources import Sources, read_sources

ROOT = Path(__file__).parents[3]
CONFIG, MAIN, INFORMATION = "config.yaml", "flows/main.yaml", "flows/information.yaml"
Check = Callable[..., Checked]

DATED = {"W-saturday-holiday", "N-exception-over"}
"""What the shipped offices may be told because of the day; nothing else but notes."""

SERVICES = "      1: {label: {pl: Adres, uk: Адреса, en: Our address}, go: information}"


def codes(found: Checked) -> list[str]:
    return [problem.code for problem in found.problems]


def codes_on(office: Sources, exceptions: str, today: date) -> list[str]:
    """What the small office is told on a day if these are its exceptions."""
    before, rest = office.files[CONFIG].split("exceptions:\n")
    text = f"{before}exceptions:\n{exceptions}{rest[rest.index('facts:') :]}"
    return codes(check(Sources({**office.files, CONFIG: text}), today))


def exception(days: str, open_: str = "closed", hours: str = "") -> str:
    reason = "reason: {pl: z powodu remontu, uk: через ремонт, en: because of building work}"
    return f"  - {{{days}, open: {open_}, {hours}{reason}}}\n"


@pytest.mark.parametrize("office", ["config.yaml", "examples/later/config.yaml"])
@pytest.mark.parametrize("today", [date(2026, 6, 1), date(2026, 8, 1), date(2026, 11, 24), date(2027, 4, 1)], ids=str)
def test_the_shipped_offices_break_no_rule(office: str, today: date) -> None:
    found = check(read_sources(ROOT / office), today)

    assert found.plan is not None
    told = {problem.code for problem in found.problems if problem.severity != "note"}
    assert told & RULES.keys() <= DATED


def test_the_shipped_office_is_asked_for_its_day_off_in_time() -> None:
    sources = read_sources(ROOT / "config.yaml")
    first = date(2026, 12, 26) - timedelta(days=60)

    assert "W-saturday-holiday" not in codes(check(sources, first - timedelta(days=1)))
    assert "W-saturday-holiday" in codes(check(sources, first))
    assert "W-saturday-holiday" in codes(check(sources, date(2026, 12, 26)))
    assert "W-saturday-holiday" not in codes(check(sources, date(2026, 12, 27)))


def test_what_the_date_alone_changes_is_no_error() -> None:
    assert {code for code in RULES if RULES[code].severity == "error"} == {"E-zero-no-person", "E-holiday-package"}
    assert all(MESSAGES[code].severity != "error" for code in DATED)


# -- keys ------------------------------------------------------------------------------------------------

OPTIONS = [
    pytest.param("123456", [], id="six"),
    pytest.param("1234567", ["W-options-many"], id="seven"),
    pytest.param("1234560", ["W-options-many"], id="six and zero"),
    pytest.param("12345678", ["W-options-many"], id="eight are told once"),
    pytest.param("2", ["W-key-skipped"], id="no first"),
    pytest.param("124", ["W-key-skipped"], id="no third"),
    pytest.param("0", [], id="zero alone"),
    pytest.param("12L4", [], id="a language in between"),
    pytest.param("12345L78L", ["W-options-many"], id="languages do not count"),
    pytest.param("123456LLL", [], id="languages after six"),
]


@pytest.mark.parametrize(("keys", "expected"), OPTIONS)
def test_options(checked: Check, keys: str, expected: list[str]) -> None:
    """A digit is an option with that key, L a language on the key of its place."""
    lines = [
        f"      {place}: {{label: {{uk: Українською}}, language: uk}}"
        if key == "L"
        else f"      {key}: {{label: {{pl: Adres, uk: Адреса, en: Address}}, go: information}}"
        for place, key in enumerate(keys, 1)
    ]

    found = checked(INFORMATION, SERVICES, "\n".join(lines))

    assert [code for code in codes(found) if code != "N-options-order"] == expected


ZEROS = [
    pytest.param(MAIN, "{0: office, star", "{0: money, star", [], id="another desk"),
    pytest.param(MAIN, "{0: office, star", "{0: waiting, star", [], id="waiting for a desk"),
    pytest.param(MAIN, "{0: office, star", "{0: repeat, star", ["E-zero-no-person"], id="repeats"),
    pytest.param(MAIN, "{0: office, star", "{0: information, star", ["E-zero-no-person"], id="information"),
    pytest.param(MAIN, "{0: office, star", "{0: greeting, star", ["E-zero-no-person"], id="announcement and the menu"),
    pytest.param(
        MAIN,
        "say: sorry, again: [chosen, office], wait_seconds: 300, otherwise: bye",
        "say: sorry, again: [chosen, office], wait_seconds: 300, otherwise: closed_menu",
        ["E-zero-no-person"],
        id="menu after the wait",
    ),
    pytest.param(
        MAIN,
        "go: information}\n",
        "go: closed_menu}\n",
        ["E-zero-no-person"],
        id="menu that is open and after hours",
    ),
    pytest.param(CONFIG, "en: Desk}, hours: calls", "en: Desk}, hours: visits", ["E-zero-no-person"], id="early desk"),
    pytest.param(CONFIG, "en: Desk}, hours: calls", "en: Desk}", [], id="desk that never closes"),
]


@pytest.mark.parametrize(("file", "find", "write", "expected"), ZEROS)
def test_zero(checked: Check, file: str, find: str, write: str, expected: list[str]) -> None:
    told = codes(checked(file, find, write))

    assert [code for code in told if code in RULES] == expected


def test_zero_over_an_announcement(office: Sources) -> None:
    moment = "  moment: {type: announce, say: sorry, then: office}\n"
    text = office.files[MAIN].replace("{0: office, star", "{0: moment, star") + moment

    assert codes(check(Sources({**office.files, MAIN: text}), date(2026, 6, 1))) == []


# -- texts -----------------------------------------------------------------------------------------------

TEXTS = [
    pytest.param("pl", "Ulica Długa.", [], id="words"),
    pytest.param("pl", "Ul. Długa.", ["W-text-abbreviation"], id="capital"),
    pytest.param("pl", "Nr telefonu.", ["W-text-abbreviation"], id="without a stop"),
    pytest.param("pl", "Prosimy o wózek pl.", ["W-text-abbreviation"], id="at the end"),
    pytest.param("pl", "Szukamy ogólnopl. nazw.", [], id="end of a longer word"),
    pytest.param("pl", "Koniec bul. Nic.", [], id="another word that ends so"),
    pytest.param("en", "See e.g. the page.", ["W-text-abbreviation"], id="English"),
    pytest.param("uk", "На вул. Довгій.", ["W-text-abbreviation"], id="Ukrainian"),
    pytest.param("uk", "Слово «Родзіна».", [], id="Ukrainian words"),
    pytest.param("uk", "Сайт [pl: kropka].", [], id="Polish voice"),
    pytest.param("uk", "Адреса {fact:place}.", [], id="placeholder"),
    pytest.param("uk", "ulica", ["W-latin-letters"], id="Latin"),
    pytest.param("uk", "Łódź", ["W-latin-letters"], id="Latin with marks"),
    pytest.param("pl", "PESEL", [], id="five capitals"),
    pytest.param("pl", "UWAGAA", ["W-text-capitals"], id="six capitals"),
    pytest.param("pl", "ŻÓŁĆMY", ["W-text-capitals"], id="six Polish capitals"),
    pytest.param("pl", "Tak/nie", ["W-text-slash"], id="slash"),
    pytest.param("pl", "Tak / nie", ["W-text-slash"], id="slash alone"),
]


@pytest.mark.parametrize(("language", "text", "expected"), TEXTS)
def test_texts(checked: Check, language: str, text: str, expected: list[str]) -> None:
    old = {"pl": "pl: Do widzenia.", "uk": "uk: До побачення.", "en": "en: Goodbye."}[language]

    assert codes(checked(INFORMATION, old, f'{language}: "{text}"')) == expected


PLACES = [
    pytest.param(CONFIG, "pl: Biuro", "pl: Biuro nr jeden", id="label of a line"),
    pytest.param(CONFIG, "pl: z powodu remontu", "pl: z powodu np. remontu", id="reason"),
    pytest.param(CONFIG, "pl: ulica Krótka", "pl: ul. Krótka", id="fact"),
    pytest.param(CONFIG, "{label}: proszę nacisnąć {key}.", "{label}: nr {key}.", id="pattern of a language"),
    pytest.param(MAIN, "pl: Informacje,", "pl: Tel. i faks,", id="label of an option"),
    pytest.param(INFORMATION, "Dzisiaj jest {holiday}.", "Dziś np. {holiday}.", id="variant of hours"),
]


@pytest.mark.parametrize(("file", "find", "write"), PLACES)
def test_texts_are_looked_at_wherever_a_voice_says_them(checked: Check, file: str, find: str, write: str) -> None:
    assert codes(checked(file, find, write)) == ["W-text-abbreviation"]


def test_what_only_the_page_shows_is_no_matter(checked: Check) -> None:
    found = checked(INFORMATION, "en: Goodbye.}", "en: Goodbye., written: ul. Długa 5/7}")

    assert codes(found) == []


def test_seconds_are_counted_by_vowels() -> None:
    assert seconds("aeiou ąęó ы zdw") == pytest.approx(8 / 4.8)
    assert seconds("їєюя " * 12) == pytest.approx(10)


@pytest.mark.parametrize(("vowels", "expected"), [(288, []), (289, ["N-announcement-long"])], ids=["60 s", "over"])
def test_length_of_an_announcement(office: Sources, vowels: int, expected: list[str]) -> None:
    text = office.files[INFORMATION].replace("say: address,", f'say: {{pl: "{"na " * vowels}", uk: Тут., en: Here.}},')
    text = text.replace("say: goodbye", "say: [goodbye, address]")

    assert codes(check(Sources({**office.files, INFORMATION: text}), date(2026, 6, 1))) == expected


PROMPTS = [
    pytest.param("to: money, say: sorry", "to: money, say: {}", id="a dial"),
    pytest.param("type: wait, say: sorry", "type: wait, say: {}", id="a wait"),
    pytest.param("soon: sorry", "soon: {}", id="in a moment"),
    pytest.param("then: office, say: sorry", "then: office, say: {}", id="a wrong key"),
    pytest.param('say: {pl: "Dzień dobry, tu urząd."', 'say: {pl: "LONG"', id="the greeting"),
]


@pytest.mark.parametrize(("find", "write"), PROMPTS)
@pytest.mark.parametrize(("vowels", "expected"), [(38, []), (39, ["W-prompt-long"])], ids=["8 s", "over"])
def test_length_of_what_is_said_on_the_way(
    checked: Check, find: str, write: str, vowels: int, expected: list[str]
) -> None:
    long = "na " * vowels
    said = f'{{pl: "{long}", uk: Тут., en: Here.}}'
    found = checked(MAIN, find, write.replace("{}", said).replace("LONG", long))

    assert codes(found) == expected


def test_nobody_waits_for_anything_after_the_end(checked: Check) -> None:
    found = checked(INFORMATION, "pl: Do widzenia.", f'pl: "{"na " * 60}"')

    assert "W-prompt-long" not in codes(found)


LEAST = [
    pytest.param("", "6: sixth, 7: seventh", id="the last ones, where nobody counted"),
    pytest.param("budgets: {shares: {sixth: 20, seventh: 20, third: 10, fourth: 10, fifth: 10, first: 5}}\n",
                 "1: first, 2: second", id="those with the smallest shares"),
]  # fmt: skip


@pytest.mark.parametrize(("budgets", "expected"), LEAST)
def test_what_goes_into_a_menu_of_its_own(office: Sources, budgets: str, expected: str) -> None:
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
    options = "\n".join(
        f"      {key}: {{label: {{pl: Adres, uk: Адреса, en: Address}}, go: {name}}}"
        for key, name in enumerate(names, 1)
    )
    nodes = "".join(f"  {name}: {{type: announce, say: address, then: back}}\n" for name in names)
    files = {
        **office.files,
        CONFIG: office.files[CONFIG] + budgets,
        INFORMATION: office.files[INFORMATION].replace(SERVICES, options) + nodes,
    }
    [told] = [one for one in check(Sources(files), date(2026, 6, 1)).problems if one.code == "W-options-many"]

    assert f"({expected})" in told.hint


# -- the emergency number --------------------------------------------------------------------------------

EMERGENCIES = [
    pytest.param("say: [when_to_call,", "say: [when_to_call, sorry,", [], id="with another sentence"),
    pytest.param("one one two", "nine nine nine", ["W-emergency-missing"], id="another number"),
    pytest.param("сто дванадцять", "СТО ДВАНАДЦЯТЬ", ["W-text-capitals"], id="in capitals"),
    pytest.param("sto dwanaście", "alarmowy", ["W-emergency-missing"], id="none"),
]


@pytest.mark.parametrize(("find", "write", "expected"), EMERGENCIES)
def test_emergency(checked: Check, find: str, write: str, expected: list[str]) -> None:
    assert codes(checked(MAIN, find, write)) == expected


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        pytest.param(("closed", "holiday", "exception"), [], id="whatever the reason"),
        pytest.param(("closed", "exception"), ["W-emergency-missing"], id="not on holidays"),
    ],
)
def test_emergency_in_a_sentence_with_hours(office: Sources, variants: tuple[str, ...], expected: list[str]) -> None:
    told = "{pl: Sto dwanaście., uk: Сто дванадцять., en: One one two.}"
    other = "{pl: Zamknięte., uk: Зачинено., en: Closed.}"
    words = "".join(f", {name}: {told if name in variants else other}" for name in ("closed", "holiday", "exception"))
    text = re.sub(r"\[when_to_call, \{.*?\}\]", f"[when_to_call, {{hours: calls{words}}}]", office.files[MAIN])

    assert codes(check(Sources({**office.files, MAIN: text}), date(2026, 6, 1))) == expected


# -- days ------------------------------------------------------------------------------------------------

CALLS = "hours: [calls], "
EXCEPTIONS = [
    pytest.param(exception("date: 2026-08-15", hours=CALLS), ["W-exception-holiday"], id="holiday"),
    pytest.param(exception("date: 2026-08-15", "8:00-12:00", CALLS), [], id="open on a holiday"),
    pytest.param(exception("date: 2026-06-04"), [], id="holiday on which other hours are open"),
    pytest.param(exception("date: 2026-06-04", hours=CALLS), ["W-exception-holiday"], id="holiday of these hours"),
    pytest.param(exception("date: 2026-08-16"), ["N-exception-idle"], id="Sunday"),
    pytest.param(exception("date: 2026-08-16", "8:00-12:00"), [], id="open on a Sunday"),
    pytest.param(exception("from: 2026-08-15, until: 2026-08-16"), ["W-exception-holiday"], id="holiday and Sunday"),
    pytest.param(exception("from: 2026-08-14, until: 2026-08-16"), [], id="Friday to Sunday"),
    pytest.param(exception("date: 2026-05-03"), ["N-exception-over"], id="a holiday gone by is told once"),
    pytest.param(exception("from: 2026-08-01, until: 9999-12-31"), [], id="for ever"),
    pytest.param(exception("date: 2026-08-10") * 2, ["W-exception-overlap"], id="twice the same"),
    pytest.param(
        exception("from: 2026-08-10, until: 2026-08-11") + exception("date: 2026-08-11"),
        ["W-exception-overlap"],
        id="last day",
    ),
    pytest.param(
        exception("from: 2026-08-10, until: 2026-08-11") + exception("date: 2026-08-12"), [], id="one after the other"
    ),
    pytest.param(
        exception("date: 2026-08-10", hours=CALLS) + exception("date: 2026-08-10", hours="hours: [cash], "),
        [],
        id="other hours",
    ),
]


@pytest.mark.parametrize(("exceptions", "expected"), EXCEPTIONS)
def test_exceptions(office: Sources, exceptions: str, expected: list[str]) -> None:
    assert codes_on(office, exceptions, date(2026, 6, 1)) == expected


IN_LIEU = [
    pytest.param("2026-11-25", [], id="31 days before"),
    pytest.param("2026-11-24", ["W-saturday-holiday"], id="32 days before"),
    pytest.param("2027-01-26", [], id="31 days after"),
    pytest.param("2027-01-27", ["W-saturday-holiday"], id="32 days after"),
]


@pytest.mark.parametrize(("day", "expected"), IN_LIEU)
def test_a_day_off_for_a_holiday_on_a_saturday(office: Sources, day: str, expected: list[str]) -> None:
    assert codes_on(office, exception(f"date: {day}"), date(2026, 11, 20)) == expected


def test_what_is_no_day_off(office: Sources) -> None:
    today = date(2026, 11, 20)

    assert codes_on(office, exception("date: 2026-12-28", "8:00-12:00"), today) == ["W-saturday-holiday"]
    assert codes_on(office, exception("date: 2026-12-28", hours="hours: [cash], "), today) == ["W-saturday-holiday"]


def test_two_holidays_need_two_days(office: Sources) -> None:
    """25 December 2027 and 1 January 2028 are Saturdays."""
    one, two = exception("date: 2027-12-27"), exception("date: 2028-01-03")

    assert codes_on(office, one, date(2027, 12, 1)) == ["W-saturday-holiday"]
    assert codes_on(office, one + two, date(2027, 12, 1)) == []
    assert codes_on(office, two, date(2027, 12, 26)) == ["W-saturday-holiday"], "the day belongs to the first one"


def test_an_office_that_works_on_saturdays_is_not_asked(office: Sources) -> None:
    text = office.files[CONFIG].replace("calls: {mon-fri", "calls: {mon-sat")

    assert "W-saturday-holiday" not in codes(check(Sources({**office.files, CONFIG: text}), date(2026, 11, 24)))


def test_an_old_table_of_holidays_is_an_error(office: Sources) -> None:
    report = Report()
    trees = read_trees(office, report)
    plan, context = build(trees, CONFIG, "r", report)
    rule = RULES["E-holiday-package"]

    [finding] = rule.check(Checkable(plan, trees, CONFIG, context, (), date(2026, 6, 1), "24 December works."))
    report.add(rule.code, finding.at, **finding.fields)

    assert [problem.line_of_text() for problem in report.sorted()] == [
        "config.yaml:1:1: error: The table of public holidays is out of date: 24 December works."
        " Ask the administrator to install the newer one."
    ]


# -- silences --------------------------------------------------------------------------------------------

SAID = "  goodbye: {pl: Do widzenia., uk: До побачення., en: Goodbye.}"
LOUD = "  goodbye: {pl: DZIĘKUJĘ., uk: До побачення., en: Goodbye.}"
OK = "# ok W-text-capitals: heard, and fine"
SILENCES = [
    pytest.param(f"{LOUD}  {OK}", [], id="in the line"),
    pytest.param(f"  {OK}\n{LOUD}", [], id="above"),
    pytest.param(f"  {OK}\n\n  # another\n{LOUD}", [], id="above an empty line and a comment"),
    pytest.param(f"{LOUD}\n  {OK}", ["W-text-capitals"], id="below"),
    pytest.param(
        f"  thanks: {{pl: Tak., uk: Так., en: Yes.}}  {OK}\n{LOUD}",
        ["N-sentence-unused", "W-text-capitals"],
        id="end of the line above",
    ),  # fmt: skip
    pytest.param(f"{LOUD}  # ok W-text-slash: fine", ["W-text-capitals"], id="another code"),
    pytest.param(f"{LOUD}  # ok W-text-capitals:", ["W-text-capitals", "W-ok-reason"], id="without a reason"),
    pytest.param(f"{LOUD}  # ok W-text-capitals", ["W-text-capitals", "W-ok-reason"], id="code alone"),
    pytest.param(f"{LOUD}  # ok W-text-big: fine", ["W-text-capitals", "W-ok-code"], id="unknown code"),
    pytest.param(f"{LOUD}  # looks ok to me", ["W-text-capitals"], id="an ordinary comment"),
    pytest.param(f"{SAID}  {OK}", [], id="nothing to silence"),
]


@pytest.mark.parametrize(("write", "expected"), SILENCES)
def test_silences(checked: Check, write: str, expected: list[str]) -> None:
    assert codes(checked(INFORMATION, SAID, write)) == expected


def test_an_error_of_a_rule_can_be_silenced(checked: Check) -> None:
    find = "    keys: {0: office, star: repeat}"

    assert checked(MAIN, find, "    keys: {0: information}").plan is None
    assert checked(MAIN, find, "    keys: {0: information}  # ok E-zero-no-person: nobody works here").problems == ()
    assert checked(MAIN, find, "    keys: {0: information}  # ok E-zero-no-person: nobody works here").plan is not None


def test_an_error_of_the_files_cannot_be_silenced(checked: Check) -> None:
    found = checked(MAIN, "    then: services", "    then: servces  # ok E-node-unknown: it will come")

    assert found.plan is None
    assert set(codes(found)) == {"E-node-unknown", "W-ok-code"}


def test_digits_can_be_silenced_too(checked: Check) -> None:
    """A warning that is older than the rules."""
    text = "  goodbye: {pl: Radio 357., uk: До побачення., en: Goodbye.}"

    assert codes(checked(INFORMATION, SAID, text)) == ["W-text-digits"]
    assert codes(checked(INFORMATION, SAID, f"{text}  # ok W-text-digits: heard, and fine")) == []
