"""Commands where machines share a database: what a clerk reads when it is away, and two machines' folders in turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.catalogue import Catalogue
from ivr.flowfile.sources import read_sources
from ivr.settings import Settings
from ivr.wiring import build
from tests.publish.support import Clerk, clerk

NOWHERE = "postgresql://ivr:secret@/x?host=/nowhere"
POLISH = {"LANG": "pl_PL.UTF-8"}


@dataclass
class Sharing(Clerk):
    """A clerk at a machine that shares a database."""

    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"DATABASE_URL": self.url}


def at_machine(folder: Path, url: str) -> Sharing:
    folder.mkdir()
    one = clerk(folder / "files", folder / "data")
    return Sharing(one.files, one.data, url)


@pytest.fixture
def machines(tmp_path: Path, postgres_url: str) -> tuple[Sharing, Sharing]:
    return at_machine(tmp_path / "a", postgres_url), at_machine(tmp_path / "b", postgres_url)


REFUSED = {
    "publish": (("publish", "--yes", "--author", "a", "--message", "m"), {}, "Refused, nothing was changed"),
    "publish, in Polish": (("publish", "--yes", "--author", "a", "--message", "m"), POLISH, "Odmowa, nic się nie"),
    "rollback": (("rollback", "--author", "a"), {}, "Refused, nothing was changed"),
    "rollback, in Polish": (("rollback", "--author", "a"), POLISH, "Odmowa, nic się nie zmieniło"),
}


@pytest.mark.parametrize(("command", "environment", "said"), REFUSED.values(), ids=REFUSED)
def test_without_the_database_nothing_goes_live(
    anna: Clerk, command: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    anna.greets("Halo.")
    before = anna.revisions.history()

    run = anna.ivr(*command, DATABASE_URL=NOWHERE, **environment)

    assert run.code == 1
    assert said in run.out + run.said
    assert "secret" not in run.out + run.said
    assert anna.revisions.history() == before


def test_the_refusal_as_json(anna: Clerk) -> None:
    anna.greets("Halo.")
    run = anna.ivr("publish", "--yes", "--message", "m", "--json", DATABASE_URL=NOWHERE)

    assert (run.code, run.json["published"], run.json["refused"]) == (1, False, "authority-away")


def test_what_only_looks_needs_no_database(anna: Clerk) -> None:
    anna.greets("Halo.")

    for command in (("publish", "--dry-run"), ("draft",), ("revisions",), ("override", "list")):
        assert anna.ivr(*command, DATABASE_URL=NOWHERE).code == 0


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        pytest.param({}, "Only this machine has it so far", id="English"),
        pytest.param(POLISH, "Na razie obowiązuje tylko na tym serwerze", id="Polish"),
    ],
)
def test_what_is_urgent_needs_no_database(anna: Clerk, environment: dict[str, str], said: str) -> None:
    close = ("override", "close", "--until", "unknown", "--reason", "power_cut")
    closed = anna.ivr(*close, DATABASE_URL=NOWHERE, **environment)
    ended = anna.ivr("override", "end", DATABASE_URL=NOWHERE, **environment)

    assert (closed.code, ended.code) == (0, 0)
    assert said in closed.out
    assert said in ended.out
    assert said in anna.ivr(*close, "--json", DATABASE_URL=NOWHERE, **environment).out


def test_two_folders_on_two_machines(machines: tuple[Sharing, Sharing]) -> None:
    """As two folders on one: who has not seen the other's change is refused, and told what it was."""
    a, b = machines
    assert a.publishes("first").code == 0
    assert b.publishes("the same").code == 0
    assert b.live() == a.live()
    a.greets("Anna.")
    b.greets("Jan.")
    assert a.publishes("anna's").code == 0

    refused = b.publishes()

    assert refused.code == 1
    assert "anna's" in refused.out
    assert b.live() == a.live()
    assert b.publishes("m", "--over", b.live()).code == 0
    assert a.ivr("rollback", "--author", "a").code == 0
    assert [one.message for one in a.revisions.history()][1:] == ["m", "anna's", "first"]


def test_a_machine_that_joins_begins_on_what_the_others_hear(machines: tuple[Sharing, Sharing]) -> None:
    a, b = machines
    a.greets("Halo.")
    a.publishes("first")

    services = build(settings_of(b))

    assert services.plan().revision == a.live()
    assert b.revisions.history() == a.revisions.history()
    services.journal.close()


def test_a_machine_begins_without_the_database(tmp_path: Path) -> None:
    one = at_machine(tmp_path / "a", NOWHERE)
    services = build(settings_of(one))

    assert services.plan().revision == one.live()
    services.journal.close()


def settings_of(one: Sharing) -> Settings:
    return Settings(one.files / "config.yaml", one.data, ("token",), database_url=one.url)


class Elsewhere:
    """What other machines have; counts how often it is asked."""

    def __init__(self, one: Clerk, *names: str) -> None:
        self.asked: list[str] = []
        self._one, self._names = one, names

    def __call__(self, revision: str) -> None:
        self.asked.append(revision)
        if revision in self._names:
            sources = read_sources(self._one.files / "config.yaml")
            live = self._one.revisions.compiled(self._one.live())
            assert live is not None
            self._one.revisions.save(revision, sources.files, live)


def test_a_call_that_began_on_another_machine_is_looked_for_once(anna: Clerk) -> None:
    elsewhere = Elsewhere(anna, "their")
    catalogue = Catalogue(anna.revisions, lambda: datetime.now(UTC), None, elsewhere)

    plans = [catalogue.plan(name).revision for name in ("their", "nobody", "their", "nobody", anna.live())]

    assert plans == ["their", anna.live(), "their", anna.live(), anna.live()]
    assert elsewhere.asked == ["their", "nobody"]
