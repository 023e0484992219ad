"""Rules of the keys: none skipped, at most six services, zero a person, star repeats, hash goes back."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.flow import BACK, MAIN, REPEAT, Callback, Menu, Option
from ivr.flowfile.rules.lengths import option_seconds
from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.rules.ways import leads_to_a_person, open_menus
from ivr.flowfile.tree import Place
from ivr.flowfile.wording import Field, listed

SERVICES_AT_MOST = 6


def key_gap(look: Checkable) -> Iterator[Finding]:
    """The services of a menu have the keys from 1 on; what a language has taken is not skipped."""
    for menu in look.menus:
        taken = [int(option.key) for option in menu.options if option.key.isdigit()]
        services = [int(option.key) for option in menu.options if option.key.isdigit() and not option.language]
        highest = max(services, default=0)
        skipped = [key for key in range(1, highest) if key not in taken]
        if skipped:
            above = min(key for key in services if key > skipped[0])
            at = look.key_place(menu.name, "options", str(above))
            yield Finding(at, {"key": above, "skipped": skipped[0]})


def too_many(look: Checkable) -> Iterator[Finding]:
    """A seventh service: everybody listens to it, hardly anybody remembers it."""
    for menu in look.menus:
        services = [option for option in menu.options if not option.language]
        if len(services) > SERVICES_AT_MOST:
            seventh = services[SERVICES_AT_MOST]
            seconds = sum(option_seconds(option, look) for option in services[SERVICES_AT_MOST:])
            at = look.key_place(menu.name, "options", seventh.key)
            counts: dict[str, Field] = {"count": len(services), "limit": SERVICES_AT_MOST}
            move = listed(f"{option.key}: {option.go}" for option in _least_asked(services, look))
            yield Finding(at, {**counts, "seconds": max(1, round(seconds)), "move": move})


def _least_asked(services: list[Option], look: Checkable) -> list[Option]:
    """So many that six are left once one option leads to them; by `budgets: shares`, else the last ones."""
    shares = look.plan.office.budgets.shares
    places = range(len(services))
    most_first = sorted(places, key=lambda place: (-shares.get(services[place].go, 0), place))
    return [services[place] for place in sorted(most_first[SERVICES_AT_MOST - 1 :])]


def zero(look: Checkable) -> Iterator[Finding]:
    """Zero is a person in every menu that is open in open hours."""
    for menu in open_menus(look.plan):
        target, at = _way_of(menu, "0", look)
        if not leads_to_a_person(target, look.plan):
            yield Finding(at, {"name": menu.name})


def star(look: Checkable) -> Iterator[Finding]:
    for menu in look.menus:
        target, at = _way_of(menu, "star", look)
        if target != REPEAT:
            yield Finding(at, {"name": menu.name})


def hash_key(look: Checkable) -> Iterator[Finding]:
    for menu in look.menus:
        target, at = _way_of(menu, "hash", look)
        if target not in (MAIN, BACK, look.plan.flow.main) and not _asks_to_be_called(target, look):
            yield Finding(at, {"name": menu.name})


def _asks_to_be_called(target: str, look: Checkable) -> bool:
    """The one other thing that hash may do: the caller asks to be called back, and hash there goes back."""
    return isinstance(look.plan.flow.nodes.get(target), Callback)


def _way_of(menu: Menu, key: str, look: Checkable) -> tuple[str, Place]:
    """Where a key leads ("" where nowhere, or only to another language), and where that is written."""
    option = next((option for option in menu.options if option.key == key), None)
    if option:
        return option.go, look.key_place(menu.name, "options", key)
    return menu.keys.get(key, ""), look.key_place(menu.name, "keys", key)
