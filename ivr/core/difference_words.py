"""One difference as words for staff, in Polish or English. Words only; what differs is decided in `difference`."""

from __future__ import annotations

from ivr.core.difference import Difference

PLACES_AT_MOST = 4  # named of those where one sentence is said

_KINDS = {
    "says": ("is said", "mówimy"),
    "option": ("option", "opcja"),
    "leads": ("leads to", "prowadzi do"),
    "setting": ("setting", "ustawienie"),
    "telephone": ("telephone", "telefon"),
    "group": ("hunt group", "grupa"),
    "hours": ("hours", "godziny"),
    "fact": ("words of the office", "słowa urzędu"),
    "language": ("language", "język"),
    "office": ("the office", "urząd"),
}
_PARTS = {
    "again": ("tried again", "ponawiane"),
    "answers_on": ("own numbers", "własne numery"),
    "caller_id": ("what the desk's telephone shows", "co widać na telefonie stanowiska"),
    "closed": ("when it is closed", "gdy zamknięte"),
    "confirm": ("the desk confirms", "stanowisko potwierdza odbiór"),
    "dates": ("from and until", "od i do"),
    "default_language": ("spoken first", "język na początku"),
    "desk_name": ("how the desk is told of it", "jak mówimy o nim stanowisku"),
    "every_seconds": ("said again after seconds", "powtarzane co sekund"),
    "failsafe line": ("rung when the service fails", "dzwoni przy awarii usługi"),
    "failsafe otherwise": ("when the service fails and nobody answers", "przy awarii, gdy nikt nie odbierze"),
    "failsafe say": ("when the service fails", "przy awarii usługi"),
    "holidays_close": ("closed on public holidays", "zamknięte w święta"),
    "hours": ("hours", "godziny"),
    "label": ("what the desk hears", "co słyszy stanowisko"),
    "late_seconds": ("served so many seconds past closing", "sekundy obsługi po zamknięciu"),
    "lines": ("telephones", "telefony"),
    "main": ("the main menu", "menu główne"),
    "name": ("name", "nazwa"),
    "never_dial": ("never rung", "nigdy nie dzwonimy"),
    "no_input": ("on silence", "przy ciszy"),
    "no_input attempts": ("times silence is allowed", "ile razy wolno milczeć"),
    "no_match": ("on an unknown key", "po nieznanym klawiszu"),
    "no_match attempts": ("times an unknown key is allowed", "ile razy wolno się pomylić"),
    "number": ("number", "numer"),
    "options": ("how options are said", "jak mówimy opcje"),
    "order": ("in another order", "w innej kolejności"),
    "otherwise": ("when nobody answers", "gdy nikt nie odbierze"),
    "ring": ("how they ring", "jak dzwonią"),
    "ring_seconds": ("seconds of ringing", "sekundy dzwonienia"),
    "soon": ("shortly before opening", "tuż przed otwarciem"),
    "soon_seconds": ("asked to hold on so many seconds before opening", "sekundy czekania przed otwarciem"),
    "start": ("the beginning of a call", "początek połączenia"),
    "then": ("after that", "potem"),
    "timeout_seconds": ("seconds to choose", "sekundy na wybór"),
    "timezone": ("time zone", "strefa czasowa"),
    "to": ("rings", "dzwoni"),
    "type": ("what it is", "czym jest"),
    "voice": ("voice", "głos"),
    "wait_seconds": ("longest wait in seconds", "najdłuższe czekanie w sekundach"),
    "whisper": ("the desk hears the service first", "stanowisko słyszy najpierw sprawę"),
}
_TARGETS = {
    "repeat": ("the same again", "to samo jeszcze raz"),
    "back": ("the menu before", "poprzednie menu"),
    "main": ("the main menu", "menu główne"),
}
_WORDS = {"before": ("before", "przedtem"), "now": ("now", "teraz"), "new": ("new", "nowe"), "gone": ("gone", "znika")}
_NAMED = ("telephone", "group", "hours", "fact", "language", "office")  # the kind and a name of config.yaml
_KEY = ("key", "klawisz")
_INSIDE = {"reason": "powód", "language": "język"}  # words of a part, such as "2026-12-24 reason", in Polish
_NOTHING = ("(nothing)", "(nic)")


def told(difference: Difference, language: str) -> str:
    """Two or three lines: where, and what it was and is. `language` is "pl" or "en"."""
    polish = language == "pl"
    heading = ", ".join(part for part in _heading(difference, polish) if part)
    before, after = (_value(difference, text, polish) for text in (difference.before, difference.after))
    sides = [("before", before), ("now", after)]
    if not difference.before:
        sides = [("new", after)]
    elif not difference.after:
        sides = [("gone", before)]
    return "\n".join([f"{heading}:", *(f"    {_WORDS[word][polish]}: {text}" for word, text in sides)])


def _heading(difference: Difference, polish: bool) -> tuple[str, ...]:
    places = list(difference.where[:PLACES_AT_MOST])
    if len(difference.where) > PLACES_AT_MOST:
        places.append(f"+{len(difference.where) - PLACES_AT_MOST}")
    kind, part = _KINDS[difference.kind][polish], _part(difference.part, polish)
    spoken = f"[{difference.language}]" if difference.language else ""
    if difference.kind in _NAMED:
        return f"{kind} {', '.join(places)}".rstrip(), part, spoken
    return ", ".join(places), kind if difference.kind in ("says", "leads") else "", part, spoken


def _part(part: str, polish: bool) -> str:
    """ "key 1" as "klawisz 1"; names and dates stay as they are."""
    if part in _PARTS:
        return _PARTS[part][polish]
    if polish:
        part = " ".join(_INSIDE.get(word, word) for word in part.split(" "))
    first, space, rest = part.partition(" ")
    return f"{_KEY[polish]} {_key(rest)}" if first == "key" and space else part


def _key(key: str) -> str:
    word, _, rest = key.partition(" ")
    return " ".join(filter(None, ({"star": "*", "hash": "#"}.get(word, word), rest)))


def _value(difference: Difference, text: str, polish: bool) -> str:
    if difference.kind == "leads" and text in _TARGETS:
        return _TARGETS[text][polish]
    return text or _NOTHING[polish]
