"""The records of config.yaml: who, where and when."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.core.office import Edges, Privacy
from ivr.flowfile.shapes.alarms import ALARMS
from ivr.flowfile.shapes.call_back import CALL_BACK
from ivr.flowfile.shapes.forms import LOCALE
from ivr.flowfile.shapes.kinds import (
    ByReference,
    Choice,
    Day,
    ListOf,
    Phone,
    Prompts,
    Reference,
    Shape,
    Spoken,
    Text,
    Texts,
    WholeNumber,
    YesNo,
    may,
    need,
)
from ivr.flowfile.shapes.sections import CONFIG
from ivr.flowfile.wording import Term

TOGETHER_AT_MOST = 10  # numbers in one Dial (the provider's limit)
_LONGEST = 600  # seconds of a budget
_KEPT_AT_MOST = 3650  # days

_OFFICE = Shape(
    Term("The office itself.", "Sam urząd."),
    (
        need("name", Text(), "The office's name, for staff.", "Nazwa urzędu, dla pracowników."),
        need(
            "timezone",
            Text(),
            "The time zone of all hours: Europe/Warsaw.",
            "Strefa czasowa wszystkich godzin: Europe/Warsaw.",
        ),
    ),
)

_LANGUAGE = Shape(
    Term("How one language is spoken.", "Jak mówi automat w jednym języku."),
    (
        need("name", Text(), "The language in its own words: polski.", "Nazwa języka w nim samym: polski."),
        need("locale", Text(LOCALE), "Language and country: pl-PL.", "Język i kraj: pl-PL."),
        need("voice", Text(), "The provider's name of the voice.", "Nazwa głosu u operatora."),
        need(
            "first_option",
            Spoken(("label", "key")),
            "How the first option of a menu is said; {label} and {key} stand for its parts.",
            "Jak brzmi pierwsza opcja menu; {label} i {key} oznaczają jej nazwę i klawisz.",
        ),
        need(
            "option",
            Spoken(("label", "key")),
            "How every further option is said; {label} and {key} stand for its parts.",
            "Jak brzmią następne opcje; {label} i {key} oznaczają nazwę i klawisz.",
        ),
        may(
            "desk_name",
            Text(),
            "How the desk is told about the language: język polski. The same as `name` where it is not written.",
            "Jak pracownik słyszy o tym języku: język polski. Bez tego klucza tak jak `name`.",
        ),
    ),
)

_FAILSAFE = Shape(
    Term(
        "What callers hear, and who rings, if the menu itself breaks down.",
        "Co słyszą dzwoniący i kto odbiera, gdy zawiedzie sam automat.",
    ),
    (
        need(
            "line", Reference("line"), "The line that rings then (a name from `lines`).", "Dzwoniąca linia (z `lines`)."
        ),
        need("say", Prompts(), "The apology before it rings.", "Przeprosiny przed połączeniem."),
        need("otherwise", Prompts(), "What is said if nobody answers.", "Co słychać, gdy nikt nie odbierze."),
    ),
)

_LINE = Shape(
    Term("One real telephone.", "Jeden prawdziwy telefon."),
    (
        need(
            "number",
            Phone(),
            "The telephone number as the office writes it, without quotes: 12 345 67 89.",
            "Numer telefonu tak, jak pisze go urząd, bez cudzysłowu: 12 345 67 89.",
        ),
        need("label", Texts(), "What the telephone is called, in every language.", "Nazwa telefonu w każdym języku."),
        may(
            "hours",
            Reference("hours"),
            "When it is answered (a name from `hours`); always, where it is not written.",
            "Kiedy ktoś odbiera (nazwa z `hours`); bez tego klucza zawsze.",
        ),
        may(
            "whisper",
            YesNo(),
            "yes: the desk first hears the service and the language.",
            "yes: pracownik słyszy najpierw nazwę sprawy i język.",
        ),
        may(
            "confirm",
            YesNo(),
            "yes: the desk presses 1 to take the call, so that voicemail cannot.",
            "yes: pracownik odbiera klawiszem 1, aby nie odebrała poczta głosowa.",
        ),
        may("from", Day(), "The first day on which it may ring.", "Pierwszy dzień, w którym może dzwonić."),
        may("until", Day(), "The last day on which it may ring.", "Ostatni dzień, w którym może dzwonić."),
    ),
)

_GROUP = Shape(
    Term("A hunt group: the lines that ring for one service.", "Grupa: linie, które dzwonią w jednej sprawie."),
    (
        need("label", Texts(), "What the service is called, in every language.", "Nazwa sprawy w każdym języku."),
        need(
            "lines",
            ListOf(Reference("line"), once=True),
            "The lines that ring (names from `lines`).",
            "Linie, które dzwonią (nazwy z `lines`).",
        ),
        may(
            "ring",
            Choice(
                (
                    ("together", Term("All at once.", "Wszystkie naraz.")),
                    ("in_order", Term("One after the other, in this order.", "Kolejno, w tym porządku.")),
                    (
                        "in_turn",
                        Term(
                            "One after the other; each call begins with another one.",
                            "Kolejno; każde połączenie zaczyna od innej linii.",
                        ),
                    ),
                )
            ),
            "How the lines ring.",
            "Jak dzwonią linie.",
        ),
        may(
            "ring_seconds",
            WholeNumber(5, 60, default=20),
            "For how many seconds a line rings.",
            "Przez ile sekund dzwoni linia.",
        ),
    ),
)

_EDGES = Shape(
    Term("How kind the edges of the call hours are.", "Jak łagodne są granice godzin telefonów."),
    (
        may(
            "late_seconds",
            WholeNumber(0, 3600, default=Edges().late_seconds),
            "Who got in before closing is still connected for so many seconds.",
            "Kto dodzwonił się przed zamknięciem, jest łączony jeszcze przez tyle sekund.",
        ),
        may(
            "soon_seconds",
            WholeNumber(0, 3600, default=Edges().soon_seconds),
            "So many seconds before opening callers are asked to hold on.",
            "Tyle sekund przed otwarciem dzwoniący słyszą prośbę, żeby zaczekać.",
        ),
    ),
)

_BUDGETS = Shape(
    Term(
        "Seconds until a desk rings, at most; the check warns of more.",
        "Po ilu sekundach najpóźniej dzwoni telefon; sprawdzenie ostrzega, gdy jest więcej.",
    ),
    (
        may(
            "listens",
            WholeNumber(1, _LONGEST),
            "For a caller who presses as soon as the service is named.",
            "Dla dzwoniącego, który naciska klawisz zaraz po nazwie sprawy.",
        ),
        may(
            "knows", WholeNumber(1, _LONGEST), "For a caller who knows the key.", "Dla dzwoniącego, który zna klawisz."
        ),
        may(
            "silent",
            WholeNumber(1, _LONGEST),
            "For a caller who presses nothing.",
            "Dla dzwoniącego, który nic nie naciska.",
        ),
        may(
            "shares",
            ByReference("shares", "node", WholeNumber(0, 100, default=0)),
            "How many of a hundred callers want each service (names of nodes).",
            "Ilu na stu dzwoniących chce danej sprawy (nazwy węzłów).",
        ),
    ),
)

_JOURNAL = Shape(
    Term("How the call log is written.", "Jak zapisywany jest dziennik połączeń."),
    (
        need(
            "sync",
            Choice(
                (
                    (
                        "group",
                        Term(
                            "On the disk within 50 ms; callers do not wait for it.",
                            "Na dysku w ciągu 50 ms; dzwoniący na to nie czekają.",
                        ),
                    ),
                    (
                        "wait",
                        Term(
                            "Every answer waits until the disk has it.",
                            "Każda odpowiedź czeka, aż zapis jest na dysku.",
                        ),
                    ),
                )
            ),
            "When a record must be on the disk.",
            "Kiedy zapis musi być na dysku.",
        ),
    ),
)


def _days(name: str) -> WholeNumber:
    return WholeNumber(1, _KEPT_AT_MOST, default=Privacy().days()[name])


_PRIVACY = Shape(
    Term(
        "For how many days things are kept; a sentence says it as {days:number_days}.",
        "Przez ile dni przechowuje się dane; w zdaniu mówi to {days:number_days}.",
    ),
    (
        may(
            "number_days",
            _days("number_days"),
            "Days after which callers' numbers are deleted.",
            "Po ilu dniach usuwa się numery dzwoniących.",
        ),
        may(
            "event_days",
            _days("event_days"),
            "Days after which the course of calls is deleted.",
            "Po ilu dniach usuwa się przebieg połączeń.",
        ),
        may(
            "access_log_days",
            _days("access_log_days"),
            "Days after which it is deleted who of the staff looked at the log.",
            "Po ilu dniach usuwa się zapis, kto z pracowników przeglądał dziennik.",
        ),
        may(
            "notice",
            Prompts(),
            "The privacy notice, in full on the page /privacy.",
            "Informacja o danych osobowych, w całości na stronie /privacy.",
        ),
    ),
)

OFFICE_SHAPES: Mapping[str, Shape] = {
    "config": CONFIG,
    "office": _OFFICE,
    "language": _LANGUAGE,
    "failsafe": _FAILSAFE,
    "line": _LINE,
    "group": _GROUP,
    "edges": _EDGES,
    "call_back": CALL_BACK,
    "budgets": _BUDGETS,
    "alarms": ALARMS,
    "journal": _JOURNAL,
    "privacy": _PRIVACY,
}
