"""Of the callers of a month: how many rang how often, and never reached anybody. Kept up with `caller_counts`.

There are a million rows of callers in two years, and a hundred of these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from ivr.store import schema
from ivr.store.tallies import Tally

_PAGE = 500  # pseudonyms in one question
_Caller = tuple[str, str]  # month, pseudonym


def repeat_of(kinds: Mapping[str, int]) -> tuple[int, int] | None:
    """(times, never) of a caller who was reached, missed or otherwise so often; None of one who did not ring."""
    times = sum(kinds.values())
    never = int(kinds.get("missed", 0) > 0 and not kinds.get("reached", 0))
    return (times, never) if times > 0 else None


def repeats_changed(connection: Connection, change: Tally) -> Tally:
    """What `change`, which is not stored yet, makes of the repeats."""
    added: defaultdict[_Caller, Counter[str]] = defaultdict(Counter)
    for (name, key), n in change.items():
        if name == "caller_counts" and n:
            month, pseudonym, kind = map(str, key)
            added[month, pseudonym][kind] += n
    found: Tally = Counter()
    stored = _stored(connection, added)
    for caller, more in added.items():
        before = stored.get(caller, Counter())
        after = Counter({kind: before[kind] + more[kind] for kind in {*before, *more}})
        for n, repeat in ((-1, repeat_of(before)), (1, repeat_of(after))):
            if repeat:
                found["repeat_counts", (caller[0], *repeat)] += n
    return found


def _stored(connection: Connection, callers: Iterable[_Caller]) -> Mapping[_Caller, Counter[str]]:
    table, found = schema.TALLIES["caller_counts"], defaultdict[_Caller, Counter[str]](Counter)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for month, pseudonym in callers:
        names[month].append(pseudonym)
    for month, some in names.items():
        for first in range(0, len(some), _PAGE):
            wanted = table.c.month == month, table.c.pseudonym.in_(some[first : first + _PAGE])
            for row in connection.execute(select(table).where(*wanted)):
                found[month, row.pseudonym][row.kind] = row.n
    return found
