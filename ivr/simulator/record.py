"""Writes a call that was made as a call script. Must not play it, and must not know the service.

What stands in it: the first sentence of everything heard to its end, keys, who rang by name, what the desk did.
Whole sentences would make a script differ at every change of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import yaml

from ivr.simulator.scripts import DEFAULT_CALLER
from ivr.simulator.transcript import Desk, Heard, PressedKey, Rang, Transcript

NameOf = Callable[[tuple[str, ...]], str | list[str]]
"""The numbers that rang -> a hunt group's or line's name, or the names of several lines."""

_SENTENCE = re.compile(r"[^.!?]*[.!?]?")
_TYPED = re.compile(r"([0-9]{3,})#")
_KEYS = {"*": "star", "#": "hash"}
_TALK_SECONDS = 60  # what `desk: answers` means

_Step = dict[str, object]


def script_of(transcript: Transcript, name: str, at: datetime, caller: str, name_of: NameOf) -> str:
    """The script as YAML. `at` is the office's wall time; the call must be over."""
    ended = transcript.ended
    how = ended.how if ended else "caller"
    script: dict[str, object] = {"name": name, "at": f"{at:%Y-%m-%d %H:%M:%S}"}
    if caller != DEFAULT_CALLER:
        script["from"] = caller
    script["steps"] = [*_steps(transcript, name_of), *([{"hangs_up": "yes"}] if how == "caller" else [])]
    script["ends"] = how
    return yaml.dump(script, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


def _steps(transcript: Transcript, name_of: NameOf) -> Iterator[_Step]:
    typed = _typed(transcript)
    within = {place for begins, digits in typed.items() for place in range(begins, begins + len(digits) + 1)}
    for position, line in enumerate(transcript.lines):
        if position in typed:
            yield {"types": typed[position]}
        if position in within:
            continue
        match line:
            case Heard(language=language, text=text, cut=False) if language:
                yield {"hears": _first_sentence(text)}
            case PressedKey(key=key, taken=True):
                yield {"presses": _KEYS.get(key, key)}
            case Rang(numbers=numbers):
                yield {"rings": name_of(numbers)}
                yield from _desk(_desks(transcript, position))


def _typed(transcript: Transcript) -> dict[int, str]:
    """Where a number was typed that hash ended: its first key's position -> its digits."""
    keys = "".join(line.key if isinstance(line, PressedKey) and line.taken else " " for line in transcript.lines)
    return {found.start(): found[1] for found in _TYPED.finditer(keys)}


def _desks(transcript: Transcript, position: int) -> list[Desk]:
    """How the ringing at `position` ended, telephone by telephone."""
    desks = []
    for line in transcript.lines[position + 1 :]:
        if isinstance(line, Rang):
            break
        if isinstance(line, Desk):
            desks.append(line)
    return desks


def _desk(desks: list[Desk]) -> Iterator[_Step]:
    """Nothing where the caller hung up while it rang: that follows as a step of its own."""
    answered = next((desk for desk in desks if desk.outcome == "answered"), None)
    if answered and answered.seconds not in (0, _TALK_SECONDS):  # 0: the caller hung up at once
        yield {"answers": f"{answered.seconds:g}"}
    elif answered:
        yield {"desk": "answers"}
    elif desks and desks[0].outcome == "refused":
        yield {"desk": "refuses"}
    elif desks and desks[0].outcome != "cancelled":
        yield {"desk": desks[0].outcome}


def _first_sentence(text: str) -> str:
    found = _SENTENCE.match(text)
    return (found[0] if found else "").strip() or text


class _Dumper(yaml.SafeDumper):
    """Readers take every scalar as text, so a time or a `yes` needs no quotes."""

    yaml_implicit_resolvers: dict[str, object] = {}
