"""Does what a page of the guide says, on a copy of the shipped files, and compares what is seen with what it shows."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.assembly import draft_of
from ivr.cli import COMMANDS
from ivr.flowfile.sources import read_sources
from ivr.publish import check_files, publish
from ivr.settings import from_environment
from ivr.store.revisions import Revisions
from tests.docs.page import Block, Comment, Shown, commands, edited, steps
from tests.docs.terminal import run
from tests.support.logged import logged_office

ROOT = Path(__file__).parents[2]
LOCALES = {"pl": "pl_PL.UTF-8", "en": "C.UTF-8"}
_NAMED, _REVISION = re.compile(r"\b(?:WERSJA|REVISION)\b"), re.compile(r"\b[0-9a-f]{12}\b")
WARSAW = ZoneInfo("Europe/Warsaw")
START = datetime(2026, 11, 24, 10, 0, tzinfo=WARSAW)


@dataclass
class Desk:
    """Where the page is being done: `place` holds a folder of files for each person, and the data that all share."""

    place: Path
    language: str
    office: Path = ROOT
    person: str = "anna"
    named: str = ""  # the revision that was shown last
    now: datetime = START

    @property
    def folder(self) -> Path:
        """The files of the person: a copy of the office's, which are live."""
        folder = self.place / self.person
        if not folder.exists():
            folder.mkdir(parents=True)
            shutil.copy(self.office / "config.yaml", folder)
            shutil.copytree(self.office / "flows", folder / "flows")
            if not self.data.exists():
                shutil.copytree(_published(self.office), self.data)
            settings = from_environment({"IVR_CONFIG": str(folder / "config.yaml"), "IVR_DATA": str(self.data)})
            assert draft_of(settings).look(read_sources(settings.config)).same, "the files begin from what is live"
        return folder

    @property
    def data(self) -> Path:
        return self.place / "var"

    @property
    def environment(self) -> dict[str, str]:
        """`PORT`: one on which no service answers."""
        data, language = str(self.data), LOCALES[self.language]
        return {"IVR_DATA": data, "LC_ALL": language, "LOGNAME": self.person, "PORT": "9", "COLUMNS": "160"}


@cache
def _published(office: Path) -> Path:
    """A data folder in which the office's files are live; made once, to be copied."""
    data = Path(tempfile.mkdtemp(prefix="guide-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    sources, checked = check_files(office / "config.yaml", START.date())
    assert checked.plan, checked.problems
    publish(sources, Revisions(data / "revisions"), "anna", "start", START)
    return data


def do(page: Path, place: Path, language: str) -> int:
    """Every step of the page; how many blocks were done. AssertionError or ValueError where the page is wrong."""
    desk, done, awaited = Desk(place, language), 0, ""
    for step in steps(page):
        if isinstance(step, Comment):
            awaited = step.value if step.name == "when" else awaited
            _take(step, desk)
        elif awaited and not there(awaited):
            awaited = ""
        else:
            awaited, done = "", done + 1
            _do_block(step, desk, page)
    return done


def there(name: str) -> bool:
    """Whether a command ("diff") or one of its options ("check --json") is built yet."""
    command, _, option = name.partition(" ")
    if command not in COMMANDS or not option:
        return command in COMMANDS
    module, _, function = COMMANDS[command].partition(":")
    return any(option in parameter.opts for parameter in getattr(import_module(module), function).params)


def _take(comment: Comment, desk: Desk) -> None:
    match comment.name:
        case "now":
            desk.now = datetime.fromisoformat(comment.value).replace(tzinfo=WARSAW)
        case "office":
            desk.office, desk.place = (ROOT / comment.value).resolve(), desk.place / "other"
        case "person":
            desk.person = comment.value.lower()
        case "called":
            assert desk.folder, "what is live is there to be called"
            _fill_log(comment.value, desk)


def _fill_log(calls: str, desk: Desk) -> None:
    """Calls on what is live, in the log as the service keeps it."""
    with logged_office(desk.data, desk.office / "config.yaml") as service:
        for one in calls.split("; "):
            day, clock, *keys = one.split(" ")
            call = service.call(datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=WARSAW))
            for key in keys:
                call.presses(key)
            call.desk_answers(60).ends()
        service.shipped()


def _do_block(block: Block, desk: Desk, page: Path) -> None:
    file = desk.folder / block.argument
    match block.kind:
        case "diff":
            file.write_text(edited(file.read_text(encoding="utf-8"), block), encoding="utf-8")
        case "yaml" if block.argument:
            assert not file.exists(), f"{page.name}:{block.line}: {block.argument} is there already"
            file.write_text("\n".join((*block.lines, "")), encoding="utf-8")
        case "console":
            shown = commands(block)
            for one in shown:
                wanted = int(block.argument.removeprefix("exit=") or 0) if one is shown[-1] else 0
                _do_command(one, desk, page, wanted)
        case "text":
            pass
        case _:
            raise ValueError(f"{page.name}:{block.line}: nobody tries this block: {block.kind}")


def _do_command(shown: Shown, desk: Desk, page: Path, wanted: int) -> None:
    command = _NAMED.sub(desk.named, shown.command)
    code, seen = run(command, desk.folder, desk.environment, desk.now, shown.typed)
    desk.named = (*_REVISION.findall(seen), desk.named)[0]
    where = f"{page.parent.name}/{page.name}:{shown.line}: $ {shown.command}"
    assert shown.expected.fullmatch(seen), (
        f"{where}\n--- the page shows\n" + "\n".join(shown.lines) + f"\n--- seen\n{seen}"
    )
    assert code == wanted, f"{where}\nended with {code}, not {wanted}"
