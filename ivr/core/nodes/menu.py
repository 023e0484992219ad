"""menu: says its options, label first and key after, and waits for one key. Its sentence is made here."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from ivr.core.events import Pressed, Silence
from ivr.core.flow import MAIN, REPEAT, Menu, Option, Retry
from ivr.core.hunting import is_open
from ivr.core.instructions import Spoken
from ivr.core.prompts import Moment, fill, in_language, speak
from ivr.core.rendered import once
from ivr.core.schedule import OpenStatus
from ivr.core.turn import Turn, because_text

_DEFAULT_KEYS = {"star": REPEAT, "hash": MAIN}  # the same in every menu, so that callers can learn them
_KEY_OF_DIGIT = {"*": "star", "#": "hash"}


def words(menu: Menu, moment: Moment, introduce: bool = True) -> tuple[Spoken, ...]:
    """The whole sentence of `menu`: other languages first, each in its own voice, introduction, options, the rest."""
    introduction = speak(menu.say, moment) if introduce else ()
    languages = tuple(
        _option(option, moment.spoken_in(option.language), first=False)
        for option in menu.options
        if option.language and option.language != moment.language
    )
    services = [option for option in menu.options if not option.language]
    options = tuple(_option(option, moment, first=not index) for index, option in enumerate(services))
    return languages + introduction + options + speak(menu.say_after, moment)


def _words_again(menu: Menu, moment: Moment) -> tuple[Spoken, ...]:
    return words(menu, moment, introduce=False)


def _option(option: Option, moment: Moment, first: bool) -> Spoken:
    voice = moment.plan.office.languages[moment.language]
    pattern = voice.first_option if first else voice.option
    label = fill(in_language(option.label, moment), moment)
    return Spoken(moment.language, pattern.replace("{label}", label).replace("{key}", moment.words.key(option.key)))


def enter(turn: Turn, node: Menu) -> str | None:
    if node.hours and not is_open(turn.office, node.hours, turn.session, turn.now):
        return _closed(turn, node)
    if node.hours:
        turn.carry(let_in=True, closed_from="")
    _log_entered(turn, node, open_=True)
    turn.carry(node=node.name, menu=node.name, phase="", via=tuple(turn.via))
    if not turn.silent:
        turn.spoken += once(_words_again if turn.returning else words, node, turn.moment)
    turn.listen(node.timeout_seconds)
    return None


def _closed(turn: Turn, node: Menu) -> str | None:
    status = _log_entered(turn, node, open_=False)
    turn.returning = False  # when to call is never left out
    opening = turn.office.schedules[node.hours].next_opening(turn.now)
    turn.carry(closed_from=node.name)
    soon = timedelta(seconds=turn.office.edges.soon_seconds)
    if node.soon and opening and opening - turn.now <= soon:
        turn.say(node.soon)
        turn.carry(node=node.name, phase="soon")
        turn.listen(timeout_seconds=1, pause_seconds=ceil((opening - turn.now).total_seconds()))
        return None
    turn.log(
        "told",
        node=node.name,
        hours=node.hours,
        because=because_text(status.because, turn.office.default_language) if status else "",
        until=opening.isoformat() if opening and status and not status.because.unknown_end else "",
    )
    return node.closed


def _log_entered(turn: Turn, node: Menu, open_: bool) -> OpenStatus | None:
    schedule = turn.office.schedules.get(node.hours) if node.hours else None
    if schedule is None:
        turn.log("entered", node=node.name, type="menu")
        return None
    status = schedule.status(turn.now)
    turn.log(
        "entered",
        node=node.name,
        type="menu",
        hours=node.hours,
        open=open_,
        late=open_ and not status.open,
        because=because_text(status.because, turn.office.default_language),
        until=status.until.isoformat() if status.until else "",
    )
    return status


def resume(turn: Turn, node: Menu) -> str | None:
    if turn.session.phase == "soon":
        return node.name
    if isinstance(turn.event, Pressed):
        return _pressed(turn, node, turn.event.digits)
    if isinstance(turn.event, Silence):
        return _again(turn, node, node.no_input, "no_input")
    turn.log("lost", why=f"{type(turn.event).__name__} at the menu {node.name}")
    return node.name


def key_of(digits: str) -> str:
    """The key as files and the log name it: "1", "star", "hash"."""
    return _KEY_OF_DIGIT.get(digits[:1], digits[:1])


def _pressed(turn: Turn, node: Menu, digits: str) -> str | None:
    key = key_of(digits)
    option = next((option for option in node.options if option.key == key), None)
    target = option.go if option else node.keys.get(key) or _DEFAULT_KEYS.get(key)
    if option and option.language:
        return _speak_language(turn, node, option)
    if not target:
        return _again(turn, node, node.no_match, "no_match", key)
    label = in_language(option.label, turn.moment.spoken_in(turn.office.default_language)) if option else ""
    turn.log("pressed", node=node.name, key=key, label=label, go=target)
    turn.carry(no_input=0, no_match=0)
    if target == REPEAT:
        return _repeat(turn, node)
    return target


def _repeat(turn: Turn, node: Menu) -> str:
    """What was just said: the announcement the caller had asked for, else the menu with its introduction."""
    announcements = [turn.plan.flow.nodes.get(name) for name in turn.session.via]
    for announcement in announcements:
        if announcement is not None:
            turn.say(announcement.say)
    turn.via = list(turn.session.via)
    turn.returning = bool(turn.via)
    return node.name


def _speak_language(turn: Turn, node: Menu, option: Option) -> str:
    turn.log("pressed", node=node.name, key=option.key, label=option.label.get(option.language, ""), go=node.name)
    turn.log("language", language=option.language)
    turn.carry(language=option.language, no_input=0, no_match=0)
    turn.announce(again=True)
    return node.name


def _again(turn: Turn, node: Menu, retry: Retry, kind: str, key: str = "") -> str:
    """Silence and unknown keys are counted apart; at the last attempt the caller goes where the staff said."""
    count = getattr(turn.session, kind) + 1
    last = count >= retry.attempts
    data = {"node": node.name, "attempt": count, "go": retry.then if last else node.name}
    if kind == "no_match":
        turn.log("no_match", key=key, **data)
        turn.carry(no_match=0 if last else count)
    else:
        turn.log("no_input", **data)
        turn.carry(no_input=0 if last else count)
    if last:
        return retry.then
    turn.say(retry.say)
    return node.name
