"""`revisions`: what was live and when; `revisions show` and `revisions export` give any of them back as files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ivr.catalogue import revision_plan
from ivr.cli.complaints import usage
from ivr.cli.speech import message_language
from ivr.cli.standing import activation_json, zone_of
from ivr.core.plan import Plan
from ivr.draft import write_files
from ivr.errors import IvrError, UsageError
from ivr.publish import find_revision
from ivr.settings import from_environment
from ivr.store.revisions import Live, Revisions

_TITLES = {"en": ("", "Revision", "When", "Who", "Why"), "pl": ("", "Wersja", "Kiedy", "Kto", "Dlaczego")}
_TEXTS = {
    "en": {
        "live": "live",
        "back": "(rollback)",
        "nothing": "Nothing was published so far.",
        "exported": "Files written: {count}, in {folder}",
    },
    "pl": {
        "live": "obowiązuje",
        "back": "(powrót)",
        "nothing": "Dotąd niczego nie opublikowano.",
        "exported": "Zapisane pliki: {count}, w {folder}",
    },
}


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list and nothing else.")
@click.pass_context
def revisions(context: click.Context, as_json: bool) -> None:
    """List what was live, newest first. `revisions show REVISION [FILE]`, `revisions export REVISION FOLDER`."""
    if context.invoked_subcommand:
        return
    kept, language = _kept(), message_language(os.environ)
    live, history = kept.live(), kept.history()
    if as_json:
        listed = [{**(activation_json(one) or {}), "live": one == live} for one in history]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    if not history:
        print(_TEXTS[language]["nothing"])
        return
    zone, table = zone_of(_plan(kept, live)), Table(box=None, pad_edge=False)
    for title in _TITLES[language]:
        table.add_column(title, overflow="fold")
    for one in history:
        mark = _TEXTS[language]["live"] if one == live else ""
        why = f"{one.message} {_TEXTS[language]['back'] if one.back_to else ''}".strip()
        table.add_row(mark, one.revision, f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", one.author, why)
    Console(width=None if os.isatty(1) else 160, markup=False, highlight=False).print(table)


@revisions.command()
@click.argument("revision")
@click.argument("file", default="")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, file name to text.")
def show(revision: str, file: str, as_json: bool) -> None:
    """Print the files of REVISION (its name, or the beginning of it), or only FILE, as they were published."""
    _, files = _files(revision)
    if file and file not in files:
        raise UsageError("file-unknown", f"It has no {file}.", f"It has: {', '.join(files)}")
    if as_json:
        print(json.dumps({file: files[file]} if file else files, ensure_ascii=False, indent=2))
    elif file:
        print(files[file], end="")
    else:
        for name, text in files.items():
            print(f"# ---- {name}\n{text}")


@revisions.command()
@click.argument("revision")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def export(revision: str, folder: Path, as_json: bool) -> None:
    """Write the files of REVISION into FOLDER. Files that stand there already are never overwritten."""
    name, files = _files(revision)
    there = [path for path in files if (folder / path).exists()]
    if there:
        raise usage("file-exists-there", message_language(os.environ), file=folder / there[0])
    try:
        write_files(folder, files)
    except OSError as error:
        raise IvrError("not-written", f"{error.filename}: {error.strerror}.") from error
    if as_json:
        print(json.dumps({"revision": name, "folder": str(folder), "files": list(files)}, ensure_ascii=False))
    else:
        print(_TEXTS[message_language(os.environ)]["exported"].format(count=len(files), folder=folder))


def _kept() -> Revisions:
    return Revisions(from_environment(os.environ).data / "revisions")


def _files(revision: str) -> tuple[str, dict[str, str]]:
    kept = _kept()
    name = find_revision(kept, revision)
    return name, kept.sources(name) or {}


def _plan(kept: Revisions, live: Live | None) -> Plan | None:
    """For the office's time zone only."""
    try:
        return revision_plan(kept, live.revision) if live else None
    except IvrError:
        return None
