"""Where a draft began, who published since, and the ways back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ivr.settings import Settings
from ivr.wiring import build
from tests.publish.support import MAIN, Clerk, clerk


@pytest.fixture
def jan(anna: Clerk, tmp_path: Path) -> Clerk:
    """Has a folder of his own for the same office."""
    return clerk(tmp_path / "jan", anna.data)


def test_two_folders_and_one_publishes_first(anna: Clerk, jan: Clerk) -> None:
    anna.greets("Anna.")
    jan.greets("Jan.")
    assert jan.publishes("jan's").code == 0
    live = anna.live()

    refused = anna.publishes()

    assert refused.code == 1
    assert "jan's" in refused.out
    assert anna.live() == live


def test_who_has_taken_their_change_over_names_it(anna: Clerk, jan: Clerk) -> None:
    anna.greets("Anna.")
    jan.greets("Jan.")
    jan.publishes()

    assert anna.publishes("m", "--over", "another").code == 1
    assert anna.publishes("m", "--over", anna.live()).code == 0
    assert anna.publishes("m").code == 0  # nothing to publish: a new draft begins here


def test_a_folder_never_seen_before_began_when_its_oldest_edit_was_written(anna: Clerk, jan: Clerk) -> None:
    jan.greets("Jan.")
    first = anna.revisions.live()
    assert first is not None
    os.utime(jan.files / MAIN, (first.at.timestamp() - 60,) * 2)

    assert jan.publishes().code == 1
    jan.greets("Jan again.")  # now newer than what is live, and still the same draft
    assert jan.publishes().code == 1


def test_a_rollback_counts_as_a_publish(anna: Clerk) -> None:
    anna.greets("Halo.")
    anna.publishes("bad")
    assert anna.ivr("rollback", "--author", "Jan").code == 0
    anna.greets("Halo!")

    refused = anna.publishes("m", "--json")

    assert (refused.code, refused.json["refused"]) == (1, "published-since")
    assert [one["author"] for one in refused.json["since"]] == ["Jan"]


def test_a_rollback_that_restores_the_files_begins_a_new_draft(anna: Clerk) -> None:
    before = anna.texts()
    anna.greets("Halo.")
    anna.publishes("bad")
    anna.greets("More.")

    assert anna.ivr("rollback", "--restore").code == 0
    assert anna.texts() == before
    anna.greets("Halo!")
    assert anna.publishes().code == 0


def test_draft_tells_how_it_stands(anna: Clerk) -> None:
    same = anna.ivr("draft", "--json").json
    anna.greets("Halo.")
    edited, told = anna.ivr("draft", "--json").json, anna.ivr("draft").out
    anna.edits("then: services", "then: servces")
    broken = anna.ivr("draft", "--json").json

    assert (same["same"], edited["same"], broken["same"]) == (True, False, False)
    assert edited["base"] == edited["live"] == same["live"]
    assert [one["after"] for one in edited["differences"]] == ["Halo."]
    assert "now: Halo." in told
    assert broken["differences"] is None
    assert "error" in [one["severity"] for one in broken["problems"]]


def test_discard_asks(anna: Clerk) -> None:
    anna.greets("Halo.")
    edited = anna.texts()

    assert anna.ivr("discard").code == 2
    assert anna.texts() == edited


def test_discard_returns_every_file(anna: Clerk) -> None:
    before = anna.texts()
    anna.greets("Halo.")
    (anna.files / "flows" / "more.yaml").write_text("nodes: {}\n")
    (anna.files / "flows" / "odd.yml").write_text("nodes: {}\n")
    (anna.files / "flows" / "after_hours.yaml").unlink()
    (anna.files / "flows" / "tests").mkdir()
    (anna.files / "flows" / "tests" / "mine.yaml").write_text("kept")
    (anna.files / MAIN).chmod(0o664)

    assert anna.ivr("discard", "--yes").code == 0
    assert anna.texts() == before
    assert (anna.files / "flows" / "tests" / "mine.yaml").read_text() == "kept"
    assert (anna.files / MAIN).stat().st_mode & 0o777 == 0o664
    assert anna.ivr("draft", "--json").json["same"]


LOSSES = {"config.yaml": ["config.yaml"], "flows": ["flows"], "everything": ["config.yaml", "flows"]}


@pytest.mark.parametrize("lost", LOSSES.values(), ids=LOSSES)
def test_lost_files_stop_nothing_and_come_back(anna: Clerk, lost: list[str]) -> None:
    before, live = anna.texts(), anna.live()
    for name in lost:
        path = anna.files / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    services = build(Settings(anna.files / "config.yaml", anna.data, ("token",)))
    assert services.plan().revision == live
    assert services.draft()
    services.journal.close()
    services.background.shipper.stop()
    assert anna.publishes().code == 1
    assert anna.ivr("draft").code == 0
    assert anna.live() == live

    assert anna.ivr("discard", "--yes").code == 0
    assert anna.texts() == before


def test_a_whole_folder_that_is_lost_comes_back(anna: Clerk) -> None:
    before = anna.texts()
    shutil.rmtree(anna.files)

    assert anna.ivr("discard", "--yes").code == 0
    assert anna.texts() == before


def test_a_second_start_notes_what_the_files_are(anna: Clerk) -> None:
    """Restored by other means: the service sees that they equal what is live."""
    shutil.rmtree(anna.data / "bases")
    services = build(Settings(anna.files / "config.yaml", anna.data, ("token",)))
    services.journal.close()
    services.background.shipper.stop()

    anna.greets("Halo.")
    os.utime(anna.files / MAIN, (0, 0))
    assert anna.publishes().code == 0
