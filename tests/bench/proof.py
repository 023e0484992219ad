"""Seconds and megabytes of the proof: the shipped offices, and one of 1,000 menus, 200 lines and 50 schedules.
`make bench-proof`.

The budgets are seconds of processor time and the process's largest size. Below: how many of the faults seeded in the
shipped files are caught, and the seconds to the desk.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from datetime import time as wall

from ivr.core.flow import CHOSEN, Announce, Dial, End, Flow, Menu, Node, Option, Retry, Wait
from ivr.core.office import HuntGroup, Line, Number, Office
from ivr.core.plan import Plan
from ivr.core.proof import Proof
from ivr.core.schedule import Period, Schedule, ScheduleException, Span
from ivr.core.texts import HoursSentence, Sentence, Texts
from ivr.proving import proved
from tests.bench import caller
from tests.core.proof.test_mutations import MUTATIONS, Edit, found
from tests.support.offices import OFFICES, at, plan_of

MENUS, LINES, SCHEDULES = 1_000, 200, 50
SUBMENUS = 4  # of each menu, until there are enough
LINES_OF_A_GROUP = 2
BUDGETS = {"shipped": 1.0, "later": 2.0, "large": 10.0}  # "later" has three times the signatures
MEGABYTES = 500
NOW = at("2026-11-24 10:00")


def large(menus: int = MENUS, lines: int = LINES, schedules: int = SCHEDULES) -> Plan:
    """An office as large as the budget names: a tree of menus, a service or two in each, every line reachable."""
    small, good = plan_of(), Retry(2, "goodbye")
    groups = lines // LINES_OF_A_GROUP
    nodes: dict[str, Node] = {f"menu_{number}": _menu(number, menus, groups) for number in range(menus)}
    nodes |= {f"group_{number}": _dial(f"group_{number}") for number in range(groups)}
    nodes |= {f"about_{number}": Announce(f"about_{number}", _said("About it."), "back") for number in range(groups)}
    nodes |= {
        "person": _dial("group_0", "person", otherwise="waiting", closed="after_hours"),
        "nobody": Announce("nobody", _said("Nobody answers."), "person"),
        "waiting": Wait("waiting", _said("Please wait."), (CHOSEN, "group_0"), "goodbye"),
        "after_hours": Menu("after_hours", (_when(),), (Option("1", _in_all("About"), "about_1"),), {}, good, good),
        "goodbye": End("goodbye", _said("Goodbye.")),
    }
    return Plan("large", Flow("menu_0", "menu_0", nodes), _office(small.office, lines, groups, schedules))


def _menu(number: int, menus: int, groups: int) -> Menu:
    below = range(number * SUBMENUS + 1, min(number * SUBMENUS + SUBMENUS, menus - 1) + 1)
    ways = [*(f"menu_{one}" for one in below), f"group_{number % groups}", f"about_{number % groups}"]
    options = tuple(Option(str(key), _in_all(f"Way {way}"), way) for key, way in enumerate(ways, start=1))
    hours = {"hours": "hours_0", "closed": "after_hours", "soon": _said("We open soon.")} if number == 0 else {}
    retry = Retry(2, "person", _said("Again."))
    return Menu(f"menu_{number}", _said(f"Menu {number}."), options, {"0": "person"}, retry, retry, **hours)


def _dial(group: str, name: str = "", otherwise: str = "nobody", closed: str = "nobody") -> Dial:
    return Dial(name or group, group, _said("Connecting."), otherwise, closed)


def _office(small: Office, lines: int, groups: int, schedules: int) -> Office:
    """The lines of a group have the same hours; group 0 those of the calls."""
    numbers = [f"+4822{1_000_000 + number}" for number in range(lines)]
    return replace(
        small,
        lines={
            f"line_{number}": Line(
                f"line_{number}", e164, e164, _in_all("Line"), f"hours_{number // LINES_OF_A_GROUP % schedules}"
            )
            for number, e164 in enumerate(numbers)
        },
        groups={
            f"group_{number}": HuntGroup(
                f"group_{number}",
                _in_all(f"Group {number}"),
                tuple(f"line_{number * LINES_OF_A_GROUP + one}" for one in range(LINES_OF_A_GROUP)),
                "in_order" if number % 2 else "together",
            )
            for number in range(groups)
        },
        schedules={f"hours_{number}": _schedule(number) for number in range(schedules)},
        answers_on=(Number("+48221234567", "22 123 45 67"),),
        never_dial={},
        failsafe=replace(small.failsafe, line="line_0", say=_said("Sorry."), otherwise=_said("Sorry.")),
        facts={},
    )


def _schedule(number: int) -> Schedule:
    """Within the hours of the calls (hours_0), each its own: later, shorter, with a break, on other days."""
    if number == 0:
        return Schedule("hours_0", "Europe/Warsaw", (Period({day: (Span(wall(7), wall(20)),) for day in range(5)}),))
    opens, closes = wall(7, 30 + number % 6 * 5), wall(14 + number % 5, number % 12 * 5)
    spans = (Span(opens, wall(12)), Span(wall(12, 30), closes)) if number % 3 == 0 else (Span(opens, closes),)
    weekly = {day: spans for day in range(5) if day != number % 7}
    day = date(2026, 12, 1 + number % 28)
    closed = ScheduleException(day, day, (), _in_all("because of training"))
    return Schedule(f"hours_{number}", "Europe/Warsaw", (Period(weekly),), (closed,) if number % 2 else ())


def _in_all(text: str) -> Texts:
    return dict.fromkeys(plan_of().office.languages, text)


def _said(text: str) -> tuple[Sentence, ...]:
    return (Sentence(_in_all(text)),)


def _when() -> HoursSentence:
    variants = {"closed": _in_all("Please call {when}."), "unknown": _in_all("Please call later.")}
    return HoursSentence("hours_0", variants)


def measure(plan: Plan, now: datetime = NOW) -> tuple[Proof, float]:
    """The proof, and its seconds of processor time."""
    begun = time.process_time()
    proof = proved(plan, now)
    return proof, time.process_time() - begun


def seeded() -> list[tuple[list[Edit], str, str]]:
    return [row.values for row in MUTATIONS]


def main() -> int:
    good = True
    print(f"{'office':<10}{'signatures':>12}{'states':>10}{'faults':>8}{'seconds':>10}{'at most':>10}")
    for name, plan in {**{name: plan_of(name) for name in OFFICES}, "large": large()}.items():
        proof, seconds = measure(plan)
        good = good and seconds <= BUDGETS[name] and not proof.faults
        row = f"{name:<10}{proof.signatures:>12}{proof.states:>10}{len(proof.faults):>8}{seconds:>10.2f}"
        print(f"{row}{BUDGETS[name]:>10.1f}")
        for fault in proof.faults:
            print(f"  {fault.line_of_text()}")
    caught = sum(any(code == kind and words in line for kind, line in found(edits)) for edits, code, words in seeded())
    print(f"seeded faults caught: {caught} of {len(MUTATIONS)}")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"largest size: {megabytes:.0f} MB (at most {MEGABYTES})")
    print()
    seconds_good = caller.main() == 0
    return 0 if good and seconds_good and caught == len(MUTATIONS) and megabytes <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
