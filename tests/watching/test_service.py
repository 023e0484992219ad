"""The real service: a log that nobody reads stops no answer, and who holds the shipper's lock tells people."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from fcntl import F_SETPIPE_SZ
from pathlib import Path
from urllib.parse import urlencode

from prometheus_client.parser import text_string_to_metric_families

from ivr.simulator.signer import sign
from tests.support.offices import CALLER
from tests.support.service import ROOT, TOKEN, free_port
from tests.watching.receivers import mail_server

BOOTED = b"Booting worker"
ASKED = 400  # each with a line of 200 bytes: twenty times what the pipe takes


def start(folder: Path, writing: int, port: int, **settings: str) -> subprocess.Popen[bytes]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("IVR_", "TWILIO_", "DATABASE_"))}
    environment = {
        **clean, "IVR_DATA": str(folder / "data"), "IVR_CONFIG": str(folder / "files" / "config.yaml"), "WORKERS": "2",
        "PORT": str(port), "TWILIO_AUTH_TOKEN": TOKEN, "LOG_FORMAT": "json", **settings,
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "app:app"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=writing, stderr=writing)


def test_calls_go_on_while_nobody_reads_the_log_and_people_are_told_by_mail(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    shutil.copytree(ROOT / "flows", files / "flows")
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (files / "config.yaml").write_text(f"{config}\nalarms: {{mail: [anna@example.pl]}}\n", encoding="utf-8")
    reading, writing = os.pipe()
    fcntl.fcntl(writing, F_SETPIPE_SZ, 4096)
    port = free_port()
    with mail_server() as box:
        process = start(tmp_path, writing, port, SMTP_URL=box.url, SMTP_SENDER="infolinia@example.pl")
        os.close(writing)
        try:
            _booted(reading, 2)  # from here on nobody reads
            statuses = {_called(port, number) for number in range(ASKED)}
            assert statuses == {200}
            (files / "config.yaml").write_text(f"{config}\n# changed\nalarms: {{mail: [anna@example.pl]}}\n")
            assert box.arrived.wait(90)
            figures = _figures(port)
        finally:
            process.send_signal(signal.SIGTERM)
            lines: list[dict[str, object]] = []
            reader = threading.Thread(target=lambda: lines.extend(_read_to_the_end(reading)))
            reader.start()
            process.wait(30)
            reader.join()

    assert figures["infoline_requests_total"] >= ASKED
    assert figures["infoline_calls_total"] == ASKED
    assert len([one for one in lines if one["event"] == "request" and one["route"] == "/voice"]) > 100
    assert CALLER[3:] not in str(lines)
    told = "".join(message.get_content() for _, message in box.got)
    assert "Pliki różnią się od tego, co słyszą dzwoniący." in told
    assert CALLER[3:] not in told


def _booted(reading: int, workers: int) -> None:
    seen = b""
    while seen.count(BOOTED) < workers:
        some = os.read(reading, 65536)
        assert some, seen.decode()
        seen += some


def _called(port: int, number: int) -> int:
    path, host = "/voice", f"127.0.0.1:{port}"
    form = [("AccountSid", "AC" + "a" * 32), ("CallSid", f"CA{number:032x}"), ("From", CALLER), ("To", "+48717822300")]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": sign(TOKEN, f"http://{host}{path}", form),
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, urlencode(form), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def _figures(port: int) -> dict[str, float]:
    """Name -> the sum over all labels."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    assert CALLER[3:] not in text
    samples = [sample for one in text_string_to_metric_families(text) for sample in one.samples]
    return {name: sum(one.value for one in samples if one.name == name) for name in {one.name for one in samples}}


def _read_to_the_end(reading: int) -> list[dict[str, object]]:
    """Each line whole: two processes wrote them into one pipe."""
    with os.fdopen(reading, "rb") as file:
        return [json.loads(line) for line in file if line.startswith(b"{")]
