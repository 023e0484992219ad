"""`schema`: the JSON Schemas by which an editor completes keys, shows what they mean and underlines mistakes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

import click

from ivr.cli.speech import message_language
from ivr.errors import IvrError, UsageError
from ivr.flowfile.sources import FLOWS, TESTS
from ivr.schemas import FILES, FOLDER, Name, hint, schemas, text_of
from ivr.settings import from_environment

Language = Literal["en", "pl"]

_TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "written": "Written: {file}",
        "hint": "VS Code with the extension redhat.vscode-yaml uses them for a file that begins with this line:",
        "unwritable": "{folder} cannot be written: {why}.",
        "elsewhere": "Name another folder: python -m ivr schema FOLDER",
        "folder": "FOLDER says nothing together with {option}, which writes no file.",
        "leave": "Leave one of them out.",
    },
    "pl": {
        "written": "Zapisano: {file}",
        "hint": "VS Code z rozszerzeniem redhat.vscode-yaml korzysta z nich, gdy plik zaczyna się takim wierszem:",
        "unwritable": "Nie można zapisać w folderze {folder}: {why}.",
        "elsewhere": "Proszę podać inny folder: python -m ivr schema FOLDER",
        "folder": "FOLDER nic nie znaczy razem z {option}, bo wtedy żaden plik nie powstaje.",
        "leave": "Proszę pominąć jedno z nich.",
    },
}


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["pl", "en"]), help="Of the descriptions; as the locale unless given.")
@click.option("--stdout", "name", type=click.Choice(tuple(FILES)), help="Print this one instead of writing files.")
@click.option("--json", "as_json", is_flag=True, help="Print all of them as one JSON document.")
def schema(folder: Path | None, language: Language | None, name: Name | None, as_json: bool) -> None:
    """Write the JSON Schemas for an editor to FOLDER (schemas/ beside config.yaml unless named)."""
    texts = _TEXTS[message_language(os.environ)]
    if folder and (name or as_json) or name and as_json:
        option = "--json" if as_json else "--stdout"
        raise UsageError("schema-both", texts["folder"].format(option=option), texts["leave"])
    made = schemas(language or message_language(os.environ))
    if name:
        print(text_of(made[name]), end="")
    elif as_json:
        print(json.dumps(made, ensure_ascii=False, indent=1))
    else:
        config = from_environment(os.environ).config
        _write(folder or config.parent / FOLDER, {FILES[one]: text_of(content) for one, content in made.items()}, texts)
        _tell_hints(folder or config.parent / FOLDER, config, texts)


def _write(folder: Path, files: dict[str, str], texts: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
            print(texts["written"].format(file=folder / name))
    except OSError as error:
        what = texts["unwritable"].format(folder=folder, why=error.strerror)
        raise IvrError("schema-unwritable", what, texts["elsewhere"]) from error


def _tell_hints(folder: Path, config: Path, texts: dict[str, str]) -> None:
    """The line for each kind of file, as it must stand there."""
    places: tuple[tuple[Name, Path], ...] = (
        ("config", Path(config.name)),
        ("flow", Path(FLOWS, "*.yaml")),
        ("script", Path(TESTS, "*.yaml")),
    )
    print(texts["hint"])
    for name, place in places:
        line = hint(config.parent / place, folder.absolute() / FILES[name]).rstrip()
        print(f"  {place}: {line}")
