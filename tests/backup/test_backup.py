"""What a backup holds, and what not; that a damaged one is known as such; rows from one moment, whatever is written."""

from __future__ import annotations

import json
import random
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.backup.saving import save
from ivr.errors import IvrError
from ivr.store.archive import verified
from ivr.store.keys import Keys
from tests.backup.support import NOON, Machine, members, number

TIMES = 12


def test_no_number_and_no_key_is_in_it(files: Machine) -> None:
    machine = files
    Keys(machine.keys).key("second_factor")
    saved = save(machine.place, machine.backups, NOON)
    everything = b"\n".join(members(saved.file).values())
    keys = [path.read_bytes().strip() for path in machine.keys.iterdir() if path.suffix != ".json"]

    assert saved.file.name == "ivr-20261123T110000Z.zip"
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600
    assert b'"caller"' in everything.replace(b'\\"', b'"'), "the calls are there"
    for canary in [number(call).encode()[1:] for call in range(1, machine.calls + 1)]:
        assert canary not in everything
    for key in [key for key in keys if len(key) >= 64]:
        assert key not in everything
    assert len([key for key in keys if len(key) >= 64]) >= 2
    for root in (machine.keys / "numbers.json").read_bytes().split(b'"'):
        assert len(root) != 64 or root not in everything


def test_what_must_last_is_in_it(files: Machine) -> None:
    machine = files
    (machine.data / "something-of-tomorrow").mkdir()
    (machine.data / "something-of-tomorrow" / "note.json").write_text("{}")
    for name in ("auth_token", "node"):
        (machine.data / name).write_text("secret")
    machine.people.restrict(frozenset({"p"}))
    saved = save(machine.place, machine.backups, NOON)
    names = set(members(saved.file))

    assert {"people.json", "data/switches.json", "data/revisions/live.json", "data/revisions/r1/compiled"} <= names
    assert "data/something-of-tomorrow/note.json" in names, "nobody has to think of it"
    assert len([name for name in names if name.startswith("journal/")]) == len(
        list(machine.place.journal.glob("*.log"))
    )
    assert not [name for name in names if "lock" in name or "token" in name or name.endswith(("node", "log.db"))]
    assert "console/sessions.ndjson" not in names
    assert saved.manifest.log
    assert saved.manifest.log.tables["calls"].rows == TIMES
    assert saved.manifest.console
    assert saved.manifest.console.tables["access_log"].rows == 3


def test_the_rows_are_of_one_moment(machine: Machine) -> None:
    """While a shipper writes: calls, entries and where the journal was read to fit together."""
    shipper = machine.shipper
    shipper.start()
    try:
        machine.is_called(30)
        saved = [save(machine.place, machine.folder / f"{place}.zip", NOON) for place in range(3)]
    finally:
        shipper.stop()
    for one in saved:
        held, log = members(one.file), one.manifest.log
        assert log
        reached = dict(json.loads(line) for line in held["log/journal_offsets.ndjson"].splitlines())  # [name, bytes]
        segments = [held[f"journal/{name}"][:place] for name, place in reached.items()]
        assert log.tables["entries"].rows == sum(segment.count(b'"call":') for segment in segments)


def is_refused(file: Path) -> bool:
    try:
        verified(file)
    except IvrError:
        return True
    return False


def test_a_damaged_one_is_known(files: Machine, tmp_path: Path) -> None:
    """Cut anywhere it is refused; with a byte changed it is refused, or says the same as before."""
    chance, whole = random.Random(3), save(files.place, files.backups, NOON).file
    content, held = whole.read_bytes(), members(whole)
    broken = tmp_path / "broken.zip"
    for _ in range(30):
        place = chance.randrange(len(content))
        broken.write_bytes(content[:place])
        with pytest.raises(IvrError, match="backup-damaged"):
            verified(broken)
        broken.write_bytes(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
        assert is_refused(broken) or members(broken) == held


def test_where_it_cannot_be_written_nothing_is_left(files: Machine, tmp_path: Path) -> None:
    machine = files
    taken = machine.backups / "taken.zip"
    taken.write_bytes(b"another")
    wrong: dict[str, Callable[[], object]] = {
        "backup-inside": lambda: save(machine.place, machine.data / "backup.zip", NOON),
        "backup-no-folder": lambda: save(machine.place, tmp_path / "nowhere" / "backup.zip", NOON),
        "backup-exists": lambda: save(machine.place, taken, NOON),
    }
    for code, attempt in wrong.items():
        with pytest.raises(IvrError, match=code):
            attempt()
    (machine.data / "log.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(IvrError, match="database-away"):
        save(machine.place, machine.backups, NOON)

    assert [path.name for path in machine.backups.iterdir()] == ["taken.zip"]
    assert taken.read_bytes() == b"another"


def test_only_the_last_ones_are_kept(files: Machine) -> None:
    machine = files
    (machine.backups / "by-hand.zip").write_bytes(b"")
    for day in range(4):
        saved = save(machine.place, machine.backups, NOON + timedelta(days=day), keep=2)

    assert [path.name for path in saved.removed] == ["ivr-20261124T110000Z.zip"]
    assert sorted(path.name[:12] for path in machine.backups.iterdir()) == [
        "by-hand.zip",
        "ivr-20261125",
        "ivr-20261126",
    ]
