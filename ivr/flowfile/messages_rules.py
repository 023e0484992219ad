"""What the rules of good menus say, and what is said of a problem silenced wrongly. Described in docs/rules.md."""

from __future__ import annotations

from ivr.flowfile.wording import Message

RULE_MESSAGES: dict[str, Message] = {
    "W-ok-reason": Message(
        "warning",
        en=("This silences {silenced} without a reason.", "Write why it is right here: # ok {silenced}: …"),
        pl=("Ten komentarz wycisza {silenced} bez uzasadnienia.", "Proszę dopisać, dlaczego: # ok {silenced}: …"),
    ),
    "W-ok-code": Message(
        "warning",
        en=('"{silenced}" is no problem that can be silenced.', "{write}"),
        pl=("„{silenced}” nie jest problemem, który można wyciszyć.", "{write}"),
    ),
    "W-key-before-label": Message(
        "warning",
        en=(
            "Callers hear the key before they hear what it is for, and have forgotten it by then.",
            "Write {{label}} before {{key}} in {name}.",
        ),
        pl=(
            "Dzwoniący słyszy klawisz, zanim usłyszy, do czego służy, i zdąży go zapomnieć.",
            "Proszę w {name} napisać {{label}} przed {{key}}.",
        ),
    ),
    "W-key-skipped": Message(
        "warning",
        en=("This option has key {key}, and no option has key {skipped}.", "Number the options from 1, without gaps."),
        pl=(
            "Ta opcja ma klawisz {key}, a żadna nie ma klawisza {skipped}.",
            "Proszę numerować opcje od 1, bez przerw.",
        ),
    ),
    "W-options-many": Message(
        "warning",
        en=(
            "The menu has {count} options, and callers remember {limit} at most:"
            " from this one on, they make everybody listen about {seconds} s longer.",
            "Move those asked for least ({move}) to a menu of their own, and lead one option to it.",
        ),
        pl=(
            "Menu ma {count} opcji, a zapamiętać można najwyżej {limit}:"
            " od tej opcji każdy słucha dłużej o około {seconds} s.",
            "Proszę najrzadziej wybierane ({move}) przenieść do osobnego menu i skierować do niego jedną opcję.",
        ),
    ),
    "E-zero-no-person": Message(
        "error",
        en=(
            'In open hours callers can be in the menu "{name}", and 0 does not ring a person there.',
            "Write under keys: 0: and a node of type dial.",
        ),
        pl=(
            "W godzinach pracy można się znaleźć w menu „{name}”, a zero nie łączy w nim z człowiekiem.",
            "Proszę wpisać w keys: 0: i węzeł typu dial.",
        ),
    ),
    "W-star-repeats": Message(
        "warning",
        en=('In the menu "{name}" the star does not repeat, as it does elsewhere.', "Write: star: repeat."),
        pl=("W menu „{name}” gwiazdka nie powtarza, choć wszędzie indziej tak.", "Proszę napisać: star: repeat."),
    ),
    "W-hash-back": Message(
        "warning",
        en=(
            'In the menu "{name}" the hash key does not go back, as it does elsewhere.',
            "Write: hash: main, or back; only a callback node may stand there instead.",
        ),
        pl=(
            "W menu „{name}” krzyżyk nie cofa, choć wszędzie indziej tak.",
            "Proszę napisać: hash: main albo hash: back; zamiast nich może tam być tylko węzeł callback.",
        ),
    ),
    "W-menu-long": Message(
        "warning",
        en=(
            'To hear the whole menu "{name}" takes about {seconds} s ({language}); few listen longer than {limit} s.',
            "Shorten its sentences and labels, or move options to a menu of their own.",
        ),
        pl=(
            "Wysłuchanie całego menu „{name}” trwa około {seconds} s ({language}); mało kto słucha ponad {limit} s.",
            "Proszę skrócić zdania i etykiety albo przenieść opcje do osobnego menu.",
        ),
    ),
    "W-prompt-long": Message(
        "warning",
        en=(
            'What "{name}" says under {what} takes about {seconds} s ({language}), and the caller waits for the rest.',
            "Keep it under {limit} s; what is only information belongs in an announcement that callers choose.",
        ),
        pl=(
            "To, co „{name}” mówi w {what}, trwa około {seconds} s ({language}), a dzwoniący czeka na ciąg dalszy.",
            "Proszę zmieścić się w {limit} s; informacje należą do komunikatu, który dzwoniący sam wybiera.",
        ),
    ),
    "N-announcement-long": Message(
        "note",
        en=(
            'The announcement "{name}" takes about {seconds} s ({language}), longer than {limit} s.',
            "Say the most important thing first, and leave the rest to the web page.",
        ),
        pl=(
            "Komunikat „{name}” trwa około {seconds} s ({language}), dłużej niż {limit} s.",
            "Proszę zacząć od najważniejszego, a resztę zostawić stronie internetowej.",
        ),
    ),
    "W-latin-letters": Message(
        "warning",
        en=(
            'The Ukrainian voice misreads Latin letters such as "{value}".',
            "Write it in Ukrainian letters, or let the Polish voice say it: [pl: {value}].",
        ),
        pl=(
            "Ukraiński lektor źle czyta łacińskie litery, takie jak „{value}”.",
            "Proszę zapisać to cyrylicą albo oddać polskiemu lektorowi: [pl: {value}].",
        ),
    ),
    "W-text-abbreviation": Message(
        "warning",
        en=('Voices misread abbreviations such as "{value}".', "Write it in full: {full}."),
        pl=("Lektor źle czyta skróty, takie jak „{value}”.", "Proszę napisać słowo w całości: {full}."),
    ),
    "W-text-slash": Message(
        "warning",
        en=('Voices misread a slash, as in "{value}".', "Write it as it is said."),
        pl=("Lektor źle czyta ukośnik, jak w „{value}”.", "Proszę napisać to tak, jak się mówi."),
    ),
    "W-text-capitals": Message(
        "warning",
        en=('Voices spell or misread words in capitals such as "{value}".', "Write it as it is said: {write}."),
        pl=(
            "Lektor literuje albo źle czyta słowa z samych wielkich liter, takie jak „{value}”.",
            "Proszę napisać to tak, jak się mówi: {write}.",
        ),
    ),
    "W-emergency-missing": Message(
        "warning",
        en=(
            'When the office is closed, calls reach "{name}" and are not told the emergency number ({languages}).',
            "Say it there in words, in every language: {write}.",
        ),
        pl=(
            "Gdy urząd jest zamknięty, rozmowa trafia do „{name}” i nie słychać numeru alarmowego ({languages}).",
            "Proszę podać go tam słowami, w każdym języku: {write}.",
        ),
    ),
    "W-exception-holiday": Message(
        "warning",
        en=(
            "{day} is a holiday already: {holiday}. This exception changes nothing.",
            "Delete it; a day off for a holiday on a Saturday is entered apart, on the day that is given for it.",
        ),
        pl=(
            "{day} to już święto: {holiday}. Ten wyjątek niczego nie zmienia.",
            "Proszę go usunąć; dzień wolny za święto w sobotę wpisuje się osobno, w dniu, który za nie wyznaczono.",
        ),
    ),
    "N-exception-idle": Message(
        "note",
        en=("On {day} it is closed without this exception too.", "Correct the date, or delete the exception."),
        pl=("Dnia {day} i bez tego wyjątku jest nieczynne.", "Proszę poprawić datę albo usunąć wyjątek."),
    ),
    "W-exception-overlap": Message(
        "warning",
        en=(
            "This exception and the one in line {first} are both about {day}; this one holds.",
            "Correct the dates, or delete one of them.",
        ),
        pl=(
            "Ten wyjątek i wyjątek z wiersza {first} dotyczą obu dnia {day}; obowiązuje ten.",
            "Proszę poprawić daty albo usunąć jeden z nich.",
        ),
    ),
    "W-saturday-holiday": Message(
        "warning",
        en=(
            "The holiday on {day} ({holiday}) is a Saturday, and no day off is entered for it (art. 130 § 2 KP).",
            "Add to exceptions the day that the director fixed, such as: {{date: {write}, open: closed, reason: …}}.",
        ),
        pl=(
            "Święto {day} ({holiday}) wypada w sobotę, a nie wpisano za nie dnia wolnego (art. 130 § 2 KP).",
            "Proszę dopisać do exceptions dzień wyznaczony przez dyrektora, na przykład:"
            " {{date: {write}, open: closed, reason: …}}.",
        ),
    ),
    "E-holiday-package": Message(
        "error",
        en=("The table of public holidays is out of date: {what}", "Ask the administrator to install the newer one."),
        pl=(
            "Tablica świąt jest nieaktualna: {what}",
            "Proszę poprosić administratora o zainstalowanie nowszej.",
        ),
    ),
}
