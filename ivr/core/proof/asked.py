"""The plan as the engine sees it in the proof: its clock answers from signatures, and every answer that is possible
is tried.

The engine is the real one; only the schedules and the dates of lines are replaced, by ones that remember what they
were asked. So one run of the engine stands for all moments at which those answers hold. What was asked is kept as a
tree of questions: with a single override on, most ways through it are known already and need no further run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ivr.core.engine import step
from ivr.core.events import Call, Event
from ivr.core.office import Line
from ivr.core.plan import Plan
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.proof.singles import Single
from ivr.core.schedule import Because, OpenStatus, Schedule
from ivr.core.session import Session
from ivr.core.turn import Step

NOW = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""The instant the engine is told. What it means is asked of the signatures."""

Engine = Callable[[Plan, Call, Session, Event, datetime, bool], Step]

_SOON, _LATER = timedelta(seconds=1), timedelta(days=1)
_OPEN, _CLOSED = OpenStatus(True, Because("weekly"), None), OpenStatus(False, Because("weekly"), None)
_OWN_OPEN, _OWN_CLOSED = "~open", "~closed"  # no names of the staff's

_Answers = dict[Question, bool]


class Ran(NamedTuple):
    """A step, the signatures in which it is taken, what was asked for it, and the one override that is on, if any; then
    `same` is the place of the run without it that led to the very same step, -1 if there is none; `differs`: the
    override answers otherwise than the calendar."""

    mask: Mask
    step: Step
    asked: tuple[Question, ...]
    single: Single | None = None
    same: int = -1
    differs: bool = True


class Asked:
    """Runs the engine once for every set of answers that some signature gives."""

    def __init__(self, plan: Plan, known: Signatures, singles: tuple[Single, ...] = (), engine: Engine = step) -> None:
        self._yes, self._calendar, self._engine = known.yes, known.every & ~known.forced, engine
        self._about: dict[Question, list[Single]] = {}
        for single in singles:
            for question in single.answers():
                self._about.setdefault(question, []).append(single)
        self._certain: _Answers = {question: False for question in self._about if question.about.startswith("own")}
        self._usual = self._certain
        self._while = {single: {**self._usual, **single.answers()} for single in singles}
        self._preset: _Answers = {}
        self._path: _Answers = {}
        self._mask: Mask = 0
        self._ways: list[tuple[_Answers, Mask]] = []
        office = plan.office
        schedules: dict[str, Schedule] = {
            name: self._asked_schedule(one, office.edges.soon_seconds > 0) for name, one in office.schedules.items()
        }
        for name, is_open in ((_OWN_OPEN, True), (_OWN_CLOSED, False)):
            schedules[name] = _Switched(name, office.timezone, (), is_open=is_open)
        lines = _AskedLines(office.lines, self)
        self.plan = replace(plan, office=replace(office, schedules=schedules, lines=lines, announcements=()))

    def _asked_schedule(self, one: Schedule, is_soon: bool) -> Schedule:
        opened, late, soon = Question("open", one.name), Question("late", one.name), Question("soon", one.name)
        return _AskedSchedule(
            one.name, one.timezone, (), asked=self, is_soon=is_soon, open=opened, late=late, soon=soon
        )

    def steps(self, call: Call, session: Session, event: Event, mask: Mask) -> list[Ran]:
        """Every step that `event` can lead to in the signatures of `mask`; then those while a single override is on
        that is asked about."""
        runs = list(self._runs(call, session, event, {}, mask))
        found = [Ran(part, decided, tuple(path)) for path, part, decided in runs]
        if not self._about:
            return found
        about = dict.fromkeys(single for ran in found for q in ran.asked for single in self._about.get(q, ()))
        if about:
            tree = _Tree()
            for place, (path, _, decided) in enumerate(runs):
                tree.grow(path, _Leaf(decided, tuple(path), place))
            for single in about:
                self._certain = self._while[single]
                ran = self._while_on(single, tree, (call, session, event), mask & self._calendar)
                found += [one for one in ran if single.is_asked(one.asked)]
            self._certain = self._usual
        return found

    def _runs(
        self, call: Call, session: Session, event: Event, answers: _Answers, mask: Mask
    ) -> Iterator[tuple[_Answers, Mask, Step]]:
        self._ways = [(answers, mask)]
        while self._ways:
            self._preset, self._mask = self._ways.pop()
            self._path = {}
            decided = self._engine(self.plan, call, session, event, NOW, True)
            yield self._path, self._mask, decided

    def _while_on(self, single: Single, tree: _Tree, what: tuple[Call, Session, Event], mask: Mask) -> Iterator[Ran]:
        """The ways through the tree with this override; where it leads where nobody was yet, the engine is run."""
        certain = self._certain
        waiting: list[tuple[_Fork | _Leaf | None, _Answers, Mask, bool]] = [(tree.root, {}, mask, False)]
        while waiting:
            here, answers, part, differs = waiting.pop()
            if here is None:
                for path, rest, decided in list(self._runs(*what, answers, part)):
                    tree.grow(path, _Leaf(decided, tuple(path)))
                    yield Ran(rest, decided, tuple(path), single)
            elif isinstance(here, _Leaf):
                yield Ran(part, here.step, here.asked, single, here.place, differs)
            else:
                question, yes = here.question, self._yes.get(here.question, 0)
                sure = certain.get(question)
                for answer, rest in ((True, part & yes), (False, part & ~yes)) if sure is None else ((sure, part),):
                    if rest:
                        other = sure is not None and bool(rest & (~yes if sure else yes))
                        waiting.append((here.ways.get(answer), {**answers, question: answer}, rest, differs or other))

    def ask(self, question: Question) -> bool:
        """The answer tried in this run; where both are possible, the other one waits for another."""
        path = self._path
        known = path.get(question)
        if known is not None:
            return known
        answer = self._preset.get(question)
        if answer is None:
            answer = self._certain.get(question)
        if answer is None:
            yes = self._mask & self._yes[question]
            no = self._mask & ~yes
            if yes and no:
                self._ways.append(({**path, question: False}, no))
            answer = bool(yes)
            self._mask = yes or no
        path[question] = answer
        return answer

    def can_be_asked(self, question: Question) -> bool:
        return question in self._about


@dataclass(slots=True, eq=False)
class _Fork:
    """A question, and what comes after each answer to it."""

    question: Question
    ways: dict[bool, _Fork | _Leaf]


class _Leaf(NamedTuple):
    step: Step
    asked: tuple[Question, ...]
    place: int = -1


class _Tree:
    """All runs of one happening: the engine asks the same after the same answers."""

    def __init__(self) -> None:
        self.root: _Fork | _Leaf | None = None

    def grow(self, path: _Answers, leaf: _Leaf) -> None:
        ahead: _Fork | _Leaf = leaf
        here, left = self.root, list(path.items())
        last: tuple[_Fork, bool] | None = None
        while isinstance(here, _Fork) and left:
            _, answer = left.pop(0)
            last, here = (here, answer), here.ways.get(answer)
        for question, answer in reversed(left):
            ahead = _Fork(question, {answer: ahead})
        if last is None:
            self.root = ahead
        else:
            last[0].ways[last[1]] = ahead


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _AskedSchedule(Schedule):
    asked: Asked
    is_soon: bool  # anybody is asked to hold on before an opening
    open: Question
    late: Question
    soon: Question

    def status(self, at: datetime) -> OpenStatus:
        return _OPEN if self.asked.ask(self.open if at == NOW else self.late) else _CLOSED

    def next_opening(self, at: datetime) -> datetime:
        return at + (_SOON if self.is_soon and self.asked.ask(self.soon) else _LATER)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Switched(Schedule):
    """A line's own hours while it is switched by its name."""

    is_open: bool

    def status(self, at: datetime) -> OpenStatus:
        return OpenStatus(self.is_open, Because("override"), None)

    def next_opening(self, at: datetime) -> datetime:
        return at + _LATER


class _AskedLines(Mapping[str, Line]):
    """The lines without their dates: those in force as if they always were, the others as if they never were; those
    switched by their own name with hours of their own."""

    def __init__(self, lines: Mapping[str, Line], asked: Asked) -> None:
        self._lines, self._asked = lines, asked
        self._plain = {name for name, line in lines.items() if not self._questions(name) and not _is_dated(line)}
        self._own = {name: self._questions(name) for name in lines}

    def _questions(self, name: str) -> list[tuple[Question, str]]:
        both = (Question("own_closed", name), _OWN_CLOSED), (Question("own_open", name), _OWN_OPEN)
        return [(question, hours) for question, hours in both if self._asked.can_be_asked(question)]

    def __getitem__(self, name: str) -> Line:
        line = self._lines[name]
        if name in self._plain:
            return line
        hours = next((hours for question, hours in self._own[name] if self._asked.ask(question)), line.hours)
        until = None
        if _is_dated(line) and not self._asked.ask(Question("in_force", name)):
            until = date.min
        return replace(line, hours=hours, from_date=None, until_date=until)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines


def _is_dated(line: Line) -> bool:
    return bool(line.from_date or line.until_date)
