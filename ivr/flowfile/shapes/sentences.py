"""What is said: sentences, and sentences whose words depend on hours."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flowfile.shapes.kinds import Reference, Shape, Texts, Written, may, need
from ivr.flowfile.wording import Term

SENTENCE = Shape(
    Term(
        "One sentence in every language; it may hold {phone:line}, {hours:name}, {own:1}, {fact:name}, {fax:name}"
        " or {days:name}.",
        "Zdanie w każdym języku; może zawierać {phone:linia}, {hours:nazwa}, {own:1}, {fact:nazwa}, {fax:nazwa}"
        " lub {days:nazwa}.",
    ),
    (
        may(
            "written",
            Written(),
            "How the web page shows it: one text for all languages, or one for each; no: not at all.",
            "Jak pokazuje to strona: jeden tekst dla wszystkich języków albo osobny dla każdego; no: wcale.",
        ),
    ),
    rest=Texts(),
)

HOURS_SENTENCE = Shape(
    Term(
        "A sentence whose words depend on whether it is open at that moment.",
        "Zdanie, którego słowa zależą od tego, czy w danej chwili jest czynne.",
    ),
    (
        need(
            "hours",
            Reference("hours"),
            "The hours it depends on (a name from `hours`).",
            "Godziny, od których zależy (nazwa z `hours`).",
        ),
        may(
            "open",
            Texts(("until",), twin=True),
            "Said while it is open; {until}: till when. Nothing is said then, where it is not written.",
            "Gdy czynne; {until}: do kiedy. Bez tego klucza nic wtedy nie słychać.",
        ),
        need(
            "closed",
            Texts(("when", "until"), twin=True),
            "Said while it is closed; {when}: the next opening.",
            "Gdy nieczynne; {when}: kiedy znów będzie czynne.",
        ),
        may(
            "holiday",
            Texts(("when", "until", "holiday"), twin=True),
            "Said on a public holiday; {holiday}: its name.",
            "W święto; {holiday}: jego nazwa.",
        ),
        may(
            "exception",
            Texts(("when", "until", "reason"), twin=True),
            "Said on a day off or in an emergency closure; {reason}: why.",
            "W dniu wolnym albo przy nagłym zamknięciu; {reason}: dlaczego.",
        ),
        may(
            "unknown",
            Texts(("reason",), twin=True),
            "Said while it is closed and nobody knows until when.",
            "Gdy nieczynne i nie wiadomo, do kiedy.",
        ),
    ),
)

VARIANTS: Mapping[str, tuple[str, ...]] = {
    key.name: key.value.placeholders for key in HOURS_SENTENCE.keys if isinstance(key.value, Texts)
}
"""Variant of a sentence with hours -> the placeholders of the moment that mean something in it."""
