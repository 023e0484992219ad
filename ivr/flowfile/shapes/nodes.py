"""The records of a flow: one for each type of node, and what stands inside a menu."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.core.flow import BUILT_IN_TARGETS, CHOSEN
from ivr.flowfile.shapes.call_back import CALLBACK
from ivr.flowfile.shapes.kinds import (
    ByKey,
    Key,
    ListOf,
    Prompts,
    Reference,
    Shape,
    Text,
    Texts,
    WholeNumber,
    Within,
    may,
    need,
)
from ivr.flowfile.wording import Term

TARGET = Reference("node", BUILT_IN_TARGETS)
_TYPE = need("type", Text(), "What kind of step this is.", "Jaki to rodzaj kroku.")


def _say(en: str, pl: str) -> Key:
    return may("say", Prompts(), en, pl)


_ANNOUNCE = Shape(
    Term("Says something and goes on.", "Mówi coś i idzie dalej."),
    (
        _TYPE,
        need("say", Prompts(), "What callers hear.", "Co słyszą dzwoniący."),
        need("then", TARGET, "Where the call goes next.", "Dokąd dalej."),
    ),
)

_MENU = Shape(
    Term("Says its options and waits for a key.", "Podaje opcje i czeka na klawisz."),
    (
        _TYPE,
        need(
            "no_input",
            Within("retry", TARGET),
            "Where silence leads: in open hours to a person.",
            "Dokąd prowadzi cisza: w godzinach pracy do człowieka.",
        ),
        need("no_match", Within("retry", TARGET), "Where an unknown key leads.", "Dokąd prowadzi nieznany klawisz."),
        _say("What is said before the options.", "Co słychać przed opcjami."),
        may(
            "options",
            ByKey("options", Within("option")),
            "The spoken options by their keys: the label is said first, then the key.",
            "Opcje według klawiszy: najpierw słychać nazwę, potem klawisz.",
        ),
        may("say_after", Prompts(), "What is said after the options.", "Co słychać po opcjach."),
        may(
            "keys",
            ByKey("keys", TARGET),
            "Keys that work without being said: {0: infoline}. star repeats and hash goes back even if not written.",
            "Klawisze, które działają, choć ich nie słychać: {0: infolinia}."
            " star powtarza, a hash wraca także bez wpisu.",
        ),
        may(
            "hours",
            Reference("hours"),
            "The hours in which this menu is heard (a name from `hours`).",
            "Godziny, w których słychać to menu (nazwa z `hours`).",
        ),
        may("closed", TARGET, "Where the call goes outside `hours`.", "Dokąd poza godzinami `hours`."),
        may("soon", Prompts(), "Said shortly before opening.", "Co słychać tuż przed otwarciem."),
        may(
            "timeout_seconds",
            WholeNumber(3, 15, default=7),
            "So many seconds after the last word count as silence.",
            "Po tylu sekundach od ostatniego słowa liczy się cisza.",
        ),
    ),
    needs=(("hours", "closed"), ("closed", "hours"), ("soon", "hours")),
)

_DIAL = Shape(
    Term("Rings a hunt group.", "Łączy z grupą."),
    (
        _TYPE,
        need(
            "to",
            Reference("group"),
            "The hunt group that rings (a name from `hunt_groups` in config.yaml).",
            "Grupa, która dzwoni (nazwa z `hunt_groups` w config.yaml).",
        ),
        need(
            "otherwise",
            TARGET,
            "Where the call goes if it is busy, nobody answers, or it fails.",
            "Dokąd, gdy zajęte, nikt nie odbiera albo połączenie się nie uda.",
        ),
        _say("What is said before it rings.", "Co słychać przed połączeniem."),
        may(
            "closed",
            TARGET,
            "Where the call goes if none of its lines is open; `otherwise`, where it is not written.",
            "Dokąd, gdy żadna z linii nie jest czynna; bez tego klucza tak jak `otherwise`.",
        ),
    ),
)

_WAIT = Shape(
    Term(
        "The caller waits while hunt groups are tried again.",
        "Dzwoniący czeka, a grupy są wybierane ponownie.",
    ),
    (
        _TYPE,
        need("say", Prompts(), "What is said again and again.", "Co słychać raz po raz."),
        need(
            "again",
            ListOf(Reference("group", (CHOSEN,))),
            "The hunt groups tried in turn; chosen: the one the caller asked for.",
            "Grupy wybierane na zmianę; chosen: ta, którą wybrał dzwoniący.",
        ),
        need("otherwise", TARGET, "Where the call goes when the wait is over.", "Dokąd po skończonym czekaniu."),
        may(
            "wait_seconds",
            WholeNumber(10, 3600, default=600),
            "How long a caller waits at most.",
            "Jak długo dzwoniący czeka najwyżej.",
        ),
        may(
            "every_seconds",
            WholeNumber(5, 300, default=30),
            "After so many seconds the sentence is said and a group tried again.",
            "Co ile sekund słychać zdanie i wybierana jest grupa.",
        ),
        may(
            "keys",
            ByKey("keys", TARGET),
            "Keys that lead out of the wait, as its sentence says: {hash: call_me_back}.",
            "Klawisze, które kończą czekanie, tak jak mówi zdanie: {hash: call_me_back}.",
        ),
    ),
)

_END = Shape(
    Term("Says something and ends the call.", "Mówi coś i kończy połączenie."),
    (_TYPE, need("say", Prompts(), "The last words.", "Ostatnie słowa.")),
)

NODE_SHAPES: Mapping[str, Shape] = {
    "announce": _ANNOUNCE,
    "menu": _MENU,
    "dial": _DIAL,
    "wait": _WAIT,
    "callback": CALLBACK,
    "end": _END,
}
NODE_TYPES = tuple(NODE_SHAPES)

OPTION = Shape(
    Term("One spoken option of a menu.", "Jedna opcja menu."),
    (
        need(
            "label",
            Texts(),
            "What the option is called, in every language; with `language` in that one only.",
            "Nazwa opcji w każdym języku; z `language` tylko w tym jednym.",
        ),
        may("go", TARGET, "Where the key leads.", "Dokąd prowadzi klawisz."),
        may(
            "language",
            Reference("language"),
            "The language the key changes to, instead of `go`.",
            "Język, na który przełącza klawisz, zamiast `go`.",
        ),
    ),
    one_of=("go", "language"),
)

RETRY = Shape(
    Term("What silence or an unknown key leads to.", "Dokąd prowadzi cisza albo nieznany klawisz."),
    (
        need("then", TARGET, "Where the call goes at last.", "Dokąd w końcu."),
        may(
            "attempts",
            WholeNumber(1, 5, default=1),
            "At which time it goes there; before, the menu is heard again.",
            "Za którym razem; przedtem słychać menu jeszcze raz.",
        ),
        may("say", Prompts(), "What is said before the menu is heard again.", "Co słychać przed powtórzeniem menu."),
    ),
)
