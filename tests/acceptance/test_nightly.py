"""A running service proves what is live again, beside its calls, and says so on /readyz and in its log."""

from __future__ import annotations

import json
import time
from pathlib import Path

from tests.acceptance.test_service import phone, readyz
from tests.support.offices import number_of
from tests.support.service import Service, running


def proof_of(service: Service) -> dict[str, object]:
    found = readyz(service)["proof"]
    assert isinstance(found, dict)
    return found


def test_the_live_revision_is_proved_again_and_readyz_and_the_log_tell(tmp_path: Path) -> None:
    """Kept at the first start; at a start days later it is proved anew, in a process that is gone afterwards."""
    data = tmp_path / "data"
    with running(data) as service:
        first = proof_of(service)
        assert (first["revision"], first["errors"]) == (readyz(service)["revision"], 0)
    kept = json.loads((data / "proof.json").read_text())
    (data / "proof.json").write_text(json.dumps(kept | {"at": "2026-01-01T12:00:00+00:00", "found": []}))

    with running(data, workers=2) as service:
        deadline = time.monotonic() + 60
        while str(proof_of(service)["at"]).startswith("2026-01-01T12:00"):
            assert time.monotonic() < deadline, "it was never proved again"
            phone(service).call().presses("1").rings(number_of("family")).hangs_up()  # calls go on meanwhile
        told = logged(data, "proved again")
        children = [child for worker in service.workers() for child in children_of(worker)]
    assert f"revision={first['revision']}" in told
    assert children == []


def children_of(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


def logged(data: Path, words: str) -> str:
    """The line of the service's log with these words."""
    deadline = time.monotonic() + 20
    while True:
        lines = [line for line in (data.parent / f"{data.name}.out").read_text().splitlines() if words in line]
        if lines:
            return lines[0]
        assert time.monotonic() < deadline, f"the log never said: {words}"
        time.sleep(0.05)
