"""Hostile input in short: the code of `make fuzz` with few cases, and that each of its judges can say no."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.wiring import Services
from tests.hostile import canaries, files, numbers, replayed, signatures, webhooks
from tests.hostile.answers import Judge

SEED = 20261124


def test_webhooks_get_well_formed_answers(tmp_path: Path) -> None:
    found = webhooks.run(tmp_path / "data", SEED, 700)

    assert found.wrong == []
    assert found.statuses[200] > 400
    assert found.statuses[204] > 50
    assert found.different > 60


OFFICE, DESK = frozenset({"+48123456722"}), "<Number>+48123456722</Number>"


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (f"<Response><Dial>{DESK}</Dial></Response>", ""),
        ("<Response><Dial><Number>+48700123456</Number></Dial></Response>", "rings '+48700123456'"),
        ("<Response><Dial>+48700123456</Dial></Response>", "rings '+48700123456'"),
        (f"<Response>{DESK}</Response>", "Number in Response"),
        ("<Response><Play>x</Play></Response>", "the verb Play"),
        ("<Response><Say>\x0b</Say></Response>", "not well-formed"),
        ("<Response><Say>", "not well-formed"),
        ("<!DOCTYPE x><Response/>", "a document type"),
        ('<Response><Gather action="https://evil.example"/></Response>', "leads to"),
        ("<Response><Redirect>//evil.example</Redirect></Response>", "leads to"),
        (f"<Response><Say>{'a' * 16_000}</Say></Response>", "bytes"),
    ],
)
def test_a_wrong_answer_is_seen(document: str, wrong: str) -> None:
    said = Judge(OFFICE).wrong_with(200, "text/xml; charset=utf-8", document.encode())

    assert wrong in said
    assert bool(said) is bool(wrong)


def test_no_other_answer_than_an_answer_is_right() -> None:
    assert Judge(OFFICE).wrong_with(500, "text/xml", b"<Response/>")
    assert Judge(OFFICE).wrong_with(200, "text/html", b"<Response/>")
    assert Judge(OFFICE).wrong_with(204, "", b"x")


def test_signatures_as_the_provider_s_own_validator(services: Services) -> None:
    found = signatures.run(services, SEED, 400)

    assert found.wrong == []
    assert set(found.kinds) == {"genuine", "token", "header", "address", "field"}


def test_mutated_files_are_refused_or_can_be_called() -> None:
    found = files.run(SEED, 2 * len(files.BOMBS) + 180, part=0, parts=6, proofs=1)

    assert found.wrong == []
    assert found.refused > found.accepted > 0


def test_no_number_that_costs_or_is_far_away_can_be_published() -> None:
    assert len(set(numbers.NEVER)) > 200
    assert list(numbers.published(every=6)) == []


@pytest.mark.parametrize("number", numbers.OWN)
def test_an_office_does_not_ring_itself(number: str) -> None:
    assert numbers.plan_with(number) is None


def test_an_ordinary_number_is_published() -> None:
    plan = numbers.plan_with("+48 12 34 56 723")

    assert plan is not None
    assert "+48123456723" in files.rung(plan)


def test_a_day_sent_again_changes_nothing(tmp_path: Path) -> None:
    found = replayed.run(tmp_path / "data", calls=5, seed=SEED)

    assert found.changed == []
    assert found.statuses == {200, 204}
    assert found.rows > 100


def test_no_canary_is_found_anywhere(tmp_path: Path) -> None:
    found = canaries.run(tmp_path, 12, SEED, commands=(), roles=("operator", "supervisor"))

    assert found.leaks == []
    assert found.sealed >= 10
    assert found.saved > 3
    assert found.pages > 60


@pytest.mark.parametrize("written", ["{}", "+48{}", "%2B48{}", "6 {0[1]}{0[2]}-{1}", "nul"])
def test_a_canary_is_seen_however_it_is_written(written: str) -> None:
    search = canaries.Search(1, SEED)
    number = search.numbers[0][3:]
    if written == "nul":
        search.raw("a file", number.encode("utf-16"))
    else:
        search.text("a text", written.format(number, number[3:]))

    assert len(search.found.leaks) >= 1
