"""One line a request, figures, health: by the real app, with signed requests, and nothing personal anywhere."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from ivr import logs
from ivr.core.entries import Entry
from ivr.settings import Settings
from ivr.sink import Sink
from ivr.store.unlogged import Unlogged
from ivr.watching.exposition import METRICS
from ivr.watching.lag import Lag
from ivr.watching.snapshot import Seen, Watch
from ivr.web import create_app
from ivr.web.watching import Watching
from ivr.wiring import Services, build
from tests.support.offices import CALLER
from tests.web.test_voice import OPEN, ROOT, TOKEN, post

CALL = "CA" + "1" * 32
METRICS_TOKEN = "a-token-for-the-figures"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(ROOT / "config.yaml", tmp_path / "data", (TOKEN,), metrics_token=METRICS_TOKEN)
    built = build(settings, clock=lambda: OPEN)
    yield built
    built.stop()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).test_client()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A service that is asked, and not changed."""
    folder = tmp_path_factory.mktemp("data")
    built = build(Settings(ROOT / "config.yaml", folder, (TOKEN,), metrics_token=METRICS_TOKEN), clock=lambda: OPEN)
    yield create_app(built).test_client()
    built.stop()


class Remembering:
    """A logger that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def __call__(self, event: str, values: Mapping[str, object]) -> None:
        self.lines.append({"event": event, **values})


def lines_of(client: FlaskClient, ask: Callable[[], object]) -> list[dict[str, Any]]:
    watching = client.application.wsgi_app
    assert isinstance(watching, Watching)
    watching._line = told = Remembering()
    ask()
    return told.lines


def test_a_call_leaves_one_line_with_its_id_and_nothing_personal(services: Services, client: FlaskClient) -> None:
    (line,) = lines_of(client, lambda: post(client, "/voice/step?node=services&language=pl&step=1&caller=48601234567"))

    assert line.pop("ms") >= 0
    assert line == {
        "event": "request", "method": "POST", "route": "/voice/step", "status": 200, "call": CALL,
        "revision": services.plan().revision,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/voice?From=%2B48601234567", "/voice", 403),
        ("/nowhere/48601234567", "-", 404),
        ("/console/calls/of/48601234567", "/console/calls/of/<call_id>", 302),
    ],
)
def test_a_strangers_words_are_in_no_line(asked: FlaskClient, path: str, route: str, status: int) -> None:
    method = "POST" if "From" in path else "GET"
    (line,) = lines_of(asked, lambda: asked.open(path, method=method, data={"CallSid": "CA\n48601234567"}))

    assert (line["route"], line["status"], "call" in line) == (route, status, False)
    assert "601234567" not in str(line)


def test_what_fails_in_the_watching_harms_no_answer() -> None:
    class Broken:
        def request(self, *_: object) -> None:
            raise RuntimeError("the figures are broken")

        def one(self, *_: str) -> None:
            pass

    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [b"an answer"]

    watching = Watching(app, Broken(), lambda: "abc")  # type: ignore[arg-type]

    assert list(watching({}, lambda *_: lambda data: None)) == [b"an answer"]  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("form", ["json", "logfmt"])
def test_a_line_is_one_line_whatever_is_in_it(tmp_path: Path, form: logs.Form) -> None:
    fd = os.open(tmp_path / "out", os.O_RDWR | os.O_CREAT)
    sink = Sink(fd)
    try:
        logs.configure(form=form, stream=sink)
        structlog.get_logger().info("request", route="/a\r\nb\x1b[31m\u2028c\x85d")
        assert sink.close(10)
        logging.getLogger("a library").error("a\nb")
        assert sink.close(10)
    finally:
        logs.configure(stream=sys.stderr)
        logging.getLogger().removeHandler(logging.getLogger().handlers[-1])
        structlog.reset_defaults()
        os.close(fd)
    written = (tmp_path / "out").read_text()

    assert len(written.splitlines()) == (2 if form == "json" else 3)  # a library's own break stays, but for machines
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", written)
    assert form == "logfmt" or json.loads(written.splitlines()[0])["route"] == "/a\r\nb\x1b[31m\u2028c\x85d"


def figures(client: FlaskClient) -> dict[tuple[str, str], float]:
    """(name, labels) -> value."""
    text = client.get("/metrics").text
    assert CALLER[3:] not in text
    assert CALL not in text
    families = text_string_to_metric_families(text)
    return {
        (sample.name, ",".join(value for _, value in sorted(sample.labels.items()))): sample.value
        for one in families
        for sample in one.samples
    }


def test_figures_of_a_call(services: Services, client: FlaskClient) -> None:
    post(client, "/voice")
    left = {"DialCallStatus": "no-answer", "DialCallSid": "CA" + "2" * 32}
    revision = services.plan().revision
    post(client, f"/voice/step?language=pl&node=infoline&revision={revision}&step=2&group=infoline&lines=1", left)
    watch = Watch(services.settings.data)
    seen = Seen(OPEN - timedelta(seconds=2), Lag(3, 450, 1, OPEN - timedelta(seconds=70)), (("disk_full", True),))
    watch.write(replace(seen, certificate_until=OPEN + timedelta(days=10)))
    Unlogged(services.settings.data / "journal").add(7)
    found = figures(client)

    assert found["infoline_calls_total", "caller"] == 1
    assert found["infoline_requests_total", "/voice,2xx"] == 1
    assert found["infoline_answer_seconds_count", "/voice"] == 1
    assert found["infoline_answer_seconds_bucket", "+Inf,/voice"] == 1
    assert found["infoline_revision", revision] == 1
    assert found["infoline_unlogged_entries_total", ""] == 7
    lag = [found[f"infoline_journal_{name}", ""] for name in ("lag_records", "lag_bytes", "oldest_seconds")]
    assert lag == [3, 450, 70]
    assert (found["infoline_certificate_days", ""], found["infoline_watched_seconds", ""]) == (10, 2)
    assert (found["infoline_alarm_on", "disk_full"], found["infoline_alarm_on", "unlogged"]) == (1, 0)
    assert found["infoline_worker_memory_bytes", "1"] > 10_000_000
    assert {name.removesuffix(end) for name, _ in found for end in ("_bucket", "_count", "_sum")} >= set(METRICS)


def test_legs_are_counted_by_how_they_ended(services: Services) -> None:
    for outcome in ("busy", "busy", "no such outcome"):
        services.calls._journal.write([Entry("CA1", "step", 1, 0, OPEN, "leg", {"outcome": outcome})])
    services.calls._journal.write([Entry("CA1", "step", 2, 0, OPEN, "leg", {"outcome": "busy"}, test=True)])
    counts = services.counts.all()

    assert (counts["legs", "busy"], counts["legs", "unknown"]) == (2, 1)


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("127.0.0.1", {"Host": "evil.example"}, 403),
        ("192.0.2.7", {}, 403),
        ("192.0.2.7", {"Authorization": "Bearer another"}, 403),
        ("192.0.2.7", {"Authorization": f"Basic {METRICS_TOKEN}"}, 403),
        ("192.0.2.7", {"Authorization": f"Bearer {METRICS_TOKEN}"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {METRICS_TOKEN}"}, 200),
    ],
)
def test_who_may_read_the_figures(asked: FlaskClient, peer: str, headers: dict[str, str], status: int) -> None:
    answer = asked.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": peer})

    assert answer.status_code == status
    assert ("infoline_" in answer.text) == (status == 200)


def ready(services: Services) -> tuple[int, str, list[str]]:
    answer = create_app(services).test_client().get("/readyz")
    body = answer.get_json()
    assert body["ready"] == (answer.status_code == 200)
    return answer.status_code, body["state"], body["reasons"]


def test_ok_degraded_down(services: Services) -> None:
    assert ready(services) == (200, "ok", [])

    watch, now = Watch(services.settings.data), services.clock()
    watch.write(Seen(now, alarms=(("database_away", True), ("files_differ", False), ("certificate_short", False))))
    assert ready(services) == (200, "degraded", ["database_away", "certificate_short"])

    watch.write(Seen(now - timedelta(minutes=2)))
    assert ready(services) == (200, "degraded", ["nobody_watches"])

    class Nothing:
        @property
        def live(self) -> object:
            raise RuntimeError("no plan")

    broken = replace(services)
    broken.__dict__["catalogue"] = Nothing()
    broken.__dict__["plan"] = services.plan
    assert ready(broken) == (503, "down", ["no_answer", "nobody_watches"])


def test_a_journal_that_cannot_be_written_is_degraded_and_calls_are_answered(services: Services) -> None:
    folder = services.settings.data / "journal"
    services.journal.close()
    folder.write_text("no folder")
    client = create_app(services).test_client()

    assert ready(services)[:2] == (200, "degraded")
    assert "journal_unwritable" in ready(services)[2]
    assert post(client, "/voice").status_code == 200
