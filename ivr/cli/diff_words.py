"""What calls meet before and after a change, as lines that anybody can read. Words only; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from ivr.cli.dates import moment_text
from ivr.cli.diff_texts import DIFF_TEXTS
from ivr.cli.window_words import window_text
from ivr.comparison.values import Change, Comparison, Goes, Heard, Move, Path, Ring, Row, Shift, Telephone, Turned
from ivr.core.plan import Plan
from ivr.core.texts import Language, Texts

ROWS_AT_MOST = 40
_ALSO_AT_MOST = 6
_WAYS_AT_MOST = 12
_SENTENCES_AT_MOST = 4
_SECONDS_WORTH_TELLING = 0.5


class Teller:
    """Tells one comparison of two plans in one language, "en" or "pl"."""

    def __init__(self, comparison: Comparison, old: Plan, new: Plan, language: str) -> None:
        self._comparison, self._old, self._new, self._language = comparison, old, new, language
        self._texts = DIFF_TEXTS[language]

    def lines(self) -> list[str]:
        comparison, texts = self._comparison, self._texts
        told = [self._turned(one) for one in comparison.turned] + [self._row(one) for one in comparison.rows]
        if not (told or comparison.shifts):
            lines = [] if comparison.left_out else [texts["nothing"]]
        else:
            lines = [texts["title"].format(count=len(told))] if told else []
        for one in told[:ROWS_AT_MOST]:
            lines += ["", *one]
        if len(told) > ROWS_AT_MOST:
            lines += ["", texts["more"].format(count=len(told) - ROWS_AT_MOST)]
        lines += self._shifts(comparison.shifts)
        return [*lines, texts["left_out"].format(count=comparison.left_out)] if comparison.left_out else lines

    # -- a row -------------------------------------------------------------------------------------------

    def _row(self, row: Row) -> list[str]:
        lines = [self._heading(self.path(row.path), row.window)]
        for change in _joined(row.changes):
            lines += [f"    {line}" for line in self._change(change, row.languages[0])]
        remarks = [self._also(row), self._spoken_in(row), self._length(row), self._rings_after(row)]
        if row.dated:
            remarks.append(self._example(row.example))
        return lines + [f"    {remark}" for remark in remarks if remark]

    def _example(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self._new.office.timezone)).replace(second=0)
        return self._texts["example"].format(moment=moment_text(local, self._language))

    def _heading(self, what: str, window: object) -> str:
        return f"{what[:1].upper()}{what[1:]} · {window_text(window, self._new, self._language)}"  # type: ignore[arg-type]

    def path(self, path: Path, brief: bool = False) -> str:
        """ "key 6 (Addresses), key 4 (Telephones)"; the beginning where it is empty. `brief`: without the labels."""
        words = []
        for move, same in groupby(path):
            times, word = len(list(same)), self._move(move, brief)
            words.append(self._texts["twice"].format(what=word, times=times) if times > 1 else word)
        return ", ".join(words) or self._texts["begin"]

    def _move(self, move: Move, brief: bool) -> str:
        word = self._texts.get(move.what, move.what)
        if not (move.what.isdigit() or move.what in ("star", "hash")):
            return word
        label = f" ({self._own(move.label)})" if move.label and not brief else ""
        return f"{self._texts['key'].format(key=word)}{label}"

    def _own(self, label: Texts) -> str:
        """In the reader's language, else the office's."""
        default = self._new.office.default_language
        return label.get(self._language) or label.get(default) or next(iter(label.values()), "")

    def _change(self, change: Change, language: Language) -> list[str]:
        before, after = (self._side(side, change, language) for side in (change.before, change.after))
        if change.kind == "hears" and not (change.before and change.after):
            word, text = ("new", after) if change.after else ("gone", before)
            return [f"{self._texts[word]}: {text}"]
        rest = [self._texts["rest"]] if change.rest else []
        return [f"{self._texts['before']}: {before}", f"{self._texts['now']}: {after}", *rest]

    def _side(self, side: Iterable[Heard | Ring | Goes], change: Change, language: Language) -> str:
        if change.kind == "hears":
            return self.said([one for one in side if isinstance(one, Heard)], language)
        parts = [one for one in side if not isinstance(one, Heard)]
        words = [self._ring(one) if isinstance(one, Ring) else self._goes(one) for one in parts]
        course = self._texts["then"].join(words) or self._texts["no_more"]
        return self._texts["rings"].format(course=course) if parts and isinstance(parts[0], Ring) else course

    def said(self, heard: list[Heard], language: Language) -> str:
        text = " ".join(
            one.text if one.language == language else f"[{one.language}] {one.text}"
            for one in heard[:_SENTENCES_AT_MOST]
        )
        quoted = self._texts["quoted"].format(text=text)
        more = len(heard) - _SENTENCES_AT_MOST
        return f"{quoted} {self._texts['more_said'].format(count=more)}" if more > 0 else quoted

    def _ring(self, ring: Ring) -> str:
        telephones = " + ".join(self._telephone(one) for one in ring.telephones)
        return self._texts["ring"].format(telephones=telephones, seconds=ring.seconds)

    def _telephone(self, telephone: Telephone) -> str:
        return f"{self._own(telephone.label)} {telephone.written}".strip()

    def _goes(self, goes: Goes) -> str:
        word = "nothing_happens" if goes.where == "nothing" else goes.where
        return self._texts[word].format(seconds=goes.seconds, every=goes.every)

    # -- what else is worth saying of a row --------------------------------------------------------------

    def _also(self, row: Row) -> str:
        words = []
        for one in row.also[:_ALSO_AT_MOST]:
            when = f" ({window_text(one.window, self._new, self._language)})" if one.window else ""
            words.append(f"{self.path(one.path, brief=True)}{when}")
        if len(row.also) > _ALSO_AT_MOST:
            words.append(f"+{len(row.also) - _ALSO_AT_MOST}")
        return f"{self._texts['also']}: {'; '.join(words)}" if words else ""

    def _spoken_in(self, row: Row) -> str:
        word, languages = "others", tuple(row.others)
        if len(row.languages) < len(self._comparison.languages):
            word, languages = "of", row.languages
        named = ", ".join(self._named(one) for one in languages)
        return f"{self._texts[word]}: {named}" if named else ""

    def _named(self, language: Language) -> str:
        voice = self._new.office.languages.get(language) or self._old.office.languages[language]
        return voice.name

    def _length(self, row: Row) -> str:
        longer = sum(one.seconds[1] - one.seconds[0] for one in row.changes)
        if abs(longer) < _SECONDS_WORTH_TELLING:
            return ""
        return self._texts["longer" if longer > 0 else "shorter"].format(seconds=self._number(abs(longer)))

    def _rings_after(self, row: Row) -> str:
        before, after = row.seconds_to_ring or (None, None)
        return self._texts["rings_after"].format(seconds=self._number(after)) if after and before is None else ""

    def _number(self, seconds: float) -> str:
        text = f"{seconds:.1f}"
        return text.replace(".", ",") if self._language == "pl" else text

    # -- the office opens or closes, and the seconds -----------------------------------------------------

    def _turned(self, one: Turned) -> list[str]:
        texts, language = self._texts, self._new.office.default_language
        lines = [self._heading(texts["opened" if one.opens else "closed"], one.window)]
        if one.heard:
            lines.append(
                f"    {texts['heard_before' if one.opens else 'heard_now']}: {self.said(list(one.heard), language)}"
            )
        rings = "; ".join(
            f"{self.path(path)} {', '.join(t.written for t in ring.telephones)}" for path, ring in one.rings
        )
        if rings:
            lines.append(f"    {texts['rings_now' if one.opens else 'rang_before']}: {rings}")
        return [*lines, f"    {self._example(one.example)}"] if one.heard else lines

    def _shifts(self, shifts: tuple[Shift, ...]) -> Iterator[str]:
        """In the office's first language, where it is so there too; the others are as good as the same."""
        default = self._new.office.default_language
        told = [one for one in shifts if one.language == default] or list(shifts)
        if told:
            yield ""
            yield self._texts["shifts"]
        for one in told:
            longer = one.after - one.before
            numbers = {"seconds": abs(longer), "before": one.before, "after": one.after}
            words = {name: self._number(number) for name, number in numbers.items()}
            spoken = f"[{one.language}] " if one.language != default else ""
            paths = "; ".join(self.path(path, brief=True) for path in one.paths[:_WAYS_AT_MOST])
            more = f"; +{len(one.paths) - _WAYS_AT_MOST}" if len(one.paths) > _WAYS_AT_MOST else ""
            yield f"    {spoken}{paths}{more}: {self._texts['later' if longer > 0 else 'sooner'].format(**words)}"
        if len(told) < len(shifts):
            yield f"    {self._texts['elsewhere']}"


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Sentences replaced one by one, one after the other, as one change."""
    held: Change | None = None
    for one in changes:
        if held and all(each.kind == "hears" and each.before and each.after for each in (held, one)):
            held = Change("hears", held.before + one.before, held.after + one.after)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held
