"""The working files and what is live: which revision they began from, who published since, and the way back.

Use case over the files, flowfile and store. Makes nothing live (see `publish`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import structlog

from ivr.errors import IvrError
from ivr.flowfile.sources import FLOWS, TESTS, Sources, read_sources, revision_of
from ivr.store.bases import Bases
from ivr.store.files import write_atomically
from ivr.store.revisions import Live, Revisions

log = structlog.get_logger()

Kind = Literal["same", "differ", "errors", "unreadable"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the files stand. `since`: every activation since the draft began, newest first; a rollback is one too.

    `base` is None where nobody can say what the files come from.
    """

    live: Live | None
    same: bool  # callers hear these very files
    base: Live | None
    since: tuple[Live, ...]


class Draft:
    """The files at `config` and in `flows/` beside it. Checks a content once, however often it is asked."""

    def __init__(self, config: Path, revisions: Revisions, bases: Bases) -> None:
        self._config, self._revisions, self._bases = config, revisions, bases
        self._passes: tuple[str, bool] = ("", True)  # (content hash, whether the check passes)
        self._why = ""  # the files could not be read the last time

    def state(self, today: date) -> str:
        """What differs and what to do about it, in one sentence; "" when callers hear these very files."""
        match self.kind(today):
            case "same":
                return ""
            case "differ":
                return "The files differ from what callers hear. Run: python -m ivr draft"
            case "errors":
                return "The files have errors, so callers hear the last good revision. Run: python -m ivr check"
            case "unreadable":
                live = self._revisions.live()
                why = f"The files cannot be read ({self._why})"
                return f"{why}; callers hear revision {live.revision if live else 'none'}."

    def kind(self, today: date) -> Kind:
        """How the files stand to what callers hear, in one word."""
        try:
            sources = read_sources(self._config)
        except IvrError as error:
            self._why = str(error)
            return "unreadable"
        if self.look(sources).same:
            return "same"
        revision = revision_of(sources)
        if self._passes[0] != revision:
            from ivr.publish import check_files  # half of the code, and files that differ are rare where calls come in

            self._passes = (revision, check_files(self._config, today)[1].plan is not None)
        return "differ" if self._passes[1] else "errors"

    def look(self, sources: Sources | None) -> Standing:
        """`sources` as they were read, None where they cannot be. Files that equal what is live begin a new draft."""
        live, history = self._revisions.live(), self._revisions.history()
        if live is None:
            return Standing(None, False, None, ())
        if sources is not None and revision_of(sources) == live.revision:
            self.taken_from(live)
            return Standing(live, True, live, ())
        known = self._bases.of(self._config)
        base = next((one for one in history if (one.revision, one.sequence) == known), None)
        if known is None and sources is not None:
            base = self._first_seen(sources, live, history)
        begun = base.sequence if base else 0
        return Standing(live, False, base, tuple(one for one in history if one.sequence > begun))

    def taken_from(self, live: Live | None) -> None:
        """The files are those of this activation, or begin from it (None: from nothing that is known)."""
        try:
            self._bases.note(self._config, live)
        except OSError as error:  # the next look tries again
            log.warning("the base of the files cannot be kept", error=str(error))

    def restore(self, files: Mapping[str, str], live: Live | None) -> None:
        """Make the working files those of a revision; flow files it does not have are deleted, `flows/tests/` stays.
        With `live` they begin from it. Raises IvrError, also where some are restored and some not yet."""
        folder, config = self._config.parent, Sources(files).config
        wanted = {(self._config.name if path == config else path): text for path, text in files.items()}
        try:
            for path in _flow_files(folder):
                if path not in wanted:
                    (folder / path).unlink()
            write_files(folder, wanted)
        except OSError as error:
            hint = "What callers hear has not changed. Try again when the folder can be written."
            raise IvrError("not-restored", f"{error.filename}: {error.strerror}.", hint) from error
        if live is not None:
            self.taken_from(live)

    def _first_seen(self, sources: Sources, live: Live, history: tuple[Live, ...]) -> Live | None:
        """Of a folder never seen before: what was live when the oldest of the files that differ was written."""
        published = self._revisions.sources(live.revision) or {}
        changed = [path for path, text in sources.files.items() if published.get(path) != text]
        written = min((self._written(path) for path in changed), default=live.at.timestamp())
        base = next((one for one in history if one.at.timestamp() <= written), None)
        self.taken_from(base)
        return base

    def _written(self, path: str) -> float:
        try:
            return (self._config.parent / path).stat().st_mtime
        except OSError:  # deleted just now
            return 0.0


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Relative path -> text. Each file is replaced whole, one that is so already is left alone. Raises OSError."""
    for name, text in files.items():
        path, content = (folder / name).resolve(), text.encode()
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content, path.stat().st_mode & 0o777 if path.is_file() else 0o644)


def _flow_files(folder: Path) -> list[str]:
    """Also those that end in .yml and are refused: they do not belong to any revision."""
    found = (path.relative_to(folder).as_posix() for path in (folder / FLOWS).rglob("*.y*ml") if path.is_file())
    return [path for path in found if not path.startswith(TESTS)]
