"""What one process of a machine does beside the calls: it ships the journal, copies what other machines made live, has
the live revision proved every night, looks after things and tells people of alarms. Every worker tries; the one that
holds the shipper's lock does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ivr.nightly import Nightly
from ivr.store.shipper import Shipper
from ivr.watching.rounds import Rounds

if TYPE_CHECKING:
    from ivr.store.copier import Copier


@dataclass(frozen=True, slots=True)
class Background:
    shipper: Shipper
    copier: Copier | None  # where machines share what is live
    nightly: Nightly
    rounds: tuple[Rounds, ...] = ()  # who looks after things, and who tells people

    def run_once(self) -> int:
        """Ship and copy what is there. The number of entries shipped."""
        shipped = self.shipper.run_once()
        if self.copier and self.shipper.holds:
            self.copier.run_once()
        return shipped

    def start(self) -> None:
        self.shipper.start()
        if self.copier:
            self.copier.start()
        for one in self.rounds:
            one.start()

    def stop(self) -> None:
        for one in self.rounds:
            one.stop()
        if self.copier:
            self.copier.stop()
        self.shipper.stop()
        self.nightly.stop()
