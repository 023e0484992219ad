"""What the check says about telephone numbers."""

from __future__ import annotations

from ivr.flowfile.wording import Message

NUMBER_MESSAGES: dict[str, Message] = {
    "E-number-several": Message(
        "error",
        en=('"{value}" names several numbers.', "Write each number on its own: {write}."),
        pl=("„{value}” oznacza kilka numerów.", "Proszę wpisać każdy numer osobno: {write}."),
    ),
    "E-number-letter": Message(
        "error",
        en=('The number "{value}" has a letter ({letter}) in the place of a digit.', "Write: {write}."),
        pl=("W numerze „{value}” zamiast cyfry jest litera ({letter}).", "Proszę napisać: {write}."),
    ),
    "E-number-extension": Message(
        "error",
        en=(
            '"{value}" has an extension, and extensions cannot be dialled.',
            "Write a number that rings the desk directly.",
        ),
        pl=(
            "„{value}” zawiera numer wewnętrzny, a takiego nie można wybrać.",
            "Proszę podać numer, który dzwoni bezpośrednio.",
        ),
    ),
    "E-number-words": Message(
        "error",
        en=(
            '"{value}" is more than a telephone number.',
            "Write the digits alone; words belong in the label or in a comment.",
        ),
        pl=(
            "„{value}” to nie tylko numer telefonu.",
            "Proszę wpisać same cyfry; słowa należą do label albo do komentarza.",
        ),
    ),
    "E-number-zero": Message(
        "error",
        en=('The number "{value}" begins with 0.', "Polish numbers have no 0 in front. Write: {write}."),
        pl=("Numer „{value}” zaczyna się od 0.", "Polskich numerów nie poprzedza się zerem. Proszę napisać: {write}."),
    ),
    "E-number-foreign": Message(
        "error",
        en=('"{value}" is a foreign number, and these are not dialled.', "Write a Polish number (+48)."),
        pl=("„{value}” jest numerem zagranicznym, a z takimi nie łączymy.", "Proszę podać numer polski (+48)."),
    ),
    "E-number-emergency": Message(
        "error",
        en=('"{value}" is an emergency number and is never dialled.', "Tell callers to ring it themselves, in a text."),
        pl=(
            "„{value}” jest numerem alarmowym i nigdy nie jest wybierany.",
            "Proszę tylko poinformować o nim w tekście.",
        ),
    ),
    "E-number-short": Message(
        "error",
        en=('"{value}" is a short number, and these are not dialled.', "Write a number with all its nine digits."),
        pl=(
            "„{value}” jest numerem skróconym, a z takimi nie łączymy.",
            "Proszę podać pełny, dziewięciocyfrowy numer.",
        ),
    ),
    "E-number-area": Message(
        "error",
        en=('The number "{value}" has no area code.', "Write all nine digits, the two of the area code first."),
        pl=(
            "Numer „{value}” nie ma numeru kierunkowego.",
            "Proszę wpisać wszystkie dziewięć cyfr, zaczynając od dwóch cyfr kierunkowego.",
        ),
    ),
    "E-number-invalid": Message(
        "error",
        en=(
            '"{value}" is not a valid Polish number ({digits} digits).',
            "A Polish number has nine digits: check each of them.",
        ),
        pl=(
            "„{value}” nie jest poprawnym polskim numerem (liczba cyfr: {digits}).",
            "Polski numer ma dziewięć cyfr: proszę sprawdzić każdą z nich.",
        ),
    ),
    "E-number-premium": Message(
        "error",
        en=(
            '"{value}" is a premium-rate number, and these are not dialled.',
            "Write a landline, mobile or free number.",
        ),
        pl=(
            "„{value}” jest numerem o podwyższonej opłacie, a z takimi nie łączymy.",
            "Proszę podać numer stacjonarny, komórkowy lub bezpłatny.",
        ),
    ),
    "E-number-shared-cost": Message(
        "error",
        en=(
            '"{value}" is a shared-cost number (801 and the like), and these are not dialled.',
            "Write a landline, mobile or free number.",
        ),
        pl=(
            "„{value}” jest numerem o podzielonej opłacie (np. 801), a z takimi nie łączymy.",
            "Proszę podać numer stacjonarny, komórkowy lub bezpłatny.",
        ),
    ),
    "E-number-type": Message(
        "error",
        en=('"{value}" is neither a landline nor a mobile nor a free number.', "Write one of these three."),
        pl=(
            "„{value}” nie jest numerem stacjonarnym, komórkowym ani bezpłatnym.",
            "Proszę podać numer jednego z tych trzech rodzajów.",
        ),
    ),
}
