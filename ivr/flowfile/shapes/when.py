"""What has days: hours, exceptions, words that change on a date."""

from __future__ import annotations

from ivr.flowfile.shapes.kinds import Choice, Day, ListOf, Reference, Shape, Spans, Texts, Written, may, need
from ivr.flowfile.wording import Term

HOURS = Shape(
    Term(
        'Hours of the week: {mon-fri: 7:30-19:00, sat: "8:00-12:00, 13:00-15:00"}. Days that are not named are closed.',
        "Godziny tygodnia: {mon-fri: 7:30-19:00, sat: „8:00-12:00, 13:00-15:00”}. Dni bez wpisu są wolne.",
    ),
    (
        may("from", Day(), "The first day on which these hours hold.", "Pierwszy dzień, w którym obowiązują."),
        may("until", Day(), "The last day on which these hours hold.", "Ostatni dzień, w którym obowiązują."),
        may(
            "holidays",
            Choice(
                (
                    ("closed", Term("Closed on public holidays.", "W święta nieczynne.")),
                    ("open", Term("Open on public holidays as on any day.", "W święta czynne jak zwykle.")),
                )
            ),
            "What happens on public holidays.",
            "Co dzieje się w święta.",
        ),
        may(
            "last_working_day",
            Spans(),
            "Other hours on the last working day of the month.",
            "Inne godziny w ostatnim dniu roboczym miesiąca.",
        ),
        may(
            "last_day_of_month",
            Spans(),
            "Other hours on the last day of the month, whatever day it is.",
            "Inne godziny w ostatnim dniu miesiąca, jakikolwiek to dzień.",
        ),
    ),
    rest=Spans(),
    not_both=("last_working_day", "last_day_of_month"),
)

EXCEPTION = Shape(
    Term("A day off, or a day with other hours.", "Dzień wolny albo dzień z innymi godzinami."),
    (
        need("open", Spans(), "The hours of those days, or closed.", "Godziny w tych dniach albo closed."),
        need(
            "reason",
            Texts(),
            "Why; said in the middle of a sentence, without a full stop: z powodu remontu.",
            "Dlaczego; brzmi w środku zdania, bez kropki: z powodu remontu.",
        ),
        may("date", Day(), "The one day.", "Ten jeden dzień."),
        may("from", Day(), "The first day.", "Pierwszy dzień."),
        may("until", Day(), "The last day.", "Ostatni dzień."),
        may(
            "hours",
            ListOf(Reference("hours")),
            "Which hours it is for (names from `hours`); all, where it is not written.",
            "Których godzin dotyczy (nazwy z `hours`); bez tego klucza wszystkich.",
        ),
    ),
    needs=(("from", "until"), ("until", "from")),
    one_of=("date", "from"),
)

FACT = Shape(
    Term("Words in every language, said as {fact:name}.", "Słowa w każdym języku, w zdaniu jako {fact:nazwa}."),
    (
        may("from", Day(), "The first day on which these words hold.", "Pierwszy dzień, w którym te słowa obowiązują."),
        may("until", Day(), "The last day on which these words hold.", "Ostatni dzień, w którym te słowa obowiązują."),
        may(
            "written",
            Written(),
            "How the web page shows it: one text for all languages, or one for each; no: not at all.",
            "Jak pokazuje to strona: jeden tekst dla wszystkich języków albo osobny dla każdego; no: wcale.",
        ),
    ),
    rest=Texts(),
)
