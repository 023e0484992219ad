"""What the check says about single values: keys, names, times, dates, choices."""

from __future__ import annotations

from ivr.flowfile.wording import Message

VALUE_MESSAGES: dict[str, Message] = {
    "E-key-unknown": Message(
        "error",
        en=('Unknown key "{key}" in {what}.', "{write}"),
        pl=("Nieznany klucz „{key}” ({what}).", "{write}"),
    ),
    "E-key-missing": Message(
        "error",
        en=('"{key}" is missing in {what}.', "Write: {key}: …"),
        pl=("Brakuje klucza „{key}” ({what}).", "Proszę napisać: {key}: …"),
    ),
    "E-value-missing": Message(
        "error",
        en=("There is no value here.", "Write it after the colon."),
        pl=("Brakuje tu wartości.", "Proszę ją wpisać po dwukropku."),
    ),
    "E-not-mapping": Message(
        "error",
        en=("Keys with values belong here ({what}).", "Write: name: value, or {{name: value, name: value}}."),
        pl=(
            "W tym miejscu muszą stać klucze z wartościami ({what}).",
            "Proszę napisać: nazwa: wartość lub {{nazwa: wartość, nazwa: wartość}}.",
        ),
    ),
    "E-not-list": Message(
        "error",
        en=("A list belongs here.", "Write: [one, two], or one line beginning with - for each."),
        pl=(
            "W tym miejscu musi stać lista.",
            "Proszę napisać: [jeden, dwa] albo każdą pozycję w osobnym wierszu po znaku -.",
        ),
    ),
    "E-not-text": Message(
        "error",
        en=(
            "A single value belongs here, not a list or a mapping.",
            "Write one word or one text; put a text with brackets in quotes.",
        ),
        pl=(
            "W tym miejscu musi stać jedna wartość, a nie lista ani zbiór kluczy.",
            "Proszę wpisać jedno słowo lub jeden tekst; tekst z nawiasami należy wziąć w cudzysłów.",
        ),
    ),
    "E-list-empty": Message(
        "error",
        en=("The list is empty.", "Write at least one entry."),
        pl=("Lista jest pusta.", "Proszę wpisać co najmniej jedną pozycję."),
    ),
    "E-name-bad": Message(
        "error",
        en=(
            '"{name}" cannot be a name.',
            "Write small letters a to z, digits and _ , beginning with a letter, for example: {example}.",
        ),
        pl=(
            "„{name}” nie może być nazwą.",
            "Proszę użyć małych liter od a do z, cyfr i _ , na początku litera, na przykład: {example}.",
        ),
    ),
    "E-name-reserved": Message(
        "error",
        en=('"{name}" has a meaning of its own and cannot be a name.', "Choose another name."),
        pl=("Słowo „{name}” ma własne znaczenie i nie może być nazwą.", "Proszę wybrać inną nazwę."),
    ),
    "E-choice": Message(
        "error",
        en=('"{value}" is not possible here.', "{write}"),
        pl=("Wartość „{value}” nie jest tu możliwa.", "{write}"),
    ),
    "E-yes-no": Message(
        "error",
        en=('Only yes or no can stand here, not "{value}".', "Write: {write}."),
        pl=("Tu może stać tylko yes albo no, a nie „{value}”.", "Proszę napisać: {write}."),
    ),
    "E-whole-number": Message(
        "error",
        en=('"{value}" is not a whole number.', "Write digits only, from {low} to {high}."),
        pl=("„{value}” nie jest liczbą całkowitą.", "Proszę wpisać same cyfry: od {low} do {high}."),
    ),
    "E-out-of-range": Message(
        "error",
        en=("{value} is not possible here.", "Write a number from {low} to {high}."),
        pl=("Liczba {value} nie jest tu możliwa.", "Proszę wpisać liczbę od {low} do {high}."),
    ),
    "E-time-bad": Message(
        "error",
        en=('"{value}" is not a time.', "Write hours and minutes, for example: 7:30."),
        pl=("„{value}” nie jest godziną.", "Proszę napisać godzinę i minuty, na przykład: 7:30."),
    ),
    "E-time-colon": Message(
        "error",
        en=('"{value}" is not written as a time.', "Write: {write}."),
        pl=("„{value}” nie jest poprawnym zapisem godziny.", "Proszę napisać: {write}."),
    ),
    "E-span-bad": Message(
        "error",
        en=('"{value}" is not a span of hours.', "Write opening and closing time, for example 7:30-19:00, or: closed."),
        pl=(
            "„{value}” nie jest przedziałem godzin.",
            "Proszę napisać godzinę otwarcia i zamknięcia, na przykład 7:30-19:00, albo: closed.",
        ),
    ),
    "E-span-backwards": Message(
        "error",
        en=('"{value}" ends before it begins.', "Write the earlier time first: {write}."),
        pl=("Przedział „{value}” kończy się przed początkiem.", "Proszę podać najpierw wcześniejszą godzinę: {write}."),
    ),
    "E-span-empty": Message(
        "error",
        en=('"{value}" begins and ends at the same time.', "Write a later closing time, or: closed."),
        pl=(
            "Przedział „{value}” zaczyna się i kończy o tej samej godzinie.",
            "Proszę podać późniejszą godzinę zamknięcia albo: closed.",
        ),
    ),
    "E-spans-overlap": Message(
        "error",
        en=(
            'The spans in "{value}" overlap or are not in order.',
            "Write them one after the other: 8:00-12:00, 13:00-15:00.",
        ),
        pl=(
            "Przedziały w „{value}” zachodzą na siebie lub nie są po kolei.",
            "Proszę wpisać je po kolei: 8:00-12:00, 13:00-15:00.",
        ),
    ),
    "E-day-bad": Message(
        "error",
        en=('"{value}" is neither a day nor a key of hours.', "{write}"),
        pl=("„{value}” nie jest dniem ani kluczem godzin.", "{write}"),
    ),
    "E-day-language": Message(
        "error",
        en=('The days in "{value}" are not written as this file needs them.', "Write: {write}."),
        pl=("Dni w „{value}” trzeba zapisać po angielsku, w skrócie.", "Proszę napisać: {write}."),
    ),
    "E-days-backwards": Message(
        "error",
        en=(
            '"{value}" runs backwards through the week.',
            "Begin with the earlier day, or name the days one by one: {write}.",
        ),
        pl=(
            "Zakres „{value}” biegnie wstecz.",
            "Proszę zacząć od wcześniejszego dnia albo wymienić dni po kolei: {write}.",
        ),
    ),
    "E-day-twice": Message(
        "error",
        en=(
            '"{day}" has hours twice; the second time is here.',
            "Name each day once. A single day may differ from a range such as mon-fri.",
        ),
        pl=(
            "Dzień „{day}” ma godziny dwa razy; drugi raz tutaj.",
            "Każdy dzień należy podać raz. Pojedynczy dzień może różnić się od zakresu takiego jak mon-fri.",
        ),
    ),
    "E-day-comma": Message(
        "error",
        en=(
            '"{value}" stands alone: between {{ and }} a comma begins a new key.',
            'Put days or hours with a comma in quotes: "8:00-12:00, 13:00-15:00".',
        ),
        pl=(
            "„{value}” stoi samo: między {{ a }} przecinek zaczyna nowy klucz.",
            'Dni lub godziny z przecinkiem należy wziąć w cudzysłów: "8:00-12:00, 13:00-15:00".',
        ),
    ),
    "E-date-bad": Message(
        "error",
        en=('"{value}" is not a date.', "Write year, month and day: 2026-12-24."),
        pl=("„{value}” nie jest datą.", "Proszę napisać rok, miesiąc i dzień: 2026-12-24."),
    ),
    "E-date-order": Message(
        "error",
        en=('"{value}" is not written as a date.', "Write: {write}."),
        pl=("„{value}” nie jest poprawnym zapisem daty.", "Proszę napisać: {write}."),
    ),
    "E-dates-backwards": Message(
        "error",
        en=("The last day, {until}, is before the first day, {first}.", "Exchange the two dates, or correct one."),
        pl=(
            "Ostatni dzień, {until}, jest przed pierwszym, {first}.",
            "Proszę zamienić daty albo poprawić jedną z nich.",
        ),
    ),
}
