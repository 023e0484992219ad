"""Days of a week put into groups, as people name them. Numbers only (0 = Monday); no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.core.schedule import Span

Spans = tuple[Span, ...]
Days = tuple[int, ...]


def stretches(days: Iterable[int]) -> tuple[Days, ...]:
    """The days in order, cut into what is named as one: a stretch ("Monday to Friday") or a single day.

    Two days are quicker named one by one. Three are a stretch only if they are all there is:
    "on Monday, Tuesday, Wednesday and Friday" is easier to follow than a stretch and a day.
    """
    runs = _runs(days)
    enough = 3 if len(runs) == 1 else 4
    cut: list[Days] = []
    for run in runs:
        cut += [run] if len(run) >= enough else [(day,) for day in run]
    return tuple(cut)


def same_hours(weekly: Mapping[int, Spans]) -> tuple[tuple[Days, Spans], ...]:
    """Days with equal spans together, in the order of each group's first day; days without spans left out."""
    groups: dict[Spans, list[int]] = {}
    for day in sorted(weekly):
        if weekly[day]:
            groups.setdefault(weekly[day], []).append(day)
    return tuple((tuple(days), spans) for spans, days in groups.items())


def _runs(days: Iterable[int]) -> list[Days]:
    runs: list[Days] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1] += (day,)
        else:
            runs.append((day,))
    return runs
