"""Seconds of a caller's life: until the answer that rings the desk, per service and language. `make bench-caller`.

Exits with 1 if a budget of the shipped office is exceeded.
"""

from __future__ import annotations

import sys

from ivr.cli.seconds import table
from ivr.seconds import measure
from tests.support.offices import at, plan_of

OPEN_AT = "2026-11-24 10:00"


def main() -> int:
    plan = plan_of()
    measured = measure(plan, at(OPEN_AT))
    print("\n".join(table(measured, (), plan.office.budgets, "en")))
    return 1 if any(list(row.over(plan.office.budgets)) for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
