"""Makes docs/pl/komunikaty.md and docs/en/messages.md: of the catalogue of messages, the mistakes and the proof.

    python -m tests.docs.messages      writes both; a test holds that they are what this would write

Every line that a page shows is one that the check or the proof says of the files with the mistake in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ivr.core.proof import prove
from ivr.core.proof.faults import CODES
from ivr.flowfile.check import check
from ivr.flowfile.messages_flow import FLOW_MESSAGES
from ivr.flowfile.messages_numbers import NUMBER_MESSAGES
from ivr.flowfile.messages_office import OFFICE_MESSAGES
from ivr.flowfile.messages_reading import READING_MESSAGES
from ivr.flowfile.messages_rules import RULE_MESSAGES
from ivr.flowfile.messages_values import VALUE_MESSAGES
from ivr.flowfile.rules import RULES
from ivr.flowfile.sources import Sources, read_sources
from ivr.flowfile.wording import Message
from tests.docs.messages_texts import CAUSES, CHAPTERS, FAULTS, INTRO, TEXTS
from tests.flowfile.test_messages import MISTAKES, TODAY
from tests.support.offices import OFFICES, at

Language = Literal["pl", "en"]
ROOT = Path(__file__).parents[2]
PAGES: dict[Language, Path] = {"pl": ROOT / "docs" / "pl" / "komunikaty.md", "en": ROOT / "docs" / "en" / "messages.md"}
SECTIONS: tuple[Mapping[str, Message], ...] = (
    READING_MESSAGES, VALUE_MESSAGES, NUMBER_MESSAGES, OFFICE_MESSAGES, FLOW_MESSAGES, RULE_MESSAGES,
)  # fmt: skip
SHOWN_AT_MOST, CUT_AFTER = 8, 200  # lines of an example, characters of a line
_VISIBLE = str.maketrans({"\t": "⇥", "\u00a0": "⍽", "\u202f": "⍽", "\u200b": "⍽", "\0": "⍽"})


@dataclass(frozen=True)
class Example:
    """A mistake: the file, its text with the mistake (None: it is missing) and without ("": all of it is a mistake),
    and what is said of it."""

    file: str
    wrong: str | None
    right: str
    says: Mapping[Language, str]


def page(language: Language) -> str:
    """The whole page, in Markdown."""
    texts, found = TEXTS[language], {**examples(), **fault_examples()}
    lines = [INTRO[language].rstrip("\n")]
    for title, section in zip(CHAPTERS[language], SECTIONS, strict=False):
        lines.append(f"## {title}")
        for code, message in section.items():
            lines.append(f"### {code}")
            if code in RULES:
                lines.append(texts["rule"].format(anchor=code.lower()))
            lines += _shown(found.get(code), " ".join(getattr(message, language)), texts, language)
    lines.append(f"## {CHAPTERS[language][-1]}\n\n{texts['proof']}")
    for code in CODES:
        lines += [f"### {code}", FAULTS[language][code]]
        lines += _shown(found[code], "", texts, language) if code in found else []
    return "\n\n".join(line for line in lines if line) + "\n"


@cache
def examples() -> dict[str, Example]:
    """Code -> its first example of the table of mistakes, rather one in which nothing else is wrong."""
    office = read_sources(ROOT / "tests" / "flowfile" / "office" / "config.yaml")
    found: dict[str, Example] = {}
    for row in sorted(MISTAKES, key=lambda row: len(row["codes"])):
        for code in row["codes"]:
            if code not in found:
                found[code] = _example(code, row, office)
    return found


def _example(code: str, row: Mapping[str, Any], office: Sources) -> Example:
    right = "" if "text" in row else office.files[row["file"]]
    wrong = row.get("text", right.replace(row["find"], row["write"]) if "find" in row else None)
    files = {file: text for file, text in office.files.items() if file != row["file"]}
    files |= {} if wrong is None else {row["file"]: wrong}
    problem = next(one for one in check(Sources(files), row.get("today", TODAY)).problems if one.code == code)
    return Example(row["file"], wrong, right, {"pl": problem.line_of_text("pl"), "en": problem.line_of_text("en")})


@cache
def fault_examples() -> dict[str, Example]:
    """Code of the proof -> an example in the shipped files: what the proof says, and the call that shows it."""
    office, found = read_sources(OFFICES["shipped"]), {}
    for code, (file, right, wrong) in CAUSES.items():
        assert office.files[file].count(right) == 1, f"{right!r} must stand once in {file}"
        text = office.files[file].replace(right, wrong)
        plan = check(Sources({**office.files, file: text}), date(2026, 11, 24)).plan
        assert plan, code
        fault = next(one for one in prove(plan, at("2026-11-24 10:00", plan)).faults if one.code == code)
        says: dict[Language, str] = {
            language: f"{fault.line_of_text(language)}\n{fault.script_text(language)}" for language in ("pl", "en")
        }
        found[code] = Example(file, text, office.files[file], says)
    return found


def _shown(example: Example | None, said: str, texts: Mapping[str, str], language: Language) -> Iterator[str]:
    """The example; without one the words of the message, with … for what is different every time."""
    if example is None:
        yield f"> {_open(said)}"
    elif example.wrong is None:
        yield texts["missing"].format(file=example.file)
    elif len(example.wrong) > 1000 and not example.right:
        yield texts["huge"].format(file=example.file)
    elif example.wrong:
        yield f"```diff\n{_difference(example)}\n```"
    if example:
        yield f"```text\n{example.says[language]}\n```"


def _difference(example: Example) -> str:
    """The lines with the mistake after -, and without it after +."""
    wrong, right = (example.wrong or "").splitlines(), example.right.splitlines()
    gone: list[str] = []
    for kind, first, last, begin, end in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += _some("-", wrong[first:last]) + _some("+", right[begin:end])
    return "\n".join(gone).translate(_VISIBLE)


def _some(mark: str, lines: list[str]) -> list[str]:
    cut = [line if len(line) <= CUT_AFTER else f"{line[:CUT_AFTER]}…" for line in lines]
    shown = [f"{mark}{line}" for line in cut[:SHOWN_AT_MOST]]
    return [*shown, "…"] if len(lines) > SHOWN_AT_MOST else shown


class _Anything(dict[str, str]):
    """Whatever a template asks for is different every time."""

    def __missing__(self, name: str) -> str:
        return "…"


def _open(said: str) -> str:
    """A template with … for its fields."""
    return said.format_map(_Anything())


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")
