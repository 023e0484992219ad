"""Whether the access log is as it was written: every row sealed, none missing, the end there."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ivr.store.console.access_log import AccessLog
from ivr.store.console.seals import Head, seal_of

Fault = Literal["start", "missing", "changed", "cut", "no_anchor"]
MOST = 50  # more are only counted


@dataclass(frozen=True, slots=True)
class Finding:
    """`start`: the beginning was moved. `missing`: rows first to last are gone. `changed`: the row, or the one
    before it, is not what was written, or stood elsewhere. `cut`: the log once went on to `last`. `no_anchor`:
    nothing says where it should end."""

    fault: Fault
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """`head` is where the log ends now; `more` findings are not listed."""

    rows: int
    head: Head
    findings: tuple[Finding, ...]
    more: int = 0


def verify(log: AccessLog, seen: Head | None = None) -> Verdict:
    """`seen` is a head that an earlier verification printed."""
    chain = _Chain(log)
    found: list[Finding] = []
    more = 0
    for finding in [*chain.findings((log.anchor.read(), seen))]:
        if len(found) < MOST:
            found.append(finding)
        else:
            more += 1
    return Verdict(chain.rows, chain.head, tuple(found), more)


class _Chain:
    """One walk from the first row to the last."""

    def __init__(self, log: AccessLog) -> None:
        self._log = log
        self.rows = 0
        self.head, self._start_holds = log.beginning()

    def findings(self, heads: tuple[Head | None, Head | None]) -> Iterator[Finding]:
        begins = self.head
        if not self._start_holds:
            yield Finding("start", begins.seq, begins.seq)
        unseen = {head for head in heads if head and head.seq > begins.seq}
        yield from self._walk(unseen)
        for head in sorted(unseen, key=lambda head: head.seq):
            cut = head.seq > self.head.seq
            yield Finding("cut", self.head.seq + 1, head.seq) if cut else Finding("changed", head.seq, head.seq)
        if heads[0] is None and self.head.seq:
            yield Finding("no_anchor", self.head.seq, self.head.seq)

    def _walk(self, unseen: set[Head]) -> Iterator[Finding]:
        key = self._log.key()
        for row in self._log.all_rows():
            self.rows += 1
            if row.seq != self.head.seq + 1:
                yield Finding("missing", self.head.seq + 1, row.seq - 1)
            elif not hmac.compare_digest(seal_of(key, row, self.head.seal), row.seal):
                yield Finding("changed", row.seq, row.seq)
            self.head = Head(row.seq, row.seal)
            unseen.discard(self.head)
