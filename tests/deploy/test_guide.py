"""What the administrators' page tells to type is there, and the times it gives to the provider hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.service import ROOT

PAGES = [ROOT / "docs" / "en" / "13-going-live.md", ROOT / "docs" / "pl" / "13-uruchomienie.md"]
WEBHOOK = re.compile(r"https://infolinia\.example\.pl/voice#([^\s`]+)`")


def seconds(name: str) -> float:
    """A time in calls.conf."""
    text = (ROOT / "deploy" / "nginx" / "ivr" / "calls.conf").read_text()
    found = re.search(rf"^{name} (\d+)(ms|s);", text, re.MULTILINE)
    assert found, name
    return int(found[1]) / (1000 if found[2] == "ms" else 1)


@pytest.mark.parametrize("page", PAGES, ids=["en", "pl"])
def test_files_and_units_that_it_names_are_there(page: Path) -> None:
    text = page.read_text()
    files = set(re.findall(r"\bdeploy/[\w./]+\w", text))
    enabled = re.search(r"systemctl enable --now (.+)", text)
    assert enabled
    units = {re.sub(r"@\d+", "@", name) for name in enabled[1].split()}

    assert len(files) >= 6
    assert [name for name in files if not (ROOT / name).exists() and not list(ROOT.glob(f"{name}*"))] == []
    assert len(units) == 5
    for name in units:
        path = ROOT / "deploy" / "systemd" / (name if "." in name else f"{name}.service")
        assert "[Install]" in path.read_text(), name


def test_everybody_is_told_the_same_address() -> None:
    told = [WEBHOOK.findall(path.read_text()) for path in (*PAGES, ROOT / "README.md")]

    assert told == [["rc=2&rp=ct,rt,5xx&ct=2000&rt=4000"]] * 3


def test_nginx_answers_before_the_provider_gives_up() -> None:
    """The last process is asked just before the time for that is over, and takes all that it is given."""
    waits = int(re.search(r"rt=(\d+)", PAGES[0].read_text())[1]) / 1000  # type: ignore[index]
    each = seconds("proxy_connect_timeout") + seconds("proxy_read_timeout")

    assert seconds("proxy_next_upstream_timeout") + each < waits
