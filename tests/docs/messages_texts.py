# ruff: noqa: E501
"""What the pages of the messages say besides the messages: titles, how to read them, the words about the proof."""

from __future__ import annotations

INTRO = {
    "pl": """\
# Co znaczą komunikaty

Ta strona powstaje sama, z programu: każdy komunikat, przykład tego, co go wywołuje, i co zrobić. Najłatwiej znaleźć komunikat,
szukając na stronie jego pierwszych słów.

## Jak czytać komunikat

Komunikat mówi: plik, wiersz, kolumna, jak poważna to sprawa, co jest nie tak i co napisać. `config.yaml:14:13` to plik `config.yaml`,
wiersz 14, trzynasty znak.

| słowo | co znaczy |
|---|---|
| błąd | z tym nie można opublikować; dzwoniący słyszą dalej to, co dotąd |
| ostrzeżenie | można opublikować, ale prawie na pewno trzeba to poprawić |
| uwaga | warto wiedzieć |

W przykładach wiersz z `-` jest błędny, a z `+` poprawny. `⇥` to tabulator, `⍽` to znak, którego nie widać.

Zasady dobrego menu (rozdział o nich jest niżej) mogą się u Państwa mylić. Wtedy w tym wierszu pliku piszemy dlaczego, na przykład:
`# ok W-text-capitals: lektor czyta to jak słowo`.
""",
    "en": """\
# What the messages mean

This page is made of the program itself: every message, an example of what causes it, and what to do. The easiest way to find a message is
to search the page for its first words.

## How to read a message

A message says: the file, the line, the column, how serious it is, what is wrong and what to write. `config.yaml:14:13` is the file
`config.yaml`, line 14, the thirteenth character.

| word | what it means |
|---|---|
| error | it cannot be published with this; callers go on hearing what they heard before |
| warning | it can be published, but almost certainly has to be corrected |
| note | good to know |

In the examples a line with `-` is wrong, and one with `+` is right. `⇥` is a tab, `⍽` a character that cannot be seen.

The rules of a good menu (there is a chapter about them below) may be wrong for you. Then say why in that line of the file, for example:
`# ok W-text-capitals: the voice says this as a word`.
""",
}

CHAPTERS = {
    "pl": (
        "Pliki i znaki", "Pojedyncze wartości", "Numery telefonów", "Urząd: config.yaml", "Rozmowa: pliki w flows",
        "Zasady dobrego menu", "Dowód, że nikt nie utknie",
    ),
    "en": (
        "Files and characters", "Single values", "Telephone numbers", "The office: config.yaml", "The call: files in flows",
        "Rules of a good menu", "The proof that nobody is stranded",
    ),
}  # fmt: skip

TEXTS = {
    "pl": {
        "rule": "Zasada z uzasadnieniem, po angielsku: [rules.md](../rules.md#{anchor}).",
        "missing": "Pliku `{file}` nie ma.",
        "huge": "Plik `{file}` jest o wiele większy niż potrzeba.",
        "proof": "Program przechodzi przez każdą możliwą rozmowę w ciągu najbliższych 24 miesięcy. Gdy znajdzie taką, w której ktoś "
        "utknie, podaje chwilę, rozmowę krok po kroku i powód. Godziny są godzinami urzędu.",
    },
    "en": {
        "rule": "The rule and its reason: [rules.md](../rules.md#{anchor}).",
        "missing": "There is no file `{file}`.",
        "huge": "The file `{file}` is far larger than needed.",
        "proof": "The program goes through every possible call of the next 24 months. Where it finds one in which somebody is stranded, it "
        "tells the moment, the call step by step, and why. Times are the office's.",
    },
}

FAULTS = {
    "pl": {
        "P-conversation": "Po rozmowie z pracownikiem połączenie powinno się skończyć. Pliki nie mogą tego zepsuć; to błąd programu, proszę go zgłosić.",
        "P-not-asked-again": "Kto usłyszał, że zamknięte, powinien dostać menu, gdy tylko urząd się otworzy. Pliki nie mogą tego zepsuć; to błąd programu, proszę go zgłosić.",
        "P-endless": "Kto nic nie robi, krąży bez końca. Jedna z dróg musi prowadzić dalej.",
        "P-lost": "Rozmowa trafia w miejsce, które w tej chwili nie ma dalszego ciągu, na przykład zamknięte menu prowadzi do "
        "siebie. Zwykle `check` znajduje to już w plikach. Proszę sprawdzić, dokąd prowadzą `closed` i `otherwise` tego węzła.",
        "P-nobody": "W godzinach pracy rozmowa kończy się, zanim gdziekolwiek zadzwoniło. Wcześniej trzeba ją skierować do węzła, "
        "który dzwoni (`type: dial`).",
        "P-not-told": "Poza godzinami rozmowa kończy się, a nikt nie powiedział, kiedy dzwonić.",
        "P-unreachable": "Telefon jest czynny, a żaden klawisz do niego nie prowadzi.",
        "P-long": "Rozmowa bez naciskania klawiszy ma za dużo kroków i zostałaby przerwana. Trzeba skrócić czekanie.",
        "P-hours": "Rozmowa bez naciskania klawiszy trwałaby dłużej niż cztery godziny, a wtedy kończy ją operator. Trzeba skrócić "
        "czekanie.",
        "P-language": "Czegoś, co słychać, brakuje w jednym z języków. Zwykle `check` znajduje to już w plikach (E-text-language). "
        "Proszę dopisać tekst.",
        "P-gap": "W zdaniu jest miejsce, na które w tej chwili nie ma słów: zwykle skończył się okres z datą.",
    },
    "en": {
        "P-conversation": "After a conversation with the desk the call should be over. Files cannot break this; it is a fault of the program, please report it.",
        "P-not-asked-again": "Who was told “closed” should get the menu as soon as the office is open. Files cannot break this; it is a fault of the program, please report it.",
        "P-endless": "Who does nothing goes round for ever. One of the ways has to lead on.",
        "P-lost": "The call comes to a place from which nothing leads on at that moment, such as a closed menu that leads to itself. "
        "Mostly `check` finds this in the files already. See where `closed` and `otherwise` of that node lead.",
        "P-nobody": "In open hours the call ends before anybody was rung. Lead it to a node that rings (`type: dial`) first.",
        "P-not-told": "Outside the hours the call ends, and nobody said when to call.",
        "P-unreachable": "A telephone is open, and no key leads to it.",
        "P-long": "A call in which nothing is pressed has too many steps and would be cut off. Make the waiting shorter.",
        "P-hours": "A call in which nothing is pressed would take more than four hours, and then the carrier ends it. Make the waiting "
        "shorter.",
        "P-language": "Something that is heard is missing in one of the languages. Mostly `check` finds this in the files already "
        "(E-text-language). Add the text.",
        "P-gap": "A sentence has a place for which there are no words at that moment: mostly a dated period has ended.",
    },
}

# code -> (file, what stands there, the mistake), in the shipped files
CAUSES = {
    "P-endless": (
        "flows/main.yaml",
        "    every_seconds: 30\n    otherwise: nobody_answered\n",
        "    every_seconds: 30\n    otherwise: waiting\n",
    ),
    "P-nobody": ("flows/main.yaml", "    then: services\n", "    then: goodbye\n"),
    "P-not-told": (
        "flows/main.yaml",
        "    closed: after_hours\n    soon: opening_soon\n",
        "    closed: goodbye\n    soon: opening_soon\n",
    ),
    "P-unreachable": ("flows/main.yaml", "    to: family_benefits", "    to: cards"),
    "P-long": (
        "flows/main.yaml",
        "    wait_seconds: 600\n    every_seconds: 30\n",
        "    wait_seconds: 3600\n    every_seconds: 5\n",
    ),
    "P-hours": (
        "flows/main.yaml",
        "    wait_seconds: 600\n    every_seconds: 30\n    otherwise: nobody_answered\n",
        "    wait_seconds: 3600\n    every_seconds: 300\n    otherwise: still_waiting\n\n"
        + "".join(
            f"  {name}: {{type: wait, say: try_later, again: [chosen, infoline], wait_seconds: 3600, every_seconds: 300, "
            f"otherwise: {then}}}\n"
            for name, then in (
                ("still_waiting", "waiting_on"),
                ("waiting_on", "waiting_more"),
                ("waiting_more", "nobody_answered"),
            )
        ),
    ),
    "P-gap": (
        "config.yaml",
        "  calls: {mon-fri: 7:30-19:00}\n",
        "  calls: {until: 2026-12-10, mon-fri: 7:30-19:00}\n",
    ),
}
