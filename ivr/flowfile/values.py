"""Readers of single values. Each takes a tree or None (absent, or already complained about) and gives a safe default
for whatever is wrong, so that one look finds all problems. Nothing here knows the office.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ivr.flowfile.context import Context
from ivr.flowfile.names import Kind
from ivr.flowfile.shapes import SHAPES
from ivr.flowfile.shapes.forms import NAME, WHOLE
from ivr.flowfile.shapes.kinds import Choice, ListOf, Named, Reference, Shape, Value, WholeNumber
from ivr.flowfile.terms import TERMS
from ivr.flowfile.tree import Mapping, Scalar, Sequence, Tree
from ivr.flowfile.wording import Suggest

_YES = ("yes", "tak", "true", "on", "y", "t", "так")
_NO = ("no", "nie", "false", "off", "n", "ні")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_POLISH = str.maketrans("ąćęłńóśźż -", "acelnoszz__")

T = typing.TypeVar("T")
K = typing.TypeVar("K")


@dataclass(frozen=True, slots=True)
class Record(typing.Mapping[str, Tree]):
    """The known keys that were found, and the shape that says what each may hold."""

    shape: Shape
    found: typing.Mapping[str, Tree]

    def __getitem__(self, key: str) -> Tree:
        return self.found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def kind(self, key: str, kind: type[K]) -> K:
        """What the shape says about `key`. TypeError where it is another kind of value: a builder went wrong."""
        return kind_of(self.shape.value_of(key), kind)


def kind_of(value: Value, kind: type[K]) -> K:
    if not isinstance(value, kind):
        raise TypeError(f"{value} is no {kind.__name__}")
    return value


def record(context: Context, node: Tree | None, what: str) -> Record:
    """A mapping with known keys. Reports unknown and missing ones; `what` is a key of SHAPES and of TERMS."""
    shape = SHAPES[what]
    mapping = mapping_of(context, node, what)
    if mapping is None:
        return Record(shape, {})
    known = shape.known
    for key, _ in mapping:
        if key.text not in known:
            context.problem("E-key-unknown", key.at, key=key.text, what=TERMS[what], write=Suggest(key.text, known))
    found = {key.text: value for key, value in mapping if key.text in known}
    for name in shape.required:
        if name not in found:
            context.problem("E-key-missing", mapping.at, key=name, what=TERMS[what])
    return Record(shape, found)


def mapping_of(context: Context, node: Tree | None, what: str) -> Mapping | None:
    """The mapping, or None where there is something else."""
    if node is None or isinstance(node, Mapping):
        return node
    code = "E-value-missing" if isinstance(node, Scalar) and not node.text else "E-not-mapping"
    context.problem(code, node.at, what=TERMS[what])
    return None


def items_of(context: Context, node: Tree | None) -> tuple[Tree, ...]:
    """The items of a list that has at least one."""
    if isinstance(node, Sequence):
        if not node.items:
            context.problem("E-list-empty", node.at)
        return node.items
    if node is not None:
        empty = isinstance(node, Scalar) and not node.text
        context.problem("E-value-missing" if empty else "E-not-list", node.at)
    return ()


def scalar_of(context: Context, node: Tree | None) -> Scalar | None:
    """The scalar that says something, or None."""
    if node is None:
        return None
    if not isinstance(node, Scalar):
        context.problem("E-not-text", node.at)
        return None
    if not node.text:
        context.problem("E-value-missing", node.at)
        return None
    return node


def text(context: Context, node: Tree | None) -> str:
    scalar = scalar_of(context, node)
    return scalar.text if scalar else ""


def chosen(context: Context, found: Record, key: str) -> str:
    """The choice under `key`, or the first there is."""
    return choice(context, found.get(key), found.kind(key, Choice))


def choice(context: Context, node: Tree | None, kind: Choice) -> str:
    """One of the choices, or the first of them."""
    choices = kind.values
    scalar = scalar_of(context, node)
    if scalar is None or scalar.text in choices:
        return scalar.text if scalar else choices[0]
    context.problem("E-choice", scalar.at, value=scalar.text, write=Suggest(scalar.text, choices))
    return choices[0]


def yes_no(context: Context, node: Tree | None) -> bool:
    scalar = scalar_of(context, node)
    if scalar is None or scalar.text in ("yes", "no"):
        return scalar is not None and scalar.text == "yes"
    write = "yes" if scalar.text.lower() in _YES else "no" if scalar.text.lower() in _NO else TERMS["yes or no"]
    context.problem("E-yes-no", scalar.at, value=scalar.text, write=write)
    return False


def number(context: Context, found: Record, key: str) -> int:
    """The number under `key`, or its default; 0 where it has none."""
    return whole_number(context, found.get(key), found.kind(key, WholeNumber)) or 0


def whole_number(context: Context, node: Tree | None, kind: WholeNumber) -> int | None:
    """A whole number within the limits of its kind, or the default."""
    scalar = scalar_of(context, node)
    if scalar is None:
        return kind.default
    low, high = kind.low, kind.high
    if not WHOLE.fits(scalar.text):
        context.problem("E-whole-number", scalar.at, value=scalar.text, low=low, high=high)
        return kind.default
    value = int(scalar.text)
    if not low <= value <= high:
        context.problem("E-out-of-range", scalar.at, value=value, low=low, high=high)
        return kind.default
    return value


def day(context: Context, node: Tree | None) -> date | None:
    """A date written 2026-12-24."""
    scalar = scalar_of(context, node)
    if scalar is None:
        return None
    written = straight(scalar.text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) and (found := _date(*written.split("-"))):
        return found
    other = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", written)
    swapped = _date(other[3], other[2], other[1]) if other else None
    loose = re.fullmatch(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})", written)
    meant = swapped or (_date(*loose.groups()) if loose else None)
    if meant:
        context.problem("E-date-order", scalar.at, value=scalar.text, write=meant.isoformat())
    else:
        context.problem("E-date-bad", scalar.at, value=scalar.text)
    return None


def _date(year: str, month: str, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def days_from_until(context: Context, found: typing.Mapping[str, Tree]) -> tuple[date | None, date | None]:
    """(`from`, `until`) of a record, both included, in order."""
    first, until = day(context, found.get("from")), day(context, found.get("until"))
    if first and until and until < first:
        context.problem("E-dates-backwards", found["until"].at, first=first.isoformat(), until=until.isoformat())
    return first, until


def refer(context: Context, found: Record, key: str) -> str:
    """The name under `key`, which something has that the shape says; "" where there is none."""
    return name_of(context, found.get(key), found.kind(key, Reference))


def refer_each(context: Context, found: Record, key: str) -> tuple[str, ...]:
    """The names of the list under `key`."""
    kind = kind_of(found.kind(key, ListOf).of, Reference)
    return tuple(name_of(context, item, kind) for item in items_of(context, found.get(key)))


def name_of(context: Context, node: Tree | None, kind: Reference) -> str:
    """A word that is always there, or a name that something has; "" where there is none."""
    scalar = scalar_of(context, node)
    if scalar is None or scalar.text in kind.words:
        return scalar.text if scalar else ""
    return reference(context, kind.kind, scalar)


def reference(context: Context, kind: Kind, node: Tree | None) -> str:
    """A name that something of `kind` has; "" where there is none."""
    scalar = scalar_of(context, node)
    return scalar.text if scalar and context.refer(kind, scalar.text, scalar.at) else ""


def named(context: Context, found: Record, key: str, build: Callable[[str, Tree], T]) -> dict[str, T]:
    """The mapping of the staff's own names under `key`: name -> what `build(name, tree)` gives."""
    kind = found.kind(key, Named)
    mapping = mapping_of(context, found.get(key), kind.what)
    if mapping is None:
        return {}
    for name, _ in mapping:
        check_name(context, name, kind.reserved)
    return {name.text: build(name.text, value) for name, value in mapping}


def check_name(context: Context, key: Scalar, reserved: tuple[str, ...] = ()) -> None:
    if key.text in reserved:
        context.problem("E-name-reserved", key.at, name=key.text)
    elif not NAME.fits(key.text):
        context.problem("E-name-bad", key.at, name=key.text, example=_as_name(key.text))


def straight(written: str) -> str:
    """`written` with plain hyphens in the place of typographic dashes."""
    return written.translate(_DASHES)


def _as_name(written: str) -> str:
    name = re.sub(r"[^a-z0-9_]", "", written.lower().translate(_POLISH)).strip("_0123456789")
    return name[:40] if NAME.fits(name[:40]) else "family_benefits"
