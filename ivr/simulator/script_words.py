"""What a call script may hold, word by word: its keys, its steps and the forms of their values.

Data only. `script_file` reads scripts by it and `script_schema` tells editors; no office is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ivr.simulator.transcript import EndedBy

Kind = Literal[
    "text", "words", "keys", "digits", "names", "desk", "seconds", "yes", "choice", "moment", "steps", "ends"
]


@dataclass(frozen=True, slots=True)
class Word:
    """One key of a script or one step. `en`, `pl`: a sentence for the person who writes it."""

    kind: Kind
    en: str
    pl: str


MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
SECONDS = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
KEYS = r"(?:star|hash|[0-9*#]+)(?:\s+(?:star|hash|[0-9*#]+))*"
DIGITS = r"[0-9*]+(?:\s+[0-9*]+)*"
YES = ("yes", "true")
NO = ("no", "false")
ENDS = get_args(EndedBy)

HINTS: Mapping[Kind, tuple[str, str]] = {
    "keys": ("Write digits, star or hash.", "Proszę napisać cyfry, star albo hash."),
    "digits": ("Write the digits of a number.", "Proszę napisać cyfry numeru."),
    "seconds": ("Write a number of seconds.", "Proszę napisać liczbę sekund."),
    "moment": ("Write it like 2026-11-24 10:00.", "Proszę napisać na przykład 2026-11-24 10:00."),
    "choice": ("Write true, or leave it out.", "Proszę napisać true albo pominąć."),
    "yes": ("Write yes.", "Proszę napisać yes."),
    "words": ("Write something here.", "Proszę coś tu napisać."),
    "names": ("Write a name of config.yaml.", "Proszę napisać nazwę z config.yaml."),
}
"""What to write where the form is wrong: in English, in Polish."""

TOP: Mapping[str, Word] = {
    "name": Word("text", "What the call is about.", "O czym jest to połączenie."),
    "at": Word(
        "moment",
        "The moment of the call in office time: 2026-11-24 10:00. Now, where it is not written.",
        "Chwila połączenia według czasu urzędu: 2026-11-24 10:00. Bez tego klucza: teraz.",
    ),
    "from": Word("text", "The caller's number, or: anonymous.", "Numer dzwoniącego albo: anonymous."),
    "must": Word(
        "choice",
        "true: what differs from this script cannot be published.",
        "true: nie da się opublikować niczego, co jest inne niż w tym skrypcie.",
    ),
    "steps": Word("steps", "What happens, one after the other.", "Co się dzieje, po kolei."),
    "ends": Word("ends", "Who ends the call.", "Kto kończy połączenie."),
}

STEPS: Mapping[str, Word] = {
    "hears": Word(
        "words", "Words the caller hears, or a part of them.", "Słowa, które słyszy dzwoniący, albo ich część."
    ),
    "presses": Word(
        "keys", "Keys the caller presses: 1, star or hash.", "Klawisze, które naciska dzwoniący: 1, star albo hash."
    ),
    "types": Word(
        "digits",
        "A number that the caller types; hash follows by itself: 601 234 567.",
        "Numer, który wpisuje dzwoniący; krzyżyk dodaje się sam: 601 234 567.",
    ),
    "rings": Word(
        "names",
        "The line or hunt group that rings; a list: exactly these lines.",
        "Linia albo grupa, która dzwoni; lista: dokładnie te linie.",
    ),
    "desk": Word(
        "desk",
        "What the desk does; without it nobody answers.",
        "Co robi pracownik; bez tego kroku nikt nie odbiera.",
    ),
    "answers": Word(
        "seconds", "The desk answers and talks for so many seconds.", "Pracownik odbiera i rozmawia tyle sekund."
    ),
    "waits": Word(
        "seconds", "The caller does nothing for so many seconds.", "Dzwoniący nic nie robi przez tyle sekund."
    ),
    "hangs_up": Word("yes", "The caller hangs up.", "Dzwoniący się rozłącza."),
}

DESK: Mapping[str, tuple[str, str]] = {
    "answers": ("The desk answers.", "Pracownik odbiera."),
    "refuses": ("The desk refuses the call.", "Pracownik odrzuca połączenie."),
    "busy": ("The line is busy.", "Linia jest zajęta."),
    "no_answer": ("Nobody answers.", "Nikt nie odbiera."),
    "failed": ("The connection fails.", "Połączenie się nie udaje."),
    "cancelled": ("The ringing is cancelled.", "Dzwonienie zostaje przerwane."),
}

ENDED: Mapping[str, tuple[str, str]] = {
    "service": ("The menu ends it.", "Kończy automat."),
    "caller": ("The caller hangs up.", "Rozłącza się dzwoniący."),
    "desk": ("The desk hangs up.", "Rozłącza się pracownik."),
}
