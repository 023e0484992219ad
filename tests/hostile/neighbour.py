"""One caller at 200 requests a second beside everybody else: what it does to the others, at a real gunicorn.

    python -m tests.hostile.neighbour [--seconds 20] [--rate 200]

Load comes from two other processes, at its own pace whatever the answers do, and time counts from when a request was
due. Three stretches: the others alone; with one loud caller, who is answered later; with as many requests of as many
callers, whom no bucket holds back (what one caller would do without). Ends with 1 where the loud one doubles p99.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from ivr.simulator.signer import sign
from tests.hostile.service import PUBLIC, STRANGER
from tests.support.service import TOKEN, running

OTHERS_RATE, THREADS = 40, 24
LATER = b"<Pause"


@dataclass(frozen=True, slots=True)
class Heard:
    """Milliseconds of each answer, in no order; `later` of them were put off, `failed` had none."""

    milliseconds: Sequence[float]
    later: int
    failed: int

    def at(self, share: float) -> float:
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, int(share * len(self.milliseconds)))]


def load(port: int, rate: float, seconds: float, loud: bool, seed: int) -> Heard:
    """New calls, evenly; of one caller if `loud`, else each of another."""
    callers = (STRANGER if loud else f"+48602{seed:01}{number:05}" for number in range(int(rate * seconds)))
    asked = [_request(caller, seed, number) for number, caller in enumerate(callers)]
    random.Random(seed).shuffle(asked)
    heard: list[tuple[float, int, bool]] = []
    began, turns = time.perf_counter() + 0.5, iter(enumerate(asked))
    lock = threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            due = began + turn[0] / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            status, body = _answer(connection, *turn[1])
            heard.append((1000 * (time.perf_counter() - due), status, LATER in body and b"<Gather" not in body))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Heard([one[0] for one in heard], sum(one[2] for one in heard), sum(one[1] != 200 for one in heard))


def _request(caller: str, seed: int, number: int) -> tuple[bytes, dict[str, str]]:
    fields = [
        ("CallSid", f"CA{seed:02}{number:030}"),
        ("CallStatus", "ringing"),
        ("From", caller),
        ("To", "+48717822300"),
    ]
    signature = sign(TOKEN, f"{PUBLIC}/voice", fields)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return urlencode(fields).encode(), headers


def _answer(connection: http.client.HTTPConnection, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    try:
        connection.request("POST", "/voice", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        connection.close()
        return 0, b""


def measured(seconds: float, rate: float) -> dict[str, tuple[Heard, Heard | None]]:
    """Stretch -> (the others, the loud one)."""
    found: dict[str, tuple[Heard, Heard | None]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="ivr-neighbour-") as folder,
        running(Path(folder) / "data", workers=2, IVR_PUBLIC_URL=PUBLIC) as service,
        ProcessPoolExecutor(2, get_context("spawn")) as pool,
    ):
        port = int(service.base.rpartition(":")[2])
        pool.submit(load, port, OTHERS_RATE, 3, False, 9).result()  # warm
        for number, name in enumerate(("alone", "one loud caller", "as many callers")):
            others = pool.submit(load, port, OTHERS_RATE, seconds, False, number)
            beside = pool.submit(load, port, rate, seconds, number == 1, number + 5) if number else None
            found[name] = others.result(), beside.result() if beside else None
    return found


def _told(heard: Heard) -> str:
    times = f"p50 {heard.at(0.5):.1f} ms, p99 {heard.at(0.99):.1f} ms"
    return f"{times}, {heard.later} of {len(heard.milliseconds)} put off, {heard.failed} failed"


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=20)
    words.add_argument("--rate", type=float, default=200)
    asked = words.parse_args()
    found = measured(asked.seconds, asked.rate)
    for name, (others, loud) in found.items():
        print(f"{name}: {_told(others)}" + (f"; the load beside: {_told(loud)}" if loud else ""))
    alone = found["alone"][0].at(0.99)
    ratios = {name: others.at(0.99) / alone for name, (others, _) in found.items()}
    told = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    print(f"p99 of the others, times what it is alone: {told}")
    failed = any(others.failed or others.later for others, _ in found.values())
    return 1 if failed or ratios["one loud caller"] >= 2 else 0


if __name__ == "__main__":
    sys.exit(main())
