"""What the process for calls loads at its start: no more than calls need, for it begins the sooner and holds less."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from tests.support.published import put_live
from tests.support.service import ROOT, TOKEN

_NAMES = "import json, sys, app; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    data = tmp_path_factory.mktemp("loaded") / "data"
    put_live(data, ROOT / "config.yaml", datetime.now(UTC))
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("IVR_", "TWILIO_", "DATABASE_"))}
    settings = {
        "IVR_DATA": str(data), "IVR_PARTS": "voice", "IVR_PUBLIC_URL": "https://infolinia.example.pl",
        "TWILIO_AUTH_TOKEN": TOKEN,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _NAMES], cwd=ROOT, env={**clean, **settings}, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("sqlalchemy.dialects.postgresql", id="a database server's dialect"),
        pytest.param("psycopg", id="its driver"),
        pytest.param("ivr.store.shared", id="what machines share"),
        pytest.param("ivr.store.authority", id="where they share it"),
        pytest.param("alembic", id="migrations"),
        pytest.param("ivr.console", id="the console"),
        pytest.param("flask_babel", id="its translations"),
        pytest.param("argon2", id="its passwords"),
        pytest.param("xlsxwriter", id="its exports"),
        pytest.param("ivr.flowfile.check", id="the check of the files"),
        pytest.param("holidays.countries.germany", id="the holidays of other countries"),
    ],
)
def test_calls_do_not_need(name: str, loaded: set[str]) -> None:
    assert "ivr.web.voice" in loaded  # it is the whole service
    assert name not in loaded
    assert find_spec(name)  # a new name would make this say nothing
