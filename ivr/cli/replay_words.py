"""What `replay` says: counts, the line of a call, and the same as JSON values. Callers' numbers leave here masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ivr.core.plan import Plan
from ivr.replay.ways import VERDICTS, PressedKey, Replayed, Verdict, Way
from ivr.store.masking import mask

Language = Literal["en", "pl"]
_TEXTS = {
    "en": {
        "working": "Calls",
        "live": "Calls from {since} to {until}, on revision {revision}: {calls}.",
        "draft": "Calls from {since} to {until}, on the files as they are now: {calls}.",
        "lost": "Lost who were not",
        "reaches": "Reach a person who did not",
        "unclear": "Cannot tell",
        "other": "Go another way",
        "same": "Go the same way",
        "was": "was: {then}; would be: {now}.",
        "was_only": "was: {then}.",
        "rung_only": "of them a desk rings now, whether it answers is not known",
        "rung": "rings",
        "connected": "answered",
        "answered_by": "answered by {service}",
        "failed": "the service failed",
        "nobody_answered": "nobody answered",
        "left_while_ringing": "the caller hung up while it rang",
        "informed": "listened to information",
        "told_when_to_call": "told when to call",
        "left_in_menu": "nobody rung, the call ended in the menu",
        "in_progress": "the call goes on",
        "broken": "the service gave the call up",
        "language": "in the language {language}",
        "withheld": "withheld number",
        "key": "Key {key} led {before}, now {after}.",
        "to": "to {target}",
        "nowhere": "nowhere",
        "guessed": "The log does not tell whether they would answer: {lines}.",
        "gap_beginning": "The log does not hold its beginning, so it could not be played.",
        "gap_steps": "The log has a gap, so it could not be played.",
        "gap_clock": "The clock went back in it, so it could not be played.",
        "gap_failsafe": "The service failed in it, so the log does not tell what the caller did.",
    },
    "pl": {
        "working": "Połączenia",
        "live": "Połączenia od {since} do {until}, w wersji {revision}: {calls}.",
        "draft": "Połączenia od {since} do {until}, na plikach w obecnym stanie: {calls}.",
        "lost": "Tracą połączenie z człowiekiem",
        "reaches": "Zyskują połączenie z człowiekiem",
        "unclear": "Nie wiadomo",
        "other": "Przebiegają inaczej",
        "same": "Przebiegają tak samo",
        "was": "było: {then}; byłoby: {now}.",
        "was_only": "było: {then}.",
        "rung_only": "w tym dzwoni, ale nie wiadomo, czy ktoś odbierze",
        "rung": "dzwoni",
        "connected": "odebrano",
        "answered_by": "odebrano: {service}",
        "failed": "awaria usługi",
        "nobody_answered": "nikt nie odebrał",
        "left_while_ringing": "rozłączenie, zanim ktoś odebrał",
        "informed": "wysłuchano informacji",
        "told_when_to_call": "podano, kiedy dzwonić",
        "left_in_menu": "do nikogo nie zadzwoniono, koniec w menu",
        "in_progress": "połączenie trwa",
        "broken": "usługa przerwała połączenie",
        "language": "w języku {language}",
        "withheld": "numer zastrzeżony",
        "key": "Klawisz {key} prowadził {before}, teraz {after}.",
        "to": "do: {target}",
        "nowhere": "donikąd",
        "guessed": "Z dziennika nie wynika, czy ktoś by odebrał: {lines}.",
        "gap_beginning": "W dzienniku brakuje początku, więc nie można go odtworzyć.",
        "gap_steps": "W dzienniku jest luka, więc nie można go odtworzyć.",
        "gap_clock": "Zegar się w nim cofnął, więc nie można go odtworzyć.",
        "gap_failsafe": "Usługa uległa awarii, więc z dziennika nie wynika, co zrobił dzwoniący.",
    },
}
_KEYS = {"star": "*", "hash": "#"}


def working(language: Language) -> str:
    return _TEXTS[language]["working"]


def heading(verdict: Verdict, language: Language) -> str:
    return _TEXTS[language][verdict]


def summary(
    counts: Mapping[Verdict, int], rung_only: int, since: datetime, until: datetime, revision: str, language: Language
) -> Iterator[str]:
    """The counts, one a line; `rung_only`: of how many that reach a person it is not known whether one answers. Moments
    in office time; `revision` "" for the draft."""
    texts = _TEXTS[language]
    begins = texts["live" if revision else "draft"]
    calls = sum(counts[verdict] for verdict in VERDICTS)
    yield begins.format(
        since=f"{since:%Y-%m-%d %H:%M}", until=f"{until:%Y-%m-%d %H:%M}", revision=revision, calls=calls
    )
    rows = [(texts[verdict], counts[verdict]) for verdict in VERDICTS]
    if rung_only:
        rows.insert(VERDICTS.index("reaches") + 1, (f"  {texts['rung_only']}", rung_only))
    width = max(len(title) for title, _ in rows) + 1
    for title, count in rows:
        yield f"  {title + ':':<{width}} {count:>7}"


def line_told(one: Replayed, plan: Plan, language: Language) -> str:
    """One call on one line: when, who, which, what it was and what it would be."""
    texts = _TEXTS[language]
    started = one.row.started_at.astimezone(ZoneInfo(plan.office.timezone))
    caller = mask(one.row.caller) or texts["withheld"]
    then = _way(one.then, one.now, plan, language)
    if one.now is None:
        told = [texts["was_only"].format(then=then), texts[f"gap_{one.gap}"]]
    else:
        now = _way(one.now, one.then, plan, language, one.unsure)
        told = [texts["was"].format(then=then, now=now)]
    if one.moved:
        told.append(_moved(*one.moved, texts))
    if one.guessed:
        told.append(texts["guessed"].format(lines=", ".join(_line(name, plan, language) for name in one.guessed)))
    return "  ".join([f"{started:%Y-%m-%d %H:%M:%S}", caller, one.row.call_id, " ".join(told)])


def plain(one: Replayed, plan: Plan) -> dict[str, Any]:
    """The call as JSON values; moments are ISO 8601 in office time, the caller is masked."""
    moved = {"then": _plain_key(one.moved[0]), "now": _plain_key(one.moved[1])} if one.moved else None
    return {
        "call": one.row.call_id,
        "started_at": one.row.started_at.astimezone(ZoneInfo(plan.office.timezone)).isoformat(),
        "caller": mask(one.row.caller),
        "test": one.row.test,
        "verdict": one.verdict,
        "then": _plain_way(one.then),
        "now": _plain_way(one.now) if one.now else None,
        "key_moved": moved,
        "lines_not_in_log": list(one.guessed),
        "answer_unknown": one.unsure,
        "gap": one.gap,
    }


def _way(way: Way, other: Way | None, plan: Plan, language: Language, unsure: bool = False) -> str:
    """ "Family benefits → Information line, answered": who rang, and how it ended; the language where it differs."""
    texts = _TEXTS[language]
    labels = {service.name: _service(service.name, service.label, plan, language) for service in way.services}
    parts = [" → ".join(labels.values())] if labels else []
    if unsure:
        parts.append(texts["rung"])
    elif way.answered_by and labels and way.answered_by != way.services[-1].name:
        parts.append(texts["answered_by"].format(service=labels.get(way.answered_by, way.answered_by)))
    else:
        parts.append(texts[way.outcome])
    if way.informed and not labels:
        parts[-1] += f" ({', '.join(way.informed)})"
    if way.broken and way.outcome != "failed":
        parts.append(texts["broken"])
    if other is not None and other.language != way.language:
        parts.append(texts["language"].format(language=way.language))
    return ", ".join(parts)


def _service(name: str, logged: str, plan: Plan, language: Language) -> str:
    office = plan.office
    found = office.groups.get(name) or office.lines.get(name)
    return (found.label.get(language) or found.label.get(office.default_language) if found else logged) or name


def _line(name: str, plan: Plan, language: Language) -> str:
    line = plan.office.lines.get(name)
    return f"{_service(name, '', plan, language)} {line.written}" if line else name


def _moved(before: PressedKey, after: PressedKey, texts: Mapping[str, str]) -> str:
    key = _KEYS.get(before.key, before.key)
    return texts["key"].format(key=key, before=_target(before, texts), after=_target(after, texts))


def _target(key: PressedKey, texts: Mapping[str, str]) -> str:
    if not key.go:
        return texts["nowhere"]
    return texts["to"].format(target=f"{key.label} ({key.go})" if key.label else key.go)


def _plain_key(key: PressedKey) -> dict[str, str]:
    return {"key": key.key, "label": key.label, "go": key.go}


def _plain_way(way: Way) -> dict[str, Any]:
    return {
        "outcome": way.outcome,
        "services": list(way.rung),
        "answered_by": way.answered_by,
        "informed": list(way.informed),
        "language": way.language,
        "given_up": way.broken,
        "keys": [_plain_key(key) for key in way.keys],
    }
