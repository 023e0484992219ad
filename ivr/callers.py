"""Who called, for whoever may see it: the last three digits for everybody, the number for nobody but who asks for it.

The one way from a sealed number to a screen, a file or a log line. A use case over the store; decides no access.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import phonenumbers

from ivr.core.entries import Entry
from ivr.errors import UsageError
from ivr.flowfile.numbers import REGION
from ivr.store.masking import HIDDEN, mask
from ivr.store.people import PeopleFile
from ivr.store.projection import CallRow
from ivr.store.sealed_journal import PERSONAL
from ivr.store.sealing import Numbers, pseudonym_of


@dataclass(frozen=True, slots=True)
class Callers:
    numbers: Numbers
    people: PeopleFile

    def shown(self, kept: str, call_id: str, restricted: frozenset[str] | None = None) -> str:
        """ "••• ••• 567"; all hidden where the number is gone or must not be used; "" where it was withheld.
        `restricted`: whose must not be, where very many are shown at once; asked for each otherwise."""
        number = self.number(kept, call_id, restricted)
        return HIDDEN if number is None else mask(number)

    def opened(self, entry: Entry) -> Entry:
        """The entry with its numbers as they came in, to play the call again; "" where they are gone."""
        numbers = {
            name: self.number(str(entry.data[name]), entry.call) or "" for name in PERSONAL if name in entry.data
        }
        return replace(entry, data={**entry.data, **numbers}) if numbers else entry

    def opened_row(self, row: CallRow) -> CallRow:
        """The row with the caller's number as it came in; hidden where it is gone."""
        number = self.number(row.caller, row.call_id)
        return replace(row, caller=HIDDEN if number is None else number)

    def number(self, kept: str, call_id: str, restricted: frozenset[str] | None = None) -> str | None:
        """The whole number; "" where it was withheld, None where it is gone or restricted."""
        if not kept:
            return ""
        if pseudonym_of(kept) in (self.people.people().restricted if restricted is None else restricted):
            return None
        return self.numbers.opened(kept, call_id)


def e164_of(typed: str) -> str:
    """The number as the provider writes it; without a country it is Polish. UsageError where it is none."""
    try:
        parsed = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise UsageError("number-bad", f"{typed!r} is not a telephone number.", "Write it so: 601 234 567 or +380…")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
