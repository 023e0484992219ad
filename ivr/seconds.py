"""Seconds to the desk: how long a caller listens until the answer that rings somebody, per service and language.

Measured on the stand-in phone (one second for every 4.8 vowel letters, 0.6 s a request), at a moment when as much as
possible is open, with a caller who needs one second to react. A service is an option of the main menu that leads to
a dial. A use case of the check, the bench and the tests; must not put anything into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ivr.core.flow import Announce, Dial, Menu, Option
from ivr.core.nodes.menu import words
from ivr.core.office import Budgets
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, fill, in_language
from ivr.core.texts import Language
from ivr.core.walltime import utc
from ivr.flowfile.problems import Problem, Report
from ivr.flowfile.reading import read_trees
from ivr.flowfile.sources import Sources
from ivr.flowfile.tree import Mapping
from ivr.flowfile.wording import Suggest, Term
from ivr.rehearsal import EnginePort
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.problems import CarrierError
from ivr.simulator.scripts import DEFAULT_CALLER
from ivr.simulator.stretches import Speech

REACTION_SECONDS = 1.0
_CALL = "CA" + "0" * 32
_WHO = {
    "listens": Term("A caller who listens", "Dzwoniący, który słucha,"),
    "knows": Term("A caller who knows the key", "Dzwoniący, który zna klawisz,"),
    "silent": Term("A caller who presses nothing", "Dzwoniący, który nic nie naciska,"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """An option of the main menu: `name` is the node it goes to. None: nobody was rung.

    `best`: the key is known and pressed at once. `listens`: pressed when the service was named. `worst`: when the
    whole menu was.
    """

    name: str
    key: str
    best: float | None
    listens: float | None
    worst: float | None


@dataclass(frozen=True, slots=True)
class Seconds:
    """One language. `listens`: the mean over the services by their shares; `knows`: the slowest of the best ones;
    `silent`: a caller who presses nothing, but for the language."""

    language: Language
    services: tuple[Service, ...]
    listens: float | None
    knows: float | None
    silent: float | None

    def over(self, budgets: Budgets) -> Iterator[tuple[str, float, int]]:
        """(what, seconds, limit) of every budget exceeded."""
        for what in _WHO:
            seconds, limit = getattr(self, what), getattr(budgets, what)
            if seconds is not None and limit is not None and seconds > limit:
                yield what, seconds, limit


def measure(plan: Plan, now: datetime) -> tuple[Seconds, ...]:
    """Every language of the office; empty where the main menu has no service."""
    at, options = open_moment(plan, now), services(plan)
    if not options:
        return ()
    return tuple(_language(_Caller(plan, at, language), options) for language in plan.office.languages)


def services(plan: Plan) -> tuple[Option, ...]:
    """The options of the main menu that lead to a dial, straight or through announcements."""
    menu = plan.flow.nodes[plan.flow.main]
    options = menu.options if isinstance(menu, Menu) else ()
    return tuple(option for option in options if option.go and _leads_to_dial(plan, option.go))


def _leads_to_dial(plan: Plan, name: str) -> bool:
    for _ in plan.flow.nodes:
        node = plan.flow.nodes.get(name)
        if not isinstance(node, Announce):
            return isinstance(node, Dial)
        name = node.then
    return False


def open_moment(plan: Plan, now: datetime) -> datetime:
    """`now`, or the coming opening at which the most of what closes menus and lines is open."""
    schedules = [plan.office.schedules[name] for name in call_hours(plan)]
    openings = (schedule.next_opening(now) for schedule in schedules)
    moments = [utc(now), *sorted(opening for opening in openings if opening)]
    return max(moments, key=lambda at: sum(schedule.status(at).open for schedule in schedules))


@dataclass(frozen=True)
class _Caller:
    """Somebody who calls in one language. The methods give the seconds until a line is rung, None if none is."""

    plan: Plan
    at: datetime
    language: Language

    @property
    def _menu(self) -> Menu:
        menu = self.plan.flow.nodes[self.plan.flow.main]
        assert isinstance(menu, Menu)
        return menu

    def _spoken(self, option: Option) -> str:
        """The option as it is said, with its key; that of a language while the office's first one is on."""
        moment = Moment(self.plan, self.language, self.at)
        label = fill(in_language(option.label, moment), moment)
        heard_in = self.plan.office.default_language if option.language else self.language
        parts = words(self._menu, moment.spoken_in(heard_in))
        texts = (part.text for part in parts if part.language == self.language)
        return next((text for text in texts if text.startswith(label)), label)

    def _calls(self, listening: bool) -> OpenCall:
        """A call in which the language is chosen: when it was named, or at once."""
        called = self.plan.office.answers_on[0].e164
        call = Phone(EnginePort(self.plan), caller=DEFAULT_CALLER, called=called, at=self.at).call(_CALL)
        if self.language == self.plan.office.default_language:
            return call
        option = next(option for option in self._menu.options if option.language == self.language)
        if listening:
            call.hears(self._spoken(option))
        return call.waits(REACTION_SECONDS).presses(option.key)

    def knows(self, option: Option) -> float | None:
        return _seconds(lambda: self._calls(False).waits(REACTION_SECONDS).presses(option.key))

    def listens(self, option: Option) -> float | None:
        spoken = self._spoken(option)
        return _seconds(lambda: self._calls(True).wait_for(spoken, REACTION_SECONDS).presses(option.key))

    def hears_all(self, option: Option) -> float | None:
        def call() -> OpenCall:
            going = self._calls(True).hears(self._spoken(option))
            while isinstance(going.stretch, Speech):
                going.goes_on()
            return going.waits(REACTION_SECONDS).presses(option.key)

        return _seconds(call)

    def is_silent(self) -> float | None:
        return _seconds(lambda: self._calls(True))


def _seconds(make: Callable[[], OpenCall]) -> float | None:
    """Until the answer with the ringing came; None where the call goes otherwise than this caller expects."""
    try:
        call = make()
        while not call.transcript.rang:
            call.goes_on()
    except (CarrierError, StopIteration):  # a language that no key chooses, a menu that is never heard
        return None
    return call.transcript.rang[0].asked_at_seconds


def _language(caller: _Caller, options: tuple[Option, ...]) -> Seconds:
    rows = tuple(
        Service(option.go, option.key, caller.knows(option), caller.listens(option), caller.hears_all(option))
        for option in options
    )
    shares = caller.plan.office.budgets.shares
    weighted = [(shares.get(row.name, 0) if shares else 1, row.listens) for row in rows]
    parts = [(share, seconds) for share, seconds in weighted if seconds is not None]
    whole = sum(share for share, _ in parts)
    mean = sum(share * seconds for share, seconds in parts) / whole if whole else None
    best = [row.best for row in rows if row.best is not None]
    return Seconds(caller.language, rows, mean, max(best, default=None), caller.is_silent())


def budget_problems(plan: Plan, table: tuple[Seconds, ...], sources: Sources) -> tuple[Problem, ...]:
    """Warnings: each budget that is exceeded, each share that counts nothing. `sources` say where they stand."""
    report = Report()
    config = read_trees(sources, Report()).get(sources.config)
    budgets = config.get("budgets") if isinstance(config, Mapping) else None
    if not isinstance(budgets, Mapping):
        return ()
    for row in table:
        for what, seconds, limit in row.over(plan.office.budgets):
            shown = f"{seconds:.1f}"
            term = Term(shown, shown.replace(".", ","))
            report.add("W-budget", budgets.at, who=_WHO[what], language=row.language, seconds=term, limit=limit)
    shares, known = budgets.get("shares"), tuple(option.go for option in services(plan))
    for key, _ in shares if isinstance(shares, Mapping) else ():
        if key.text not in known:
            report.add("W-share-unused", key.at, name=key.text, write=Suggest(key.text, known))
    return report.sorted()
