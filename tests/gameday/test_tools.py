"""The tools of the game day are no softer than the provider: what is an answer, when they ask, what they see."""

from __future__ import annotations

import socket
import ssl
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.core.entries import Entry
from ivr.simulator.port import SimulatedCall
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.store.shipper import Shipper
from tests.gameday.callers import SCRIPTS, Caller
from tests.gameday.damage import every_byte, journal
from tests.gameday.documents import BadAnswerError, Document, document_of, read
from tests.gameday.ledger import Acknowledged, missing
from tests.gameday.outcome import Processor, percentile, processor_ticks
from tests.gameday.plan import burst, steady
from tests.gameday.registry import ROWS
from tests.gameday.run import LONG
from tests.gameday.wire import IDLE_SECONDS, Wire, _unchunked

LENGTHS = {"a": 4, "b": 6}
XML = "text/xml; charset=utf-8"
START_SECONDS, BYTES_SECONDS = 10, 120  # of a row's machines; of the long form of the journal's bytes


@pytest.mark.parametrize(
    ("status", "kind", "body", "why"),
    [
        (503, XML, b"<Response><Hangup/></Response>", "status 503"),
        (200, "text/html", b"<Response><Hangup/></Response>", "content type"),
        (200, XML, b"<Response><Say>a</Say>", "not XML"),
        (200, XML, b"<Response/>", "no document"),
        (200, XML, b"<Response><Record/></Response>", "Record"),
        (200, XML, b"", "not XML"),
    ],
)
def test_what_is_no_answer(status: int, kind: str, body: bytes, why: str) -> None:
    with pytest.raises(BadAnswerError, match=why):
        document_of(status, kind, body)


def test_where_a_document_leads() -> None:
    listening = b'<Response><Gather action="/g"><Say>a</Say></Gather><Redirect>/r</Redirect></Response>'
    ringing = b'<Response><Dial action="/d"><Number statusCallback="/l?step=2">+48</Number></Dial></Response>'

    assert read(listening) == Document(gather="/g", redirect="/r")
    assert read(ringing) == Document(dial="/d", leg="/l?step=2")
    assert read(b"<Response><Dial><Number>+48</Number></Dial><Hangup/></Response>").failsafe


def test_a_caller_follows_what_comes_and_tells_the_end() -> None:
    caller = Caller(SCRIPTS[0], SimulatedCall("CA" + "0" * 32, "+48601000000", "+48717822300"))
    asked = [caller.first(), caller.next(Document(gather="/voice/step?step=1", redirect="/r"))]
    asked.append(caller.next(Document(dial="/voice/step?step=2", leg="/voice/leg?step=2")))
    asked += [caller.next(Document()), caller.next(None), caller.next(None)]

    told = [(one.source.partition(":")[0], one.step) if one else None for one in asked]
    assert told == [("step", 0), ("step", 1), ("step", 2), ("leg", 2), ("status", 0), None]
    assert ("Digits", "1") in asked[1].fields  # type: ignore[union-attr]


@pytest.mark.parametrize("rate", [40, 200, 500])
def test_a_steady_load_asks_as_often_as_it_says(rate: float) -> None:
    arrivals = steady(rate, 20, LENGTHS)
    due = [one.due(count) for one in arrivals for count in range(LENGTHS[one.script])]

    asked = [moment for moment in due if 5 <= moment < 20]
    assert len(asked) == pytest.approx(rate * 15, rel=0.05)
    assert Counter(one.script for one in arrivals)["a"] == pytest.approx(len(arrivals) / 2, abs=1)


def test_a_burst_comes_within_a_second_and_goes_on_at_its_rate() -> None:
    arrivals = burst(2000, 500, 60, LENGTHS)
    due = sorted(one.due(count) for one in arrivals for count in range(LENGTHS[one.script]))

    assert sum(moment < 1 for moment in due) == 2000
    assert not [moment for moment in due if 1 <= moment < 2]
    for second in range(2, 14):
        assert sum(second <= moment < second + 1 for moment in due) == pytest.approx(500, rel=0.05)
    assert sum(16 <= moment < 60 for moment in due) == pytest.approx(500 * 44, rel=0.05)


def test_what_is_missing_is_missed(tmp_path: Path) -> None:
    now, url = datetime.now(UTC), f"sqlite:///{tmp_path}/log.db"
    written = Journal(tmp_path / "journal")
    written.write([Entry("CAxxxx1", "step", 0, index, now, "entered", {"node": "menu"}) for index in (0, 1)])
    shipper = Shipper(tmp_path / "journal", open_writer(url), tmp_path / "lock")
    shipper.run_once()
    shipper.stop()
    written.close()
    log, answered = open_reader(url), Acknowledged("CAxxxx1", "step", 0, "a")

    assert missing(log, [answered], {("a", "step", 0): 2}) == 0
    assert missing(log, [answered], {("a", "step", 0): 3}) == 1
    assert missing(log, [answered, Acknowledged("CAxxxx1", "step", 1, "a")], {("a", "step", 1): 2}) == 2 + 0
    assert missing(log, [Acknowledged("CAxxxx2", "step", 0, "a")], {}) == 1


def test_bytes_cut_and_flipped_cost_one_record() -> None:
    """A sample; `make gameday` does all of a thousand records."""
    lines = journal(1000)
    few, many = every_byte(lines[:4]), every_byte(lines, stride=499)

    assert few.cases > 3 * sum(len(line) for line in lines[:4]) * 0.9
    assert few.wrong + many.wrong == []


def test_the_damage_of_two_records_would_be_seen() -> None:
    lines = journal(3)
    lines[2] = b"another" + lines[2][7:]

    assert every_byte(lines).wrong


def test_chunks_are_put_together() -> None:
    assert _unchunked(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") == b"abcde"
    assert _unchunked(b"3\r\nabc\r\n2\r\nd") is None


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(100)), 0.99) == 99


def test_what_became_of_the_processor_is_told_in_shares() -> None:
    before, after = [100, 0, 50, 700, 0, 0, 0, 10], [120, 0, 60, 750, 0, 0, 0, 30]

    assert Processor.between(before, after) == Processor(idle=0.5, stolen=0.2)
    assert Processor.between(before, before) == Processor(0, 0)
    assert len(processor_ticks()) == 8


def test_the_whole_game_day_takes_less_than_25_minutes() -> None:
    assert sum(row.seconds + LONG.lead + LONG.tail + START_SECONDS for row in ROWS) + BYTES_SECONDS < 25 * 60
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_connection_that_nginx_is_about_to_close_is_not_used_again() -> None:
    """It closes those that rested for a minute: a request that meets the closing would be counted as the service's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        wire = Wire(server.getsockname()[1], "localhost", ssl.create_default_context())
        wire.connected = True
        assert wire.usable

        wire.used -= IDLE_SECONDS
        assert not wire.usable
        wire.close()
