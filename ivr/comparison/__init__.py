"""What whole calls meet before and after a change: way by way, and in which hours and days. A use case of `diff`.

Both plans are asked by the real engine, at one moment of each class of moments at which they can differ. Nobody
answers in these calls. The kindness to those who are in the middle of a call when it closes is not compared here, nor
are voices, the desk's whisper and what its telephone shows: `core.difference` tells of those. Must word nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.comparison.alike import Alike
from ivr.comparison.caller import KEYS, Answer, Caller
from ivr.comparison.clock import Clock, Moments
from ivr.comparison.rows import Mask, Rows, shifts
from ivr.comparison.values import Comparison, Move, Path, Ring, Turned
from ivr.comparison.walk import Rang, Walk
from ivr.comparison.windows import Windows
from ivr.core.flow import Menu
from ivr.core.plan import Plan
from ivr.core.texts import Language
from ivr.core.words import WORDS

__all__ = ["Comparison", "compare"]

DAYS = 731  # 24 months
STEPS_AT_MOST = 12_000  # of both engines; a few seconds
CLASSES_AT_MOST = 60
_LEAST_SHIFT_SECONDS = 0.5


def compare(old: Plan, new: Plan, now: datetime, days: int = DAYS, steps: int = STEPS_AT_MOST) -> Comparison:
    """From `now` (aware) on. Equal plans, however they are named and written, give an empty comparison."""
    alike = Alike(old, new)
    clock = Clock(old, new, now, days, alike.touched)
    languages = tuple(name for name in new.office.languages if name in old.office.languages)
    walks = _Walks(old, new, alike, steps)
    rows = Rows(languages or tuple(new.office.languages))
    turned: list[Moments] = []
    rang: list[Rang] = []
    windows = Windows(clock)
    for one in sorted(clock.classes, key=lambda one: one.at):
        if one.soon[0] != one.soon[1]:  # it opens at another time now, which is told of the hours themselves
            continue
        if one.turns:
            turned.append(one)
            continue
        walk = walks.at(one)
        if walk is None:
            continue
        rows.take(one.number, walk.found, _masks(old, new, one.at))
        rows.take_times(walk.rang)
        rang += walk.rang if walk.timed else []
    examples = {one.number: one.at for one in clock.classes}
    return Comparison(
        rows.rows(windows, examples),
        tuple(_turned(old, new, turned, windows)),
        shifts(rang, _LEAST_SHIFT_SECONDS),
        languages,
        walks.left_out,
    )


class _Walks:
    """Walks a class of moments where the plans can differ; counts what it costs over all of them."""

    def __init__(self, old: Plan, new: Plan, alike: Alike, steps: int) -> None:
        self._old, self._new, self._alike = old, new, alike
        self._steps, self._classes, self._timed = steps, CLASSES_AT_MOST, False
        self.left_out = 0

    def at(self, moments: Moments) -> Walk | None:
        """None where nothing can differ, or where it would be too much."""
        if self._steps <= 0 or self._classes <= 0:
            self.left_out += 1
            return None
        differing = self._alike.differing(moments.at)
        if not differing:
            return None
        timed = not self._timed and moments.states == ("open", "open")
        self._timed = self._timed or timed
        old, new = Caller(self._old, moments.at), Caller(self._new, moments.at)
        walk = Walk(old, new, differing, self._steps, timed).run()
        self._steps -= old.steps + new.steps
        self._classes -= 1
        self.left_out += walk.left_out
        return walk


def _masks(old: Plan, new: Plan, at: datetime) -> Mapping[Language, Mask]:
    """By language: the words that are so at this moment only, the longest first."""
    masks: dict[Language, dict[str, str]] = {}
    for plan in (old, new):
        local = at.astimezone(ZoneInfo(plan.office.timezone))
        for schedule in plan.office.schedules.values():
            status, opening = schedule.status(at), schedule.next_opening(at)
            for language in plan.office.languages:
                words, found = WORDS[language], masks.setdefault(language, {})
                if opening:
                    found[words.when(opening.astimezone(local.tzinfo), local)] = "{when}"
                if status.until:
                    found[words.until(status.until.astimezone(local.tzinfo), local)] = "{until}"
                if status.because.holiday:
                    found[words.holiday(status.because.holiday)] = "{holiday}"
                if reason := status.because.reason.get(language):
                    found[reason] = "{reason}"
    return {one: dict(sorted(found.items(), key=lambda item: -len(item[0]))) for one, found in masks.items()}


# -- the office opens or closes ------------------------------------------------------------------------


def _turned(old: Plan, new: Plan, found: list[Moments], windows: Windows) -> Iterator[Turned]:
    """One for what opens and one for each way of closing, with all its moments."""
    kinds: dict[object, list[Moments]] = {}
    for one in found:
        opens = one.states[1] == "open"
        kinds.setdefault((opens, one.states[0] if opens else one.states[1]), []).append(one)
    for (opens, _), each in kinds.items():  # type: ignore[misc]
        at = each[0].at
        open_, closed = (Caller(plan, at) for plan in ((new, old) if opens else (old, new)))
        answers = open_.begins(), closed.begins()
        known = set(answers[0].heard)
        heard = tuple(sentence for sentence in answers[1].heard if sentence not in known)
        yield Turned(opens, windows.of(one.number for one in each), at, heard, tuple(_rings(open_, answers[0])))


def _rings(caller: Caller, answer: Answer) -> Iterator[tuple[Path, Ring]]:
    """What rings at once by each key of the menu that a call begins with."""
    menu = caller.menu(answer)
    for option in sorted(menu.options, key=lambda one: KEYS.index(one.key)) if isinstance(menu, Menu) else ():
        reached = caller.after(answer, option.key)
        if reached.rings:
            yield (Move(option.key, option.label),), reached.rings
