"""`replay`: the logged calls again, on what is live or on the draft; counts, and each call that goes another way."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Literal
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import track

from ivr.assembly import callers_of
from ivr.cli.complaints import usage
from ivr.cli.instants import Desk, past_begin, past_end
from ivr.cli.log import open_log
from ivr.cli.plans import plan_of
from ivr.cli.replay_words import heading, line_told, plain, summary, working
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.plan import Plan
from ivr.replay.held import HeldPlans
from ivr.replay.ways import VERDICTS, Replayed, Verdict, replayed
from ivr.settings import from_environment
from ivr.store import log
from ivr.store.switches import SwitchFile

_SAID: tuple[Verdict, ...] = VERDICTS[:-1]  # every call but those that go the same way


@dataclass(frozen=True)
class _Period:
    since: datetime
    until: datetime


@click.command("replay")
@click.option("--since", default="yesterday", show_default=True, help='yesterday, today, "7 days", 5h, 2026-11-25 …')
@click.option("--until", default="", help="The same, a day up to its end; now unless given.")
@click.option("--draft", is_flag=True, help="On the files as they are now, before publishing them.")
@click.option("--tests", is_flag=True, help="Test calls too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def replay(since: str, until: str, draft: bool, tests: bool, as_json: bool) -> None:
    """Play the logged calls again, on what is live or on the draft, and name each that goes another way.

    The caller presses the same keys after the same times, also where other options are offered now, is silent when
    there are none left, and hangs up at the same moment. Every line does what it did in that call; one of which the log
    tells nothing is named, and its call counted apart. Switches and announcements hold as they held then.

    The exit code is 1 if anybody is lost: was put through or rung somebody, and is not now.
    """
    settings, language = from_environment(os.environ), message_language(os.environ)
    plan = plan_of(settings, draft)
    desk = Desk(utc_now(), plan.office.timezone, None, language)
    period = _period(since, until, desk)
    reader = open_log(settings)
    plans = HeldPlans(plan, SwitchFile(settings.data).timeline(plan.office.timezone))
    calls = log.whole_calls(reader, period.since, period.until, tests)
    total = log.count_of(reader, period.since, period.until, tests)
    callers = callers_of(settings)
    with _Spool() as spool:
        for row, legs, entries in _shown(calls, total, language):
            one = replayed(callers.opened_row(row), legs, [callers.opened(entry) for entry in entries], plans)
            spool.add(one, _text(one, plan, language, as_json))
        if as_json:
            _print_json(spool, plan, period, draft)
        else:
            _print(spool, plan, period, draft, language)
        sys.exit(1 if spool.counts["lost"] else 0)


def _period(since: str, until: str, desk: Desk) -> _Period:
    period = _Period(past_begin("--since", since, desk), past_end("--until", until, desk) if until else desk.now)
    if period.until <= period.since:
        raise usage("period-backwards", desk.language)
    return period


def _shown(calls: Iterable[Any], total: int, language: Literal["en", "pl"]) -> Iterable[Any]:
    """With a bar of progress, where somebody looks at a terminal."""
    console = Console(stderr=True)
    return track(calls, working(language), total, console=console, transient=True, disable=not sys.stderr.isatty())


def _text(one: Replayed, plan: Plan, language: Literal["en", "pl"], as_json: bool) -> str:
    if one.verdict == "same":
        return ""
    return json.dumps(plain(one, plan), ensure_ascii=False) if as_json else line_told(one, plan, language)


class _Spool:
    """What is to be said of each call, by verdict, in files: there may be very many of them. Callers are masked."""

    def __init__(self) -> None:
        self.counts: Counter[Verdict] = Counter()
        self.rung_only = 0  # of those that reach a person: whether anybody answers is not known
        self._open = ExitStack()
        self._files = {verdict: self._open.enter_context(_private_file()) for verdict in _SAID}

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, one: Replayed, line: str) -> None:
        self.counts[one.verdict] += 1
        self.rung_only += one.verdict == "reaches" and one.unsure
        if one.verdict in self._files:
            self._files[one.verdict].write(line + "\n")

    def lines(self, verdict: Verdict) -> Iterator[str]:
        self._files[verdict].seek(0)
        return (line.rstrip("\n") for line in self._files[verdict])


def _private_file() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _print(spool: _Spool, plan: Plan, period: _Period, draft: bool, language: Literal["en", "pl"]) -> None:
    zone = ZoneInfo(plan.office.timezone)
    moments = (period.since.astimezone(zone), period.until.astimezone(zone))
    print("\n".join(summary(spool.counts, spool.rung_only, *moments, "" if draft else plan.revision, language)))
    for verdict in _SAID:
        if spool.counts[verdict]:
            print(f"\n{heading(verdict, language)}:")
        for line in spool.lines(verdict):
            print(line)


def _print_json(spool: _Spool, plan: Plan, period: _Period, draft: bool) -> None:
    """One document, written as it is read: the calls may be more than fit into memory."""
    zone = ZoneInfo(plan.office.timezone)
    head = {
        "since": period.since.astimezone(zone).isoformat(),
        "until": period.until.astimezone(zone).isoformat(),
        "draft": draft,
        "revision": plan.revision,
        "calls": spool.counts.total(),
        "counts": {verdict: spool.counts[verdict] for verdict in VERDICTS},
        "reaches_answer_unknown": spool.rung_only,
    }
    print(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "different": [', end="")
    comma = ""
    for verdict in _SAID:
        for line in spool.lines(verdict):
            print(f"{comma}\n  {line}", end="")
            comma = ","
    print("\n ]\n}")
