"""Everything the console says is said in Polish too: nothing missing, nothing left over, the same values in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from ivr.console.languages import FOLDER

CONSOLE = FOLDER.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"jinja2.ext.babel_extract": {"trimmed": "true"}, "templates/**.html": {"silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}
VALUE = re.compile(r"%\(\w+\)[sd]")
PARTS = sorted((FOLDER / "pl").glob("*.po"))

Key = tuple[str | tuple[str, ...], str | None]


@cache
def said() -> dict[Key, str]:
    """Every message of the code and the templates, and where it is said first."""
    found: dict[Key, str] = {}
    for file, line, message, _, context in extract_from_dir(CONSOLE, METHODS, OPTIONS, KEYWORDS):
        key = message if isinstance(message, str) else tuple(message[:2])
        found.setdefault((key, context), f"{file}:{line}")
    return found


def translated() -> Iterator[tuple[Path, Message]]:
    for path in PARTS:
        with path.open("rb") as file:
            catalogue: Catalog = read_po(file, locale="pl")
        yield from ((path, message) for message in catalogue if message.id)


def test_every_message_has_its_polish() -> None:
    there = {(message.id, message.context) for _, message in translated() if all(strings(message))}

    missing = {key: where for key, where in said().items() if key not in there}

    assert said()
    assert not missing, "add to translations/pl:\n\n" + "\n".join(entry(key, where) for key, where in missing.items())


def test_nothing_is_left_over_said_twice_or_doubtful() -> None:
    keys = [(message.id, message.context) for _, message in translated()]

    assert [key for key in keys if key not in said()] == []
    assert len(keys) == len(set(keys))
    assert [message.id for _, message in translated() if message.fuzzy] == []


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_plural_forms_are_polish(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)

    assert catalogue.num_plurals == 3
    form_of = c2py(catalogue.plural_expr)  # type: ignore[attr-defined]
    assert [form_of(number) for number in (0, 1, 2, 4, 5, 12, 14, 21, 22, 25, 112)] == [2, 0, 1, 1, 2, 2, 2, 2, 1, 2, 2]


def test_translations_carry_the_same_values() -> None:
    wrong = []
    for path, message in translated():
        wanted = set(VALUE.findall(message.id[-1] if isinstance(message.id, tuple) else message.id))
        forms = strings(message)
        wrong += [(path.name, form) for form in forms if set(VALUE.findall(form)) - {"%(num)d"} != wanted - {"%(num)d"}]
        if isinstance(message.id, tuple):
            assert len(forms) == 3, message.id

    assert wrong == []


def test_polish_typography() -> None:
    """No straight quotes around words, no hyphen for a dash, no exclamation mark."""
    forms = [form for _, message in translated() for form in strings(message)]

    assert [form for form in forms if re.search(r'"| - |!|\.\.\.', form)] == []


def strings(message: Message) -> tuple[str, ...]:
    found = message.string
    return (found,) if isinstance(found, str) else tuple(found)


def entry(key: Key, where: str) -> str:
    """As it is to be written into a .po file."""
    message, context = key
    lines = [f"#: {where}", *([f'msgctxt "{context}"'] if context else [])]
    if isinstance(message, str):
        return "\n".join([*lines, f'msgid "{escaped(message)}"', 'msgstr ""', ""])
    lines += [f'msgid "{escaped(message[0])}"', f'msgid_plural "{escaped(message[1])}"']
    return "\n".join([*lines, *(f'msgstr[{form}] ""' for form in range(3)), ""])


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
