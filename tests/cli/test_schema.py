"""`schema`: what it writes is what is shipped, and every shipped file names it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from jsonschema import Draft7Validator

from ivr.publish import check_files
from ivr.schemas import FILES, hint, schemas, script_hint, text_of
from ivr.simulator.script_file import parse_script
from tests.cli.conftest import Run
from tests.support.offices import OFFICES, ROOT, TODAY, scripts_of
from tests.support.yaml12 import as_editors_read

KINDS = {"config": "*.yaml", "flow": "flows/*.yaml", "script": "flows/tests/*.yaml"}
SHIPPED = [
    (kind, path)
    for config in OFFICES.values()
    for kind, pattern in KINDS.items()
    for path in config.parent.glob(pattern)
]
IDS = [str(path.relative_to(ROOT)) for _, path in SHIPPED]
SCRIPT = """\
name: a call
at: 2026-11-24 10:00
steps:
  - hears: Hello
"""


def test_the_shipped_schemas_are_what_it_writes_in_polish(run: Run, tmp_path: Path) -> None:
    ran = run("schema", str(tmp_path / "new"), polish=True)

    assert ran.code == 0
    assert {file.name for file in (tmp_path / "new").iterdir()} == set(FILES.values())
    for name in FILES.values():
        assert (tmp_path / "new" / name).read_text() == (ROOT / "schemas" / name).read_text(), "python -m ivr schema"


def test_without_a_folder_it_writes_beside_the_configuration(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "office" / "config.yaml"
    config.parent.mkdir()

    ran = run("schema", "--language", "en", office=config)

    assert json.loads((config.parent / "schemas" / "flow.schema.json").read_text()) == schemas("en")["flow"]
    assert "  flows/*.yaml: # yaml-language-server: $schema=../schemas/flow.schema.json" in ran.out


@pytest.mark.parametrize(("polish", "language"), [(True, "pl"), (False, "en")])
def test_the_language_is_the_locale_s(run: Run, polish: bool, language: str) -> None:
    printed = run("schema", "--json", polish=polish).out

    assert json.loads(printed) == schemas("pl" if language == "pl" else "en")


@pytest.mark.parametrize("name", FILES)
def test_one_of_them_on_the_output(run: Run, name: str, tmp_path: Path) -> None:
    assert json.loads(run("schema", "--stdout", name).out)["$schema"].endswith("draft-07/schema#")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("x", "--json"), ("x", "--stdout", "flow"), ("--json", "--stdout", "flow")], ids=" ".join
)
def test_two_ways_at_once_are_refused(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("schema", *arguments).code == 2


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    ran = run("schema", str(tmp_path / "file" / "below"), polish=True)

    assert ran.code == 1
    assert "Proszę podać inny folder" in ran.error


# -- the shipped files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=IDS)
def test_every_shipped_file_names_its_schema(kind: str, path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)

    assert found, first
    assert (path.parent / found[1]).resolve() == ROOT / "schemas" / f"{kind}.schema.json"


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_call_script_is_accepted(office: str, language: str) -> None:
    validator = Draft7Validator(schemas("pl" if language == "pl" else "en")["script"])

    for file in scripts_of(office):
        assert [error.message for error in validator.iter_errors(as_editors_read(file.read_text()))] == [], file.name


STEPS = [
    ("hears a number", "- hears: 112", True),
    ("hears nothing", "- hears:", False),
    ("a key", "- presses: 5", True),
    ("a key in quotes", '- presses: "5"', True),
    ("zero", "- presses: 0", True),
    ("keys in a row", "- presses: 1 star hash 20", True),
    ("a key in Polish", "- presses: gwiazdka", False),
    ("a word of the provider", "- desk: out of service", True),
    ("a desk that talks", "- desk: {answers: 12.5}", True),
    ("a desk that just answers", "- desk: {}", True),
    ("seconds in quotes", '- waits: "30"', True),
    ("seconds in words", "- waits: long", False),
    ("negative seconds", "- waits: -1", False),
    ("too many seconds", "- waits: 100000", False),
    ("one line", "- rings: infoline", True),
    ("several lines", "- rings: [a, b]", True),
    ("no lines", "- rings: []", False),
    ("hanging up", "- hangs_up: yes", True),
    ("hanging up with true", "- hangs_up: true", True),
    ("hanging up with nothing", "- hangs_up:", True),
    ("not hanging up", "- hangs_up: no", False),
    ("not hanging up with false", "- hangs_up: false", False),
    ("an unknown step", "- listens: Hello", False),
    ("two words in a step", "- {hears: Hello, presses: 1}", False),
    ("an empty step", "- {}", False),
    ("a text for a step", "- hears", False),
    ("the caller ends it", "ends: caller", True),
    ("nobody ends it", "ends: nobody", False),
    ("must", "must: true", True),
    ("must in capitals", "must: YES", True),
    ("must in Polish", "must: tak", False),
    ("a number", "from: 601 234 567", True),
    ("a number in one piece", "from: +48601234567", True),
    ("nobody", "from:", True),
    ("an unknown key", "when: 2026-11-24 10:00", False),
]


@pytest.mark.parametrize(("write", "fine"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS])
def test_a_script_is_refused_where_its_reader_refuses_it(write: str, fine: bool) -> None:
    text = SCRIPT + ("  " if write.startswith("- ") else "") + write + "\n"
    try:
        parse_script(text, "new.yaml")
        read = True
    except Exception:
        read = False

    assert read is fine
    assert Draft7Validator(schemas("pl")["script"]).is_valid(as_editors_read(text)) is fine


@pytest.mark.parametrize(
    ("find", "write"),
    [("2026-11-24 10:00", "2026-11-24"), ("2026-11-24 10:00", "tomorrow"), ("steps:\n  - hears: Hello\n", "")],
    ids=["a moment without a time", "a moment in words", "no steps"],
)
def test_the_top_of_a_script(find: str, write: str) -> None:
    assert not Draft7Validator(schemas("pl")["script"]).is_valid(as_editors_read(SCRIPT.replace(find, write)))


# -- the hint ------------------------------------------------------------------------------------------


def test_a_recorded_script_names_its_schema(run: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    copytree(ROOT / "flows", office / "flows")
    copytree(ROOT / "schemas", office / "schemas")
    (office / "config.yaml").write_text((ROOT / "config.yaml").read_text())
    file = office / "flows" / "tests" / "new.yaml"

    run(
        "call", "--draft", "--record", str(file), "--at", "2026-11-24 10:00", office=office / "config.yaml", typed="h\n"
    )

    assert file.read_text().splitlines()[:2] == [
        "# yaml-language-server: $schema=../../schemas/script.schema.json",
        "name: new",
    ]
    parse_script(file.read_text(), "new.yaml")


def test_no_hint_where_no_schema_is_near(tmp_path: Path) -> None:
    config = ROOT / "config.yaml"

    assert script_hint(tmp_path / "new.yaml", config) == ""
    assert script_hint(tmp_path / "flows" / "tests" / "new.yaml", tmp_path / "config.yaml") == ""
    later = OFFICES["later"]
    assert script_hint(later.parent / "flows" / "tests" / "new.yaml", later) == hint(
        later.parent / "flows" / "tests" / "new.yaml", ROOT / "schemas" / "script.schema.json"
    )


@pytest.mark.parametrize("office", OFFICES)
def test_the_check_reads_past_the_hint(office: str) -> None:
    sources, checked = check_files(OFFICES[office], TODAY)

    assert all(text.startswith("# yaml-language-server: ") for text in sources.files.values())
    assert checked.plan is not None


def test_a_schema_is_a_file_that_can_be_compared() -> None:
    text = text_of(schemas("pl")["flow"])

    assert text.endswith("}\n")
    assert "ó" in text
    assert text == text_of(json.loads(text))
