"""What staff write for the page beside what callers hear, and the privacy settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.core.office import Privacy
from ivr.core.prompts import Moment, speak, text_of
from ivr.core.texts import HoursSentence, Sentence
from ivr.flowfile.check import Checked

FILE = "flows/information.yaml"
AT = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.mark.parametrize(
    ("write", "written", "shown"),
    [
        pytest.param("", {}, "Зачекайте.", id="nothing: as spoken"),
        pytest.param(", written: Pl. 1/3", {"pl": "Pl. 1/3"}, "[pl: Pl. 1/3]", id="one for all, marked elsewhere"),
        pytest.param(", written: urzad.pl", {"pl": "urzad.pl"}, "urzad.pl", id="one word has no language"),
        pytest.param(
            ", written: {pl: Tak 1., uk: Так 1., en: Yes 1.}",
            {"pl": "Tak 1.", "uk": "Так 1.", "en": "Yes 1."},
            "Так 1.",
            id="one for each",
        ),
        pytest.param(", written: no", {"pl": "", "uk": "", "en": ""}, "", id="not on the page"),
        pytest.param(", written: [a 1, b 2]", {"pl": "a 1\nb 2"}, "[pl: a 1\nb 2]", id="paragraphs"),
        pytest.param(
            ', written: "po {days:number_days}, {phone:desk}"',
            {"pl": "po {days:number_days}, {phone:desk}"},
            "[pl: po 30 dniach, 12 34 56 722]",
            id="placeholders, in the language of the text",
        ),
    ],
)
def test_a_sentence(checked: Callable[..., Checked], write: str, written: Mapping[str, str], shown: str) -> None:
    found = checked(FILE, "en: Please wait.}", f"en: Please wait.{write}}}")

    assert found.problems == ()
    assert found.plan is not None
    sentence = found.plan.flow.sentences["sorry"]
    assert isinstance(sentence, Sentence)
    assert sentence.written == written
    assert text_of(sentence, Moment(found.plan, "uk", AT, written=True)) == shown
    assert [said.text for said in speak([sentence], Moment(found.plan, "uk", AT))] == ["Зачекайте."], "spoken as before"


def test_a_variant_of_a_sentence_with_hours(checked: Callable[..., Checked]) -> None:
    found = checked(FILE, 'en: "Please call {when}."', 'en: "Please call {when}.", written: "Tel. {when}"')

    assert found.plan is not None
    sentence = found.plan.flow.sentences["when_to_call"]
    assert isinstance(sentence, HoursSentence)
    assert sentence.written == {"closed": {"pl": "Tel. {when}"}}
    evening = AT.replace(hour=20)
    assert text_of(sentence, Moment(found.plan, "pl", evening, written=True)) == "Tel. jutro od 7:30"
    assert text_of(sentence, Moment(found.plan, "pl", AT, written=True)) == "", "it is open"


def test_a_fact(checked: Callable[..., Checked]) -> None:
    found = checked("config.yaml", 'en: "[pl: Długa] Street"', 'en: "[pl: Długa] Street", written: ul. Długa 1')

    assert found.plan is not None
    assert [fact.written for fact in found.plan.office.facts["place"]] == [{"pl": "ul. Długa 1"}, {}]
    address = found.plan.flow.sentences["address"]
    assert "Address: [pl: ul. Długa 1]. Cash desk" in text_of(address, Moment(found.plan, "en", AT, written=True))


@pytest.mark.parametrize(
    ("write", "privacy"),
    [
        ("", (30, 365, 730)),
        ("privacy: {number_days: 1, event_days: 3650}", (1, 3650, 730)),
        ("privacy: {access_log_days: 14}", (30, 365, 14)),
    ],
    ids=["the usual", "the limits", "one of them"],
)
def test_privacy(checked: Callable[..., Checked], write: str, privacy: tuple[int, int, int]) -> None:
    found = checked("config.yaml", "privacy: {number_days: 30, event_days: 365, access_log_days: 730}", write)

    assert found.plan is not None
    assert found.plan.office.privacy == Privacy(*privacy)


def test_the_privacy_notice_is_a_sentence(checked: Callable[..., Checked]) -> None:
    found = checked("config.yaml", "privacy: {number_days: 30", "privacy: {notice: [sorry, goodbye], number_days: 30")

    assert found.plan is not None
    assert found.plan.office.privacy.notice == tuple(found.plan.flow.sentences[name] for name in ("sorry", "goodbye"))
