"""The staff's files as nobody should write them: bombs, and every mistake of typing or copying, ten thousand of them.

Of some it is known that they must be refused, whatever else they say. The others are refused, or are an office that can
be called: the proof finds nothing wrong, or refuses them too, and every number it may ring is an ordinary Polish one.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import phonenumbers

from ivr.core.plan import Plan
from ivr.core.proof import prove
from ivr.flowfile.check import check
from ivr.flowfile.sources import Sources, read_sources

ROOT = Path(__file__).parents[2]
TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REFUSED_IN = 0.5  # seconds
FULL = 65_000  # bytes: as much as is looked at
ORDINARY = {phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE,
            phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE, phonenumbers.PhoneNumberType.TOLL_FREE}  # fmt: skip


def _filled(piece: str) -> str:
    return piece * (FULL // len(piece.encode()))


BOMBS: tuple[
    str, ...] = (*map(_filled, ("[", "{", "[\n", "- ", "? ", ": ", "[a,", "[a: ", "{a: ", '["",', "- [\n", "[,",
    "[- ", "[?", "[!", '[""', "# ok W-text-capitals\n", "# ok X-x: y\n", "a: b\n", "a\n", "---\n", "...\n",
    "%TAG !a! b\n", "'' ", "|", ">", "a: b: ", "&a ", "*a ", "!a ", "<<: *a\n", "#\n", "\n", " ", "\t", "\u00a0",
    '"\\n', "a: # ", "a: |\n  x\n", "a: '\n", "[a b c d, ", "é", "\\", "`", "@", "%", "0", "9" * 60 + ": 1\n",
    "x: 1e9\n", "\x00", "\x85")), "a: [" + "b," * 30_000 + "]", "{" + "a: b, " * 10_000 + "}",
    "[" + "? a : b, " * 7_000 + "]", "a: " + "b " * 30_000, "a:\n" + " b\n" * 16_000, 'a: "\n' + "\n" * 60_000 + '"',
    'a: "' + "\\n" * 30_000 + '"', "a: '" + "''" * 30_000 + "'",
    "".join(f"a{one}: &b{one} 1\n" for one in range(4_000)), "".join(f"a{one}: !!str 1\n" for one in range(3_000)),
    "".join(" " * one + "a:\n" for one in range(350)), "nodes:\n" + "".join(f" k{one}: v\n" for one in range(5_000)),
    "nodes:\n" + "".join(f" k{one}: {{type: menu}}\n" for one in range(3_000)), "nodes:\n" + " k: v\n" * 9_000,
    "nodes:\n" + "".join(f" k{one}: {{type: announce, then: k{one + 1}}}\n" for one in range(1_600)),
    "a: &a [x]\n"
    + "".join(f"{chr(98 + one)}: &{chr(98 + one)} [" + f"*{chr(97 + one)}," * 9 + "]\n" for one in range(9)),
    "a: b\n" * 1_000_000, "[" * 5_000_000, "x" * (64 * 1024 + 1), "",
)  # fmt: skip
"""Whole files. Each must be refused."""


@dataclass(frozen=True, slots=True)
class Mutation:
    sources: Sources
    must_refuse: bool
    how: str


Edit = Callable[[str, random.Random], str]


def _at_a_line(change: Callable[[list[str], int, random.Random], None]) -> Edit:
    def edit(text: str, chance: random.Random) -> str:
        lines = text.splitlines(keepends=True)
        meant = [number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
        change(lines, chance.choice(meant), chance)
        return "".join(lines)

    return edit


def _double_key(lines: list[str], place: int, chance: random.Random) -> None:
    """A top-level key a second time."""
    keys = [line for line in lines if line[:1].isalpha() and ":" in line]
    lines.append("\n" + chance.choice(keys).partition(":")[0] + ": again\n")


def _tab(lines: list[str], place: int, chance: random.Random) -> None:
    lines[place] = "\t" + lines[place]


def _insert(*pieces: str) -> Callable[[list[str], int, random.Random], None]:
    def change(lines: list[str], place: int, chance: random.Random) -> None:
        lines.insert(chance.choice((0, len(lines))), chance.choice(pieces) + "\n")

    return change


def _hidden_character(lines: list[str], place: int, chance: random.Random) -> None:
    at = chance.randrange(len(lines[place]))
    lines[place] = (
        lines[place][:at] + chance.choice("\x00\x01\x1b\x7f\u200b\u202e\ufffe\ud800\u2028") + lines[place][at:]
    )


MUST_REFUSE: dict[str, Edit] = {
    "key twice": _at_a_line(_double_key),
    "tab": _at_a_line(_tab),
    "hidden character": _at_a_line(_hidden_character),
    "anchor": _at_a_line(_insert("hidden: &a 1", "h: &a [1]\ni: *a", "more: &b {a: 1}\nless: {<<: *b}", "<<: {a: b}")),
    "tag": _at_a_line(_insert("h: !!python/object/apply:os.system [id]", "h: !!binary aGk=", "h: !x 1", "!!map h: 1")),
    "unknown key": _at_a_line(_insert("hidden: 1", "0x1f: 1", "017: 1", "~: 1", "yes: no", "1e3: 1", '"": 1')),
    "deep": lambda text, chance: text + "\ndeep: " + "[" * 21 + "]" * 21 + "\n",
    "big": lambda text, chance: text + "\n#" + "x" * chance.choice((65_536, 200_000)) + "\n",
    "second document": lambda text, chance: text + "\n---\n" + text,
    "no end": lambda text, chance: text + '\nopen: "' + chance.choice(("", "x\n" * 9, "\\")),
}


def _lose(lines: list[str], place: int, chance: random.Random) -> None:
    del lines[place : place + chance.choice((1, 1, 2, 5))]


def _swap(lines: list[str], place: int, chance: random.Random) -> None:
    other = chance.randrange(len(lines))
    lines[place], lines[other] = lines[other], lines[place]


def _indent(lines: list[str], place: int, chance: random.Random) -> None:
    lines[place] = chance.choice((" ", "  ", "    ")) + lines[place] if chance.random() < 0.5 else lines[place].lstrip()


def _value(lines: list[str], place: int, chance: random.Random) -> None:
    """Another value: what YAML reads as it likes, and what somebody would like to smuggle in."""
    odd = (
        "017", "0o17", "0x1F", "1_000", "9:00", "17:30", "NO", "yes", "~", "null", "1e3", ".inf", "-1", "030123",
        "=", "<<", "+48 701 123 456", "+882 16 12345", "+1 809 555 0199", "0 700 12 34 56", "112",
        "+48 12 34 56 700", "[]", "{}", "''", "9" * 400, "mon-sun: 0:00-24:00", "25:00-26:00", "2026-02-30",
        "{when}", "{phone:nobody}", "x" * 3_000, "|", ">-", "*")  # fmt: skip
    head, colon, _ = lines[place].rstrip("\n").partition(":")
    lines[place] = f"{head}{colon or ':'} {chance.choice(odd)}\n"


def _letters(lines: list[str], place: int, chance: random.Random) -> None:
    line = lines[place]
    at = chance.randrange(len(line))
    lines[place] = (
        line[:at]
        + chance.choice(("", ":", ": ", "#", " #", '"', "'", "[", "]", "{", "}", ",", "-", "0", "ł", "\\"))
        + line[at + 1 :]
    )


ODD: dict[str, Edit] = {
    "lost": _at_a_line(_lose),
    "swapped": _at_a_line(_swap),
    "indented": _at_a_line(_indent),
    "value": _at_a_line(_value),
    "letters": _at_a_line(_letters),
    "line ends": lambda text, chance: text.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\n \n"))),
    "cut": lambda text, chance: text[: chance.randrange(len(text))],
}


def mutations(seed: int, count: int) -> Iterator[Mutation]:
    """Bombs first, then edits of the two offices; the small one mostly, which is checked sooner."""
    chance = random.Random(seed)
    offices = [read_sources(ROOT / name) for name in ("config.yaml", *["examples/small/config.yaml"] * 4)]
    known, edits = set(MUST_REFUSE), [*MUST_REFUSE.items(), *ODD.items(), *ODD.items()]
    for number in range(count):
        office = chance.choice(offices)
        file = chance.choice(list(office.files))
        if number < 2 * len(BOMBS):
            text, how, must_refuse = BOMBS[number % len(BOMBS)], "bomb", True
        else:
            how, edit = chance.choice(edits)
            text, must_refuse = edit(office.files[file], chance), how in known
        yield Mutation(Sources({**office.files, file: text}), must_refuse, f"{how} in {file}, number {number}")


@dataclass
class Found:
    cases: int = 0
    refused: int = 0
    proved: int = 0  # looked at by the proof
    unproved: int = 0  # and refused by it
    accepted: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0  # seconds of one process until a file was refused
    slowest_how: str = ""
    wrong: list[str] = field(default_factory=list)


def run(seed: int, count: int, part: int = 0, parts: int = 1, proofs: int = 100) -> Found:
    """Check those of one of `parts` processes; at most `proofs` plans that are accepted are proved."""
    found = Found()
    for number, one in enumerate(mutations(seed, count)):
        if number % parts == part:
            _judge(one, found, proofs)
    return found


def _judge(one: Mutation, found: Found, proofs: int) -> None:
    began = time.process_time()
    try:
        plan = check(one.sources, TODAY).plan
    except Exception as error:
        found.wrong.append(f"{one.how}: {error!r}")
        return
    seconds = time.process_time() - began
    found.cases += 1
    found.kinds[one.how.partition(" in ")[0]] += 1
    if plan is None:
        found.refused += 1
        if seconds > found.slowest:
            found.slowest, found.slowest_how = seconds, one.how
        if seconds >= REFUSED_IN:
            found.wrong.append(f"{one.how}: refused in {seconds:.2f} s")
    elif one.must_refuse:
        found.wrong.append(f"{one.how}: accepted")
    else:
        _accepted(one, plan, found, proofs)


def _accepted(one: Mutation, plan: Plan, found: Found, proofs: int) -> None:
    found.accepted += 1
    found.wrong += [f"{one.how}: may ring {number}" for number in rung(plan) if not is_ordinary(number)]
    if found.proved < proofs:
        found.proved += 1
        try:
            found.unproved += any(fault.severity == "error" for fault in prove(plan, NOW).faults)
        except Exception as error:
            found.wrong.append(f"{one.how}: accepted, and the proof ends with {error!r}")


def rung(plan: Plan) -> set[str]:
    """What a Dial may carry: less than this, since its own numbers are never rung."""
    return {line.number for line in plan.office.lines.values()}


def is_ordinary(number: str) -> bool:
    """In Poland, and nothing that costs more or is answered by nobody."""
    parsed = phonenumbers.parse(number, None)
    return parsed.country_code == 48 and phonenumbers.number_type(parsed) in ORDINARY
