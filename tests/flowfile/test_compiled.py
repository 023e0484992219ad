"""The compiled form: the same plan without YAML, and nothing damaged comes through."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ivr.errors import IvrError
from ivr.flowfile.check import Checked
from ivr.flowfile.compiled import compile_sources, load_compiled
from ivr.flowfile.sources import Sources, revision_of


def test_round_trip_is_the_plan_of_the_check(office: Sources, checked: Callable[..., Checked]) -> None:
    assert load_compiled(compile_sources(office), revision_of(office)) == checked().plan


def test_order_of_languages_and_options_survives(office: Sources) -> None:
    plan = load_compiled(compile_sources(office), "r")

    assert list(plan.office.languages) == ["pl", "uk", "en"]
    assert plan.revision == "r"


def test_the_same_files_compile_to_the_same_bytes(office: Sources) -> None:
    backwards = Sources(dict(reversed(list(office.files.items()))))

    assert compile_sources(office) == compile_sources(backwards)


def test_files_that_cannot_be_read_do_not_compile(office: Sources) -> None:
    files = {**office.files, "flows/main.yaml": "start: 'open"}

    with pytest.raises(IvrError, match="flows/main.yaml:1:8: error: The quotation mark") as error:
        compile_sources(Sources(files))

    assert error.value.code == "not-compiled"


def test_a_compiled_revision_with_errors_is_refused(office: Sources) -> None:
    wrong = office.files["flows/main.yaml"].replace("then: services", "then: nowhere")

    with pytest.raises(IvrError, match='There is no node "nowhere"') as error:
        load_compiled(compile_sources(Sources({**office.files, "flows/main.yaml": wrong})), "r")

    assert error.value.code == "compiled-errors"


DAMAGED = {
    "nothing": b"",
    "not JSON": b"start: greeting",
    "not UTF-8": b"\xff\xfe\xfa",
    "a list": b"[]",
    "another format": json.dumps({"format": 2, "config": "config.yaml", "trees": {}}).encode(),
    "no trees": json.dumps({"format": 1, "config": "config.yaml"}).encode(),
    "a number in a tree": json.dumps({"format": 1, "config": "config.yaml", "trees": {"config.yaml": 5}}).encode(),
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damaged_data_is_an_expected_error(data: bytes) -> None:
    with pytest.raises(IvrError) as error:
        load_compiled(data, "r")

    assert error.value.code == "compiled-damaged"


def test_half_a_compiled_revision_is_refused(office: Sources) -> None:
    compiled = json.loads(compile_sources(office))
    del compiled["trees"]["flows/information.yaml"]

    with pytest.raises(IvrError):
        load_compiled(json.dumps(compiled).encode(), "r")
