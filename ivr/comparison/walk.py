"""Two plans walked side by side at one moment: every way of a call, and what differs on it.

The pair of states that a way leads to is walked on from once, by its shortest way; every way that leads to a
difference is told. Ways that exist in one plan only are walked there as far as its menus are new. What rings one
after the other while nobody answers is one thing. Must not know about other moments, or merge what is alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ivr.comparison.caller import Answer, Caller, moves, spoken_seconds
from ivr.comparison.values import NOBODY, WAITED, WAITING, Change, Course, Goes, Heard, Move, Path, Ring
from ivr.core.session import Session
from ivr.core.texts import Language

_SAME_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """One difference on one way, met by callers who speak `language`."""

    language: Language
    path: Path
    change: Change


@dataclass(frozen=True, slots=True)
class Rang:
    """How long until the first telephone rings on a way, before and now; None where none does."""

    language: Language
    path: Path
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class _Side:
    """Where one plan is. `seconds`: from the start until this answer; None once something has rung."""

    answer: Answer
    seconds: float | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Where both are. `only`: the moves that are still to be tried, () = all."""

    old: _Side
    new: _Side
    path: Path
    only: tuple[str, ...] = ()


@dataclass
class Walk:
    """`differing`: the nodes that have to be walked on from. `limit`: steps of both engines, at most."""

    old: Caller
    new: Caller
    differing: frozenset[str]
    limit: int
    timed: bool = False  # seconds are asked for, also where all else is alike
    found: list[Found] = field(default_factory=list)
    rang: list[Rang] = field(default_factory=list)
    left_out: int = 0

    def __post_init__(self) -> None:
        self._waiting: deque[_Pair] = deque()
        self._seen: set[object] = set()
        self._lone: list[tuple[bool, _Side, Path]] = []

    def run(self) -> Walk:
        self._met(
            _Side(self.old.begins(), 0.0), _Side(self.new.begins(), 0.0), (), self.old.plan.office.default_language
        )
        while self._waiting:
            if self.old.steps + self.new.steps > self.limit:
                self.left_out = len(self._waiting)
                break
            self._walk_on(self._waiting.popleft())
        for is_new, side, path in self._lone:
            self._alone(is_new, side, path)
        return self

    # -- both --------------------------------------------------------------------------------------------

    def _walk_on(self, pair: _Pair) -> None:
        old, new = pair.old.answer, pair.new.answer
        if old.rings:  # a wait, in both
            ends = [
                _Side(one.after(side.answer, WAITED), None)
                for one, side in ((self.old, pair.old), (self.new, pair.new))
            ]
            self._met(ends[0], ends[1], (*pair.path, Move(WAITED)), old.session.language)
        beside = (Move(what) for what in dict.fromkeys((*self.old.beside(old), *self.new.beside(new))))
        at_menu = () if old.rings else moves(self.old.menu(old), self.new.menu(new))
        for move in (*beside, *at_menu):
            if pair.only and move.what not in pair.only:
                continue
            sides = [
                _Side(one.after(side.answer, move.what), self._passed(one, side, move.what))
                for one, side in ((self.old, pair.old), (self.new, pair.new))
            ]
            self._moved(pair, sides[0], sides[1], move)

    def _passed(self, caller: Caller, side: _Side, what: str) -> float | None:
        return (
            None if side.seconds is None or not self.timed else side.seconds + caller.seconds_until(side.answer, what)
        )

    def _moved(self, pair: _Pair, old: _Side, new: _Side, move: Move) -> None:
        before, after = old.answer.session.language, new.answer.session.language
        spoken = pair.old.answer.session.language
        if before == after != spoken:  # the caller chose a language: the same place, in other words
            self._met(old, new, pair.path, after)
        elif old.answer.unknown != new.answer.unknown or before != after:
            self._one_knows(pair, old, new, (*pair.path, move))
        else:
            self._met(old, new, (*pair.path, move), spoken)

    def _met(self, old: _Side, new: _Side, path: Path, language: Language) -> None:
        """Compare two answers, and note where to walk on from."""
        self._tell(language, path, _sentences(old.answer.heard, new.answer.heard))
        if old.answer.rings or new.answer.rings:
            self._times(language, path, old, new)
            self._rung(old.answer, new.answer, path, language)
            return
        self._tell(language, path, _course((self.old.goes(old.answer),), (self.new.goes(new.answer),)))
        self._push(old, new, path)

    def _rung(self, old: Answer, new: Answer, path: Path, language: Language) -> None:
        """Ringing after ringing on one side or both, up to what comes when nobody answers."""
        runs = [one.run(answer) if answer.rings else None for one, answer in ((self.old, old), (self.new, new))]
        courses = [
            run.course if run else (one.goes(answer),)
            for run, one, answer in zip(runs, (self.old, self.new), (old, new), strict=True)
        ]
        waits = self.old.waits(old) and self.new.waits(new)
        place = (*path, Move(WAITING)) if waits else path
        for shift, change in _courses(courses[0], courses[1]):
            self._note(language, (*place, Move(NOBODY)) if shift and not waits else place, change)
        if waits:
            self._push(_Side(old, None), _Side(new, None), path)
        elif runs[0] and runs[1]:
            path = (*path, Move(NOBODY))
            self._tell(language, path, _sentences(runs[0].heard, runs[1].heard))
            self._after_run(runs[0].end, runs[1].end, path, language)
        else:  # it rings in one plan only: a menu that the other has instead is told key by key
            is_new = runs[1] is None
            self._lone.append((is_new, _Side(new if is_new else old, None), path))

    def _after_run(self, old: Answer, new: Answer, path: Path, language: Language) -> None:
        """What comes when nobody answers was told with the ringing; a wait in both rings on."""
        if old.rings and new.rings:
            if self.old.waits(old) and self.new.waits(new) and self._is_new(old, new, "round"):
                self._rung(old, new, path, language)
            return
        self._push(_Side(old, None), _Side(new, None), path)

    def _push(self, old: _Side, new: _Side, path: Path) -> None:
        """Walk on from here, unless it was walked, nothing can differ, or the two have nothing in common."""
        answers = (old.answer, new.answer)
        if any(one.over for one in answers) or bool(answers[0].rings) != bool(answers[1].rings):
            return
        if not self._may_differ(old, new):
            return
        if answers[0].rings:
            if self._is_new(*answers, "wait"):
                self._waiting.append(_Pair(old, new, path))
            return
        bare = [_with(side, via=(), no_input=0, no_match=0) for side in (old, new)]
        if self._is_new(bare[0].answer, bare[1].answer, "all"):
            self._waiting.append(_Pair(bare[0], bare[1], path))
        if any(one.session.via for one in answers) and self._is_new(*answers, "star"):
            self._waiting.append(_Pair(old, new, path, ("star",)))
        if any(one.session.no_input or one.session.no_match for one in answers) and self._is_new(*answers, "again"):
            self._waiting.append(_Pair(old, new, path, ("silence", "wrong")))

    def _may_differ(self, old: _Side, new: _Side) -> bool:
        nodes = [one.answer.session.node for one in (old, new)]
        if nodes[0] != nodes[1] or nodes[0] in self.differing or not nodes[0]:
            return True
        if not self.timed or old.seconds is None or new.seconds is None:
            return False
        return (
            abs(old.seconds + spoken_seconds(old.answer.heard) - new.seconds - spoken_seconds(new.answer.heard))
            > _SAME_SECONDS
        )

    def _is_new(self, old: Answer, new: Answer, kind: str) -> bool:
        key = (self.old.settled(old), self.new.settled(new), kind)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    # -- one alone -----------------------------------------------------------------------------------------

    def _one_knows(self, pair: _Pair, old: _Side, new: _Side, path: Path) -> None:
        """A key that only one of the plans knows, or a language that only one of them speaks."""
        is_new = old.answer.unknown or not new.answer.unknown
        caller, side, came_from = (self.new, new, pair.new) if is_new else (self.old, old, pair.old)
        self._tell_alone(is_new, caller, side.answer, came_from.answer, path)
        if side.answer.session.language == pair.old.answer.session.language:
            self._lone.append((is_new, side, path))

    def _tell_alone(self, is_new: bool, caller: Caller, answer: Answer, came_from: Answer, path: Path) -> None:
        language = came_from.session.language
        spoken, known = answer.session.language, set(came_from.heard)
        heard = tuple(one for one in answer.heard if one not in known and one.language == spoken)
        if heard:
            self._note(language, path, _heard((), heard) if is_new else _heard(heard, ()))
        if answer.rings or not heard:
            course = caller.run(answer).course if answer.rings else (caller.goes(answer),)
            nothing: Course = (Goes("nothing"),)
            self._note(language, path, Change("course", *((nothing, course) if is_new else (course, nothing))))

    def _alone(self, is_new: bool, side: _Side, path: Path) -> None:
        """The keys of a menu that only one plan has, told one by one; those it leads to likewise."""
        caller = self.new if is_new else self.old
        menu = caller.menu(side.answer)
        if menu is None or side.answer.rings or self._walked(is_new, side.answer):
            return
        self._seen.add((is_new, side.answer.session.node, side.answer.session.language))
        for move in moves(None, menu):
            answer = caller.after(side.answer, move.what)
            if not move.label or answer.unknown or answer.session.language != side.answer.session.language:
                continue
            if answer.rings or not self._walked(is_new, answer):
                self._tell_alone(is_new, caller, answer, side.answer, (*path, move))
            self._alone(is_new, _Side(answer, None), (*path, move))

    def _walked(self, is_new: bool, answer: Answer) -> bool:
        node, language = answer.session.node, answer.session.language
        if (is_new, node, language) in self._seen:
            return True
        sessions = [key[is_new] for key in self._seen if isinstance(key, tuple)]
        return any(isinstance(one, Session) and (one.node, one.language) == (node, language) for one in sessions)

    # -- what was found ------------------------------------------------------------------------------------

    def _tell(self, language: Language, path: Path, changes: Iterator[Change]) -> None:
        for change in changes:
            self._note(language, path, change)

    def _note(self, language: Language, path: Path, change: Change) -> None:
        self.found.append(Found(language, path, change))

    def _times(self, language: Language, path: Path, old: _Side, new: _Side) -> None:
        times = [
            None if side.seconds is None or not side.answer.rings else side.seconds + spoken_seconds(side.answer.heard)
            for side in (old, new)
        ]
        if any(one is not None for one in times):
            self.rang.append(Rang(language, path, times[0], times[1]))


def _with(side: _Side, **changes: object) -> _Side:
    answer = side.answer
    session = answer.session.changed(**changes)
    return _Side(Answer(session, answer.heard, answer.rings, answer.timeout, answer.over, answer.unknown), side.seconds)


def _sentences(old: tuple[Heard, ...], new: tuple[Heard, ...]) -> Iterator[Change]:
    """Runs of sentences that differ, in the order of hearing."""
    if old == new:
        return
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "replace" and i2 - i1 == j2 - j1:  # sentence by sentence: each may come again elsewhere
            yield from (
                _heard(old[i : i + 1], new[j : j + 1]) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            )
        elif what != "equal":
            yield _heard(old[i1:i2], new[j1:j2])


def _heard(before: tuple[Heard, ...], after: tuple[Heard, ...]) -> Change:
    return Change("hears", before, after, (spoken_seconds(before), spoken_seconds(after)))


def _course(old: Course, new: Course) -> Iterator[Change]:
    if old != new:
        yield Change("course", old, new)


def _courses(old: Course, new: Course) -> Iterator[tuple[int, Change]]:
    """(how many rang alike before, what differs from there to where it is alike again)."""
    if old == new:
        return
    start, end = 0, 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if end and start + end in (len(old), len(new)) and (start + end < len(old) or start + end < len(new)):
        end -= 1  # where one side would be empty, what rings there instead is named
    rest = any(isinstance(one, Ring) for one in old[len(old) - end :])
    yield start, Change("course", old[start : len(old) - end], new[start : len(new) - end], rest=rest)
