"""`announce`: a notice that callers hear first, from one instant to another. Never touches the staff's files."""

from __future__ import annotations

import json
from typing import Any

import click

from ivr.cli import sharing, switching
from ivr.cli.asking import login_name
from ivr.cli.complaints import usage
from ivr.cli.instants import begin_at, end_at
from ivr.cli.switching import Place
from ivr.core.office import Announcement
from ivr.core.overrides import Switches
from ivr.switching.wishes import LONGEST_NOTICE, Wish

_TEXTS = {
    "en": {
        "added": "Announced from {first} until {until}.",
        "hear_now": "Callers hear from now: “{text}”",
        "hear_then": "Callers will hear from then: “{text}”",
        "number": "Number {id}; to end it earlier: python -m ivr announce end {id}",
        "ended": "Ended: {ids}.",
        "none": "Nothing is announced.",
        "row": "{id}  from {first} until {until}  {author}: “{text}”",
        "warning": "warning: {text}",
    },
    "pl": {
        "added": "Ogłoszenie od: {first} do: {until}.",
        "hear_now": "Dzwoniący słyszą od teraz: „{text}”",
        "hear_then": "Dzwoniący usłyszą od tej chwili: „{text}”",
        "number": "Numer {id}; aby zakończyć wcześniej: python -m ivr announce end {id}",
        "ended": "Zakończono: {ids}.",
        "none": "Nie ma ogłoszeń.",
        "row": "{id}  od: {first} do: {until}  {author}: „{text}”",
        "warning": "uwaga: {text}",
    },
}


class AddUnlessNamed(click.Group):
    """`announce "…" --until 15:00` is `announce add "…" --until 15:00`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named or not args else ["add", *args])


@click.group(cls=AddUnlessNamed)
def announce() -> None:
    """Say a notice first in every call, between two moments; it ends by itself. Files are not changed."""


@announce.command("add")
@click.argument("text", default="")
@click.option("--text", "texts", multiple=True, help='The notice in one language: uk="…"; may be repeated.')
@click.option(
    "--from", "first", default="", help='From: 8:00, "2026-11-25 8:00", 2026-11-25, tomorrow; now unless given.'
)
@click.option(
    "--until", required=True, help='Until: 15:00, "2026-11-25 12:00", 2026-11-25, tomorrow (the next opening).'
)
@click.option("--author", default=None, help="Who does this; the login name unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def add(text: str, texts: tuple[str, ...], first: str, until: str, author: str | None, as_json: bool) -> None:
    """Announce TEXT, in the office's first language; other languages with --text."""
    place = switching.place()
    desk = place.desk(place.call_schedule())
    until_at = end_at("--until", until, desk)
    from_at = max(begin_at("--from", first, desk), place.now) if first else place.now
    if until_at <= from_at:
        raise usage("moments-backwards", place.language)
    typed = (*([f"{place.plan.office.default_language}={text}"] if text else []), *texts)
    words, name = switching.typed_texts(place, typed, LONGEST_NOTICE), login_name(author)

    done = place.do(Wish("announce", until_at, words, from_at=from_at), name)
    made = next(one for one in done.switches.announcements if one.id in done.ids)
    warnings = switching.warnings_of(place, "announcement", words) + sharing.alone_told(place.file, place.language)
    _report(place, done.switches, made, warnings, as_json)


@announce.command("end")
@click.argument("ids", nargs=-1)
@click.option("--author", default=None, help="Who does this; the login name unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def end(ids: tuple[str, ...], author: str | None, as_json: bool) -> None:
    """End announcements by their numbers; all of them where none is given."""
    place = switching.place()
    texts = _TEXTS[place.language]
    switching.end_and_tell(place, "announcements", ids, login_name(author), as_json, texts["ended"], texts["hear_now"])


@announce.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """List what is announced now or later."""
    place = switching.place()
    switches = place.file.read()
    held = place.held(switches.announcements)
    holding = [one for one in switches.announcements if one.id in held]
    if as_json:
        print(json.dumps([_plain(one) for one in holding], ensure_ascii=False, indent=1))
        return
    texts = _TEXTS[place.language]
    for one in holding:
        said = next(iter(one.texts.values()))
        print(
            texts["row"].format(
                id=one.id,
                first=place.told(one.from_at),
                until=place.told(one.until_at),
                author=one.author,
                text=said,
            )
        )
    if not holding:
        print(texts["none"])


def _report(place: Place, switches: Switches, made: Announcement, warnings: list[str], as_json: bool) -> None:
    now = made.from_at <= place.now
    heard = place.heard_first(switches, None if now else made.from_at)
    if as_json:
        plain = _plain(made) | {"callers_hear": heard, "warnings": warnings}
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    texts = _TEXTS[place.language]
    print(texts["added"].format(first=place.told(made.from_at), until=place.told(made.until_at)))
    print(texts["hear_now" if now else "hear_then"].format(text=heard))
    for text in warnings:
        print(texts["warning"].format(text=text))
    print(texts["number"].format(id=made.id))


def _plain(one: Announcement) -> dict[str, Any]:
    return {
        "id": one.id,
        "texts": dict(one.texts),
        "from": one.from_at.isoformat(),
        "until": one.until_at.isoformat(),
        "author": one.author,
    }
