"""What `backup`, `restore`, `rebuild` and `upgrade` complain about: what is wrong, what to do; English and Polish."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "service-runs": {
        "en": (
            "The service runs on {folder}, or another command works on it. Nothing was changed.",
            "Stop it first: systemctl stop 'ivr@*' ivr-ship",
        ),
        "pl": (
            "Na danych w {folder} działa usługa albo inne polecenie. Niczego nie zmieniono.",
            "Proszę ją najpierw zatrzymać: systemctl stop 'ivr@*' ivr-ship",
        ),
    },
    "command-runs": {
        "en": ("Another command works on the log in {folder}.", "Wait until it has ended."),
        "pl": ("Na dzienniku w {folder} pracuje inne polecenie.", "Proszę poczekać, aż się skończy."),
    },
    "shipper-busy": {
        "en": (
            "Whoever moves the calls into the log of {folder} did not pause within half a minute. Nothing was changed.",
            "Try again; if it stays so: systemctl restart ivr-ship",
        ),
        "pl": (
            "Proces, który przenosi połączenia do dziennika w {folder}, nie przerwał pracy w pół minuty. Niczego nie "
            "zmieniono.",
            "Proszę spróbować ponownie; jeśli to nie pomaga: systemctl restart ivr-ship",
        ),
    },
    "backup-inside": {
        "en": ("A backup inside {folder} would be lost together with it.", "Write it to another folder or disk."),
        "pl": ("Kopia wewnątrz {folder} przepadłaby razem z nim.", "Proszę podać inny folder albo dysk."),
    },
    "backup-no-folder": {
        "en": ("There is no folder {folder}.", "Make it first, or name another."),
        "pl": ("Nie ma folderu {folder}.", "Proszę go najpierw utworzyć albo podać inny."),
    },
    "backup-exists": {
        "en": ("{file} is there already; a backup never replaces another.", "Name a folder, or another file."),
        "pl": ("{file} już istnieje; kopia nigdy nie zastępuje innej.", "Proszę podać folder albo inny plik."),
    },
    "backup-missing": {
        "en": ("There is no file {file}.", "Name a file that `backup` wrote."),
        "pl": ("Nie ma pliku {file}.", "Proszę podać plik zapisany poleceniem backup."),
    },
    "backup-damaged": {
        "en": (
            "{file} is not a whole backup: cut short, changed, or something else. Nothing was changed.",
            "Take another one; python -m ivr backup --verify FILE says which are whole.",
        ),
        "pl": (
            "{file} nie jest całą kopią: jest ucięty, zmieniony albo jest czymś innym. Niczego nie zmieniono.",
            "Proszę wziąć inną; python -m ivr backup --verify PLIK mówi, które są całe.",
        ),
    },
    "backup-newer": {
        "en": (
            "The backup was made by a newer version (schema {schema}). Nothing was changed.",
            "Install that version first, then restore.",
        ),
        "pl": (
            "Kopię zrobiła nowsza wersja programu (schemat {schema}). Niczego nie zmieniono.",
            "Proszę najpierw zainstalować tamtą wersję, potem przywrócić kopię.",
        ),
    },
    "backup-does-not-fit": {
        "en": (
            "The backup does not fit into the database ({why}). Nothing was changed.",
            "Take another backup, and report this.",
        ),
        "pl": (
            "Kopia nie pasuje do bazy ({why}). Niczego nie zmieniono.",
            "Proszę wziąć inną kopię i zgłosić to.",
        ),
    },
    "database-away": {
        "en": ("A database cannot be read ({why}).", "Calls go on. See whether it runs, and try again."),
        "pl": (
            "Bazy nie da się odczytać ({why}).",
            "Połączenia trwają. Proszę sprawdzić, czy baza działa, i spróbować ponownie.",
        ),
    },
    "disk-refuses": {
        "en": ("The disk, or a folder, does not take it: {why}.", "See whether it is full, and whose it is."),
        "pl": (
            "Dysk albo folder odmawia: {why}.",
            "Proszę sprawdzić, czy nie jest pełny i do kogo należy.",
        ),
    },
    "database-damaged": {
        "en": (
            "What was written is damaged: {why}. Nothing was put in its place.",
            "The disk may be failing. Try on another machine.",
        ),
        "pl": (
            "Zapisane dane są uszkodzone: {why}. Niczego nie podmieniono.",
            "Dysk może się psuć. Proszę spróbować na innym komputerze.",
        ),
    },
    "not-empty": {
        "en": (
            "There is something in {folder}, or in its databases, already. Nothing was changed.",
            "Add --replace: what is there is moved aside, not deleted.",
        ),
        "pl": (
            "W {folder} albo w jego bazach już coś jest. Niczego nie zmieniono.",
            "Proszę dodać --replace: to, co tam jest, zostanie odłożone na bok, nie usunięte.",
        ),
    },
    "calls-lost": {
        "en": (
            "The log made anew would miss something of {count} calls that are in the present one. Nothing was changed.",
            "Name a newer backup, or add --accept-loss.",
        ),
        "pl": (
            "W odbudowanym dzienniku brakowałoby czegoś z połączeń, które są w obecnym: {count}. Niczego nie "
            "zmieniono.",
            "Proszę podać nowszą kopię albo dodać --accept-loss.",
        ),
    },
    "calls-perhaps-lost": {
        "en": (
            "The present log cannot be read, and the journal holds the last 72 hours only: older calls would be lost. "
            "Nothing was changed.",
            "Name a backup that is not older than three days, or add --accept-loss.",
        ),
        "pl": (
            "Obecnego dziennika nie da się odczytać, a zapis połączeń na tym komputerze obejmuje tylko ostatnie 72 "
            "godziny: starsze połączenia by przepadły. Niczego nie zmieniono.",
            "Proszę podać kopię nie starszą niż trzy dni albo dodać --accept-loss.",
        ),
    },
}
