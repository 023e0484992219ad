"""`revisions` and `rollback`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.catalogue import Catalogue
from tests.publish.support import MAIN, Clerk, copied


@pytest.fixture(scope="module")
def published_thrice(published: Clerk, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    one = copied(published, tmp_path_factory.mktemp("thrice"))
    for words in "BC":
        one.greets(words)
        assert one.publishes(words).code == 0
    return one


@pytest.fixture
def three(published_thrice: Clerk, tmp_path: Path) -> Clerk:
    """first, B and C were published, C is live."""
    return copied(published_thrice, tmp_path)


def messages(clerk: Clerk) -> list[str]:
    return [one.message for one in clerk.revisions.history()]


def name(clerk: Clerk, message: str) -> str:
    return next(one.revision for one in clerk.revisions.history() if one.message == message)


def test_the_list(three: Clerk) -> None:
    listed, told = three.ivr("revisions", "--json").json, three.ivr("revisions").out

    assert [(one["message"], one["author"], one["live"]) for one in listed] == [
        ("C", "Anna", True), ("B", "Anna", False), ("first", "Anna", False),
    ]  # fmt: skip
    assert told.splitlines()[1].split()[:2] == ["live", listed[0]["revision"]]


def test_rollback_goes_back_one_and_one_more_and_no_further(three: Clerk) -> None:
    found = []
    for _ in range(3):
        run = three.ivr("rollback")
        found.append((run.code, three.live()))

    assert found == [(0, name(three, "B")), (0, name(three, "first")), (2, name(three, "first"))]


def test_after_a_rollback_and_a_publish_back_is_what_callers_heard_before(three: Clerk) -> None:
    three.ivr("rollback", name(three, "first"), "--restore")
    three.greets("D")
    three.publishes("D")

    three.ivr("rollback")

    assert three.live() == name(three, "first")


@pytest.mark.parametrize("length", [12, 6], ids=["the whole name", "its beginning"])
def test_rollback_to_one_by_name(three: Clerk, length: int) -> None:
    wanted = name(three, "first")

    run = three.ivr("rollback", wanted[:length], "--author", "Jan", "--message", "źle", "--json")

    live = three.revisions.live()
    assert live is not None
    assert (run.code, run.json["restored"], run.json["live"]["revision"]) == (0, False, wanted)
    assert (live.revision, live.author, live.message, live.sequence) == (wanted, "Jan", "źle", 4)


@pytest.mark.parametrize("what", ["nonsense", "../..", "C"], ids=["unknown", "a path", "live already"])
def test_rollback_refuses(three: Clerk, what: str) -> None:
    before = three.revisions.live()

    assert three.ivr("rollback", name(three, "C") if what == "C" else what).code == 2
    assert three.revisions.live() == before


def test_rollback_does_not_mind_broken_files(three: Clerk) -> None:
    three.edits("then: services", "then: servces")

    assert three.ivr("rollback").code == 0
    assert three.live() == name(three, "B")


def test_a_damaged_revision_never_goes_live(three: Clerk) -> None:
    (three.data / "revisions" / name(three, "B") / "compiled").write_bytes(b"{")

    assert three.ivr("rollback").code == 1
    assert messages(three)[0] == "C"


def test_show(three: Clerk) -> None:
    first, files = name(three, "first"), three.texts()

    one = three.ivr("revisions", "show", first, MAIN)
    whole = three.ivr("revisions", "show", first, "--json").json

    assert "Dzień dobry, tu MOPS Wrocław." in one.out
    assert whole[MAIN] == one.out
    assert set(whole) == set(files)
    assert whole["config.yaml"] == files["config.yaml"]
    assert three.ivr("revisions", "show", first, "nothing.yaml").code == 2


def test_export(three: Clerk) -> None:
    folder = three.files.parent / "elsewhere"
    first = name(three, "first")

    assert three.ivr("revisions", "export", first, str(folder)).code == 0
    again = three.ivr("revisions", "export", first, str(folder))

    assert (folder / MAIN).read_text() == (three.revisions.sources(first) or {})[MAIN]
    assert (again.code, "already" in again.said) == (2, True)
    assert three.ivr("revisions", "export", first, str(three.files)).code == 2


def test_a_process_begins_by_what_it_holds_where_the_folder_is_lost(anna: Clerk) -> None:
    """A worker that cannot begin would end the whole service."""
    live, catalogue = anna.live(), Catalogue(anna.revisions, lambda: datetime.now(UTC))
    folder = anna.data / "revisions"
    folder.rename(anna.data / "lost")
    folder.write_text("no folder any more")
    catalogue.start()
    catalogue.stop()

    assert catalogue.live.plan.revision == live
