"""What commands say about other machines: the shared database is away, who follows later, what holds here alone."""

from __future__ import annotations

from ivr.errors import IvrError
from ivr.store.away import AuthorityAwayError, AuthorityUnsureError
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile

_TEXTS = {
    "en": {
        "authority-away": "Refused, nothing was changed: the database that all machines share cannot be used ({why}). "
        "What is urgent can be said at once on each machine: python -m ivr override, python -m ivr announce.",
        "authority-unsure": "The database that all machines share did not confirm: either all machines have the "
        "change, or none. When it is back, see: python -m ivr revisions",
        "late": "Not there yet on: {nodes}. Calls there go on as before until they have it.",
        "alone": "Only this machine has it so far: the database that all machines share cannot be used now. The others "
        "follow when it is back; until then give the command on each of them.",
    },
    "pl": {
        "authority-away": "Odmowa, nic się nie zmieniło: nie można użyć wspólnej bazy danych serwerów ({why}). "
        "Pilne sprawy można od razu ogłosić na każdym serwerze: python -m ivr override, python -m ivr announce.",
        "authority-unsure": "Wspólna baza danych serwerów nie potwierdziła: albo zmianę mają wszystkie serwery, "
        "albo żaden. Gdy baza wróci, proszę sprawdzić: python -m ivr revisions",
        "late": "Jeszcze nie dotarło do: {nodes}. Tam połączenia do tego czasu biegną jak dotąd.",
        "alone": "Na razie obowiązuje tylko na tym serwerze: nie można teraz użyć wspólnej bazy danych. Pozostałe "
        "serwery dołączą, gdy baza wróci; do tego czasu trzeba wydać polecenie na każdym z nich.",
    },
}
SharedError = (AuthorityAwayError, AuthorityUnsureError)


def told(error: IvrError, language: str) -> str:
    """The sentence for one of SharedError."""
    return _TEXTS[language][error.code].format(why=getattr(error, "why", ""))


def late_told(revisions: Revisions, language: str) -> str:
    """The sentence about machines that did not have the revision when it went live, "" for none."""
    return _TEXTS[language]["late"].format(nodes=", ".join(revisions.late)) if revisions.late else ""


def alone_told(file: SwitchFile, language: str) -> list[str]:
    """A warning if the last change is known to this machine only."""
    return [] if file.spread else [_TEXTS[language]["alone"]]
