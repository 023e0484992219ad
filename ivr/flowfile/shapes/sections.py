"""The top of each file: the sections of config.yaml and of a flow file."""

from __future__ import annotations

from ivr.core.flow import BUILT_IN_TARGETS, CHOSEN
from ivr.flowfile.shapes.kinds import (
    ByLanguage,
    Choice,
    ListOf,
    Named,
    Node,
    OneOrList,
    Phone,
    Reference,
    Sentence,
    Shape,
    Texts,
    Within,
    may,
    need,
)
from ivr.flowfile.wording import Term

_CALLER_ID = Choice(
    (
        ("own_number", Term("The office's number that was called.", "Numer urzędu, na który zadzwoniono.")),
        ("caller", Term("The caller's number.", "Numer dzwoniącego.")),
    )
)

CONFIG = Shape(
    Term("Who, where and when: config.yaml.", "Kto, gdzie i kiedy: config.yaml."),
    (
        need("office", Within("office"), "The office: its name and time zone.", "Urząd: nazwa i strefa czasowa."),
        need(
            "languages",
            ByLanguage("languages", Within("language")),
            "The languages of the menu; the first one is spoken until the caller chooses another.",
            "Języki menu; pierwszy słychać, dopóki dzwoniący nie wybierze innego.",
        ),
        need(
            "answers_on",
            ListOf(Phone()),
            "The office's own numbers that lead to this menu. They are never rung.",
            "Własne numery urzędu, które prowadzą do tego menu. Nigdy nie są wybierane.",
        ),
        need(
            "failsafe",
            Within("failsafe"),
            "What callers hear, and who rings, if the menu itself breaks down.",
            "Co słyszą dzwoniący i kto odbiera, gdy zawiedzie sam automat.",
        ),
        need(
            "lines",
            Named("lines", Within("line")),
            "Every telephone that can ring, under a name of its own.",
            "Każdy telefon, który może zadzwonić, pod własną nazwą.",
        ),
        need(
            "hunt_groups",
            Named("groups", Within("group"), (CHOSEN,)),
            "Which lines ring for a service, under a name of its own.",
            "Które linie dzwonią w danej sprawie, pod własną nazwą.",
        ),
        need(
            "hours",
            Named("hours", OneOrList(Within("hours"))),
            "Opening hours, each under a name of its own: calls: {mon-fri: 7:30-19:00}.",
            "Godziny, każde pod własną nazwą: calls: {mon-fri: 7:30-19:00}.",
        ),
        may(
            "never_dial",
            Named("never_dial", Phone()),
            "Numbers that are told and never rung, under names of their own: fax.",
            "Numery, które się podaje, ale z którymi się nie łączy, pod własnymi nazwami: fax.",
        ),
        may(
            "shared_numbers",
            ListOf(Phone()),
            "Numbers that many people call from: relay services, switchboards. Their calls are never counted as one "
            "caller's.",
            "Numery, z których dzwoni wiele osób: tłumacze migowi, centrale. Ich połączeń nigdy nie liczymy jako "
            "jednej osoby.",
        ),
        may("caller_id", _CALLER_ID, "Which number the desk sees.", "Jaki numer widzi pracownik."),
        may(
            "exceptions",
            ListOf(Within("exception"), may_be_empty=True),
            "Days off of the office's own and extra open days. Public holidays need no entry.",
            "Własne dni wolne i dodatkowe dni pracy. Świąt nie trzeba wpisywać.",
        ),
        may(
            "reasons",
            Named("reasons", Texts()),
            "Why the telephone is closed just now, for `override close --reason`; said in the middle of a sentence.",
            "Dlaczego telefon jest teraz nieczynny, dla `override close --reason`; brzmi w środku zdania.",
        ),
        may(
            "facts",
            Named("facts", OneOrList(Within("fact"))),
            "Words that may change on a date, said as {fact:name}.",
            "Słowa, które mogą się zmienić od pewnego dnia, w zdaniu jako {fact:nazwa}.",
        ),
        may(
            "edges",
            Within("edges"),
            "How kind the edges of the call hours are.",
            "Jak łagodne są granice godzin telefonów.",
        ),
        may(
            "call_back",
            Within("call_back"),
            "Calling back: who does it, by when, and which numbers are called.",
            "Oddzwanianie: kto to robi, do kiedy i na jakie numery.",
        ),
        may(
            "budgets",
            Within("budgets"),
            "Seconds until a desk rings, at most.",
            "Po ilu sekundach najpóźniej dzwoni telefon.",
        ),
        may(
            "whisper",
            Texts(("service", "language"), every=False),
            "What the desk hears before the caller; {service} and {language} stand for what was chosen.",
            "Co pracownik słyszy przed rozmową; {service} i {language} oznaczają wybraną sprawę i język.",
        ),
        may(
            "confirm",
            Texts(every=False),
            "What a line with `confirm: yes` hears: press one to take the call.",
            "Co słychać na linii z `confirm: yes`: aby odebrać, proszę nacisnąć jeden.",
        ),
        may(
            "alarms",
            Within("alarms"),
            "Who is told when something is wrong with the system.",
            "Kogo zawiadomić, gdy z systemem dzieje się coś złego.",
        ),
        may("journal", Within("journal"), "How the call log is written.", "Jak zapisywany jest dziennik połączeń."),
        may("privacy", Within("privacy"), "For how many days things are kept.", "Przez ile dni przechowuje się dane."),
    ),
)

FLOW = Shape(
    Term("What callers hear and where they go.", "Co słyszą dzwoniący i dokąd trafiają."),
    (
        may(
            "start",
            Reference("node"),
            "The node every call begins with; in one file only.",
            "Węzeł, od którego zaczyna się każde połączenie; tylko w jednym pliku.",
        ),
        may(
            "main",
            Reference("node"),
            "The main menu: where hash leads; in one file only.",
            "Główne menu, do którego prowadzi krzyżyk; tylko w jednym pliku.",
        ),
        may(
            "sentences",
            Named("sentences", Sentence()),
            "Sentences that are said in several places, under names of their own.",
            "Zdania używane w kilku miejscach, pod własnymi nazwami.",
        ),
        may(
            "nodes",
            Named("nodes", Node(), BUILT_IN_TARGETS),
            "The steps of a call, under names of their own.",
            "Kroki połączenia, pod własnymi nazwami.",
        ),
    ),
)
