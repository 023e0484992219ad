"""What the check says about files as text: missing, empty, too big, or not readable as YAML."""

from __future__ import annotations

from ivr.flowfile.wording import Message

READING_MESSAGES: dict[str, Message] = {
    "E-config-missing": Message(
        "error",
        en=("There is no config.yaml.", "Write it, with the office, its lines and its hours."),
        pl=("Brakuje pliku config.yaml.", "Proszę go utworzyć i wpisać urząd, linie i godziny."),
    ),
    "E-flows-missing": Message(
        "error",
        en=("There is no flow file.", "Write flows/main.yaml with start, main and nodes."),
        pl=(
            "W folderze flows nie ma żadnego pliku.",
            "Proszę utworzyć flows/main.yaml z kluczami start, main i nodes.",
        ),
    ),
    "E-file-empty": Message(
        "error",
        en=("The file is empty.", "Write its keys, or delete the file."),
        pl=("Plik jest pusty.", "Proszę wpisać jego klucze albo usunąć plik."),
    ),
    "E-file-big": Message(
        "error",
        en=(
            "The file is larger than {limit} kB.",
            "Split it into several files, or delete what does not belong in it.",
        ),
        pl=("Plik ma ponad {limit} kB.", "Proszę podzielić go na kilka plików albo usunąć to, co do niego nie należy."),
    ),
    "E-file-lines": Message(
        "error",
        en=(
            "The file has more than {limit} lines.",
            "Split it into several files, or delete what does not belong in it.",
        ),
        pl=(
            "Plik ma ponad {limit} wierszy.",
            "Proszę podzielić go na kilka plików albo usunąć to, co do niego nie należy.",
        ),
    ),
    "E-file-long": Message(
        "error",
        en=("The file holds more than {limit} values.", "Split it into several files."),
        pl=("Liczba wartości w pliku przekracza {limit}.", "Proszę podzielić go na kilka plików."),
    ),
    "E-file-deep": Message(
        "error",
        en=("Brackets or indentation go more than {limit} levels deep here.", "Delete those that are not needed."),
        pl=("Nawiasy lub wcięcia mają tu ponad {limit} poziomów.", "Proszę usunąć zbędne."),
    ),
    "E-character": Message(
        "error",
        en=("There is an invisible character ({character}) here.", "Delete it and type the word again."),
        pl=("Jest tu niewidoczny znak ({character}).", "Proszę go usunąć i wpisać słowo jeszcze raz."),
    ),
    "E-indent-tab": Message(
        "error",
        en=("The line is indented with a tab.", "Use the space bar: two spaces for each step."),
        pl=("Wiersz jest wcięty tabulatorem.", "Proszę użyć spacji: po dwie na każdy stopień."),
    ),
    "E-indent-no-break": Message(
        "error",
        en=(
            "The line is indented with a no-break space, as web pages and word processors use it.",
            "Delete it and press the space bar.",
        ),
        pl=(
            "Wiersz jest wcięty twardą spacją, jakiej używają strony internetowe i edytory tekstu.",
            "Proszę ją usunąć i nacisnąć zwykłą spację.",
        ),
    ),
    "E-hash-comment": Message(
        "error",
        en=('Whatever follows "#" is a comment, so this key is not read.', "Write: hash."),
        pl=(
            "To, co stoi po znaku „#”, jest komentarzem, więc ten klawisz nie zostanie odczytany.",
            "Proszę napisać: hash.",
        ),
    ),
    "E-star": Message(
        "error",
        en=(
            'The character "*" has another meaning in this place.',
            "For the star key write: star. Put a text that begins with * in quotes.",
        ),
        pl=(
            "Znak „*” ma w tym miejscu inne znaczenie.",
            "Klawisz gwiazdki: proszę napisać star. Tekst, który zaczyna się od *, należy wziąć w cudzysłów.",
        ),
    ),
    "E-alias": Message(
        "error",
        en=(
            '"{word}" would be a reference (& and *), and these are not allowed.',
            "Write the value itself, or put the text in quotes.",
        ),
        pl=(
            "„{word}” oznaczałoby odwołanie (& i *), a te są niedozwolone.",
            "Proszę wpisać samą wartość albo wziąć tekst w cudzysłów.",
        ),
    ),
    "E-tag": Message(
        "error",
        en=('"{tag}" would be a tag (!), and these are not allowed.', "Delete it, or put the text in quotes."),
        pl=(
            "„{tag}” oznaczałoby znacznik (!), a te są niedozwolone.",
            "Proszę go usunąć albo wziąć tekst w cudzysłów.",
        ),
    ),
    "E-documents": Message(
        "error",
        en=("A second document begins here (---).", "Delete the line with ---."),
        pl=("Zaczyna się tu drugi dokument (---).", "Proszę usunąć wiersz z ---."),
    ),
    "E-key-twice": Message(
        "error",
        en=('"{key}" stands twice: in line {first} and again in line {second}.', "Delete one of the two."),
        pl=(
            "„{key}” występuje dwa razy: w wierszu {first} i ponownie w wierszu {second}.",
            "Proszę usunąć jedno z nich.",
        ),
    ),
    "E-key-not-text": Message(
        "error",
        en=(
            "What stands before the colon is not a single word.",
            "Write one word before the colon, or put the whole text in quotes.",
        ),
        pl=(
            "Przed dwukropkiem nie stoi pojedyncze słowo.",
            "Proszę napisać przed dwukropkiem jedno słowo albo wziąć cały tekst w cudzysłów.",
        ),
    ),
    "E-quote-open": Message(
        "error",
        en=("The quotation mark that stands here is never closed.", "Write the same mark at the end of the text."),
        pl=("Cudzysłów otwarty w tym miejscu nie jest zamknięty.", "Proszę postawić taki sam znak na końcu tekstu."),
    ),
    "E-colon-second": Message(
        "error",
        en=(
            "There is a second colon in this line, and it is not clear what belongs together.",
            "Put the text in quotes.",
        ),
        pl=("W tym wierszu jest drugi dwukropek i nie wiadomo, co do czego należy.", "Proszę wziąć tekst w cudzysłów."),
    ),
    "E-line-fit": Message(
        "error",
        en=(
            "This line does not fit the line above it.",
            "Check that line for a missing colon, and indent both alike if they belong together.",
        ),
        pl=(
            "Ten wiersz nie pasuje do wiersza powyżej.",
            "Proszę sprawdzić, czy w tamtym nie brakuje dwukropka, i tak samo wciąć oba, jeśli należą do siebie.",
        ),
    ),
    "E-colon-missing": Message(
        "error",
        en=("A colon is missing in this line.", "Write the name, a colon, a space and the value."),
        pl=("W tym wierszu brakuje dwukropka.", "Proszę napisać nazwę, dwukropek, spację i wartość."),
    ),
    "E-bracket": Message(
        "error",
        en=(
            "Inside the brackets that open here something is wrong, at the latest in line {line}.",
            "Check for a missing comma, a missing quotation mark and a missing closing bracket.",
        ),
        pl=(
            "Wewnątrz nawiasu otwartego w tym miejscu jest błąd, najdalej w wierszu {line}.",
            "Proszę sprawdzić, czy nie brakuje przecinka, cudzysłowu albo nawiasu zamykającego.",
        ),
    ),
    "E-bracket-extra": Message(
        "error",
        en=('There is a "{character}" too many here.', "Delete it, or put the text in quotes."),
        pl=("Znak „{character}” jest tu zbędny.", "Proszę go usunąć albo wziąć tekst w cudzysłów."),
    ),
    "E-after-quote": Message(
        "error",
        en=(
            "Something follows after the closing quotation mark.",
            'End the line there. Inside a text in "…" use the marks „ and ”.',
        ),
        pl=(
            "Po cudzysłowie zamykającym stoi jeszcze inny tekst.",
            'Proszę tam zakończyć wiersz. Wewnątrz tekstu w "…" należy używać znaków „ i ”.',
        ),
    ),
    "E-indent": Message(
        "error",
        en=("The line is indented differently from the lines it belongs to.", "Begin it exactly below them."),
        pl=("Wiersz jest wcięty inaczej niż wiersze, do których należy.", "Proszę zacząć go dokładnie pod nimi."),
    ),
    "E-first-character": Message(
        "error",
        en=('A text cannot begin with "{character}".', "Put the text in quotes."),
        pl=("Tekst nie może zaczynać się od „{character}”.", "Proszę wziąć tekst w cudzysłów."),
    ),
    "E-backslash": Message(
        "error",
        en=("A backslash has another meaning here.", "Delete it, or write it twice."),
        pl=("Ukośnik wsteczny ma tu inne znaczenie.", "Proszę go usunąć albo napisać podwójnie."),
    ),
    "E-yaml": Message(
        "error",
        en=(
            "This line cannot be understood.",
            "Compare it with its neighbours: indentation, colons, quotes, brackets.",
        ),
        pl=(
            "Nie można zrozumieć tego wiersza.",
            "Proszę porównać go z sąsiednimi: wcięcie, dwukropki, cudzysłowy, nawiasy.",
        ),
    ),
}
