"""The running service: every worker answers new calls from the new revision within 2 s; calls under way finish on
theirs; lost files do not stop it."""

from __future__ import annotations

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from tests.publish.support import Clerk, clerk
from tests.support.offices import CALLER, at, called, plan_of
from tests.support.service import TOKEN, Service, running

WORKERS = 3
LIVE_WITHIN_SECONDS = 2.0


def phone(service: Service) -> Phone:
    return Phone(HttpCarrier(service.base, TOKEN), caller=CALLER, called=called(plan_of()), at=at("2026-11-24 10:00"))


def first_words(service: Service) -> str:
    open_call = phone(service).call()
    words = str(open_call.stretch)
    open_call.hangs_up()
    return words


def test_every_worker_and_calls_under_way(tmp_path: Path) -> None:
    one = clerk(tmp_path / "files", tmp_path / "data")
    with running(one.data, workers=WORKERS, config=one.files / "config.yaml") as service:
        under_way = [phone(service).call() for _ in range(2 * WORKERS)]
        one.greets("Halo.")
        one.edits("Łączę z działem świadczeń rodzinnych.", "Proszę czekać.")

        assert one.publishes("nowe").code == 0
        published = time.monotonic()
        while any("Dzień dobry" in first_words(service) for _ in range(WORKERS)):
            assert time.monotonic() - published < LIVE_WITHIN_SECONDS
        time.sleep(max(0.0, published + LIVE_WITHIN_SECONDS - time.monotonic()))
        with ThreadPoolExecutor(2 * WORKERS) as together:
            heard = list(together.map(lambda _: first_words(service), range(20 * WORKERS)))

        assert [words for words in heard if "Halo." not in words] == []
        for call in under_way:
            call.presses("1").hears("Łączę z działem świadczeń rodzinnych").hangs_up()
        phone(service).call().presses("1").hears("Proszę czekać").hangs_up()
        assert_workers_took_it_over(service, one)


def assert_workers_took_it_over(service: Service, one: Clerk) -> None:
    """Each of them says so once, in the log."""
    lines = (one.data.parent / f"{one.data.name}.out").read_text().splitlines()
    taken_over = [line for line in lines if " event=live " in line and f" revision={one.live()}" in line]
    assert len(taken_over) == len(service.workers()) == WORKERS


def test_lost_files_do_not_stop_a_running_or_a_new_service(tmp_path: Path) -> None:
    one = clerk(tmp_path / "files", tmp_path / "data")
    config = one.files / "config.yaml"
    with running(one.data, config=config) as service:
        shutil.rmtree(one.files)
        for pid in service.workers():  # a new worker reads everything again
            os.kill(pid, signal.SIGKILL)
        patiently_heard(service)
    with running(one.data, config=config) as service:
        patiently_heard(service)
        assert one.ivr("discard", "--yes").code == 0
        assert one.ivr("draft", "--json").json["same"]


def patiently_heard(service: Service) -> None:
    for _ in range(200):
        try:
            assert "Dzień dobry" in first_words(service)
        except Exception as error:
            last = error
            time.sleep(0.05)
        else:
            return
    raise last
