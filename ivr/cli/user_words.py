"""What `user` says, in English and Polish."""

from __future__ import annotations

TEXTS = {
    "en": {
        "password": "Password for the new account (at least 12 characters, not shown): ",
        "again": "The same again: ",
        "differ": "The two are not the same. Nothing was done.",
        "added": "{name} can sign in now.",
        "link": "Give this link to {name}, and to nobody else. It sets the password, once, within two days:\n{link}",
        "changed": "The roles of {name} are changed.",
        "disabled_now": "{name} is disabled. Every session has ended.",
        "enabled_now": "{name} may sign in again.",
        "nobody": "There is no account yet. Make the first: python -m ivr user add NAME --role admin",
        "titles": "Name|Person|Roles|State|Second factor|Last signed in",
        "enabled": "enabled",
        "disabled": "disabled",
        "waiting": "waits for a password",
        "yes": "yes",
        "no": "no",
    },
    "pl": {
        "password": "Hasło do nowego konta (co najmniej 12 znaków, nie będzie widoczne): ",
        "again": "Jeszcze raz to samo: ",
        "differ": "Hasła różnią się. Niczego nie zmieniono.",
        "added": "Na konto {name} można się już zalogować.",
        "link": "Ten odnośnik proszę przekazać tylko właścicielowi konta {name}. "
        "Pozwala ustawić hasło raz, w ciągu dwóch dni:\n{link}",
        "changed": "Role konta {name} są zmienione.",
        "disabled_now": "Konto {name} jest zablokowane. Wszystkie jego sesje zakończono.",
        "enabled_now": "Na konto {name} znów można się zalogować.",
        "nobody": "Nie ma jeszcze żadnego konta. Pierwsze zakłada: python -m ivr user add NAZWA --role admin",
        "titles": "Nazwa|Osoba|Role|Stan|Drugi składnik|Ostatnie logowanie",
        "enabled": "czynne",
        "disabled": "zablokowane",
        "waiting": "czeka na hasło",
        "yes": "tak",
        "no": "nie",
    },
}

ROLE_NAMES = {
    "en": {
        "operator": "operator",
        "supervisor": "supervisor",
        "editor": "editor",
        "auditor": "auditor",
        "admin": "account keeper (admin)",
    },
    "pl": {
        "operator": "operator",
        "supervisor": "kierownik (supervisor)",
        "editor": "redaktor (editor)",
        "auditor": "audytor (auditor)",
        "admin": "opiekun kont (admin)",
    },
}

PROBLEMS = {
    "en": {
        "unknown": "There is no account {name}. See: python -m ivr user list",
        "name": "{name} cannot be a name. It has small Latin letters and digits, and . - _ between them.",
        "taken": "There is an account {name} already; names are never given twice. Perhaps: user enable, user reset.",
        "roles": "Name roles that exist: operator, supervisor, editor, auditor, admin.",
        "last_admin": "This is the last account that keeps the accounts. Give the role admin to somebody else first.",
        "link": "This link no longer works.",
        "code": "This code is not right.",
        "short": "The password is too short: at least 12 characters.",
        "long": "The password is too long: at most 200 characters.",
        "monotonous": "The password has too few different characters.",
        "name_in_password": "The password contains the account's name.",
    },
    "pl": {
        "unknown": "Nie ma konta {name}. Proszę zobaczyć: python -m ivr user list",
        "name": "{name} nie może być nazwą. Ma ona małe litery łacińskie i cyfry, a między nimi . - _",
        "taken": "Konto {name} już jest. Nazwy nie nadaje się drugi raz; może chodzi o: user enable, user reset.",
        "roles": "Proszę podać istniejące role: operator, supervisor, editor, auditor, admin.",
        "last_admin": "To ostatnie konto, które opiekuje się kontami. Najpierw proszę nadać rolę admin komuś innemu.",
        "link": "Ten odnośnik już nie działa.",
        "code": "Ten kod jest niewłaściwy.",
        "short": "Hasło jest za krótkie: co najmniej 12 znaków.",
        "long": "Hasło jest za długie: najwyżej 200 znaków.",
        "monotonous": "Hasło ma za mało różnych znaków.",
        "name_in_password": "Hasło zawiera nazwę konta.",
    },
}
