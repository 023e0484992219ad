"""The console of the real service: two workers, the first account from the terminal, only the parts one asks for."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.support.service import Service, running

PASSWORD = "cztery spokojne krowy"


class Browser:
    """Just enough of one."""

    def __init__(self, service: Service) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.base = service.base
        self.opener = urllib.request.build_opener(jar)
        self.text = ""

    def get(self, path: str) -> str:
        return self._read(self.opener.open(f"{self.base}{path}", timeout=20))

    def post(self, path: str, **fields: str) -> str:
        token = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', self.text)
        data = urllib.parse.urlencode({"csrf_token": token[1] if token else "", **fields}).encode()
        return self._read(self.opener.open(f"{self.base}{path}", data=data, timeout=20))

    def _read(self, answer: object) -> str:
        with answer as got:  # type: ignore[attr-defined]
            self.text = got.read().decode()
        return self.text


def test_from_the_terminal_to_the_access_log(tmp_path: Path) -> None:
    with running(tmp_path / "data", workers=2) as service:
        made = json.loads(
            service.command("user", "add", "kowalska", "--role", "admin", "--role", "auditor", "--json").stdout
        )
        link = urllib.parse.urlsplit(made["link"]).path
        person = Browser(service)
        person.get(link)
        assert "/console/sign-in" in person.post(link, new=PASSWORD, again=PASSWORD)
        person.post("/console/sign-in", name="kowalska", password=PASSWORD)
        for _ in range(8):  # whichever worker answers
            assert "kowalska" in person.get("/console/accounts")
        assert "kowalska" in person.get("/console/access-log")
        verdict = json.loads(service.command("audit", "verify", "--json").stdout)

        assert verdict["whole"] is True
        assert verdict["rows"] >= 4
        assert PASSWORD not in (tmp_path / "data.out").read_text()


def test_a_site_may_have_only_the_calls(tmp_path: Path) -> None:
    with running(tmp_path / "data", IVR_PARTS="voice") as service:
        for path in ("/console/", "/console/sign-in", "/phone", "/"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{service.base}{path}", timeout=20)
            with refused.value as answer:
                assert answer.code == 404
        assert {path.name for path in (service.data / "keys").iterdir()} == {"numbers.json", "numbers.lock"}
        assert not (service.data / "console.sqlite3").exists()
