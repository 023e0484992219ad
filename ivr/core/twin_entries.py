"""Options of the menu as entries of the page: what each rings and tells, found by following the flow as a caller would.

A text that was shown already is not shown twice: `see` leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ivr.core.flow import BUILT_IN_TARGETS, Announce, Callback, Dial, End, Menu, Node, Option, Wait
from ivr.core.hunting import group_lines
from ivr.core.office import Line
from ivr.core.pieces import Paragraph, Piece, paragraphs
from ivr.core.prompts import Moment, in_language, names_in
from ivr.core.texts import HoursSentence, Prompt, Prompts, Texts  # fmt: skip

Path = tuple[str, ...]
"""The keys that lead somewhere: ("6", "2")."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether it is open now. `until` and `when` (the next opening) in words; "" where no end is in sight. `week`: the
    hours of every week in words, those of a period that is in force today."""

    name: str
    open: bool
    until: str
    when: str
    week: str


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone that rings, by its label."""

    label: str
    number: Piece


@dataclass(frozen=True, slots=True)
class Entry:
    """One option and what happens after its key."""

    path: Path
    place: str  # its name on the page, one of its own: "6-2"
    label: str
    rings: str = ""  # the name of the hunt group
    phones: tuple[Phone, ...] = ()  # those that its text does not name
    calls: tuple[Hours, ...] = ()  # the hours of its telephones
    otherwise: str = ""  # the hunt group that rings when nobody answers
    tells: tuple[Paragraph, ...] = ()
    about: tuple[str, ...] = ()  # the schedules its text tells of
    visits: tuple[Hours, ...] = ()  # those of them whose status no sentence says
    see: tuple[str, ...] = ()  # the places where the rest of its text stands
    privacy: bool = False  # its text is the privacy notice
    options: tuple[Entry, ...] = ()


def walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    """All entries, each before those behind it."""
    for entry in entries:
        yield entry
        yield from walk(entry.options)


def services(menu: Menu) -> tuple[Option, ...]:
    """The options that do not change the language."""
    return tuple(option for option in menu.options if not option.language)


def hours(name: str, moment: Moment) -> Hours | None:
    """The status of a schedule in words; None for a name that has none."""
    schedule = moment.plan.office.schedules.get(name)
    if schedule is None:
        return None
    status, zone, until, when = schedule.status(moment.at), moment.local.tzinfo, "", ""
    opening = None if status.open or status.because.unknown_end else schedule.next_opening(moment.at)
    if status.open and status.until:
        until = moment.words.until(status.until.astimezone(zone), moment.local)
    if opening:
        when = moment.words.when(opening.astimezone(zone), moment.local)
    period = schedule.period_on(moment.local.date())
    week = moment.words.hours(period.weekly, period.last_day, period.last_day_rule) if period else ""
    return Hours(name, status.open, until, when, week)


def rung(target: str, moment: Moment) -> str:
    """The hunt group that rings after a target without a key being pressed, by its label; "" if none does."""
    flow, passed = moment.plan.flow, set[str]()
    while target not in passed:
        passed.add(target)
        node = flow.nodes.get(target)
        if isinstance(node, Dial):
            group = moment.plan.office.groups.get(node.to)
            return in_language(group.label, moment) if group else ""
        target = node.then if isinstance(node, Announce) else target
    return ""


@dataclass
class Reader:
    """Follows options and remembers what was shown, and where."""

    moment: Moment
    menus: dict[str, str]  # shown already: not gone into again; where, "" for the page itself
    shown: dict[Paragraph, str] = field(default_factory=dict)
    prefix: str = ""  # of places: the same keys lead elsewhere outside the call hours

    def entry(self, path: Path, label: Texts, *targets: str) -> Entry:
        """The entry of a label; a second target is what callers outside the call hours are led to."""
        entry = Entry(path, self.prefix + "-".join(path), in_language(label, self.moment))
        for node in (node for target in targets for node in self._chain(target)):
            entry = self._after(entry, node)
        told = {piece.text for text in entry.tells for piece in text}
        return replace(entry, phones=tuple(one for one in entry.phones if one.number.text not in told))

    def _chain(self, target: str) -> Iterator[Node]:
        """The node, and after announcements what follows them."""
        passed = {*BUILT_IN_TARGETS}
        while target not in passed and (node := self.moment.plan.flow.nodes.get(target)):
            passed.add(target)
            yield node
            target = node.then if isinstance(node, Announce) else target

    def _after(self, entry: Entry, node: Node) -> Entry:
        match node:
            case Dial():
                return self._rings(entry, node)
            case Menu():
                if node.name in self.menus:
                    place = self.menus[node.name]
                    return replace(entry, see=(*entry.see, place)) if place not in ("", entry.place) else entry
                self.menus[node.name] = entry.place
                entry = self._tells(entry, node.say)
                options = [self.entry((*entry.path, one.key), one.label, one.go) for one in services(node)]
                return replace(entry, options=(*entry.options, *options))
            case Announce() | Wait() | Callback() | End():
                return self._tells(entry, node.say)

    def _rings(self, entry: Entry, node: Dial) -> Entry:
        moment, group = self.moment, self.moment.plan.office.groups.get(node.to)
        if group is None:
            return entry
        lines = [line for line in group_lines(moment.plan, group) if in_force(line, moment)]
        names = dict.fromkeys(line.hours for line in lines)
        return replace(
            entry,
            rings=in_language(group.label, moment),
            phones=tuple(phone(line, moment) for line in lines),
            calls=tuple(found for name in names if (found := hours(name, moment))),
            otherwise=rung(node.otherwise, moment),
        )

    def _tells(self, entry: Entry, say: Prompts) -> Entry:
        said_now = {prompt.hours for prompt in say if isinstance(prompt, HoursSentence)}
        for prompt in say:
            if prompt in self.moment.plan.office.privacy.notice:
                entry = replace(entry, privacy=True)
            else:
                entry = self._tell(entry, prompt, said_now)
        return entry

    def _tell(self, entry: Entry, prompt: Prompt, said_now: set[str]) -> Entry:
        """The paragraphs of one sentence that stand nowhere yet, and the hours they tell of."""
        texts = paragraphs(prompt, self.moment)
        places = {text: self.shown.setdefault(text, entry.place) for text in texts}
        new = tuple(text for text in texts if places[text] == entry.place and text not in entry.tells)
        about = names_in(prompt, self.moment, "hours") if new else ()
        unsaid = [name for name in about if name not in (*said_now, *entry.about)]
        return replace(
            entry,
            tells=(*entry.tells, *new),
            about=tuple(dict.fromkeys((*entry.about, *about))),
            visits=(*entry.visits, *(found for name in unsaid if (found := hours(name, self.moment)))),
            see=tuple(dict.fromkeys((*entry.see, *(one for one in places.values() if one != entry.place)))),
        )


def in_force(line: Line, moment: Moment) -> bool:
    """Whether it is one of the office's telephones today."""
    today = moment.local.date()
    return (line.from_date or today) <= today <= (line.until_date or today)


def phone(line: Line, moment: Moment) -> Phone:
    """As a link under its label."""
    return Phone(in_language(line.label, moment), Piece(line.written, moment.language, f"tel:{line.number}"))
