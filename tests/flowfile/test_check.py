"""The check on whole offices: what is accepted, what values come out, and that nothing hostile raises or hangs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.core.flow import Dial, Menu, Wait
from ivr.core.office import Number
from ivr.core.schedule import Span
from ivr.core.words import WORDS
from ivr.flowfile.build_nodes import BUILDERS
from ivr.flowfile.check import Checked, check
from ivr.flowfile.sources import Sources, revision_of

TODAY = date(2026, 6, 1)
CONFIG, MAIN, INFORMATION = "config.yaml", "flows/main.yaml", "flows/information.yaml"
Check = Callable[..., Checked]

SAME = [
    pytest.param(CONFIG, "{mon-fri: 7:30-19:00", "{mon-fri: 07:30-19:00", id="hour with a zero"),
    pytest.param(CONFIG, "{mon-fri: 7:30-19:00", '{mon-fri: "7:30-19:00"', id="hours in quotes"),
    pytest.param(CONFIG, "{mon-fri: 7:30-19:00", "{mon–fri: 7:30 – 19:00", id="dashes of a word processor"),
    pytest.param(
        CONFIG, "{mon-fri: 7:30-19:00", "{mon-fri:\u00a07:30\u202f—\u00a019:00", id="no-break spaces in hours"
    ),
    pytest.param(CONFIG, "{mon-fri: 7:30-19:00", "{Mon - Fri:\t7:30\t-\t19:00", id="capitals and tabs in hours"),
    pytest.param(CONFIG, "+48 12 34 56 726", "12 34 56 726", id="number without the country code"),
    pytest.param(CONFIG, "+48 12 34 56 726", "+48\u00a012\u00a034\u202f56 726", id="no-break spaces in a number"),
    pytest.param(CONFIG, "+48 12 34 56 726", "(12) 34-56–726", id="brackets and dashes in a number"),
    pytest.param(CONFIG, "+48 12 34 56 726", "48 12 34 56 726", id="country code without a plus"),
    pytest.param(CONFIG, "from: 2026-01-01\n", "from: 2026–01–01\n", id="dashes in a date"),
    pytest.param(MAIN, "start: greeting", "start: 'greeting'   # here", id="single quotes and a comment"),
    pytest.param(MAIN, "# What callers", "\ufeff# What callers", id="byte order mark"),
    pytest.param(MAIN, "{0: office, star: repeat}", "{0: office}", id="star without being written"),
    pytest.param(MAIN, "{0: office, star: repeat}", "{0: office, hash: main}", id="hash written"),
]


def test_the_office_of_the_tests_has_no_problems(checked: Check, office: Sources) -> None:
    found = checked()

    assert found.problems == ()
    assert found.plan is not None
    assert found.plan.revision == revision_of(office)


@pytest.mark.parametrize(("file", "find", "write"), SAME)
def test_other_spellings_of_the_same(checked: Check, file: str, find: str, write: str) -> None:
    expected, found = checked().plan, checked(file, find, write)

    assert found.problems == ()
    assert expected is not None
    assert found.plan is not None
    assert (found.plan.flow, found.plan.office) == (expected.flow, expected.office)


def test_line_endings_of_windows(office: Sources, checked: Check) -> None:
    files = {name: text.replace("\n", "\r\n") for name, text in office.files.items()}
    found, expected = check(Sources(files), TODAY), checked().plan

    assert found.problems == ()
    assert found.plan is not None
    assert expected is not None
    assert found.plan.flow == expected.flow


def test_values_of_config(checked: Check) -> None:
    plan = checked().plan
    assert plan is not None
    office = plan.office

    assert office.default_language == "pl"
    assert office.languages["uk"].desk_name == "język ukraiński"
    assert office.answers_on == (Number("+48123456700", "12 34 56 700"), Number("+48123456701", "12 34 56 701"))
    assert office.never_dial == {"fax": Number("+48123456705", "12 34 56 705")}
    assert (office.edges.late_seconds, office.edges.soon_seconds) == (240, 120)
    assert office.journal_sync == "wait"
    assert office.lines["desk"].whisper
    assert not office.lines["desk"].confirm
    assert office.lines["taxes"].number == "+48123456726"
    assert office.lines["taxes"].until_date == date(2027, 12, 31)
    assert office.groups["money"].ring == "in_order"
    assert office.groups["office"].ring == "together"
    assert [fact.from_date for fact in office.facts["place"]] == [None, date(2027, 1, 1)]


def test_shared_numbers_are_read(checked: Callable[..., Check]) -> None:
    plan = checked(CONFIG, "caller_id:", "shared_numbers: [800 600 700, 12 34 56 790]\ncaller_id:").plan
    assert plan is not None
    assert [number.e164 for number in plan.office.shared_numbers] == ["+48800600700", "+48123456790"]


def test_values_of_hours(checked: Check) -> None:
    plan = checked().plan
    assert plan is not None
    calls, cash, visits = (plan.office.schedules[name] for name in ("calls", "cash", "visits"))

    assert calls.periods[0].weekly == {day: (Span(time(7, 30), time(19)),) for day in range(5)}
    assert calls.holidays_close
    assert not cash.holidays_close
    two = (Span(time(8), time(12)), Span(time(13), time(15)))
    assert cash.periods[0].weekly == {0: two, 1: two, 2: (), 3: two, 4: two}, "a single day outweighs the range"
    assert cash.periods[0].last_day == (Span(time(10), time(12)),)
    assert cash.periods[0].last_day_rule == "last_working_day"
    assert visits.periods[1].weekly == {0: (Span(time(8), time.max),), 2: (Span(time(8), time.max),)}
    assert visits.periods[1].from_date == date(2027, 1, 1)
    assert [exception.first for exception in calls.exceptions] == [date(2026, 12, 24)]
    assert [exception.first for exception in cash.exceptions] == [date(2026, 12, 24), date(2026, 8, 10)]
    assert cash.exceptions[1].last == date(2026, 8, 14)


def test_values_of_nodes(checked: Check) -> None:
    plan = checked().plan
    assert plan is not None
    services, office, waiting = (plan.flow.nodes[name] for name in ("services", "office", "waiting"))

    assert isinstance(services, Menu)
    assert services.keys == {"0": "office", "star": "repeat", "hash": "main"}
    assert [option.language for option in services.options] == ["", "", "uk"]
    assert (services.no_input.attempts, services.no_match.attempts) == (1, 2)
    assert isinstance(office, Dial)
    assert office.closed == "when_closed"
    assert plan.flow.nodes["money"].closed == "office", "closed is otherwise where it is not written"  # type: ignore[union-attr]
    assert isinstance(waiting, Wait)
    assert (waiting.again, waiting.wait_seconds, waiting.every_seconds) == (("chosen", "office"), 300, 30)


@pytest.mark.parametrize(
    ("written", "grouped"),
    [
        pytest.param("71 78 22 322", "71 78 22 322", id="the office's grouping"),
        pytest.param("71  78 22   322", "71 78 22 322", id="many spaces"),
        pytest.param("717822322", "71 782 23 22", id="no grouping"),
        pytest.param("+48717822322", "71 782 23 22", id="E.164"),
        pytest.param("600 123 456", "600 123 456", id="mobile"),
        pytest.param("800 123 456", "800 123 456", id="free"),
    ],
)
def test_grouping_of_a_number(checked: Check, written: str, grouped: str) -> None:
    plan = checked(CONFIG, "+48 12 34 56 726", written).plan

    assert plan is not None
    assert plan.office.lines["taxes"].written == grouped


def test_problems_come_in_the_order_of_the_files(office: Sources) -> None:
    files = {
        CONFIG: office.files[CONFIG]
        .replace("ring_seconds: 15", "ring_seconds: 1")
        .replace("confirm: yes", "confirm: tak"),
        MAIN: office.files[MAIN].replace("then: services", "then: servces"),
        INFORMATION: office.files[INFORMATION].replace("then: back", "then: bak"),
        "flows/call_back.yaml": office.files["flows/call_back.yaml"],
    }

    found = check(Sources(files), TODAY)

    assert found.plan is None
    assert [(problem.file, problem.line) for problem in found.problems] == [
        (CONFIG, 18), (CONFIG, 23), (INFORMATION, 15), (MAIN, 8),
    ]  # fmt: skip


@pytest.mark.parametrize("file", [CONFIG, MAIN, INFORMATION])
def test_a_file_that_cannot_be_read_is_one_problem(checked: Check, office: Sources, file: str) -> None:
    first_line = office.files[file].splitlines()[0]

    found = checked(file, first_line, "- [\n")

    assert [problem.code for problem in found.problems] == ["E-bracket"]


@pytest.mark.parametrize("empty", ["exceptions:\n", "exceptions: []\n"], ids=["nothing", "empty list"])
def test_the_list_of_exceptions_may_be_empty(office: Sources, empty: str) -> None:
    before, rest = office.files[CONFIG].split("exceptions:\n")
    config = before + empty + rest[rest.index("facts:") :]

    found = check(Sources({**office.files, CONFIG: config}), TODAY)

    assert found.problems == ()
    assert found.plan is not None
    assert found.plan.office.schedules["calls"].exceptions == ()


def test_warnings_and_notes_leave_the_plan(checked: Check) -> None:
    found = checked(MAIN, "then: closed_menu}", "then: bye}")

    assert [problem.severity for problem in found.problems] == ["warning"]
    assert found.plan is not None


def test_every_spoken_language_is_known(checked: Check) -> None:
    plan = checked().plan

    assert plan is not None
    assert set(plan.office.languages) == set(WORDS), "the office of the tests speaks every language there is"


def test_every_type_of_node_is_in_the_office_of_the_tests(office: Sources) -> None:
    for node_type in BUILDERS:
        assert any(f"type: {node_type}" in text for text in office.files.values())


# -- nothing hostile raises, hangs or comes through ---------------------------------------------------

BOMBS = {
    "alias bomb": "a: &a [x]\n"
    + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [" + f"*{chr(97 + i)}," * 9 + "]\n" for i in range(9)),
    "50 000 brackets": "[" * 50_000,
    "50 000 braces": "{" * 50_000,
    "50 000 dashes": "- " * 50_000,
    "50 000 question marks": "? " * 50_000,
    "5 MB": "a: b\n" * 1_000_000,
    "NUL bytes": "\0" * 1000,
    "64 kB of one word": "a" * 65_536,
    "64 kB of spaces": " " * 65_536,
    "7 000 comments that silence": "# ok W-a\n" * 7_000,
    "too many values": "[" + "a," * 100_000,
    "60 kB of hashes": "#:\n" * 20_000,
    "tabs": "\t" * 200_000 + "a",
    "backslashes": 'a: "' + "\\" * 200_000,
    "2 400 unknown keys": "\n".join(f"key{i}: x" for i in range(2_400)),
    "800 unknown targets": "nodes:\n" + "\n".join(f"  n{i}: {{type: dial, to: m{i}}}" for i in range(800)),
    "800 announcements in a row": "nodes:\n"
    + "\n".join(f"  n{i}: {{type: announce, then: n{i + 1}}}" for i in range(800)),
    "number of 100 000 digits": "nodes: {a: {type: menu, timeout_seconds: " + "9" * 100_000 + "}}",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("file", [CONFIG, INFORMATION])
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_a_problem(office: Sources, file: str, text: str) -> None:
    found = check(Sources({**office.files, file: text}), TODAY)

    assert found.plan is None
    assert any(problem.file == file and problem.severity == "error" for problem in found.problems)
    assert len(found.problems) <= 200


@pytest.mark.parametrize("note", ["# " + "[" * 40, f'say: "{"{" * 40}"'])
def test_brackets_in_a_comment_or_a_text_are_not_depth(office: Sources, note: str) -> None:
    found = check(Sources({**office.files, "flows/more.yaml": f"{note}\n"}), TODAY)

    assert "E-file-deep" not in {problem.code for problem in found.problems}


def test_a_line_of_text_is_one_line_whatever_was_written(checked: Check) -> None:
    found = checked(MAIN, "    then: services", '    then: "a\\nb\\x1b[31m\\u2028c"')

    [problem] = found.problems
    line = problem.line_of_text()
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert '"a b�[31m c"' in line


SMALL = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
YAML_LIKE = st.text(alphabet=st.sampled_from("abc019:,-{}[]'\"#&*!|>%@`? \n\t\\\u00a0–\0é."), max_size=200)


@SMALL
@given(text=st.one_of(st.text(max_size=200), YAML_LIKE), file=st.sampled_from([CONFIG, MAIN, INFORMATION]))
def test_any_text_gives_problems_and_never_an_exception(text: str, file: str) -> None:
    found = check(Sources({CONFIG: "office:", MAIN: "start: a", file: text}), TODAY)

    assert found.plan is None
    assert found.problems
    assert_well_formed(found)


@SMALL
@given(data=st.data())
def test_any_edit_gives_a_plan_or_an_error(office: Sources, data: st.DataObject) -> None:
    """A piece of one line is lost, doubled or replaced: as typing goes wrong."""
    file = data.draw(st.sampled_from([CONFIG, MAIN, INFORMATION]))
    text = office.files[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.one_of(st.just(""), st.just(text[start:end] * 2), YAML_LIKE.map(lambda typed: typed[:10])))

    found = check(Sources({**office.files, file: text[:start] + piece + text[end:]}), TODAY)

    assert (found.plan is None) == any(problem.severity == "error" for problem in found.problems)
    assert_well_formed(found)


def assert_well_formed(found: Checked) -> None:
    assert list(found.problems) == sorted(set(found.problems))
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        for language in ("en", "pl"):
            assert len(problem.line_of_text(language).splitlines()) == 1
