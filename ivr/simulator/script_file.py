"""Reads a call script from YAML, with the place of every problem. Must not play it.

All scalars are read as text: plain YAML turns times and numbers into something else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import yaml

from ivr.errors import IvrError
from ivr.simulator import script_words
from ivr.simulator.transcript import EndedBy

Doing = Literal["hears", "presses", "types", "rings", "desk", "waits", "hangs_up"]
DESK_WORDS = tuple(script_words.DESK)
COUNTRY = "+48"  # of numbers a clerk writes without a country code
_KEYS = {"star": "*", "hash": "#"}
_TOP = tuple(script_words.TOP)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: words to hear, keys to press or digits to type, names to ring, what the desk does, how long to wait."""

    do: Doing
    line: int
    text: str = ""  # words, keys, or the desk's word
    names: tuple[str, ...] = ()
    exactly: bool = False  # `rings` with a list: these and no others
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Script:
    """A call as a clerk writes it. `at` is the office's wall time; None is now. `must`: nothing that differs from it
    may be published."""

    file: str
    name: str
    steps: tuple[Step, ...]
    at: datetime | None = None
    caller: str = ""
    ends: EndedBy | None = None
    must: bool = False


def parse_script(text: str, file: str) -> Script:
    """The script in `text`. IvrError lists every problem as `file:line:column: …`, one a line."""
    return _Reader(file).script(text)


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[str] = []

    def script(self, text: str) -> Script:
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            place = f"{self._file}:{mark.line + 1}:{mark.column + 1}" if mark else self._file
            what = error.problem or "odd YAML"
            if "alias" in (error.context or ""):
                what = "a star begins something else in YAML; the key is written `star`"
            raise IvrError("script", f"{place}: not readable: {what}.") from error
        except yaml.YAMLError as error:
            raise IvrError("script", f"{self._file}: not readable: {error}.") from error
        top = self._mapping(root, _TOP) if root else {}
        script = self._assemble(top)
        if "steps" not in top and not self._problems:
            self._problems.append(f"{self._file}:1:1: a call script needs `steps`.")
        if self._problems:
            raise IvrError("script", "\n".join(self._problems))
        return script

    def _assemble(self, top: dict[str, yaml.Node]) -> Script:
        steps = self._sequence(top["steps"]) if "steps" in top else []
        return Script(
            self._file,
            self._text(top["name"]) if "name" in top else self._file,
            tuple(step for node in steps if (step := self._step(node))),
            self._moment(top["at"]) if "at" in top else None,
            _number(self._text(top["from"])) if "from" in top else "",
            self._ends(top["ends"]) if "ends" in top else None,
            self._yes(top["must"]) if "must" in top else False,
        )

    def _step(self, node: yaml.Node) -> Step | None:
        found = self._mapping(node, tuple(_STEPS))
        if len(found) != 1:
            if found or isinstance(node, yaml.MappingNode) and not node.value:
                self._problem(node, "a step is one word and what follows it")
            return None
        word, value = next(iter(found.items()))
        return _STEPS[word](self, value)

    # --- the steps, each from its value

    def hears(self, node: yaml.Node) -> Step:
        return Step("hears", _line(node), self._filled(node))

    def presses(self, node: yaml.Node) -> Step:
        text = self._text(node)
        keys = "".join(_KEYS.get(part, part) for part in text.split())
        if not re.fullmatch(script_words.KEYS, text):
            self._problem(node, f"“{text}” are no keys; write digits, `star` or `hash`")
        return Step("presses", _line(node), keys)

    def types(self, node: yaml.Node) -> Step:
        text = self._text(node)
        if not re.fullmatch(script_words.DIGITS, text):
            self._problem(node, f"“{text}” is no number; write its digits")
        return Step("types", _line(node), text.replace(" ", ""))

    def rings(self, node: yaml.Node) -> Step:
        exactly = isinstance(node, yaml.SequenceNode)
        names = tuple(self._filled(each) for each in (self._sequence(node) if exactly else [node]))
        if not names:
            self._problem(node, "nothing to ring")
        return Step("rings", _line(node), names=names, exactly=exactly)

    def desk(self, node: yaml.Node) -> Step:
        if isinstance(node, yaml.MappingNode):
            found = self._mapping(node, ("answers",))
            return self.answers(found["answers"]) if found else Step("desk", _line(node), "answers")
        word = self._filled(node)
        plain = word.replace("-", "_").replace(" ", "_")
        plain = {"canceled": "cancelled"}.get(plain, plain)
        close = difflib.get_close_matches(plain, DESK_WORDS, 1, cutoff=0.85)
        if plain not in DESK_WORDS and close:
            self._problem(node, f"“{word}” is no outcome known here; did you mean {close[0]}?")
        return Step("desk", _line(node), plain if plain in DESK_WORDS else word, seconds=60.0)

    def answers(self, node: yaml.Node) -> Step:
        return Step("desk", _line(node), "answers", seconds=self._seconds(node))

    def waits(self, node: yaml.Node) -> Step:
        return Step("waits", _line(node), seconds=self._seconds(node))

    def hangs_up(self, node: yaml.Node) -> Step:
        if self._text(node) not in (*script_words.YES, ""):
            self._problem(node, "write `hangs_up: yes`")
        return Step("hangs_up", _line(node))

    # --- values

    def _yes(self, node: yaml.Node) -> bool:
        text = self._text(node).lower()
        if text not in (*script_words.YES, *script_words.NO):
            self._problem(node, "write `must: true`, or leave it out")
        return text in script_words.YES

    def _seconds(self, node: yaml.Node) -> float:
        text = self._text(node)
        if not re.fullmatch(script_words.SECONDS, text):
            self._problem(node, f"“{text}” is no number of seconds")
            return 0.0
        return float(text)

    def _moment(self, node: yaml.Node) -> datetime | None:
        text = self._text(node)
        try:
            if not re.fullmatch(script_words.MOMENT, text):
                raise ValueError(text)
            day, _, clock = text.partition(" ")
            return datetime.fromisoformat(f"{day} {clock.zfill(5 if clock.count(':') == 1 else 8)}")
        except ValueError:
            self._problem(node, f"“{text}” is no moment; write it like 2026-11-24 10:00")
            return None

    def _ends(self, node: yaml.Node) -> EndedBy | None:
        text = self._text(node)
        if text not in script_words.ENDS:
            self._problem(node, f"“{text}” cannot end a call; write {', '.join(script_words.ENDS)}")
            return None
        return cast(EndedBy, text)

    def _filled(self, node: yaml.Node) -> str:
        text = self._text(node)
        if not text and isinstance(node, yaml.ScalarNode):
            self._problem(node, "something is missing after the colon")
        return text

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._problem(node, "a plain text is needed here")
            return ""
        return " ".join(node.value.split())

    def _sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self._problem(node, "a list is needed here, each item after a dash")
            return []
        return list(node.value)

    def _mapping(self, node: yaml.Node, known: tuple[str, ...]) -> dict[str, yaml.Node]:
        """Known keys to their nodes; other and repeated ones are problems."""
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, f"a word and a colon are needed here: {', '.join(known)}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            word = self._text(key)
            if word not in known:
                close = difflib.get_close_matches(word, known, 1)
                hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
                self._problem(key, f"“{word}” is not known here; {hint}")
            elif word in found:
                self._problem(key, f"“{word}” stands here twice")
            else:
                found[word] = value
        return found

    def _problem(self, node: yaml.Node, what: str) -> None:
        mark = node.start_mark
        self._problems.append(f"{self._file}:{mark.line + 1}:{mark.column + 1}: {what}.".replace("?.", "?"))


_STEPS: dict[str, Callable[[_Reader, yaml.Node], Step]] = {
    "hears": _Reader.hears,
    "presses": _Reader.presses,
    "types": _Reader.types,
    "rings": _Reader.rings,
    "desk": _Reader.desk,
    "answers": _Reader.answers,
    "waits": _Reader.waits,
    "hangs_up": _Reader.hangs_up,
}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _number(text: str) -> str:
    """A number as the office writes it becomes E.164; a word (anonymous) stays as it is."""
    digits = re.sub(r"[ \-]", "", text)
    return COUNTRY + digits if re.fullmatch(r"\d{9}", digits) else digits if digits.startswith("+") else text
