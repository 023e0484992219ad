"""A fault that the proof found, and its words in English and Polish. Must not look for any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Severity = Literal["error", "warning"]

_WORDS: dict[str, tuple[str, str]] = {
    "P-endless": (
        "Who says nothing and presses nothing goes round for ever: {path}. Lead one of these nodes to an end.",
        "Kto milczy i nic nie naciska, krąży bez końca: {path}. Jeden z tych węzłów musi prowadzić do końca.",
    ),
    "P-lost": (
        "The call gets lost at the node {node} (the log would say: {why}).",
        "Połączenie gubi się w węźle {node} (w dzienniku byłoby: {why}).",
    ),
    "P-conversation": (
        "After a conversation at the node {node} the call goes on at {target}; when the desk hangs up, it must end. "
        "This is a bug of the infoline, not of the files: please report it.",
        "Po rozmowie w węźle {node} połączenie trwa dalej w {target}, a gdy pracownik się rozłączy, musi się skończyć. "
        "To błąd programu, a nie plików: proszę go zgłosić.",
    ),
    "P-not-asked-again": (
        'Who was told "closed" at the menu {menu} stays at {node} although it is open by then. '
        "This is a bug of the infoline, not of the files: please report it.",
        "Kto usłyszał w menu {menu}, że jest zamknięte, zostaje w {node}, chociaż jest już otwarte. "
        "To błąd programu, a nie plików: proszę go zgłosić.",
    ),
    "P-nobody": (
        "In open hours the call ends at the node {node} and nobody was rung. Lead the caller to a dial first.",
        "W godzinach otwarcia połączenie kończy się w węźle {node}, a nigdzie nie zadzwoniło. "
        "Wcześniej musi być węzeł dial.",
    ),
    "P-not-told": (
        "While the office is closed the call ends at the node {node}, and the caller was not told when to call. "
        "Say it before: a sentence with hours, or with {{hours:…}}.",
        "Gdy urząd jest zamknięty, połączenie kończy się w węźle {node}, a dzwoniący nie usłyszał, kiedy dzwonić. "
        "Trzeba to wcześniej powiedzieć: zdaniem z hours albo z {{hours:…}}.",
    ),
    "P-unreachable": (
        "The line {line} is open, and no key leads to it. Lead an option to its hunt group, or correct its hours.",
        "Linia {line} jest czynna, a żaden klawisz do niej nie prowadzi. "
        "Trzeba skierować opcję do jej grupy albo poprawić jej godziny.",
    ),
    "P-long": (
        "A call in which nothing is pressed takes {steps} steps from the node {node}; after {limit} it is cut off. "
        "Make the waiting shorter.",
        "Połączenie, w którym nikt nic nie naciska, ma {steps} kroków od węzła {node}; po {limit} jest przerywane. "
        "Trzeba skrócić oczekiwanie.",
    ),
    "P-hours": (
        "A call in which nothing is pressed takes {minutes} minutes from the node {node}, and what is said besides; "
        "the carrier ends it after four hours.",
        "Połączenie, w którym nikt nic nie naciska, trwa od węzła {node} {minutes} minut i czas komunikatów; "
        "operator kończy je po czterech godzinach.",
    ),
    "P-language": (
        "What is said in {where} is missing in: {languages}.",
        "Tego, co słychać w {where}, brakuje w językach: {languages}.",
    ),
    "P-gap": (
        "What is said in {where} has a hole: {{{placeholder}}} has no words at this moment.",
        "To, co słychać w {where}, ma lukę: {{{placeholder}}} nie ma w tej chwili żadnych słów.",
    ),
}
CODES = tuple(_WORDS)
_SWITCH = (
    " It takes an override to come to this: {command}.",
    " Dochodzi do tego tylko przy przełączeniu ręcznym: {command}.",
)


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step of a call script: the word of `flows/tests/` and what follows it."""

    do: Literal["presses", "types", "rings", "desk", "hears", "waits", "hangs_up"]
    what: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A call that goes wrong: when it comes in (aware, in the office's time), and how it goes. `later`: a warning
    only because it begins further off than anyone must care today. `override`: the command that it takes, "" for none;
    "override …" for several."""

    code: str
    severity: Severity
    message: str
    message_pl: str
    at: datetime
    script: tuple[ScriptStep, ...] = ()
    later: bool = False
    override: str = ""

    def line_of_text(self, language: Literal["en", "pl"] = "en") -> str:
        """The fault as one unbroken line."""
        words = {"en": {"error": "error", "warning": "warning"}, "pl": {"error": "błąd", "warning": "ostrzeżenie"}}
        message = self.message_pl if language == "pl" else self.message
        return f"{self.at:%Y-%m-%d %H:%M}: {words[language][self.severity]}: {message}"

    def script_text(self, language: Literal["en", "pl"] = "en") -> str:
        """The counter-example as a call script of `flows/tests/`, in YAML."""
        title = self.message_pl if language == "pl" else self.message
        clock = f"{self.at:%H:%M:%S}" if self.at.second else f"{self.at:%H:%M}"
        while_on = {"en": "while this is on", "pl": "gdy to obowiązuje"}[language]
        comment = [f"# {while_on}: python -m ivr {self.override}"] if self.override else []
        lines = [
            *comment,
            f"name: {_quoted(title)}",
            f"at: {self.at:%Y-%m-%d} {clock}",
            "steps:" if self.script else "steps: []",
        ]
        return "\n".join([*lines, *(f"  - {step.do}: {_plain(step.what)}" for step in self.script)])


def fault(code: str, at: datetime, script: tuple[ScriptStep, ...], override: str = "", **fields: object) -> Fault:
    """An error of the catalogue. KeyError for a code or a field it does not know."""
    english, polish = (words.format(**fields) for words in _WORDS[code])
    if override:
        english, polish = (
            said + ends.format(command=override) for said, ends in zip((english, polish), _SWITCH, strict=True)
        )
    return Fault(code, "error", english, polish, at, script, override=override)


def _quoted(text: str) -> str:
    return '"' + " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split()) + '"'


def _plain(text: str) -> str:
    """A name or key as it is, words in quotes."""
    return text if text.replace("_", "").isalnum() else _quoted(text)
