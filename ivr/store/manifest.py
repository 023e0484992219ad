"""What a backup says of itself: when it was made, of which schemas, how many rows, and what each member's bytes are.

Values only, and their JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Member:
    """`sha256` in hex, of the unpacked bytes."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableDump:
    """`columns`: name and kind (text, integer, boolean, instant, bytes), in the order of a row."""

    rows: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DatabaseDump:
    """`schema` is Alembic's revision; `tables` in an order in which they can be filled."""

    kind: str  # sqlite, postgresql
    schema: str
    tables: Mapping[str, TableDump]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` (aware UTC): when it was begun. A database that was never made is None."""

    made_at: datetime
    log: DatabaseDump | None
    console: DatabaseDump | None
    members: Mapping[str, Member]

    def rows_by_member(self) -> dict[str, int]:
        """How many lines each table's member has."""
        parts = (("log", self.log), ("console", self.console))
        return {member_of(part, name): table.rows for part, one in parts if one for name, table in one.tables.items()}


def member_of(part: str, table: str) -> str:
    """The name of the member that holds a table of the part `log` or `console`."""
    return f"{part}/{table}.ndjson"


def plain(manifest: Manifest) -> dict[str, Any]:
    """For JSON."""
    return {"format": FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}


def manifest_from(value: Mapping[str, Any]) -> Manifest:
    """Raises ValueError, KeyError or TypeError for anything else."""
    if value["format"] != FORMAT:
        raise ValueError("a backup of another format")
    made_at = datetime.fromisoformat(value["made_at"])
    if made_at.utcoffset() is None:
        raise ValueError("an instant without a timezone")
    members = {str(name): Member(int(one["bytes"]), str(one["sha256"])) for name, one in value["members"].items()}
    log, console = _database(value["log"]), _database(value["console"])
    return Manifest(made_at.astimezone(UTC), log, console, members)


def _database(value: Mapping[str, Any] | None) -> DatabaseDump | None:
    if value is None:
        return None
    tables = {
        str(name): TableDump(int(one["rows"]), tuple((str(column), str(kind)) for column, kind in one["columns"]))
        for name, one in value["tables"].items()
    }
    return DatabaseDump(str(value["kind"]), str(value["schema"]), tables)
