"""The two shipped offices, loaded once per process from their own files."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.core.plan import Plan
from ivr.flowfile.check import check
from ivr.flowfile.sources import read_sources

ROOT = Path(__file__).parents[2]
OFFICES = {"shipped": ROOT / "config.yaml", "later": ROOT / "examples" / "later" / "config.yaml"}
TODAY = date(2026, 11, 24)
CALLER = "+48601234567"


@cache
def plan_of(office: str = "shipped") -> Plan:
    checked = check(read_sources(OFFICES[office]), TODAY)
    assert checked.plan is not None, "\n".join(problem.line_of_text("en") for problem in checked.problems)
    return checked.plan


def at(text: str, plan: Plan | None = None) -> datetime:
    """ "2026-11-24 10:00" in office time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo((plan or plan_of()).office.timezone))


def lately(wall: str = "10:00") -> datetime:
    """That time of the latest day before today on which calls are taken then: for services by the real clock."""
    moment = at(f"{date.today()} {wall}")
    hours = plan_of().office.schedules["calls"]
    days = (moment - timedelta(days=ago) for ago in range(1, 15))
    return next(day for day in days if hours.status(day).open)


def number_of(line: str, plan: Plan | None = None) -> str:
    return (plan or plan_of()).office.lines[line].number


def called(plan: Plan) -> str:
    return plan.office.answers_on[0].e164


def scripts_of(office: str) -> list[Path]:
    return sorted((OFFICES[office].parent / "flows" / "tests").glob("*.yaml"))
