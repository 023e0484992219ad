"""Each alarm in words, Polish and English: what is wrong, and what to do. One text for Today, the mail and the webhook.

No number of a caller, no name of a caller: an alarm knows of none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from ivr.alarms import Alarm, Code

Language = Literal["pl", "en"]
LOCALES: Mapping[Language, str] = {"pl": "pl_PL", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """`quoted`: a sentence of the check, in English."""

    title: str
    advice: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    advice: str


_ENGLISH: Mapping[Code, _Text] = {
    "disk_full": _Text(
        "The disk is full.",
        "Calls go on, and for about a minute everything is still noted; after that calls are answered and not noted. "
        "Tell your technician at once: room must be made on the disk of IVR_DATA.",
    ),
    "unlogged": _Text(
        "What happened in calls could not be noted.",
        "Entries lost since {since}: {count}. Calls were answered. Tell your technician at once: the disk of IVR_DATA "
        "is full or broken. This stays here for a day after the last one.",
    ),
    "database_away": _Text(
        "The call log cannot be read.",
        "Calls go on, and what happens is kept in the journal. Tell your technician that the database is away.",
    ),
    "journal_behind": _Text(
        "The call log is behind.",
        "Not in it yet: what happened since {since}. Files of the journal: {count}. Nothing is lost. Tell your "
        "technician, who runs: python -m ivr ship",
    ),
    "line_failed": _Text(
        "{line}: the telephone cannot be reached.",
        "The provider could not connect it since {since}. Check whether the number is right and the telephone works; "
        "until then callers are led on.",
    ),
    "line_dead": _Text(
        "{line}: nobody answers.",
        "Calls in a row that were not answered: {count}, since {since}. Ask whether somebody sits there, or close the "
        "line until somebody does.",
    ),
    "files_errors": _Text(
        "The files have errors.",
        "Callers hear the last good revision. Whoever writes the files sees what to correct with: python -m ivr check",
    ),
    "files_unreadable": _Text(
        "The files cannot be read.",
        "Callers hear the last good revision. Whoever writes the files sees why with: python -m ivr check",
    ),
    "files_differ": _Text(
        "The files differ from what callers hear.",
        "Something was changed and not published. See what with python -m ivr draft, then publish it or take it back.",
    ),
    "proof_errors": _Text(
        "The nightly proof found errors: callers may be stranded.",
        "Errors: {count}. See all with: python -m ivr check. The first:",
    ),
    "proof_warnings": _Text(
        "The nightly proof found something to look at.",
        "Warnings: {count}. See all with: python -m ivr check. The first:",
    ),
    "day_in_lieu": _Text(
        "The holiday on {day} is a Saturday, and no day off is entered for it.",
        "The director fixes the day off (art. 130 § 2 of the Labour Code); then it is written under exceptions in "
        "config.yaml and published.",
    ),
    "certificate_short": _Text(
        "The certificate of the public address ends soon.",
        "It ends on {since}; whole days left: {count}. After that the provider calls the service no more, and callers "
        "hear its fallback. Tell your technician: the renewal of the certificate does not work.",
    ),
    "notices_failed": _Text(
        "Alarms cannot be sent.",
        "By {told}, since {since}: whoever is named under alarms in config.yaml is not told. Tell your technician, who "
        "sees why in the log and with: python -m ivr doctor",
    ),
}
_POLISH: Mapping[Code, _Text] = {
    "disk_full": _Text(
        "Dysk jest pełny.",
        "Połączenia są nadal obsługiwane i jeszcze przez około minutę wszystko jest zapisywane; potem będą obsługiwane "
        "bez zapisu. Trzeba od razu zawiadomić informatyka: na dysku IVR_DATA musi powstać miejsce.",
    ),
    "unlogged": _Text(
        "Części połączeń nie udało się zapisać.",
        "Utracone wpisy od {since}: {count}. Połączenia były obsługiwane. Trzeba od razu zawiadomić informatyka: dysk "
        "IVR_DATA jest pełny albo uszkodzony. Ta wiadomość zniknie dzień po ostatnim takim wpisie.",
    ),
    "database_away": _Text(
        "Dziennika połączeń nie można odczytać.",
        "Połączenia działają, a ich przebieg jest zachowywany na tym komputerze. Proszę zawiadomić osobę dbającą o "
        "system, że baza danych nie odpowiada.",
    ),
    "journal_behind": _Text(
        "Dziennik połączeń ma zaległości.",
        "Brakuje w nim jeszcze tego, co działo się od: {since}. Pliki do przeniesienia: {count}. Nic nie zginęło. "
        "Proszę zawiadomić osobę dbającą o system; pomoże polecenie: python -m ivr ship",
    ),
    "line_failed": _Text(
        "{line}: z telefonem nie można się połączyć.",
        "Operator nie może połączyć od: {since}. Proszę sprawdzić, czy numer jest dobry, a telefon działa; do tego "
        "czasu dzwoniący są kierowani dalej.",
    ),
    "line_dead": _Text(
        "{line}: nikt nie odbiera.",
        "Nieodebrane połączenia z rzędu: {count}, od: {since}. Proszę sprawdzić, czy ktoś tam siedzi, albo zamknąć "
        "linię do czasu, aż ktoś wróci.",
    ),
    "files_errors": _Text(
        "W plikach są błędy.",
        "Dzwoniący słyszą ostatnią dobrą wersję. Co poprawić, pokaże polecenie: python -m ivr check",
    ),
    "files_unreadable": _Text(
        "Plików nie można odczytać.",
        "Dzwoniący słyszą ostatnią dobrą wersję. Dlaczego tak jest, pokaże polecenie: python -m ivr check",
    ),
    "files_differ": _Text(
        "Pliki różnią się od tego, co słyszą dzwoniący.",
        "Coś zmieniono i nie opublikowano. Co to jest, pokaże python -m ivr draft; potem można to opublikować albo "
        "wycofać.",
    ),
    "proof_errors": _Text(
        "Nocny dowód znalazł błędy: dzwoniący mogą nigdzie nie trafić.",
        "Błędy: {count}. Wszystkie pokaże polecenie: python -m ivr check. Pierwszy z nich:",
    ),
    "proof_warnings": _Text(
        "Nocny dowód znalazł coś do sprawdzenia.",
        "Ostrzeżenia: {count}. Wszystkie pokaże polecenie: python -m ivr check. Pierwsze z nich:",
    ),
    "day_in_lieu": _Text(
        "Święto {day} wypada w sobotę, a nie wpisano za nie dnia wolnego.",
        "Dzień wolny wyznacza dyrektor (art. 130 § 2 Kodeksu pracy); potem trzeba go dopisać do exceptions w "
        "config.yaml i opublikować.",
    ),
    "certificate_short": _Text(
        "Certyfikat adresu publicznego niedługo wygaśnie.",
        "Wygasa: {since}; pełne dni do końca: {count}. Potem operator nie połączy się już z usługą, a dzwoniący "
        "usłyszą komunikat awaryjny. Proszę zawiadomić informatyka: odnawianie certyfikatu nie działa.",
    ),
    "notices_failed": _Text(
        "Nie można wysłać powiadomień o alarmach.",
        "Nie działa {told}, od: {since}. Osoby wpisane w alarms w config.yaml nie są zawiadamiane. Proszę powiedzieć "
        "o tym informatykowi; przyczynę pokaże dziennik usługi i polecenie: python -m ivr doctor",
    ),
}
_WORDS: Mapping[Language, Mapping[Code, _Text]] = {"pl": _POLISH, "en": _ENGLISH}
_WAYS: Mapping[Language, Mapping[str, str]] = {
    "pl": {"mail": "poczta", "webhook": "webhook"},
    "en": {"mail": "mail", "webhook": "webhook"},
}
_QUOTES = ("proof_errors", "proof_warnings")


def words(alarm: Alarm, language: Language, zone: ZoneInfo, line: str) -> Words:
    """`line`: what people call the line of the alarm."""
    text = _WORDS[language][alarm.code]
    values = {
        "since": moment(alarm.since, language, zone),
        "count": str(alarm.count),
        "line": line,
        "day": format_date(alarm.day, "long", LOCALES[language]) if alarm.day else "?",
        "told": _WAYS[language].get(alarm.told, alarm.told),
    }
    quoted = alarm.told if alarm.code in _QUOTES else ""
    return Words(text.title.format(**values), text.advice.format(**values), quoted)


def moment(at: datetime | None, language: Language, zone: ZoneInfo) -> str:
    """Day and time in the office; a dash where nobody knows."""
    if at is None:
        return "–"
    return str(format_datetime(at.astimezone(zone), "d MMM, HH:mm", locale=LOCALES[language]))
