"""What people do to a running service: renew workers, restart processes, migrate the database, publish revisions."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from ivr.store import migrations
from ivr.store.database import open_writer
from ivr.store.migrations import config
from tests.gameday.asking import seconds_until_begun
from tests.gameday.kept import Kept
from tests.gameday.office import greets
from tests.gameday.rows import Told
from tests.gameday.stand import Stand, wait_until_ready

LONG = (20, 5, 10)  # reloads, restarts, publishes
SHORT = (1, 1, 1)
SHORT_SECONDS = 20.0
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.02


@contextmanager
def all_that_people_do(stand: Stand, seconds: float) -> Iterator[Told]:
    """One after the other, the publishes beside them, as fast as they are done; all of it, however long it takes."""
    reloads, restarts, publishes = SHORT if seconds < SHORT_SECONDS else LONG
    told = Told(reloads=reloads, restarts=restarts, publishes=publishes, migrations=1)
    wrong: list[str] = []

    def change() -> None:
        turn = cycle(zip(stand.masters, [port for machine in stand.machines for port in machine.ports], strict=True))
        for number in range(max(reloads, restarts)):
            if number < reloads:
                renew(next(turn)[0])
            if number < restarts:
                restart(*next(turn))
            if number == 0:
                migrate(stand)

    def publish() -> None:
        heard = [published(stand, f"Dzień dobry, próba {'i' * (number + 1)}.") for number in range(publishes)]
        told["heard after, at most, s"] = round(max(heard), 2)

    threads = [threading.Thread(target=kept(deed, wrong), daemon=True) for deed in (change, publish)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        for thread in threads:
            thread.join()
    told["wrong"] = wrong
    if (version := schema_version(stand)) != (newest := head()):
        wrong.append(f"the database is at {version}, not {newest}")


def kept(deed: Callable[[], None], wrong: list[str]) -> Callable[[], None]:
    """What goes wrong with it is told in the end."""

    def work() -> None:
        try:
            deed()
        except Exception as error:
            wrong.append(f"{deed.__name__}: {error}")

    return work


def renew(master: Kept) -> None:
    """As `systemctl reload`: until all its workers are new ones."""
    old = set(master.children())
    master.send(signal.SIGHUP)
    until(lambda: len(new := set(master.children())) >= len(old) and not new & old)


def restart(master: Kept, port: int) -> None:
    """As `systemctl restart`, which returns when one worker answers."""
    before = master.starts
    master.send(signal.SIGTERM)
    until(lambda: master.starts > before)
    wait_until_ready(port)


def migrate(stand: Stand) -> None:
    """The database is as the release before left it, and whoever ships next brings it up to date under load."""
    engine = open_writer(stand.url)
    with engine.begin() as connection:
        command.downgrade(config(connection), "-1")
    engine.dispose()
    for shipper in stand.shippers:
        shipper.send(signal.SIGTERM)
    until(lambda: schema_version(stand) == head())


def published(stand: Stand, words: str) -> float:
    """Seconds from the end of `publish` until every process begins calls on it."""
    machine = stand.machines[0]
    greets(machine.office, words)
    said = machine.command("publish", "--yes", "--message", "próba", "--author", "gameday", "--json")
    return seconds_until_begun(stand, said)


def head() -> str:
    return str(ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head())


def schema_version(stand: Stand) -> str:
    try:
        with stand.log.connect() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    except Exception:  # locked by the very migration
        return ""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(LOOK_SECONDS)
