"""One row per rule of the reader."""

from __future__ import annotations

import pytest

from ivr.simulator.problems import CarrierError
from ivr.simulator.reader import MAX_BYTES, read
from ivr.simulator.verbs import Dial, Gather, Hangup, Number, Pause, Play, Redirect, Reject, Say, Verb, with_base

SAY = '<Say language="pl-PL" voice="Google.pl-PL-Standard-F">{}</Say>'
HELLO = SAY.format("Dzień dobry.")
SPOKEN = Say("Dzień dobry.", "pl-PL", "Google.pl-PL-Standard-F")


def gather(attributes: str = "", children: str = "") -> str:
    return f'<Gather action="/voice/step?node=a&amp;step=2" {attributes}>{children}</Gather>'


def dial(attributes: str = "", inside: str = "<Number>+48221234567</Number>") -> str:
    return f"<Dial {attributes}>{inside}</Dial>"


ACTION = "/voice/step?node=a&step=2"
NUMBER = Number("+48221234567")
GOOD: list[tuple[str, str, Verb]] = [
    ("say", HELLO, SPOKEN),
    ("say, white space", SAY.format("\n  Dzień\n  dobry. "), SPOKEN),
    ("say, escaped", SAY.format("A &amp; B &lt;C&gt;"), Say("A & B <C>", "pl-PL", "Google.pl-PL-Standard-F")),
    ("say for ever", HELLO.replace(">", ' loop="0">', 1), Say("Dzień dobry.", "pl-PL", "Google.pl-PL-Standard-F", 0)),
    ("play", "<Play>https://a.pl/hello.wav</Play>", Play("https://a.pl/hello.wav")),
    ("play keys", '<Play digits="ww12#"/>', Play("", digits="ww12#")),
    ("pause", "<Pause/>", Pause(1)),
    ("pause of three", '<Pause length="3"/>', Pause(3)),
    ("gather defaults", gather(), Gather(ACTION, "POST", "dtmf", 5, "#", None, False, ())),
    (
        "gather in full",
        gather(
            'input="dtmf speech" timeout="7" finishOnKey="" numDigits="1" actionOnEmptyResult="true" method="POST"',
            HELLO + "<Pause/><Play>/a.wav</Play>",
        ),
        Gather(ACTION, "POST", "dtmf speech", 7, "", 1, True, (SPOKEN, Pause(1), Play("/a.wav"))),
    ),
    ("redirect", "<Redirect>/voice/step?a=1&amp;b=2</Redirect>", Redirect("/voice/step?a=1&b=2")),
    ("dial defaults", dial(), Dial((NUMBER,), "", "POST", 30, 14400, "", False)),
    ("dial a plain number", dial("", "+48221234567"), Dial((NUMBER,))),
    (
        "dial in full",
        dial('action="/a" timeout="20" timeLimit="3600" callerId="+48221112233" answerOnBridge="true"'),
        Dial((NUMBER,), "/a", "POST", 20, 3600, "+48221112233", True),
    ),
    (
        "number in full",
        dial(
            "",
            '<Number url="/w?a=1" statusCallback="/leg" statusCallbackEvent="answered completed">+48221234567</Number>',
        ),
        Dial((Number("+48221234567", "/w?a=1", "POST", "/leg", ("answered", "completed")),)),
    ),
    ("dial longest ring", dial('timeout="600"'), Dial((NUMBER,), timeout=600)),
    ("dial shortest ring", dial('timeout="5"'), Dial((NUMBER,), timeout=5)),
    ("hangup", "<Hangup/>", Hangup()),
    ("reject", '<Reject reason="busy"/>', Reject("busy")),
]


@pytest.mark.parametrize(("name", "inside", "verb"), GOOD, ids=[row[0] for row in GOOD])
def test_reads(name: str, inside: str, verb: Verb) -> None:
    assert read(f"<Response>{inside}</Response>".encode(), "text/xml; charset=utf-8") == (verb,)


TEN = "<Number>+48221234567</Number>" * 10
BAD = [
    ("unknown verb", "12200", "<Record/>"),
    ("verb in small letters", "12200", "<say>a</say>"),
    ("unknown attribute", "12200", HELLO.replace("<Say ", '<Say pitch="high" ')),
    ("attribute of another verb", "12200", gather('length="3"')),
    ("attribute on hangup", "12200", '<Hangup reason="x"/>'),
    ("loose text", "12200", "hello" + HELLO),
    ("loose text in a gather", "12200", gather("", "hello")),
    ("say without language", "13512", '<Say voice="Polly.Ewa">a</Say>'),
    ("say with a bare language", "13512", '<Say language="pl" voice="Polly.Ewa">a</Say>'),
    ("say without voice", "13511", '<Say language="pl-PL">a</Say>'),
    ("voice of another language", "13511", '<Say language="uk-UA" voice="Google.pl-PL-Standard-F">a</Say>'),
    ("say without words", "13520", SAY.format("  ")),
    ("say too long", "13521", SAY.format("a" * 4501)),
    ("say too long for Polly", "13521", f'<Say language="pl-PL" voice="Polly.Ewa">{"a" * 3001}</Say>'),
    ("say too long once encoded", "13521", SAY.format("ą" * 751)),
    ("say with digits", "digits_spoken", SAY.format("71 78")),
    ("say with one digit", "digits_spoken", SAY.format("naciśnij 1")),
    ("say with markup", "12200", SAY.format("<break/>")),
    ("say loop", "13510", HELLO.replace("<Say ", '<Say loop="-1" ')),
    ("play loop", "13410", '<Play loop="many">/a.wav</Play>'),
    ("play nothing", "12200", "<Play/>"),
    ("play both", "12200", '<Play digits="1">/a.wav</Play>'),
    ("play odd keys", "13430", '<Play digits="x"/>'),
    ("pause of nothing", "13910", '<Pause length="0"/>'),
    ("pause of a fraction", "13910", '<Pause length="1.5"/>'),
    ("pause with words", "12200", "<Pause>a</Pause>"),
    ("gather without action", "gather_action", "<Gather/>"),
    ("gather with empty action", "11100", '<Gather action=""/>'),
    ("gather by GET", "12200", gather('method="GET"')),
    ("gather input", "13326", gather('input="voice"')),
    ("gather timeout word", "13313", gather('timeout="auto"')),
    ("gather timeout zero", "13313", gather('timeout="0"')),
    ("gather timeout with a space", "13313", gather('timeout=" 7"')),
    ("gather finishOnKey", "13310", gather('finishOnKey="12"')),
    ("gather numDigits", "13314", gather('numDigits="0"')),
    ("gather numDigits empty", "13314", gather('numDigits=""')),
    ("gather actionOnEmptyResult", "12200", gather('actionOnEmptyResult="yes"')),
    ("gather in a gather", "13320", gather("", gather())),
    ("dial in a gather", "13320", gather("", dial())),
    ("digits sent in a gather", "13320", gather("", '<Play digits="1"/>')),
    ("redirect to nowhere", "11100", "<Redirect> </Redirect>"),
    ("redirect with a space", "11100", "<Redirect>/a b</Redirect>"),
    ("redirect by GET", "13710", '<Redirect method="GET">/a</Redirect>'),
    ("redirect to a script", "11100", "<Redirect>javascript:a</Redirect>"),
    ("parameters not in order", "query_order", "<Redirect>/a?b=1&amp;a=2</Redirect>"),
    ("letters outside ASCII in an address", "11100", "<Redirect>/a?b=ł</Redirect>"),
    ("dial nobody", "13223", dial("", "")),
    ("dial a national number", "13223", dial("", "<Number>221234567</Number>")),
    ("dial with spaces", "13223", dial("", "<Number>+48 22 123 45 67</Number>")),
    ("dial plain words", "13223", dial("", "infoline")),
    ("dial eleven", "13223", dial("", TEN + "<Number>+48221234568</Number>")),
    ("dial words after a number", "13223", dial("", "<Number>+48221234567</Number>and")),
    ("say in a dial", "12200", dial("", HELLO)),
    ("dial timeout too short", "13212", dial('timeout="4"')),
    ("dial timeout too long", "13212", dial('timeout="601"')),
    ("dial time limit", "12200", dial('timeLimit="14401"')),
    ("dial caller id withheld", "13214", dial('callerId="anonymous"')),
    ("dial caller id empty", "13214", dial('callerId=""')),
    ("number event", "12200", dial("", '<Number statusCallbackEvent="ended">+48221234567</Number>')),
    ("number attribute", "12200", dial("", '<Number timeout="3">+48221234567</Number>')),
    ("reject reason", "13810", '<Reject reason="tired"/>'),
    ("reject after words", "12200", HELLO + "<Reject/>"),
]


@pytest.mark.parametrize(("name", "code", "inside"), BAD, ids=[row[0] for row in BAD])
def test_refuses(name: str, code: str, inside: str) -> None:
    with pytest.raises(CarrierError) as failure:
        read(f"<Response>{inside}</Response>".encode(), "text/xml")

    assert failure.value.code == code, failure.value.message


OK = b"<Response><Hangup/></Response>"
WHOLE = [
    ("plain text", "12300", OK, "text/plain"),
    ("HTML", "12300", OK, "text/html; charset=utf-8"),
    ("no content type", "12300", OK, ""),
    ("another character set", "12300", OK, "text/xml; charset=iso-8859-2"),
    ("empty", "11770", b"", "text/xml"),
    ("too large", "11750", b"<Response><!--" + b"x" * MAX_BYTES + b"--></Response>", "text/xml"),
    ("not closed", "12100", b"<Response>", "text/xml"),
    ("unescaped ampersand", "12100", b"<Response><Redirect>/a?a=1&b=2</Redirect></Response>", "text/xml"),
    ("space before the declaration", "12100", b' <?xml version="1.0"?>' + OK, "text/xml"),
    ("byte order mark", "12100", b"\xef\xbb\xbf" + OK, "text/xml"),
    ("not UTF-8", "12100", b"<Response><!--\xb3--></Response>", "text/xml"),
    ("declared as something else", "12100", b'<?xml version="1.0" encoding="iso-8859-2"?>' + OK, "text/xml"),
    ("document type", "12100", b"<!DOCTYPE Response>" + OK, "text/xml"),
    ("entities", "12100", b'<!DOCTYPE a [<!ENTITY a "b">]><Response>&a;</Response>', "text/xml"),
    ("another root", "12102", b"<response/>", "text/xml"),
    ("root in a namespace", "12102", b'<Response xmlns="a"/>', "text/xml"),
    ("root with an attribute", "12200", b'<Response version="1"/>', "text/xml"),
]


@pytest.mark.parametrize(("name", "code", "body", "content_type"), WHOLE, ids=[row[0] for row in WHOLE])
def test_refuses_answer(name: str, code: str, body: bytes, content_type: str) -> None:
    with pytest.raises(CarrierError) as failure:
        read(body, content_type)

    assert failure.value.code == code, failure.value.message


@pytest.mark.parametrize(
    "content_type",
    ["text/xml", "application/xml", "text/xml; charset=utf-8", "text/xml;charset=UTF-8", 'text/xml; charset="utf-8"'],
)
def test_content_types_taken(content_type: str) -> None:
    assert read(OK, content_type) == (Hangup(),)


def test_largest_document_is_taken() -> None:
    body = b"<Response><!----></Response>"
    body = body.replace(b"<!---->", b"<!--" + b"x" * (MAX_BYTES - len(body)) + b"-->")

    assert len(body) == MAX_BYTES
    assert read(body, "text/xml") == ()


def test_digits_may_be_allowed() -> None:
    assert read(f"<Response>{SAY.format('12')}</Response>".encode(), "text/xml", digits_allowed=True)


def test_failure_names_the_element_and_the_value() -> None:
    with pytest.raises(CarrierError, match="<Dial> timeout is “4”, must be a whole number from 5 to 600"):
        read(b'<Response><Dial timeout="4"><Number>+48221234567</Number></Dial></Response>', "text/xml")


def test_addresses_become_absolute() -> None:
    number = Number("+48221234567", "w?a=1", status_callback="/leg")
    document = (Gather("/voice/step?a=1"), Redirect("step"), Dial((number,), "?b=2"), Dial((NUMBER,)), Hangup())

    assert with_base(document, "http://a.pl:8000/voice/first?x=1") == (
        Gather("http://a.pl:8000/voice/step?a=1"),
        Redirect("http://a.pl:8000/voice/step"),
        Dial(
            (Number("+48221234567", "http://a.pl:8000/voice/w?a=1", status_callback="http://a.pl:8000/leg"),),
            "http://a.pl:8000/voice/first?b=2",
        ),
        Dial((NUMBER,)),
        Hangup(),
    )
