"""The log database: can it be reached, and is it of this program's form?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.store.database import open_reader
from ivr.store.migrations import newest, revision_of


def database(settings: Settings) -> Iterator[Finding]:
    kind = "PostgreSQL" if settings.shared else "SQLite"
    if not settings.shared and not settings.database_url and not (settings.data / "log.db").exists():
        yield warn("database", "there is no log yet", "The first start of the service makes it.")
        return
    try:
        with open_reader(settings.database).connect() as connection:
            found = revision_of(connection)
    except (SQLAlchemyError, IvrError) as error:
        why = type(error.__cause__ or error).__name__
        do = "Check DATABASE_URL, and whether the server runs. Calls go on without it, and are in the log later."
        yield fail("database", f"the log ({kind}) cannot be read ({why})", do)
        return
    if found == newest():
        yield ok("database", f"the log ({kind}) can be read and is up to date")
    else:
        do = "Start the service of this version: whoever ships brings it up to date."
        yield warn("database", f"the log ({kind}) is of another version ({found or 'none'})", do)
