"""Where something is switched, announced, ended or undone, and what callers would meet then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile

from ivr.core.engine import step
from ivr.core.events import Call, Started
from ivr.core.flow import Menu
from ivr.core.instructions import Listen, Say
from ivr.core.nodes import menu as menus
from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, applied, call_hours, end_of, fault_of
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, speak
from ivr.core.schedule import Schedule
from ivr.core.session import Session
from ivr.core.texts import Language, Texts
from ivr.store.switches import Change, SwitchFile, What
from ivr.switching.hours import hours_of, is_open
from ivr.switching.wishes import Done, Kind, One, Wish, every, refused, unfit

Changed = tuple[Switches, tuple[str, ...]]

_COMMANDS = {"switches": "python -m ivr override", "announcements": "python -m ivr announce"}


@dataclass(frozen=True)
class Switchboard:
    """The live plan as the files have it, the file of switches, the moment."""

    plan: Plan
    file: SwitchFile
    now: datetime

    @property
    def timezone(self) -> str:
        return self.plan.office.timezone

    def call_schedule(self) -> Schedule | None:
        """The hours that close the first menu, or else a line."""
        return next((self.plan.office.schedules[name] for name in call_hours(self.plan)), None)

    def hours_of(self, target: str) -> Schedule | None:
        """The hours that a target is about; None for a line that is always open. Raises UsageError."""
        office = self.plan.office
        lines, hours = ", ".join(office.lines), ", ".join(office.schedules)
        if not target:
            if not call_hours(self.plan):
                raise unfit("no-call-hours", lines=lines)
            return self.call_schedule()
        if target not in office.lines and target not in office.schedules:
            raise unfit("target-unknown", name=target, lines=lines, hours=hours)
        line = office.lines.get(target)
        return office.schedules.get(target) or (office.schedules.get(line.hours) if line else None)

    def reason(self, name: str) -> Texts:
        """A prepared reason of config.yaml. Raises UsageError."""
        office = self.plan.office
        if name not in office.reasons:
            known = ", ".join(office.reasons) or "–"
            raise unfit("reason-unknown", name=name, known=known, language=office.default_language)
        return office.reasons[name]

    def texts(self, typed: Mapping[Language, str], longest: int) -> dict[Language, str]:
        """Words as somebody typed them, in the order of the office's languages. Raises UsageError where they cannot be
        said, or those in the first language are missing."""
        for language, text in typed.items():
            if fault := fault_of(text, longest):
                raise unfit(f"text-{fault}", language=language, longest=str(longest))
        default = self.plan.office.default_language
        if default not in typed:
            raise unfit("text-default", language=default)
        return {language: typed[language].strip() for language in self.plan.office.languages if language in typed}

    def missing(self, texts: Texts) -> list[Language]:
        """The languages in which nothing was written."""
        return [language for language in self.plan.office.languages if language not in texts]

    def held(self, ones: Iterable[Switch] | Iterable[Announcement]) -> list[str]:
        """The identities of what holds now or is to come."""
        return [one.id for one in ones if end_of(one, self.timezone) > self.now]

    # -- changing ------------------------------------------------------------------------------------

    def after(self, wish: Wish) -> Switches:
        """What would hold. Nothing is changed."""
        return self._wished(wish, "")(self.file.read(), "0")[0]

    def do(self, wish: Wish, author: str) -> Done:
        """It takes the place of earlier switches of the same targets."""
        return self._change(author, wish.what, self._wished(wish, author))

    def end(self, kind: Kind, ids: Collection[str], author: str) -> Done:
        """End by hand what has these identities, or everything of the kind. Raises IvrError."""

        def change(before: Switches, _: str) -> Changed:
            holding = self.held(before.switches if kind == "switches" else before.announcements)
            for one in ids:
                if one not in holding:
                    raise refused("id-unknown", id=one, command=_COMMANDS[kind])
            if not holding:
                raise refused("nothing-to-end", command=_COMMANDS[kind])
            ended = tuple(ids or holding)
            return self._kept(before, ended), ended

        return self._change(author, "end", change)

    def undo(self, key: str, author: str) -> Done:
        """End what the change `key` began, and let hold again what it ended. Raises IvrError where there is nothing of
        it left to undo."""
        made, ended = self._left_by(key)

        def change(before: Switches, new_id: str) -> Changed:
            holding = {*self.held(before.switches), *self.held(before.announcements)}
            over = [one for one in made if one in holding]
            taken = {one.target for one in before.switches if one.id in holding and one.id not in over}
            again = [one for one in ended if isinstance(one, Announcement) or one.target not in taken]
            if not over and not again:
                raise refused("undo-late")
            kept, ids = self._kept(before, over), list(over)
            for one in again:
                ids.append(_numbered(new_id, len(ids) - len(over)))
                kept = _with(kept, replace(one, id=ids[-1], from_at=max(self.now, one.from_at)))
            return kept, tuple(ids)

        return self._change(author, "end", change)

    def _left_by(self, key: str) -> tuple[list[str], list[One]]:
        """The identities that a change began, and what it ended and would still hold, as it was before."""
        history = self.file.history()
        place = next((place for place, change in enumerate(history) if change.key == key), None)
        if place is None:
            raise refused("undo-late")
        told = self.file.timeline(self.timezone)[::-1]
        before = told[place + 1][1] if place + 1 < len(told) else Switches()
        were = {one.id: one for one in every(before)}
        changed = [str(one["id"]) for one in history[place].whole]
        ended = [were[one] for one in changed if one in were and end_of(were[one], self.timezone) > self.now]
        return [one for one in changed if one not in were], ended

    def _wished(self, wish: Wish, author: str) -> Callable[[Switches, str], Changed]:
        from_at = max(wish.from_at or self.now, self.now)

        def change(before: Switches, new_id: str) -> Changed:
            replaced = [one.id for one in before.switches if one.target in wish.targets]
            kept, ids = self._kept(before, replaced), []
            if wish.what == "announce" and wish.until_at:
                ids.append(new_id)
                kept = _with(kept, Announcement(new_id, wish.texts, from_at, wish.until_at, author))
            for target in wish.targets:
                ids.append(_numbered(new_id, len(ids)))
                opens = wish.what == "open"
                kept = _with(kept, Switch(ids[-1], target, opens, from_at, wish.until_at, wish.texts, author))
            return kept, tuple(ids)

        return change

    def _kept(self, before: Switches, ended: Collection[str]) -> Switches:
        return before.ended(ended, self.now, self.timezone).without_old(self.now, self.timezone)

    def _change(self, author: str, what: What, change: Callable[[Switches, str], Changed]) -> Done:
        ids: list[str] = []

        def noted(before: Switches, new_id: str) -> Changed:
            changed = change(before, new_id)
            ids[:] = changed[1]
            return changed

        switches = self.file.change(author, what, self.now, noted)
        return Done(switches, tuple(ids), Change(0, self.now.astimezone(UTC), author, what, tuple(ids)).key)

    # -- what callers meet ---------------------------------------------------------------------------

    def heard_first(self, switches: Switches, at: datetime | None = None, language: Language = "") -> str:
        """What a caller hears at first, now or at an instant, in one language (the office's first unless given); "…"
        instead of a menu's options."""
        at = at or self.now
        plan = applied(self.plan, switches)
        call = Call("", plan.office.answers_on[0].e164, "")
        decided = step(plan, call, Session(plan.revision, language=language), Started(), at)
        spoken = [part for one in decided.instructions if isinstance(one, Say | Listen) for part in one.spoken]
        node = plan.flow.nodes.get(decided.session.node)
        if isinstance(node, Menu) and not decided.session.phase:
            moment = Moment(plan, decided.session.language, at)
            options = set(menus.words(node, moment)) - set(speak(node.say, moment))
            return " ".join([*(part.text for part in spoken if part not in options), "…"])
        return " ".join(part.text for part in spoken)

    def opens_again(self, switches: Switches, target: str) -> datetime | None:
        """When what was closed opens again; None if it never does."""
        office = applied(self.plan, switches).office
        line = office.lines.get(target)
        first = next(iter(call_hours(self.plan)), "")
        schedule = office.schedules.get(line.hours if line else target or first)
        return schedule.next_opening(self.now) if schedule else None

    def lines_changed(self, after: Switches, until_at: datetime) -> list[str]:
        """The lines that would be open or closed otherwise than now at any instant before `until_at`."""
        old, new = applied(self.plan, self.file.read()), applied(self.plan, after)
        return [name for name in new.office.lines if self._differ(hours_of(old, name), hours_of(new, name), until_at)]

    def _differ(self, old: Schedule | None, new: Schedule | None, until_at: datetime) -> bool:
        both = [one for one in (old, new) if one is not None]
        edges = {self.now, *(at for one in both for at in takewhile(lambda at: at < until_at, one.changes(self.now)))}
        return any(is_open(old, at) != is_open(new, at) for at in edges)


def _with(held: Switches, one: One) -> Switches:
    if isinstance(one, Switch):
        return replace(held, switches=(*held.switches, one))
    return replace(held, announcements=(*held.announcements, one))


def _numbered(new_id: str, place: int) -> str:
    """Several ones of one change: 7, 7-2, 7-3."""
    return f"{new_id}-{place + 1}" if place else new_id
