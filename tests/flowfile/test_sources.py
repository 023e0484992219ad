"""Reading the folder, and the hash that names a revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.errors import IvrError
from ivr.flowfile.sources import Sources, read_sources, revision_of


def write(folder: Path, name: str, text: str | bytes = "a: b\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_reads_the_config_and_every_flow_but_not_the_call_scripts(tmp_path: Path) -> None:
    for name in (
        "config.yaml",
        "flows/b.yaml",
        "flows/a.yaml",
        "flows/more/c.yaml",
        "flows/tests/x.yaml",
        "flows/notes.txt",
    ):
        write(tmp_path, name, f"name: {name}\r\n")

    sources = read_sources(tmp_path / "config.yaml")

    assert list(sources.files) == ["config.yaml", "flows/a.yaml", "flows/b.yaml", "flows/more/c.yaml"]
    assert sources.files["flows/a.yaml"] == "name: flows/a.yaml\r\n"
    assert sources.config == "config.yaml"
    assert sources.flows == ("flows/a.yaml", "flows/b.yaml", "flows/more/c.yaml")


def test_the_config_may_have_another_name(tmp_path: Path) -> None:
    write(tmp_path, "gmina.yaml")
    write(tmp_path, "flows/main.yaml")

    assert read_sources(tmp_path / "gmina.yaml").config == "gmina.yaml"


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        pytest.param("config.yaml", None, "file-missing", "is missing", id="no config"),
        pytest.param("flows/main.yml", "a: b", "file-ending", "flows/main.yml would not be read", id=".yml"),
        pytest.param("flows/main.yaml", b"a: b\nc: \xb3\n", "file-encoding", "flows/main.yaml:2: ", id="Windows-1250"),
        pytest.param("flows/main.yaml", b"#" * 1_100_000, "file-big", "larger than 1 MB", id="huge"),
        pytest.param("config.yaml/inside", "a", "file-unreadable", "cannot be read", id="folder named config.yaml"),
    ],
)
def test_what_cannot_be_read_is_one_error(
    tmp_path: Path, name: str, content: str | bytes | None, code: str, says: str
) -> None:
    if not name.startswith("config.yaml"):
        write(tmp_path, "config.yaml")
    if content is not None:
        write(tmp_path, name, content)

    with pytest.raises(IvrError, match=says) as error:
        read_sources(tmp_path / "config.yaml")

    assert error.value.code == code
    assert error.value.hint


def test_a_revision_is_twelve_hex_digits_and_pinned() -> None:
    assert revision_of(Sources({"config.yaml": "a", "flows/main.yaml": "b"})) == "b1972e8aae9f"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"a": "bc", "d": "e"}, id="text"),
        pytest.param({"a": "b", "d": ""}, id="text moved into a name"),
        pytest.param({"ab": "", "d": "e"}, id="name runs into text"),
        pytest.param({"a": "bde"}, id="two files run into one"),
        pytest.param({"a": "b", "d": "e", "f": ""}, id="an empty file more"),
        pytest.param({"a": "b\r", "d": "e"}, id="line endings"),
    ],
)
def test_another_content_is_another_revision(other: dict[str, str]) -> None:
    assert revision_of(Sources(other)) != revision_of(Sources({"a": "b", "d": "e"}))


def test_the_order_of_reading_does_not_matter() -> None:
    assert revision_of(Sources({"b": "2", "a": "1"})) == revision_of(Sources({"a": "1", "b": "2"}))
    assert list(Sources({"b": "2", "a": "1"}).files) == ["a", "b"]
