"""What commands complain about, in English and Polish; in Polish too what the use cases below them say in English."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.backup_complaints import MESSAGES as _OF_BACKUPS
from ivr.errors import IvrError, UsageError

_MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    **_OF_BACKUPS,
    "moment-bad": {
        "en": (
            "{option} {value!r} is not a moment.",
            'Write 15:00, "2026-11-25 12:00", 2026-11-25 or tomorrow; for override --until also: unknown.',
        ),
        "pl": (
            "{option} {value!r} nie jest chwilą.",
            'Proszę napisać 15:00, "2026-11-25 12:00", 2026-11-25 albo jutro; przy override --until także: unknown.',
        ),
    },
    "moment-over": {
        "en": ("{option} {value} is over already.", 'For another day write the date too: "2026-11-25 7:30".'),
        "pl": ("{option} {value} już minęło.", 'Dla innego dnia proszę napisać też datę: "2026-11-25 7:30".'),
    },
    "moment-far": {
        "en": ("{option} {value} is more than a year ahead.", "What lasts belongs in config.yaml."),
        "pl": ("{option} {value} jest za ponad rok.", "To, co trwałe, należy wpisać do config.yaml."),
    },
    "moments-backwards": {
        "en": ("--until is not after --from.", "Write a later --until."),
        "pl": ("--until nie jest później niż --from.", "Proszę podać późniejsze --until."),
    },
    "past-bad": {
        "en": (
            "{option} {value!r} is not a moment.",
            'Write yesterday, today, "7 days", 5h, 2026-11-25 or "2026-11-25 12:00".',
        ),
        "pl": (
            "{option} {value!r} nie jest chwilą.",
            'Proszę napisać wczoraj, dzisiaj, "7 dni", 5h, 2026-11-25 albo "2026-11-25 12:00".',
        ),
    },
    "period-backwards": {
        "en": ("--until is not after --since.", "Write a later --until."),
        "pl": ("--until nie jest później niż --since.", "Proszę podać późniejsze --until."),
    },
    "opening-none": {
        "en": ("The hours {name} never open again.", 'Write a moment: "2026-11-25 12:00".'),
        "pl": ("Godziny {name} już się nie otworzą.", 'Proszę podać chwilę: "2026-11-25 12:00".'),
    },
    "target-unknown": {
        "en": ("There is no line and there are no hours {name!r}.", "Lines: {lines}. Hours: {hours}."),
        "pl": ("Nie ma linii ani godzin {name!r}.", "Linie: {lines}. Godziny: {hours}."),
    },
    "no-call-hours": {
        "en": ("No hours open or close the telephone.", "Name a line: {lines}."),
        "pl": ("Żadne godziny nie otwierają ani nie zamykają telefonu.", "Proszę podać linię: {lines}."),
    },
    "reason-unknown": {
        "en": (
            "There is no reason {name!r} in config.yaml.",
            'There are: {known}. Or give your own words: --text {language}="…".',
        ),
        "pl": (
            "W config.yaml nie ma powodu {name!r}.",
            'Są: {known}. Można też podać własne słowa: --text {language}="…".',
        ),
    },
    "reason-twice": {
        "en": ("--reason and --text are two reasons.", "Leave one of them."),
        "pl": ("--reason i --text to dwa powody.", "Proszę zostawić jeden z nich."),
    },
    "text-language": {
        "en": ("--text {value!r} does not begin with a language of config.yaml.", 'Write: --text {language}="…".'),
        "pl": ("--text {value!r} nie zaczyna się od języka z config.yaml.", 'Proszę napisać: --text {language}="…".'),
    },
    "text-twice": {
        "en": ("There are two texts in {language}.", "Leave one of them."),
        "pl": ("Są dwa teksty w języku {language}.", "Proszę zostawić jeden z nich."),
    },
    "text-default": {
        "en": ("The text in the office's first language is missing.", 'Add: --text {language}="…".'),
        "pl": ("Brakuje tekstu w pierwszym języku urzędu.", 'Proszę dodać: --text {language}="…".'),
    },
    "text-empty": {
        "en": ("The text in {language} is empty.", "Write what callers hear."),
        "pl": ("Tekst w języku {language} jest pusty.", "Proszę napisać, co słyszy dzwoniący."),
    },
    "text-long": {
        "en": ("The text in {language} is longer than {longest} characters.", "Shorten it: callers wait for its end."),
        "pl": (
            "Tekst w języku {language} ma ponad {longest} znaków.",
            "Proszę go skrócić: dzwoniący czeka na jego koniec.",
        ),
    },
    "text-characters": {
        "en": ("The text in {language} holds a line break or an invisible character.", "Type it anew, on one line."),
        "pl": (
            "Tekst w języku {language} zawiera koniec wiersza albo niewidoczny znak.",
            "Proszę wpisać go od nowa, w jednym wierszu.",
        ),
    },
    "text-brackets": {
        "en": (
            "The text in {language} holds a bracket.",
            "Leave out < > {{ }}; [pl: Rynek] is for a word in another language.",
        ),
        "pl": (
            "Tekst w języku {language} zawiera nawias.",
            "Proszę pominąć < > {{ }}; [pl: Rynek] jest dla słowa w innym języku.",
        ),
    },
    "call-moment-bad": {
        "en": ("--at {value!r} is not a moment.", 'Write it so: --at "2026-12-24 10:00"'),
        "pl": ("--at {value!r} nie jest chwilą.", 'Proszę napisać tak: --at "2026-12-24 10:00"'),
    },
    "file-exists": {
        "en": ("{file} is there already.", "Name another file, or delete this one."),
        "pl": ("Plik {file} już istnieje.", "Proszę podać inny plik albo usunąć ten."),
    },
    "file-exists-there": {
        "en": ("{file} is there already.", "Name another folder."),
        "pl": ("Plik {file} już istnieje.", "Proszę podać inny folder."),
    },
    "no-terminal": {
        "en": ("There is no terminal to ask on, so nothing was done.", "Answer with --yes."),
        "pl": (
            "Nie ma terminala, na którym można zapytać, więc niczego nie zrobiono.",
            "Proszę odpowiedzieć opcją --yes.",
        ),
    },
    "author-missing": {
        "en": ("Nobody knows who you are here.", 'Say it: --author "…"'),
        "pl": ("Nie wiadomo, kto wydaje to polecenie.", 'Proszę podać: --author "…"'),
    },
    "nothing-to-end": {
        "en": ("There is nothing to end.", "See what holds: {command} list."),
        "pl": ("Nie ma czego kończyć.", "Co obowiązuje, pokazuje: {command} list."),
    },
    "undo-late": {
        "en": ("There is nothing left to undo.", ""),
        "pl": ("Nie ma już czego cofać.", ""),
    },
    "id-unknown": {
        "en": ("Nothing with the number {id} holds or is to come.", "See what holds: {command} list."),
        "pl": (
            "Nic o numerze {id} nie obowiązuje ani nie jest zapowiedziane.",
            "Co obowiązuje, pokazuje: {command} list.",
        ),
    },
}

_POLISH = {
    "no-earlier": ("Nie ma wcześniejszej wersji, do której można wrócić, albo ona już obowiązuje.", ""),
    "no-data": (
        "Nie ma folderu z danymi.",
        "Proszę najpierw uruchomić usługę albo ustawić IVR_DATA.",
    ),
    "nothing-live": ("Dotąd niczego nie opublikowano.", "Proszę opublikować: python -m ivr publish"),
    "revision-unknown": ("Nie ma wersji „{name}”.", "Wersje pokazuje: python -m ivr revisions"),
    "revision-several": (
        "Od „{name}” zaczyna się kilka wersji.",
        "Proszę podać więcej znaków; wersje pokazuje: python -m ivr revisions",
    ),
}  # of errors that are raised where no language is known


def worded(error: IvrError, language: str) -> str:
    """The error for the person at the terminal: in Polish where that is known, else as it is. A use case that knows no
    language gives a code alone."""
    if error.message == error.code:
        return " ".join(_put(error.code, language, error.fields)).strip()
    if language != "pl" or error.code not in _POLISH:
        return str(error)
    return " ".join(part.format(**error.fields) for part in _POLISH[error.code] if part)


def usage(code: str, language: str, /, **fields: object) -> UsageError:
    """The complaint `code` about how the command was written; `language` is "en" or "pl"."""
    return UsageError(code, *_put(code, language, fields))


def refused(code: str, language: str, /, **fields: object) -> IvrError:
    """The complaint `code` about what stands in the way."""
    return IvrError(code, *_put(code, language, fields))


def _put(code: str, language: str, fields: Mapping[str, object]) -> tuple[str, str]:
    message, hint = _MESSAGES[code][language]
    return message.format(**fields), hint.format(**fields)
