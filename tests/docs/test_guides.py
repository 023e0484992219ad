"""docs/pl and docs/en: what a page says is done, and what is seen is what it shows; both languages say the same."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from ivr.flowfile.messages import MESSAGES
from tests.docs import messages
from tests.docs.page import Block, steps
from tests.docs.runner import ROOT, do, there

GENERATED = tuple(messages.PAGES.values())
POLISH, ENGLISH = (
    [page for page in sorted((ROOT / "docs" / language).glob("*.md")) if page not in GENERATED]
    for language in ("pl", "en")
)
BOTH = list(zip(POLISH, ENGLISH, strict=True))
ALL = [*POLISH, *ENGLISH, *GENERATED]


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """As on the command line: what a process says of itself is not what a command prints."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


def name(page: Path) -> str:
    return f"{page.parent.name}-{page.stem}"


@pytest.mark.parametrize("page", [*POLISH, *ENGLISH], ids=name)
def test_everything_on_the_page_is_true(page: Path, tmp_path: Path) -> None:
    assert do(page, tmp_path, page.parent.name) >= 2


@pytest.mark.parametrize(("polish", "english"), BOTH, ids=[name(page) for page, _ in BOTH])
def test_both_languages_have_the_same_parts_and_edits(polish: Path, english: Path) -> None:
    assert polish.name[:2] == english.name[:2]
    assert shape(polish) == shape(english)
    edits = [
        [block for block in steps(page) if isinstance(block, Block) and block.kind in ("diff", "yaml")]
        for page in (polish, english)
    ]
    assert [(one.argument, one.lines) for one in edits[0]] == [(one.argument, one.lines) for one in edits[1]]


def shape(page: Path) -> list[str]:
    """The page without its words: levels of headings, kinds of blocks, commands without quotes, rows of tables."""
    found: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            found.append(" ".join(re.sub(r'"[^"]*"', "", line).split()[:5]))
        elif line.startswith(("```", "<!--", "| ")):
            found.append(line if line.startswith(("```", "<!--")) else "|")
        elif line.startswith("#"):
            found.append(line.split(" ")[0])
    return found


def test_the_pages_of_the_messages_are_what_the_program_says() -> None:
    """One test for both, since both need the same examples."""
    for language, path in messages.PAGES.items():
        assert path.read_text(encoding="utf-8") == messages.page(language), "write them: python -m tests.docs.messages"


def test_every_message_has_a_chapter_in_both_languages() -> None:
    chapters = [re.findall(r"^### (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE) for page in GENERATED]

    assert chapters[0] == chapters[1]
    assert sorted(chapters[0]) == sorted([*MESSAGES, *messages.CODES])


@pytest.mark.parametrize("page", ALL, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve()
        assert target.exists(), link
        assert not anchor or f"### {anchor}" in target.read_text(encoding="utf-8").lower(), link


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_index_names_every_page(language: str) -> None:
    folder = ROOT / "docs" / language
    listed = set(re.findall(r"\]\((\S+?\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))

    assert {page.name for page in folder.glob("*.md")} - {"README.md"} <= listed


# -- a wrong example does not pass -------------------------------------------------------------------------------------

NUMBER = "```diff config.yaml\n   taxes:\n-    number: 12 34 56 726\n+    number: 12 34 56 730\n```\n"
DRAFT = "```console\n$ python -m ivr draft\n{}\n```\n"
SAME = DRAFT.format("Live: …\nThe files are what callers hear.\n…")
WRONG = {
    "another answer": DRAFT.format("Live: …\nThe files differ."),
    "an answer that is cut off": DRAFT.format("Live: …"),
    "an answer without its beginning": DRAFT.format("The files are what callers hear.\n…"),
    "no answer": DRAFT.format(""),
    "an edit that was forgotten": DRAFT.format("…\n    now: 12 34 56 730 (+48123456730)\n…"),
    "another exit code": SAME.replace("```console", "```console exit=1"),
    "a command that fails": "```console\n$ python -m ivr draft --nonsense\n…\n```\n",
    "a command that is none of ours": "```console\n$ ls\n…\n```\n",
    "an answer to no question": DRAFT.format("…\nMake this live? [y/N] y ⏎\n…"),
    "a question without an answer": NUMBER
    + "```console exit=1\n$ python -m ivr discard\n…\nThe files were left as they are.\n```\n",
    "an edit of what is not there": NUMBER.replace("726", "727"),
    "an edit of what is there twice": "```diff config.yaml\n-    hours: calls\n+    hours: never\n```\n",
    "an edit that changes nothing": NUMBER.replace("730", "726"),
    "a new file that is there": "```yaml config.yaml\noffice:\n```\n",
    "a block that nobody tries": "```yaml\noffice:\n```\n",
    "a block of an unknown kind": "```bash\n$ python -m ivr draft\n```\n",
    "a block that does not end": "```console\n$ python -m ivr draft\n",
    "an indented block": "- so:\n  ```console\n  $ python -m ivr draft\n  ```\n",
    "an unknown comment": "<!-- skip -->\n",
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    """A page about the small office."""
    page = folder / "page.md"
    page.write_text(f"<!-- office: examples/small -->\n{text}")
    return page


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_wrong_example_is_told(tmp_path: Path, text: str) -> None:
    page = written(tmp_path, text)

    with pytest.raises((AssertionError, ValueError)):
        do(page, tmp_path / "desk", "en")


def test_a_right_example_passes(tmp_path: Path) -> None:
    page = written(tmp_path, f"{SAME}\n{NUMBER}\n" + DRAFT.format("…\n    now: 12 34 56 730 (+48123456730)\n…"))

    assert do(page, tmp_path / "desk", "en") == 3


@pytest.mark.parametrize(
    ("waits_for", "done"),
    [
        ("draft", True),
        ("draft --json", True),
        ("nonsense", False),
        ("draft --nonsense", False),
        ("nonsense --json", False),
    ],
)
def test_a_block_waits_for_its_command(tmp_path: Path, waits_for: str, done: bool) -> None:
    page = written(tmp_path, f"<!-- when: {waits_for} -->\n\n{WRONG['another answer']}\n{SAME}")

    assert there(waits_for) is done
    if done:
        with pytest.raises(AssertionError):
            do(page, tmp_path / "desk", "en")
    else:
        assert do(page, tmp_path / "desk", "en") == 1, "only the block that waits is left out"
