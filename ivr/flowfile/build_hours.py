"""Builds schedules: weekly hours, dated periods, and the exceptions that are put on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ivr.core.schedule import Period, Schedule, ScheduleException, Span
from ivr.core.texts import Texts
from ivr.flowfile import times
from ivr.flowfile.context import Context
from ivr.flowfile.shapes import SHAPES
from ivr.flowfile.shapes.forms import DAYS
from ivr.flowfile.shapes.kinds import Choice
from ivr.flowfile.texts import texts
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Place, Scalar, Sequence, Tree
from ivr.flowfile.values import (
    Record,
    choice,
    day,
    days_from_until,
    items_of,
    kind_of,
    mapping_of,
    named,
    record,
    refer_each,
)

_HOURS = SHAPES["hours"]
LAST_DAYS = _HOURS.not_both
_OTHER_KEYS = _HOURS.known


@dataclass(frozen=True, slots=True)
class DatedException:
    """An exception and the names of the schedules it is put on; empty for all of them."""

    exception: ScheduleException
    schedules: tuple[str, ...]
    at: Place


def schedules(
    context: Context, config: Record, timezone: str, exceptions: tuple[DatedException, ...]
) -> Mapping[str, Schedule]:
    """All schedules of config.yaml by name. `timezone` is a real one."""

    def build(name: str, tree: Tree) -> Schedule:
        own = tuple(dated.exception for dated in exceptions if not dated.schedules or name in dated.schedules)
        return _schedule(context, name, tree, timezone, own)

    return named(context, config, "hours", build)


def dated_exceptions(context: Context, node: Tree | None) -> tuple[DatedException, ...]:
    """The list `exceptions` of config.yaml. It may be empty: the last one gets deleted when it is over."""
    if node is None or node in (Scalar("", node.at), Sequence((), node.at)):
        return ()
    built = [_exception(context, item) for item in items_of(context, node)]
    return tuple(dated for dated in built if dated)


def _schedule(
    context: Context, name: str, node: Tree, timezone: str, exceptions: tuple[ScheduleException, ...]
) -> Schedule:
    items = items_of(context, node) if isinstance(node, Sequence) else (node,)
    mappings = [mapping for item in items if (mapping := mapping_of(context, item, "hours"))]
    periods = [_period(context, mapping) for mapping in mappings]
    _report_shared_days(context, mappings, periods)
    return Schedule(name, timezone, tuple(periods), exceptions, _holidays_close(context, mappings))


def _holidays_close(context: Context, mappings: list[TreeMapping]) -> bool:
    written = [value for mapping in mappings if (value := mapping.get("holidays")) is not None]
    kind = kind_of(_HOURS.value_of("holidays"), Choice)
    values = [choice(context, value, kind) for value in written]
    if len(set(values)) > 1:
        context.problem("E-holidays-differ", written[-1].at)
    return "open" not in values


def _report_shared_days(context: Context, mappings: list[TreeMapping], periods: list[Period]) -> None:
    for (first, earlier), (second, later) in combinations(zip(mappings, periods, strict=True), 2):
        begins = max(earlier.from_date or date.min, later.from_date or date.min)
        if begins <= min(earlier.until_date or date.max, later.until_date or date.max):
            context.problem("E-periods-overlap", second.at, first=first.at.line)
            return


def _period(context: Context, mapping: TreeMapping) -> Period:
    first, until = days_from_until(context, {key.text: value for key, value in mapping})
    rule, last_day = _last_day(context, mapping)
    return Period(
        weekly=_weekly(context, mapping),
        last_day=last_day,
        last_day_rule="last_day_of_month" if rule == "last_day_of_month" else "last_working_day",
        from_date=first,
        until_date=until,
    )


def _last_day(context: Context, mapping: TreeMapping) -> tuple[str, tuple[Span, ...] | None]:
    written = [(key, value) for key, value in mapping if key.text in LAST_DAYS]
    if not written:
        return LAST_DAYS[0], None
    if len(written) > 1:
        context.problem("E-last-day-twice", written[1][0].at)
    return written[0][0].text, times.spans(context, written[0][1])


def _weekly(context: Context, mapping: TreeMapping) -> Mapping[int, tuple[Span, ...]]:
    """Weekday -> spans. A day named on its own outweighs a range."""
    in_range: dict[int, tuple[Span, ...]] = {}
    alone: dict[int, tuple[Span, ...]] = {}
    for key, value in mapping:
        if key.text in _OTHER_KEYS or _is_cut_off(context, key, value):
            continue
        found = times.days(context, key, _OTHER_KEYS)
        spans = times.spans(context, value)
        for weekday, by_itself in found:
            days = alone if by_itself else in_range
            if weekday in days:
                context.problem("E-day-twice", key.at, day=DAYS[weekday])
            days[weekday] = spans
    return dict(sorted((in_range | alone).items()))


def _is_cut_off(context: Context, key: Scalar, value: Tree) -> bool:
    """`{mon: 8:00-12:00, 13:00-15:00}`: what follows the comma has become a key without a value."""
    cut_off = isinstance(value, Scalar) and not value.text
    if cut_off:
        context.problem("E-day-comma", key.at, value=key.text)
    return cut_off


def _exception(context: Context, node: Tree) -> DatedException | None:
    found = record(context, node, "exception")
    if not found:
        return None
    first, last = _days(context, found, node.at)
    if context.today and date.min < last < context.today:
        context.problem("N-exception-over", node.at, until=last.isoformat())
    return DatedException(
        ScheduleException(first, last, times.spans(context, found.get("open")), reason(context, found.get("reason"))),
        refer_each(context, found, "hours"),
        node.at,
    )


def reason(context: Context, node: Tree | None) -> Texts:
    """Words for the middle of a sentence: "W tej chwili, {reason}, nie odbieramy telefonów." """
    found = texts(context, node)
    for written in found.values():
        if node is not None and written.rstrip()[-1:] in tuple(".,;:!?"):
            context.problem("W-reason-stop", node.at, value=written)
            break
    return found


def _days(context: Context, found: Record, at: Place) -> tuple[date, date]:
    """First and last day, both included; the first day of the calendar where they are wrong."""
    if ("date" in found) == ("from" in found or "until" in found) or ("from" in found) != ("until" in found):
        context.problem("E-exception-dates", at)
        return date.min, date.min
    if "date" in found:
        single = day(context, found["date"]) or date.min
        return single, single
    first, until = days_from_until(context, found)
    return first or date.min, until or date.min
