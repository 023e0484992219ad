"""The records of "call me back": the node that takes a request, and the section of config.yaml that says who calls."""

from __future__ import annotations

from ivr.core.flow import BUILT_IN_TARGETS, CALLBACK_ATTEMPTS
from ivr.flowfile.shapes.kinds import Prompts, Reference, Shape, Text, Texts, WholeNumber, YesNo, may, need
from ivr.flowfile.wording import Term

_TARGET = Reference("node", BUILT_IN_TARGETS)

CALLBACK = Shape(
    Term("Takes a request to be called back.", "Przyjmuje prośbę o oddzwonienie."),
    (
        need("type", Text(), "What kind of step this is.", "Jaki to rodzaj kroku."),
        need(
            "own_number",
            Prompts(),
            "Asks who called with a usual number: 1, call back on it; 2, type another one.",
            "Pytanie do osoby dzwoniącej ze zwykłego numeru: 1, oddzwonić na niego; 2, wpisać inny.",
        ),
        need(
            "ask_number",
            Prompts(),
            "Asks for a number: it is typed, and hash ends it. Also said where the caller's number is withheld.",
            "Prośba o wpisanie numeru zakończonego krzyżykiem. Słychać ją też, gdy numer dzwoniącego jest zastrzeżony.",
        ),
        need(
            "read_back",
            Prompts(("number",)),
            "Reads the typed number back, {number}, and asks: 1 is right, 2 is wrong.",
            "Odczytuje wpisany numer, {number}, i pyta: 1, zgadza się; 2, nie zgadza się.",
        ),
        need(
            "not_a_number",
            Prompts(),
            "Said when too few or too many digits were typed; then the number is asked for again.",
            "Gdy cyfr jest za mało lub za dużo; potem słychać prośbę o numer jeszcze raz.",
        ),
        need(
            "refused",
            Prompts(),
            "Said when the number is not one the office calls (premium, foreign, its own).",
            "Gdy na ten numer urząd nie dzwoni (płatny, zagraniczny, własny).",
        ),
        need("saved", Prompts(), "Said when the request is kept.", "Gdy prośba jest zapisana."),
        need("then", _TARGET, "Where the call goes when the request is kept.", "Dokąd po zapisaniu prośby."),
        need(
            "otherwise",
            _TARGET,
            "Where the call goes after so many silences or wrong numbers, and with zero: to a person.",
            "Dokąd po tylu ciszach lub złych numerach oraz po zerze: do człowieka.",
        ),
        may("say", Prompts(), "What is said first.", "Co słychać najpierw."),
        may(
            "promised",
            Prompts(("promise",)),
            "Says when the office calls back, {promise}; only where config.yaml names somebody who does.",
            "Mówi, kiedy urząd oddzwoni, {promise}; tylko gdy config.yaml wskazuje, kto to robi.",
        ),
        may(
            "attempts",
            WholeNumber(1, 5, default=CALLBACK_ATTEMPTS),
            "After so many silences, wrong keys and wrong numbers the call goes to `otherwise`.",
            "Po tylu ciszach, złych klawiszach i złych numerach połączenie idzie do `otherwise`.",
        ),
    ),
)

CALL_BACK = Shape(
    Term(
        "Calling back: who does it, by when, and which numbers are called.",
        "Oddzwanianie: kto to robi, do kiedy i na jakie numery.",
    ),
    (
        may(
            "assigned",
            Text(),
            "Who calls back: a person or a team. Where it is not written, callers hear no promise.",
            "Kto oddzwania: osoba lub zespół. Bez tego klucza dzwoniący nie słyszą żadnej obietnicy.",
        ),
        may(
            "promise",
            Texts(),
            "By when, in the middle of a sentence: by three p.m. on the next working day at the latest.",
            "Do kiedy, w środku zdania: najpóźniej następnego dnia roboczego do piętnastej.",
        ),
        may(
            "ukrainian_numbers",
            YesNo(),
            "yes: Ukrainian numbers are called back too. Polish ones always are.",
            "yes: oddzwaniamy także na numery ukraińskie. Na polskie zawsze.",
        ),
    ),
    needs=(("assigned", "promise"),),
)
