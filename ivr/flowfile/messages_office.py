"""What the check says about config.yaml: languages, lines, hunt groups, hours, exceptions, facts."""

from __future__ import annotations

from ivr.flowfile.wording import Message

OFFICE_MESSAGES: dict[str, Message] = {
    "E-call-back-promise": Message(
        "error",
        en=(
            "Somebody is assigned to call back, and callers are not told by when.",
            "Write promise: with the words in every language, or delete assigned.",
        ),
        pl=(
            "Wskazano, kto oddzwania, a dzwoniący nie usłyszą, do kiedy.",
            "Proszę dopisać promise: w każdym języku albo usunąć assigned.",
        ),
    ),
    "E-timezone": Message(
        "error",
        en=('"{value}" is not a timezone.', "Write: Europe/Warsaw."),
        pl=("„{value}” nie jest strefą czasową.", "Proszę napisać: Europe/Warsaw."),
    ),
    "E-locale": Message(
        "error",
        en=('"{value}" is not a locale.', "Write the language and the country, for example: pl-PL."),
        pl=("„{value}” nie jest oznaczeniem języka i kraju.", "Proszę napisać na przykład: pl-PL."),
    ),
    "E-language-unsupported": Message(
        "error",
        en=('The service does not know how to say hours and numbers in "{value}".', "{write}"),
        pl=("System nie umie podawać godzin i numerów w języku „{value}”.", "{write}"),
    ),
    "E-language-unknown": Message(
        "error",
        en=('There is no language "{name}" in config.yaml.', "{write}"),
        pl=("W config.yaml nie ma języka „{name}”.", "{write}"),
    ),
    "E-line-unknown": Message(
        "error",
        en=('There is no line "{name}".', "{write}"),
        pl=("Nie ma linii „{name}”.", "{write}"),
    ),
    "E-group-unknown": Message(
        "error",
        en=('There is no hunt group "{name}".', "{write}"),
        pl=("Nie ma grupy „{name}”.", "{write}"),
    ),
    "E-hours-unknown": Message(
        "error",
        en=('There are no hours "{name}".', "{write}"),
        pl=("Nie ma godzin „{name}”.", "{write}"),
    ),
    "E-fact-unknown": Message(
        "error",
        en=('There is no fact "{name}".', "{write}"),
        pl=("Nie ma informacji „{name}” w facts.", "{write}"),
    ),
    "E-fax-unknown": Message(
        "error",
        en=('There is no number "{name}" in never_dial.', "{write}"),
        pl=("W never_dial nie ma numeru „{name}”.", "{write}"),
    ),
    "E-own-unknown": Message(
        "error",
        en=('There is no number "{name}" in answers_on; they are counted from 1.', "{write}"),
        pl=("W answers_on nie ma numeru „{name}”; liczy się je od 1.", "{write}"),
    ),
    "E-days-unknown": Message(
        "error",
        en=('There are no days "{name}" in privacy.', "{write}"),
        pl=("W privacy nie ma liczby dni „{name}”.", "{write}"),
    ),
    "E-line-own-number": Message(
        "error",
        en=(
            "{value} is one of the service's own numbers (answers_on): ringing it would be a ring loop.",
            "Write the number of a telephone on a desk.",
        ),
        pl=(
            "{value} to własny numer infolinii (answers_on): połączenie wracałoby w kółko.",
            "Proszę podać numer telefonu na biurku.",
        ),
    ),
    "E-line-never-dial": Message(
        "error",
        en=(
            "{value} stands in never_dial and cannot be a line.",
            "Write the number of a telephone that a person answers.",
        ),
        pl=(
            "{value} jest wpisany w never_dial i nie może być linią.",
            "Proszę podać numer telefonu, który odbiera człowiek.",
        ),
    ),
    "E-confirm-text": Message(
        "error",
        en=(
            "The desk is to press a key (confirm: yes), but config.yaml has no text that asks it to.",
            "Write: confirm: and the text.",
        ),
        pl=(
            "Pracownik ma nacisnąć klawisz (confirm: yes), ale w config.yaml brakuje tekstu z prośbą.",
            "Proszę napisać: confirm: i tekst.",
        ),
    ),
    "E-group-many": Message(
        "error",
        en=(
            "{count} lines are rung together, and at most {limit} can be.",
            "Take lines away, or write: ring: in_order.",
        ),
        pl=(
            "Liczba linii dzwoniących jednocześnie to {count}, a może ich być najwyżej {limit}.",
            "Proszę usunąć część linii albo napisać: ring: in_order.",
        ),
    ),
    "E-group-line-twice": Message(
        "error",
        en=('The line "{name}" stands in this list more than once.', "Leave it in one place."),
        pl=("Linia „{name}” występuje na tej liście więcej niż raz.", "Proszę zostawić ją w jednym miejscu."),
    ),
    "E-holidays-differ": Message(
        "error",
        en=(
            "The periods of these hours do not agree about holidays.",
            "Write the same value of holidays in each, or in the first one only.",
        ),
        pl=(
            "Okresy tych godzin różnie traktują święta.",
            "Proszę wpisać w każdym to samo holidays albo tylko w pierwszym.",
        ),
    ),
    "E-periods-overlap": Message(
        "error",
        en=(
            "This period and the one in line {first} share days.",
            "Write until in the earlier one and from, a day later, in the next.",
        ),
        pl=(
            "Ten okres i okres z wiersza {first} mają wspólne dni.",
            "Proszę w pierwszym wpisać until, a w drugim from o dzień późniejsze.",
        ),
    ),
    "E-last-day-twice": Message(
        "error",
        en=("Only one of last_working_day and last_day_of_month can be used.", "Delete one of the two."),
        pl=("Można użyć tylko jednego z kluczy last_working_day i last_day_of_month.", "Proszę usunąć jeden z nich."),
    ),
    "E-exception-dates": Message(
        "error",
        en=(
            "It is not clear on which days the exception holds.",
            "Write either date: 2026-12-24, or both from: and until:.",
        ),
        pl=(
            "Nie wiadomo, w które dni obowiązuje wyjątek.",
            "Proszę napisać albo date: 2026-12-24, albo razem from: i until:.",
        ),
    ),
    "E-mail-bad": Message(
        "error",
        en=('"{value}" is not an address that mail can be sent to.', "Write one address, such as anna@example.pl."),
        pl=("„{value}” nie jest adresem poczty.", "Proszę napisać jeden adres, na przykład anna@example.pl."),
    ),
    "E-webhook-bad": Message(
        "error",
        en=('"{value}" is not an address that alarms can be sent to.', "Write an address that begins with https://."),
        pl=(
            "Na adres „{value}” nie można wysyłać alarmów.",
            "Proszę napisać adres, który zaczyna się od https://.",
        ),
    ),
    "E-digest-nobody": Message(
        "error",
        en=("There is a digest, and nobody who gets it.", "Write mail: and the addresses."),
        pl=("Jest podsumowanie, ale nikt go nie dostanie.", "Proszę dopisać mail: i adresy."),
    ),
    "W-reason-stop": Message(
        "warning",
        en=(
            'A reason is said in the middle of a sentence, and "{value}" ends one.',
            "Delete the mark at its end; callers hear: At the moment, (reason), we cannot take calls.",
        ),
        pl=(
            "Powód jest wypowiadany w środku zdania, a „{value}” je kończy.",
            "Proszę usunąć znak na końcu; dzwoniący słyszy: W tej chwili, (powód), nie odbieramy telefonów.",
        ),
    ),
    "N-exception-over": Message(
        "note",
        en=("This exception was over on {until}.", "It can be deleted."),
        pl=("Ten wyjątek minął w dniu {until}.", "Można go usunąć."),
    ),
    "W-fact-gap": Message(
        "warning",
        en=('The fact "{name}" has no text for today, so nothing is said.', "Write a period that includes today."),
        pl=(
            "Informacja „{name}” nie ma tekstu na dziś i nie zostanie podana.",
            "Proszę dopisać okres, który obejmuje dzień dzisiejszy.",
        ),
    ),
    "W-line-over": Message(
        "warning",
        en=(
            'The line "{name}" is no longer rung since its last day, {until}.',
            "Correct the date, or delete the line.",
        ),
        pl=("Linia „{name}” nie dzwoni od ostatniego dnia: {until}.", "Proszę poprawić datę albo usunąć linię."),
    ),
    "W-budget": Message(
        "warning",
        en=(
            "{who} ({language}) waits {seconds} s until a desk rings, and budgets says at most {limit}.",
            "Shorten what is said before, or write a higher number. See all: python -m ivr check --seconds.",
        ),
        pl=(
            "{who} ({language}) czeka {seconds} s na dzwonek u pracownika, a według budgets najwyżej {limit}.",
            "Proszę skrócić to, co słychać wcześniej, albo podnieść limit. Więcej: python -m ivr check --seconds.",
        ),
    ),
    "W-share-unused": Message(
        "warning",
        en=('No option of the main menu leads to "{name}" and a desk, so its share counts nothing.', "{write}"),
        pl=(
            "Żadna opcja głównego menu nie łączy przez „{name}” z pracownikiem, więc ten udział się nie liczy.",
            "{write}",
        ),
    ),
    "W-line-unused": Message(
        "warning",
        en=('No hunt group has the line "{name}", so it never rings.', "Add it to the lines of a hunt group."),
        pl=(
            "Linia „{name}” nie należy do żadnej grupy, więc nigdy nie zadzwoni.",
            "Proszę dopisać ją do lines jednej z grup.",
        ),
    ),
}
