"""`override`: closes or opens the telephone, or one line, now and until an instant. Never touches the staff's files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from ivr.cli import sharing, switching
from ivr.cli.asking import login_name
from ivr.cli.complaints import usage
from ivr.cli.instants import end_at, is_unknown
from ivr.cli.switching import Place
from ivr.core.overrides import Switch, call_hours, end_of
from ivr.core.texts import Texts
from ivr.switching.wishes import LONGEST_REASON, Done, Wish, as_reason

_TEXTS = {
    "en": {
        "all": "All call hours",
        "line": "The line {name} ({number})",
        "hours": "The hours {name}",
        "close": "{what}: closed from now until {until}.",
        "open": "{what}: open from now until {until}.",
        "unknown": "{until}, the end of the day; callers are asked to call later",
        "hear": "Callers hear from now: “{text}”",
        "again": "Open again: {moment}.",
        "number": "Number {id}; to end it earlier: python -m ivr override end {id}",
        "ended": "Ended: {ids}.",
        "none": "Nothing is switched.",
        "row": "{id}  {state}  {what}  until {until}  {reason}  {author}",
        "closed": "closed",
        "opened": "open",
        "warning": "warning: {text}",
    },
    "pl": {
        "all": "Wszystkie godziny telefonu",
        "line": "Linia {name} ({number})",
        "hours": "Godziny {name}",
        "close": "{what}: zamknięte od teraz do: {until}.",
        "open": "{what}: otwarte od teraz do: {until}.",
        "unknown": "{until}, czyli do końca dnia; prosimy dzwonić później",
        "hear": "Dzwoniący słyszą od teraz: „{text}”",
        "again": "Ponowne otwarcie: {moment}.",
        "number": "Numer {id}; aby zakończyć wcześniej: python -m ivr override end {id}",
        "ended": "Zakończono: {ids}.",
        "none": "Nic nie jest przełączone.",
        "row": "{id}  {state}  {what}  do: {until}  {reason}  {author}",
        "closed": "zamknięte",
        "opened": "otwarte",
        "warning": "uwaga: {text}",
    },
}
_Command = Callable[..., None]


@click.group()
def override() -> None:
    """Close or open the telephone now, until a moment; it ends by itself. Files are not changed."""


def _options(command: _Command) -> _Command:
    until = 'Until: 15:00, "2026-11-25 12:00", 2026-11-25, tomorrow (the next opening), or unknown.'
    for decorate in (
        click.option("--json", "as_json", is_flag=True, help="As JSON."),
        click.option("--author", default=None, help="Who does this; the login name unless given."),
        click.option("--text", "texts", multiple=True, help='The reason in your own words: pl="…"; may be repeated.'),
        click.option("--reason", default="", help="The reason, by its name in config.yaml: power_cut."),
        click.option("--until", required=True, help=until),
        click.argument("target", default=""),
    ):
        command = decorate(command)
    return command


@override.command("close")
@_options
def close(target: str, until: str, reason: str, texts: tuple[str, ...], author: str | None, as_json: bool) -> None:
    """Close all call hours, or only TARGET, a line or hours of config.yaml. Callers hear the reason.

    It takes the place of an earlier switch of the same TARGET.
    """
    _switch(False, target, until, reason, texts, author, as_json)


@override.command("open")
@_options
def open_(target: str, until: str, reason: str, texts: tuple[str, ...], author: str | None, as_json: bool) -> None:
    """Open all call hours, or only TARGET, whatever the calendar says.

    It takes the place of an earlier switch of the same TARGET.
    """
    _switch(True, target, until, reason, texts, author, as_json)


@override.command("end")
@click.argument("ids", nargs=-1)
@click.option("--author", default=None, help="Who does this; the login name unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def end(ids: tuple[str, ...], author: str | None, as_json: bool) -> None:
    """End switches by their numbers; all of them where none is given."""
    place = switching.place()
    texts = _TEXTS[place.language]
    switching.end_and_tell(place, "switches", ids, login_name(author), as_json, texts["ended"], texts["hear"])


@override.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """List what is switched now."""
    place = switching.place()
    switches = place.file.read()
    held = place.held(switches.switches)
    holding = [one for one in switches.switches if one.id in held]
    if as_json:
        print(json.dumps([_plain(place, one) for one in holding], ensure_ascii=False, indent=1))
        return
    texts = _TEXTS[place.language]
    for one in holding:
        row = _plain(place, one) | {
            "state": texts["opened" if one.open else "closed"],
            "what": _what(place, one.target),
            "until": place.told(end_of(one, place.timezone)),
            "reason": next(iter(one.reason.values()), "–"),
        }
        print(texts["row"].format(**row))
    if not holding:
        print(texts["none"])


def _switch(
    opens: bool, target: str, until: str, reason: str, texts: tuple[str, ...], author: str | None, as_json: bool
) -> None:
    place = switching.place()
    schedule = place.hours_of(target)
    until_at = None if is_unknown(until) else end_at("--until", until, place.desk(schedule))
    words, name = _reason(place, reason, texts), login_name(author)
    done = place.do(Wish("open" if opens else "close", until_at, words, (target,)), name)
    warnings = switching.warnings_of(place, "reason", words) if words else []
    warnings += sharing.alone_told(place.file, place.language)
    _report(place, done, warnings, as_json)


def _reason(place: Place, name: str, typed: tuple[str, ...]) -> Texts:
    """The words of --reason or --text, {} for neither; fit for the middle of a sentence."""
    if name and typed:
        raise usage("reason-twice", place.language)
    if name:
        return place.reason(name)
    return as_reason(switching.typed_texts(place, typed, LONGEST_REASON)) if typed else {}


def _report(place: Place, done: Done, warnings: list[str], as_json: bool) -> None:
    made = next(one for one in done.switches.switches if one.id in done.ids)
    heard = place.heard_first(done.switches) if made.target in ("", *call_hours(place.plan)) else ""
    opening = None if made.open else place.opens_again(done.switches, made.target)
    if as_json:
        again = {"open_again": opening.isoformat() if opening else None}
        plain = _plain(place, made) | again | {"callers_hear": heard, "warnings": warnings}
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    texts, until = _TEXTS[place.language], place.told(end_of(made, place.timezone))
    until = until if made.until_at else texts["unknown"].format(until=until)
    print(texts["open" if made.open else "close"].format(what=_what(place, made.target), until=until))
    if heard:
        print(texts["hear"].format(text=heard))
    if opening:
        print(texts["again"].format(moment=place.told(opening)))
    for text in warnings:
        print(texts["warning"].format(text=text))
    print(texts["number"].format(id=made.id))


def _what(place: Place, target: str) -> str:
    texts, line = _TEXTS[place.language], place.plan.office.lines.get(target)
    if not target:
        return texts["all"]
    return texts["line"].format(name=target, number=line.written) if line else texts["hours"].format(name=target)


def _plain(place: Place, one: Switch) -> dict[str, Any]:
    return {
        "id": one.id,
        "what": "open" if one.open else "close",
        "target": one.target,
        "from": one.from_at.isoformat(),
        "until": one.until_at.isoformat() if one.until_at else "unknown",
        "ends": end_of(one, place.timezone).isoformat(),
        "reason": dict(one.reason),
        "author": one.author,
    }
