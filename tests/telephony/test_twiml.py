"""Each instruction's exact document, and what no document may ever hold."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.instructions import Hangup, Instruction, Listen, RingLine, RingLines, Say, Spoken
from ivr.core.session import Session
from ivr.core.texts import Voice
from ivr.telephony.speech import plain
from ivr.telephony.twiml import Real, confirmed, document, failsafe, render, whisper

VOICES = {
    "pl": Voice("pl", "polski", "pl-PL", "Google.pl-PL-Standard-F", "język polski", "", ""),
    "uk": Voice("uk", "українська", "uk-UA", "Google.uk-UA-Wavenet-A", "język ukraiński", "", ""),
}
SESSION = Session("3f9a", node="services", language="uk", step=2, group="family")
ACTION = "/voice/step?group=family&amp;language=uk&amp;node=services&amp;revision=3f9a&amp;step=2"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PL = '<Say language="pl-PL" voice="Google.pl-PL-Standard-F">'
UK = '<Say language="uk-UA" voice="Google.uk-UA-Wavenet-A">'
GATHER = f'<Gather action="{ACTION}" finishOnKey="" input="dtmf" method="POST" numDigits="1" timeout="7">'
REDIRECT = f'<Redirect method="POST">{ACTION}</Redirect>'
ON_LEG = 'statusCallbackEvent="completed" statusCallbackMethod="POST"'

HELLO = (Spoken("pl", "Dzień dobry."),)
LINE = RingLine("line_1", "+48717822322")
WITH_WHISPER = RingLine("line_2", "+48717822346", whisper=HELLO)
WITH_CONFIRM = RingLine("line_3", "+48717822348", confirm=HELLO)

DOCUMENTS = [
    pytest.param([Hangup()], "<Hangup />", id="hang up"),
    pytest.param([Say(HELLO), Hangup()], f"{PL}Dzień dobry.</Say><Hangup />", id="say and hang up"),
    pytest.param([Say(()), Hangup()], "<Hangup />", id="nothing to say"),
    pytest.param(
        [Listen((*HELLO, Spoken("pl", "Świadczenia: jeden."), Spoken("uk", "Українською: вісім.")), 7)],
        f"{GATHER}{PL}Dzień dobry. Świadczenia: jeden.</Say>{UK}Українською: вісім.</Say></Gather>{REDIRECT}",
        id="menu in two voices",
    ),
    pytest.param(
        [Listen(HELLO, 7, pause_seconds=30)],
        f'{GATHER}{PL}Dzień dobry.</Say><Pause length="30" /></Gather>{REDIRECT}',
        id="pause after the words",
    ),
    pytest.param(
        [Listen(HELLO, 10, number=True)],
        f'<Gather action="{ACTION}" finishOnKey="#" input="dtmf" method="POST" timeout="10">'
        f"{PL}Dzień dobry.</Say></Gather>{REDIRECT}",
        id="listen for a number that hash ends",
    ),
    pytest.param([Listen((), 7)], f"{GATHER[:-1]} />{REDIRECT}", id="listen without a word"),
    pytest.param(
        [Say(HELLO), Listen((), 0)],
        f"{PL}Dzień dobry.</Say>{GATHER[:-1].replace('7', '1')} />{REDIRECT}",
        id="say first; a timeout is at least a second",
    ),
    pytest.param(
        [Listen((Spoken("pl", "5 < 6 & \"7\" > 'a'"),), 7)],
        f"{GATHER}{PL}5 &lt; 6 &amp; \"7\" &gt; 'a'</Say></Gather>{REDIRECT}",
        id="escaped",
    ),
    pytest.param(
        [Say(HELLO), RingLines((LINE,), 20, "+48717822300")],
        f"{PL}Dzień dobry.</Say>"
        f'<Dial action="{ACTION}" callerId="+48717822300" method="POST" timeLimit="10800" timeout="20">'
        f'<Number statusCallback="/voice/leg?line=line_1&amp;step=2" {ON_LEG}>+48717822322</Number></Dial>',
        id="ring one line",
    ),
    pytest.param(
        [RingLines((WITH_WHISPER, WITH_CONFIRM), 20, "")],
        f'<Dial action="{ACTION}" method="POST" timeLimit="10800" timeout="20">'
        f'<Number method="POST" statusCallback="/voice/leg?line=line_2&amp;step=2" {ON_LEG} '
        'url="/voice/whisper?group=family&amp;language=uk&amp;line=line_2&amp;revision=3f9a">+48717822346</Number>'
        f'<Number method="POST" statusCallback="/voice/leg?line=line_3&amp;step=2" {ON_LEG} '
        'url="/voice/whisper?group=family&amp;language=uk&amp;line=line_3&amp;revision=3f9a">+48717822348</Number></Dial>',
        id="ring two with whisper and confirm, no caller id",
    ),
]


@pytest.mark.parametrize(("instructions", "body"), DOCUMENTS)
def test_documents(instructions: Sequence[Instruction], body: str) -> None:
    assert render(instructions, SESSION, VOICES, "") == f"{HEAD}<Response>{body}</Response>"


@pytest.mark.parametrize(("instructions", "_"), DOCUMENTS)
def test_a_kept_document_filled_in_is_the_same_as_one_built_anew(instructions: Sequence[Instruction], _: str) -> None:
    for session in (SESSION, replace(SESSION, step=3, chosen="infoline", offset=-1.5), Session("a1", language="pl")):
        for caller in ("+48601234567", "+491701234567"):
            last = instructions[-1]
            rung = [replace(last, caller_id=last.caller_id and caller)] if isinstance(last, RingLines) else [last]
            everything = [*instructions[:-1], *rung]
            anew = document(everything, VOICES, Real(session, "/a&b", caller))
            assert render(everything, session, VOICES, "/a&b") == anew


@pytest.mark.parametrize(("seconds", "written"), [(-1, "5"), (4, "5"), (5, "5"), (600, "600"), (601, "600")])
def test_ring_time_stays_in_the_providers_limits(seconds: int, written: str) -> None:
    dial = ET.fromstring(render([RingLines((LINE,), seconds, "")], SESSION, VOICES, ""))[0]

    assert dial.get("timeout") == written


def test_at_most_ten_numbers_ring() -> None:
    lines = tuple(RingLine(f"line_{number}", f"+4871782234{number % 10}") for number in range(12))

    numbers = list(ET.fromstring(render([RingLines(lines, 20, "")], SESSION, VOICES, "")).iter("Number"))

    assert [number.text for number in numbers] == [line.number for line in lines[:10]]


def test_prefix_and_offset_of_a_test_call_reach_every_address() -> None:
    session = Session("3f9a", chosen="family", group="infoline", offset=60.0)
    addresses = addresses_of(render([RingLines((WITH_WHISPER,), 20, "")], session, VOICES, "/ivr"))

    assert addresses == [
        "/ivr/voice/step?chosen=family&group=infoline&offset=60.0&revision=3f9a",
        "/ivr/voice/whisper?group=family&line=line_2&offset=60.0&revision=3f9a",
        "/ivr/voice/leg?line=line_2&offset=60.0",
    ]


def addresses_of(document: str) -> list[str]:
    names = ("action", "url", "statusCallback")
    return [e.attrib[name] for e in ET.fromstring(document).iter() for name in names if name in e.attrib]


@pytest.mark.parametrize(
    "instructions",
    [
        pytest.param([], id="nothing"),
        pytest.param([Say(HELLO)], id="only words: the call would end unasked"),
        pytest.param([Hangup(), Say(HELLO)], id="words after the end"),
        pytest.param([Listen(HELLO, 7), Hangup()], id="two ends"),
        pytest.param([Hangup(), Hangup()], id="the same end twice"),
        pytest.param([RingLines((), 20, "")], id="nobody to ring"),
    ],
)
def test_a_document_that_strands_the_caller_is_an_error(instructions: list[Instruction]) -> None:
    with pytest.raises(ValueError, match="last instruction|nothing to ring"):
        render(instructions, SESSION, VOICES, "")


def test_without_voices_there_is_no_document() -> None:
    with pytest.raises(ValueError, match="voice"):
        render([Hangup()], SESSION, {}, "")


@pytest.mark.parametrize("text", ["a " * 29_000, "ж " * 29_000, "<" * 60_000])
def test_an_answer_is_small_however_much_there_is_to_say(text: str) -> None:
    document = render([Say((Spoken("pl", text),)), Hangup()], SESSION, VOICES, "")

    assert len(document.encode()) < 16_000
    assert document.endswith("<Hangup /></Response>")


def test_more_than_the_provider_takes_is_an_error() -> None:
    with pytest.raises(ValueError, match="larger"):
        render([Listen(HELLO, 7)], SESSION, VOICES, "/" + "x" * 70_000)


def test_long_words_are_several_says_in_one_gather() -> None:
    long = Spoken("uk", "Зачекайте, будь ласка. " * 60)

    gather = ET.fromstring(render([Listen((long,), 7)], SESSION, VOICES, ""))[0]

    assert [len(say.text or "") <= 600 for say in gather] == [True, True, True]


def test_failsafe() -> None:
    said = f"{PL}Dzień dobry.</Say>"
    dial = '<Dial timeout="30"><Number>+48717822322</Number></Dial>'

    assert failsafe(HELLO, "+48717822322", HELLO, VOICES) == f"{HEAD}<Response>{said}{dial}{said}<Hangup /></Response>"
    assert failsafe(HELLO, "", (), VOICES) == f"{HEAD}<Response>{said}<Hangup /></Response>"
    assert failsafe(HELLO, "+48717822322", (), {}) == f"{HEAD}<Response>{dial}<Hangup /></Response>"
    assert 'callerId="+48717822300"' in failsafe(HELLO, "+48717822322", (), VOICES, "+48717822300")


def test_whisper() -> None:
    said = f"{PL}Dzień dobry.</Say>"
    gather = '<Gather action="/voice/confirm" finishOnKey="" input="dtmf" method="POST" numDigits="1" timeout="8">'

    assert whisper(HELLO, (), "/voice/confirm", VOICES) == f"{HEAD}<Response>{said}</Response>"
    assert whisper((), (), "/voice/confirm", VOICES) == f"{HEAD}<Response />"
    assert whisper(HELLO, HELLO, "/voice/confirm", VOICES) == (
        f"{HEAD}<Response>{said}{gather}{said}</Gather><Hangup /></Response>"
    )


def test_confirmed() -> None:
    assert confirmed(True) == f"{HEAD}<Response />"
    assert confirmed(False) == f"{HEAD}<Response><Hangup /></Response>"


# twilio.md section 4: what may stand in what, with which attributes
ATTRIBUTES = {
    "Response": set(),
    "Say": {"language", "voice"},
    "Pause": {"length"},
    "Gather": {"action", "finishOnKey", "input", "method", "numDigits", "timeout"},
    "Redirect": {"method"},
    "Dial": {"action", "callerId", "method", "timeLimit", "timeout"},
    "Number": {"method", "statusCallback", "statusCallbackEvent", "statusCallbackMethod", "url"},
    "Hangup": set(),
}
CHILDREN = {
    "Response": {"Say", "Gather", "Redirect", "Dial", "Hangup"},
    "Gather": {"Say", "Pause"},
    "Dial": {"Number"},
}

_any_text = st.text(st.characters() | st.sampled_from("<>&\"'\x00\x0b\x1b\r\n\ufffe\ud800]]>"), max_size=60)
_spoken = st.lists(st.builds(Spoken, st.sampled_from(["pl", "uk", "xx"]), _any_text), max_size=4).map(tuple)
_names = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
_lines = st.lists(st.builds(RingLine, _names, _any_text, _spoken, _spoken), min_size=1, max_size=4).map(tuple)
_last = (
    st.builds(Listen, _spoken, st.integers(-5, 99), st.integers(-5, 99))
    | st.builds(RingLines, _lines, st.integers(-5, 999), _any_text)
    | st.just(Hangup())
)
_voice = st.builds(Voice, st.just("pl"), _any_text, _any_text, _any_text, _any_text, _any_text, _any_text)


def shape(document: str) -> list[tuple[str, tuple[str, ...]]]:
    """Verbs and their attributes' names in order; asserts that all are known and stand where they may."""
    root = ET.fromstring(document.encode())
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.tag
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set()), element.tag
    assert root.tag == "Response"
    return [(element.tag, tuple(element.attrib)) for element in root.iter()]


@given(_spoken, _last, _voice)
def test_whatever_is_said_the_document_keeps_its_shape(
    spoken: tuple[Spoken, ...], last: Instruction, voice: Voice
) -> None:
    document = render([Say(spoken), last], SESSION, {"pl": voice, "uk": VOICES["uk"]}, "")
    verbs = [verb for verb, _ in shape(document)]
    after_words = {Listen: ["Gather", "Redirect"], RingLines: ["Dial"], Hangup: ["Hangup"]}[type(last)]

    top = [element.tag for element in ET.fromstring(document.encode())]
    assert [verb for verb in top if verb != "Say"] == after_words
    assert verbs.count("Number") == (len(last.lines) if isinstance(last, RingLines) else 0)
    assert verbs.count("Pause") == (isinstance(last, Listen) and last.pause_seconds > 0)
    assert verbs.count("Say") <= len(spoken) + (len(last.spoken) if isinstance(last, Listen) else 0)


@given(_any_text)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    document = render([Say((Spoken("pl", f"początek{text}koniec"),)), Hangup()], SESSION, VOICES, "")
    say, hangup = ET.fromstring(document.encode())

    heard = say.text or ""
    assert (say.tag, hangup.tag) == ("Say", "Hangup")
    assert heard.startswith("początek")
    assert heard.endswith("koniec")
    assert [character for character in text if character in "<>&\"'"] == [c for c in heard if c in "<>&\"'"]


@given(_spoken, _any_text, _spoken, _any_text)
def test_documents_of_the_desk_and_the_last_resort_keep_their_shape(
    spoken: tuple[Spoken, ...], number: str, more: tuple[Spoken, ...], caller_id: str
) -> None:
    last_resort = [verb for verb, _ in shape(failsafe(spoken, number, more, VOICES, caller_id)) if verb != "Say"]
    desk = [verb for verb, _ in shape(whisper(spoken, more, "/voice/confirm", VOICES)) if verb != "Say"]

    assert last_resort == ["Response", *(["Dial", "Number"] if plain(number) else []), "Hangup"]
    assert desk == ["Response", *(["Gather", "Hangup"] if more else [])]
