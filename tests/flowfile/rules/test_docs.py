"""docs/rules.md: every rule and every fault of the proof has a chapter; its bad example is told exactly so, its good
one is not."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from ivr.core.proof import CODES, prove_plan
from ivr.flowfile.check import check
from ivr.flowfile.problems import Report
from ivr.flowfile.reading import read_tree
from ivr.flowfile.rules import RULES
from ivr.flowfile.sources import Sources
from ivr.flowfile.tree import Plain, plain

DOCS = Path(__file__).parents[3] / "docs" / "rules.md"
TODAY = {"W-saturday-holiday": date(2026, 11, 24)}
WITHOUT_EXAMPLE = {
    "E-holiday-package",  # about the program, not about the files
    "P-conversation",  # a fault of the program: tests/core/proof has engines that are broken so
    "P-not-asked-again",
    "P-language",  # E-text-language stands in front of it; tests/core/proof has a plan made by hand
}

ALSO = {"P-hours": {"P-long"}}

TAXES = {"pl": "Podatki", "uk": "Податки", "en": "Taxes"}
PROVED: dict[str, Any] = {
    "lines": {"taxes": {"number": "+48 12 34 56 726", "label": TAXES, "hours": "calls"}},
    "nodes": {
        "office": {"type": "dial", "to": "office", "otherwise": "waiting", "closed": "another"},
        "another": {"type": "dial", "to": "money", "otherwise": "bye", "closed": "when_closed"},
    },
}
"""What the small office lacks to be proved: hours of a telephone, and somebody who rings while the desk is off."""

WARSAW = ZoneInfo("Europe/Warsaw")
CHAPTERS = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
SHOWN = [code for code in CHAPTERS if code not in WITHOUT_EXAMPLE]


def example(code: str, kind: str) -> dict[str, Any]:
    [text] = re.findall(rf"^```yaml\n# {kind}\n(.*?)^```", CHAPTERS[code], re.MULTILINE | re.DOTALL)
    return plain_of("docs/rules.md", text)


def plain_of(file: str, text: str) -> dict[str, Any]:
    report = Report()
    tree = read_tree(file, text, report)
    assert tree is not None, report.sorted()
    found: Plain = plain(tree)
    assert isinstance(found, dict)
    return found


def put_into(office: Sources, piece: dict[str, Any]) -> Sources:
    """Each named thing of the piece takes the place of the office's own, in the file where that stands."""
    files = {file: plain_of(file, text) for file, text in office.files.items()}
    for section, value in piece.items():
        flow = section in ("nodes", "sentences")
        names = value if isinstance(value, dict) else {None: value}
        for name, thing in names.items():
            homes = [file for file in files if name in files[file].get(section, {})] if flow else ["config.yaml"]
            home = files[homes[0] if homes else "flows/main.yaml"]
            if name is None:
                home[section] = thing
            else:
                home.setdefault(section, {})[name] = thing
    return Sources({file: yaml.safe_dump(tree, allow_unicode=True, sort_keys=False) for file, tree in files.items()})


def codes(office: Sources, code: str, kind: str) -> set[str]:
    today = TODAY.get(code, date(2026, 6, 1))
    if not code.startswith("P-"):
        return {problem.code for problem in check(put_into(office, example(code, kind)), today).problems}
    checked = check(put_into(put_into(office, PROVED), example(code, kind)), today)
    assert [problem.code for problem in checked.problems] == [], "nothing stands in front of the proof"
    assert checked.plan is not None
    return {fault.code for fault in prove_plan(checked.plan, datetime.combine(today, time(10), WARSAW))}


def test_every_rule_has_a_chapter_where_it_says() -> None:
    assert set(RULES) <= set(CHAPTERS)
    assert set(CODES) <= set(CHAPTERS)
    assert {code for code in CHAPTERS if code.startswith("P-")} <= set(CODES)
    for code, rule in RULES.items():
        assert rule.docs == f"docs/rules.md#{code.lower()}"


@pytest.mark.parametrize("code", SHOWN)
def test_the_bad_example_is_told_exactly_so(office: Sources, code: str) -> None:
    assert codes(office, code, "bad") == {code} | ALSO.get(code, set())


@pytest.mark.parametrize("code", SHOWN)
def test_the_good_example_is_fine(office: Sources, code: str) -> None:
    assert codes(office, code, "good") == set()


def test_the_other_bad_example_of_a_single_override_is_told_so(office: Sources) -> None:
    [text] = re.findall(r"^```yaml\n# also bad\n(.*?)^```", CHAPTERS["P-nobody"], re.MULTILINE | re.DOTALL)
    plan = check(put_into(put_into(office, PROVED), plain_of("docs/rules.md", text)), date(2026, 6, 1)).plan
    assert plan is not None
    faults = prove_plan(plan, datetime(2026, 6, 1, 10, tzinfo=WARSAW))

    assert {fault.code for fault in faults} == {"P-nobody"}
    assert {fault.override for fault in faults} == {"override close desk"}


def test_the_example_of_a_silence_works(office: Sources) -> None:
    """The one example that is about a comment goes into the file as it is written."""
    [text] = re.findall(r"^```yaml\nsentences:\n(  # ok .*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    file = "flows/information.yaml"
    files = {**office.files, file: office.files[file].replace("sentences:\n", f"sentences:\n{text}")}
    found = check(
        Sources({**files, file: files[file].replace("say: address", "say: [who, address]")}), date(2026, 6, 1)
    )
    without = check(Sources({**files, file: re.sub(" # ok.*", "", files[file])}), date(2026, 6, 1))

    assert found.problems == ()
    assert {problem.code for problem in without.problems} == {"W-text-capitals", "N-sentence-unused"}
