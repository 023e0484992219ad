"""One call told as sentences, in Polish or English: what was heard, pressed, decided and because of what.

Reads entries only, never the plan: the log says what was so then, whatever the menu says today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from ivr.core.entries import Entry

Data = Mapping[str, Any]
Mask = Callable[[str], str]

_OUTCOMES = {
    "answered": ("answered", "odebrano"),
    "busy": ("busy", "zajęte"),
    "no_answer": ("no answer", "nikt nie odebrał"),
    "failed": ("the connection failed", "połączenie nie powiodło się"),
    "cancelled": ("cancelled", "anulowano"),
    "unknown": ("the provider did not say how it ended", "operator nie podał, jak się skończyło"),
}
_BECAUSE = {
    "weekly": ("weekly hours", "godziny tygodniowe"),
    "holiday": ("public holiday", "święto"),
    "exception": ("exception", "wyjątek w kalendarzu"),
    "override": ("switched by an operator", "przełączone przez operatora"),
    "closed": ("no hours in force", "brak obowiązujących godzin"),
}
_HOW = {
    "hung_up_by_desk": ("the desk hung up", "pracownik zakończył rozmowę"),
    "end": ("the message ended", "komunikat dobiegł końca"),
    "left": ("the caller hung up", "dzwoniący się rozłączył"),
    "limit": ("the call had too many steps", "połączenie miało zbyt wiele kroków"),
}


def tell(entries: Iterable[Entry], language: str, mask: Mask, zone: tzinfo = UTC) -> list[tuple[Entry, str]]:
    """(entry, sentence) in the order of happening. `mask` hides callers' numbers; language is "pl" or "en"; `zone` is
    the office's, for the moments in sentences."""
    polish = language == "pl"
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.source != "step", entry.step, entry.index))
    rung = [entry.data.get("lines", ()) for entry in ordered if entry.kind == "ringing"]
    together = {line for lines in rung if len(lines) > 1 for line in lines}
    told = []
    for entry in ordered:
        if entry.kind == "line_leg" and entry.data.get("line") not in together:
            continue  # a line rung alone: the step says the same
        teller = _TELLERS.get(entry.kind)
        data = {**entry.data, "until": _moment(str(entry.data["until"]), zone)} if "until" in entry.data else entry.data
        told.append((entry, teller(data, polish, mask) if teller else entry.kind))
    return told


def _moment(written: str, zone: tzinfo) -> str:
    """An instant of the log on the office's clock; as it stands where it is none."""
    try:
        return f"{datetime.fromisoformat(written).astimezone(zone):%Y-%m-%d %H:%M}"
    except ValueError:
        return written


def _started(data: Data, polish: bool, mask: Mask) -> str:
    caller = mask(str(data.get("caller", ""))) or ("numer zastrzeżony" if polish else "withheld number")
    called, revision = data.get("called", ""), data.get("revision", "")
    if polish:
        return f"Połączenie przyszło na {called} od: {caller}. Menu w wersji {revision}."
    return f"A call came in on {called} from: {caller}. Menu revision {revision}."


def _entered(data: Data, polish: bool, _: Mask) -> str:
    name, type_ = data.get("node", ""), data.get("type", "")
    verb = {
        "announce": ("Heard", "Odtworzono"),
        "menu": ("Came to the menu", "Menu"),
        "dial": ("Came to", "Łączenie"),
        "wait": ("Waits at", "Oczekiwanie"),
        "callback": ("May ask to be called back at", "Prośba o oddzwonienie"),
        "end": ("Heard", "Odtworzono"),
    }.get(type_, ("Came to", "Węzeł"))
    return f"{verb[polish]} {name}.{_open_words(data, polish)}"


def _open_words(data: Data, polish: bool) -> str:
    if data.get("open") is False and "go" in data:
        because = f" ({because_words(str(data['because']), polish)})" if data.get("because") else ""
        words = ("Nobody could be rung now{}; on to", "Nie ma teraz do kogo zadzwonić{}; dalej")[polish]
        return f" {words.format(because)}: {data['go']}."
    if "open" not in data or "because" not in data:
        return ""
    state = (("closed", "zamknięte"), ("open", "otwarte"))[bool(data["open"])][polish]
    if data.get("late"):
        state = "po zamknięciu, ale połączenie przyjęto wcześniej" if polish else "past closing, but let in before"
    return f" {data.get('hours', '')}: {state}, {because_words(str(data['because']), polish)}."


def because_words(because: str, polish: bool) -> str:
    """ "holiday:corpus_christi" as words."""
    kind, _, detail = because.partition(":")
    words = _BECAUSE.get(kind, (kind, kind))[polish]
    return f"{words} ({detail})" if detail else words


def _announced(data: Data, polish: bool, _: Mask) -> str:
    words = "Odtworzono ogłoszenie" if polish else "Heard the announcement"
    return f"{words} {data.get('id', '')} ({data.get('language', '')})."


def _pressed(data: Data, polish: bool, _: Mask) -> str:
    label = f" ({data['label']})" if data.get("label") else ""
    key = {"star": "*", "hash": "#"}.get(str(data.get("key", "")), data.get("key", ""))
    return f"{'Naciśnięto' if polish else 'Pressed'} {key}{label} → {data.get('go', '')}."


def _no_input(data: Data, polish: bool, _: Mask) -> str:
    words = "Cisza, próba" if polish else "Silence, attempt"
    return f"{words} {data.get('attempt', '')} → {data.get('go', '')}."


def _no_match(data: Data, polish: bool, _: Mask) -> str:
    words = "Nieznany klawisz" if polish else "Unknown key"
    attempt = "próba" if polish else "attempt"
    return f"{words} {data.get('key', '')}, {attempt} {data.get('attempt', '')} → {data.get('go', '')}."


def _language(data: Data, polish: bool, _: Mask) -> str:
    return f"{'Język' if polish else 'Language'}: {data.get('language', '')}."


def _ringing(data: Data, polish: bool, _: Mask) -> str:
    rung = zip(data.get("lines", ()), data.get("numbers", ()), strict=False)
    lines = ", ".join(f"{line} ({number})" for line, number in rung)
    label, seconds = data.get("label") or data.get("group", ""), data.get("ring_seconds", "")
    if polish:
        return f"Dzwoni {label}: {lines}, do {seconds} s."
    return f"Ringing {label}: {lines}, up to {seconds} s."


def _leg(data: Data, polish: bool, _: Mask) -> str:
    outcome = str(data.get("outcome", ""))
    words = _OUTCOMES.get(outcome, (outcome, outcome))[polish]
    lines = data.get("lines") or [data.get("line", "")]
    seconds = data.get("seconds", 0)
    spoke = f", {'rozmowa' if polish else 'talked'} {seconds} s" if outcome == "answered" else ""
    return f"{', '.join(lines)}: {words}{spoke}."


def _waiting(data: Data, polish: bool, _: Mask) -> str:
    return "Usłyszano prośbę o cierpliwość." if polish else "Was asked to keep waiting."


def _typed(data: Data, polish: bool, mask: Mask) -> str:
    number = mask(str(data.get("call_back_to", "")))
    return f"Wpisano numer {number}; odczytano go." if polish else f"Typed the number {number}; it was read back."


def _not_taken(data: Data, polish: bool, _: Mask) -> str:
    words = {
        "refused": ("A number that is not called back, attempt", "Numer, na który nie oddzwaniamy, próba"),
    }.get(str(data.get("why")), ("Not a telephone number, attempt", "To nie był numer telefonu, próba"))[polish]
    return f"{words} {data.get('attempt', '')} → {data.get('go', '')}."


def _call_back(data: Data, polish: bool, mask: Mask) -> str:
    number = mask(str(data.get("call_back_to", "")))
    on = {
        True: (f"the caller's own number {number}", f"numer, z którego dzwoniono: {number}"),
        False: ("the number that was typed", "wpisany numer"),
    }[bool(data.get("own"))][polish]
    promise = (
        (f" Promised: {data['promise']}.", f" Obiecano: {data['promise']}.")[polish] if data.get("promise") else ""
    )
    return f"{'Prośba o oddzwonienie na' if polish else 'Asked to be called back on'} {on}.{promise}"


def _told(data: Data, polish: bool, _: Mask) -> str:
    because = because_words(str(data.get("because", "")), polish)
    if not data.get("until"):  # nobody knew
        return (
            ("Was asked to call later; closed: ", "Proszono, by zadzwonić później; zamknięte: ")[polish] + because + "."
        )
    if polish:
        return f"Podano, kiedy dzwonić (otwarcie {data.get('until', '')}); zamknięte: {because}."
    return f"Was told when to call (opening {data.get('until', '')}); closed: {because}."


def _waited(data: Data, polish: bool, _: Mask) -> str:
    return f"{'Oczekiwanie bez odpowiedzi' if polish else 'Waited without an answer'}: {data.get('seconds', 0)} s."


def _ended(data: Data, polish: bool, _: Mask) -> str:
    how = str(data.get("how", ""))
    return f"{'Koniec' if polish else 'The end'}: {_HOW.get(how, (how, how))[polish]}."


def _lost(data: Data, polish: bool, _: Mask) -> str:
    return f"{'Żądanie bez sensu' if polish else 'A request that made no sense'}: {data.get('why', '')}."


def _failsafe(data: Data, polish: bool, _: Mask) -> str:
    words = "Błąd usługi; zadzwoniono awaryjnie" if polish else "The service failed; the failsafe rang"
    return f"{words} ({data.get('error', '')}, {data.get('why', '')})."


def _status(data: Data, polish: bool, _: Mask) -> str:
    return f"{'Operator' if polish else 'Provider'}: {data.get('status', '')}, {data.get('seconds', 0)} s."


def _settled(_: Data, polish: bool, __: Mask) -> str:
    if polish:
        return "Nikt nie podał, jak skończyło się to połączenie. Po czterech godzinach zamknięto je w rejestrze."
    return "We were never told how this call ended. After four hours it was closed in the log."


_TELLERS: dict[str, Callable[[Data, bool, Mask], str]] = {
    "started": _started,
    "entered": _entered,
    "announced": _announced,
    "pressed": _pressed,
    "no_input": _no_input,
    "no_match": _no_match,
    "language": _language,
    "ringing": _ringing,
    "leg": _leg,
    "line_leg": _leg,
    "told": _told,
    "waiting": _waiting,
    "typed": _typed,
    "not_taken": _not_taken,
    "call_back": _call_back,
    "waited": _waited,
    "ended": _ended,
    "lost": _lost,
    "failsafe": _failsafe,
    "status": _status,
    "settled": _settled,
}
