from __future__ import annotations

import re
import stat
import threading
from pathlib import Path

import pytest

from ivr.store.files import random_token_file, write_atomically


def test_a_file_is_replaced_and_private(tmp_path: Path) -> None:
    path = tmp_path / "live.json"
    write_atomically(path, b"old")
    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_another_mode(tmp_path: Path) -> None:
    write_atomically(tmp_path / "page", b"", mode=0o644)

    assert stat.S_IMODE((tmp_path / "page").stat().st_mode) == 0o644


def test_after_an_error_the_old_content_stands(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "old").touch()

    with pytest.raises(OSError, match="target"):
        write_atomically(tmp_path / "target", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_a_token_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "token"
    token = random_token_file(path)

    assert re.fullmatch("[0-9a-f]{64}", token)
    assert random_token_file(path) == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert random_token_file(tmp_path / "other") != token
    assert list(path.parent.iterdir()) == [path]


def test_a_token_of_your_own_is_kept(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("  my-own \n")

    assert random_token_file(tmp_path / "token") == "my-own"


def test_an_emptied_token_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "token").touch()

    assert len(random_token_file(tmp_path / "token")) == 64


def test_all_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    at_once, tokens = threading.Barrier(8), set()

    def make() -> None:
        at_once.wait(20)
        tokens.add(random_token_file(tmp_path / "token"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(tokens) == 1
