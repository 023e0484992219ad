"""What the check says about flows/*.yaml: texts, targets, menus, and the way through all nodes."""

from __future__ import annotations

from ivr.flowfile.wording import Message

FLOW_MESSAGES: dict[str, Message] = {
    "E-text-empty": Message(
        "error",
        en=("The text is empty.", "Write what callers hear."),
        pl=("Tekst jest pusty.", "Proszę wpisać to, co słyszą dzwoniący."),
    ),
    "E-text-long": Message(
        "error",
        en=("The text has more than {limit} letters.", "Shorten it: nobody listens that long."),
        pl=("Tekst ma ponad {limit} znaków.", "Proszę go skrócić: nikt nie słucha tak długo."),
    ),
    "E-text-language": Message(
        "error",
        en=("The text is missing in: {languages}.", "Write: {write}."),
        pl=("Brakuje tekstu w językach: {languages}.", "Proszę napisać: {write}."),
    ),
    "E-text-one-language": Message(
        "error",
        en=(
            "This label is said in {language} only, and it has other languages.",
            "Leave only the text after {language}:.",
        ),
        pl=(
            "Ta etykieta jest mówiona tylko w języku {language}, a ma też inne.",
            "Proszę zostawić tylko tekst po {language}:.",
        ),
    ),
    "E-text-comma": Message(
        "error",
        en=(
            '"{value}" is cut off from its text: between {{ and }} a comma begins a new key.',
            'Put the whole text in quotes: "…".',
        ),
        pl=(
            "„{value}” jest odcięte od tekstu: między {{ a }} przecinek zaczyna nowy klucz.",
            'Proszę wziąć cały tekst w cudzysłów: "…".',
        ),
    ),
    "E-written-here": Message(
        "error",
        en=("This text has no wording of its own on the page.", "Delete written: the page shows what is spoken."),
        pl=("Ten tekst nie ma osobnego brzmienia na stronie.", "Proszę usunąć written: strona pokaże to, co słychać."),
    ),
    "W-text-digits": Message(
        "warning",
        en=(
            'Voices misread digits such as "{value}".',
            "Write the number in words, or use {{phone:…}} or {{hours:…}}.",
        ),
        pl=(
            "Lektor źle czyta cyfry, takie jak „{value}”.",
            "Proszę napisać liczbę słowami albo użyć {{phone:…}} lub {{hours:…}}.",
        ),
    ),
    "E-callback-number": Message(
        "error",
        en=("The typed number is not read back in every language.", "Write {{number}} where the caller hears it."),
        pl=(
            "Wpisany numer nie jest odczytywany w każdym języku.",
            "Proszę napisać {{number}} tam, gdzie dzwoniący ma go usłyszeć.",
        ),
    ),
    "E-placeholder-unknown": Message(
        "error",
        en=("There is no placeholder {{{name}}}.", "{write}"),
        pl=("Nie ma symbolu {{{name}}}.", "{write}"),
    ),
    "E-placeholder-here": Message(
        "error",
        en=("{{{name}}} has no meaning in this text.", "{where}"),
        pl=("{{{name}}} nie ma znaczenia w tym tekście.", "{where}"),
    ),
    "E-placeholder-missing": Message(
        "error",
        en=("{{{name}}} is missing in this text.", "Write it where the words are to stand."),
        pl=("W tym tekście brakuje {{{name}}}.", "Proszę go wpisać tam, gdzie mają stanąć te słowa."),
    ),
    "E-brace": Message(
        "error",
        en=("A brace {{ or }} stands alone in this text.", "Write both, with a name between them: {{when}}."),
        pl=("W tym tekście nawias {{ albo }} stoi sam.", "Proszę wpisać oba, a między nimi nazwę: {{when}}."),
    ),
    "E-square-bracket": Message(
        "error",
        en=("The square brackets in this text are not clear.", "For words in another voice write: [pl: the words]."),
        pl=("Nawiasy kwadratowe w tym tekście są niejasne.", "Słowa innym głosem należy zapisać tak: [pl: słowa]."),
    ),
    "E-sentence-unknown": Message(
        "error",
        en=('There is no sentence "{name}".', "{write}"),
        pl=("Nie ma zdania „{name}”.", "{write}"),
    ),
    "E-node-unknown": Message(
        "error",
        en=('There is no node "{name}".', "{write}"),
        pl=("Nie ma węzła „{name}”.", "{write}"),
    ),
    "E-node-twice": Message(
        "error",
        en=('The node "{name}" is already in {file}, line {line}.', "Rename one of the two."),
        pl=("Węzeł „{name}” już jest w pliku {file}, w wierszu {line}.", "Proszę zmienić nazwę jednego z nich."),
    ),
    "E-sentence-twice": Message(
        "error",
        en=('The sentence "{name}" is already in {file}, line {line}.', "Rename one of the two."),
        pl=("Zdanie „{name}” już jest w pliku {file}, w wierszu {line}.", "Proszę zmienić nazwę jednego z nich."),
    ),
    "E-start-missing": Message(
        "error",
        en=("No flow file has the key start.", "Write: start: and the node in which every call begins."),
        pl=(
            "W żadnym pliku w flows nie ma klucza start.",
            "Proszę napisać: start: i węzeł, w którym zaczyna się połączenie.",
        ),
    ),
    "E-start-twice": Message(
        "error",
        en=("The key start is already in {file}, line {line}.", "Delete one of the two."),
        pl=("Klucz start już jest w pliku {file}, w wierszu {line}.", "Proszę usunąć jeden z nich."),
    ),
    "E-main-missing": Message(
        "error",
        en=("No flow file has the key main.", "Write: main: and the node that is the main menu."),
        pl=("W żadnym pliku w flows nie ma klucza main.", "Proszę napisać: main: i węzeł, który jest głównym menu."),
    ),
    "E-main-twice": Message(
        "error",
        en=("The key main is already in {file}, line {line}.", "Delete one of the two."),
        pl=("Klucz main już jest w pliku {file}, w wierszu {line}.", "Proszę usunąć jeden z nich."),
    ),
    "E-main-no-menu": Message(
        "error",
        en=('"{name}" is not a menu, and the main node must be one.', "Write the name of a node with type: menu."),
        pl=("„{name}” nie jest menu, a węzeł main musi nim być.", "Proszę wpisać nazwę węzła, który ma type: menu."),
    ),
    "E-menu-key": Message(
        "error",
        en=('"{key}" is not a key of a telephone.', "{write}"),
        pl=("„{key}” nie jest klawiszem telefonu.", "{write}"),
    ),
    "E-menu-key-twice": Message(
        "error",
        en=('The key "{key}" is already an option of this menu, in line {line}.', "Delete one of the two."),
        pl=("Klawisz „{key}” jest już opcją tego menu, w wierszu {line}.", "Proszę usunąć jedno z nich."),
    ),
    "E-menu-closed": Message(
        "error",
        en=('The menu has hours but no "closed".', "Write: closed: and the node for callers outside these hours."),
        pl=(
            "Menu ma godziny, ale nie ma klucza closed.",
            "Proszę napisać: closed: i węzeł dla osób dzwoniących poza godzinami.",
        ),
    ),
    "E-menu-hours": Message(
        "error",
        en=(
            '"{key}" has no meaning in a menu without hours.',
            "Write: hours: and a name from config.yaml, or delete {key}.",
        ),
        pl=(
            "Klucz „{key}” nie ma znaczenia w menu bez godzin.",
            "Proszę napisać: hours: i nazwę z config.yaml albo usunąć {key}.",
        ),
    ),
    "E-menu-empty": Message(
        "error",
        en=("Nothing in this menu leads anywhere.", "Write at least one option with go, or a key."),
        pl=("Z tego menu nie ma żadnego wyjścia.", "Proszę wpisać co najmniej jedną opcję z go albo klawisz w keys."),
    ),
    "E-option-way": Message(
        "error",
        en=(
            "An option needs either go or language, and not both.",
            "Write: go: and a node, or language: and a language.",
        ),
        pl=(
            "Opcja musi mieć albo go, albo language, ale nie oba klucze.",
            "Proszę napisać: go: i węzeł albo language: i język.",
        ),
    ),
    "N-options-order": Message(
        "note",
        en=('Option "{key}" comes after a higher key.', "Callers remember options best in ascending order."),
        pl=("Opcja „{key}” stoi po wyższym klawiszu.", "Najłatwiej zapamiętać opcje w kolejności rosnącej."),
    ),
    "E-wait-every": Message(
        "error",
        en=("every_seconds is longer than wait_seconds.", "Write a smaller number for every_seconds."),
        pl=("every_seconds jest dłuższe niż wait_seconds.", "Proszę wpisać mniejszą liczbę w every_seconds."),
    ),
    "E-loop": Message(
        "error",
        en=("The call would go round and round: {path}.", "Lead one of these nodes to a menu, a wait or an end."),
        pl=("Połączenie krążyłoby w kółko: {path}.", "Jeden z tych węzłów musi prowadzić do menu, wait albo end."),
    ),
    "W-node-unreachable": Message(
        "warning",
        en=('No way leads to the node "{name}".', "Lead an option or a key to it, or delete it."),
        pl=(
            "Do węzła „{name}” nie prowadzi żadna droga.",
            "Proszę skierować do niego opcję lub klawisz albo go usunąć.",
        ),
    ),
    "N-sentence-unused": Message(
        "note",
        en=('The sentence "{name}" is never said.', "Use its name in a node, or delete it."),
        pl=("Zdanie „{name}” nie jest nigdzie używane.", "Proszę użyć jego nazwy w węźle albo je usunąć."),
    ),
}
