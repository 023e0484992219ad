"""What the parts of the files are called in messages. Polish terms stand in brackets, so they need no case."""

from __future__ import annotations

from ivr.flowfile.wording import Term

TERMS: dict[str, Term] = {
    "config": Term("config.yaml", "config.yaml"),
    "office": Term("office", "urząd"),
    "languages": Term("languages", "języki"),
    "language": Term("a language", "język"),
    "failsafe": Term("failsafe", "failsafe"),
    "lines": Term("lines", "linie"),
    "line": Term("a line", "linia"),
    "groups": Term("hunt_groups", "grupy"),
    "group": Term("a hunt group", "grupa"),
    "hours": Term("hours", "godziny"),
    "exception": Term("an exception", "wyjątek"),
    "facts": Term("facts", "informacje"),
    "reasons": Term("reasons", "powody"),
    "never_dial": Term("never_dial", "numery, z którymi nie łączymy"),
    "edges": Term("edges", "edges"),
    "budgets": Term("budgets", "budgets"),
    "shares": Term("shares", "shares"),
    "journal": Term("journal", "dziennik"),
    "privacy": Term("privacy", "prywatność"),
    "flow": Term("a flow file", "plik w flows"),
    "text": Term("a text in every language", "tekst w każdym języku"),
    "sentences": Term("sentences", "zdania"),
    "hours_sentence": Term("a sentence with hours", "zdanie z godzinami"),
    "nodes": Term("nodes", "węzły"),
    "node": Term("a node", "węzeł"),
    "announce": Term("an announce node", "węzeł announce"),
    "menu": Term("a menu", "menu"),
    "dial": Term("a dial node", "węzeł dial"),
    "wait": Term("a wait node", "węzeł wait"),
    "end": Term("an end node", "węzeł end"),
    "options": Term("options", "opcje"),
    "option": Term("an option", "opcja"),
    "keys": Term("keys", "klawisze"),
    "yes or no": Term("yes or no", "yes albo no"),
    "retry": Term("no_input or no_match", "no_input lub no_match"),
}
