"""What the last proof found is kept whole, and what cannot be read counts as never kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.store.proofs import Found, Kept, ProofFile

KEPT = Kept(
    "abc",
    datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    6,
    95,
    0.25,
    (Found("P-nobody", "error", "nikt"), Found("W-x", "warning", "w"), Found("N-x", "note", "n")),
)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    ProofFile(tmp_path).write(KEPT)

    assert ProofFile(tmp_path).read() == KEPT
    assert (tmp_path / "proof.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["proof.json"]


FIRST = [
    pytest.param(KEPT.found, "nikt", (1, 1, 1), id="the worst"),
    pytest.param(KEPT.found[1:], "w", (0, 1, 1), id="a warning"),
    pytest.param(KEPT.found[2:], "", (0, 0, 1), id="a note is no first"),
    pytest.param((), "", (0, 0, 0), id="nothing"),
]


@pytest.mark.parametrize(("found", "first", "counts"), FIRST)
def test_first(found: tuple[Found, ...], first: str, counts: tuple[int, int, int]) -> None:
    kept = Kept("abc", KEPT.at, 6, 95, 0.25, found)

    assert kept.first == first
    assert tuple(map(kept.count, ("error", "warning", "note"))) == counts


WHOLE = {"revision": "a", "at": "2026-11-24T01:00:00+00:00", "signatures": 1, "states": 1, "seconds": 1, "found": []}
DAMAGED = [
    pytest.param(b"", id="empty"),
    pytest.param(b"{", id="torn"),
    pytest.param(b"[]", id="another shape"),
    pytest.param(b"\xff\xfe", id="no text"),
    pytest.param(json.dumps({**WHOLE, "at": "2026-11-24T01:00:00"}).encode(), id="an instant without a timezone"),
    pytest.param(json.dumps({**WHOLE, "found": [{"code": "P-lost"}]}).encode(), id="half a fault"),
    pytest.param(json.dumps({name: value for name, value in WHOLE.items() if name != "states"}).encode(), id="less"),
]


@pytest.mark.parametrize("content", DAMAGED)
def test_what_cannot_be_read_was_never_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "proof.json").write_bytes(content)

    assert ProofFile(tmp_path).read() is None


def test_the_rows_above_are_damaged_in_one_way_only(tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(json.dumps(WHOLE))

    assert ProofFile(tmp_path).read() is not None
    assert ProofFile(tmp_path / "nowhere").read() is None
