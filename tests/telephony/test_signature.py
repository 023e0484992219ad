"""Only the provider's own requests pass: published vectors, every spelling of a URL, every single flip."""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.telephony.signature import public_url, verify

Pairs = list[tuple[str, str]]
TOKEN, NEXT = "12345", "next-54321"
A32 = "a" * 32
DOCUMENTED: Pairs = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+12349013030"),
    ("Digits", "1234"),
    ("From", "+12349013030"),
    ("To", "+18005551212"),
]
INBOUND: Pairs = [
    ("To", "+48221234567"),
    ("AccountSid", "AC" + A32),
    ("ApiVersion", "2010-04-01"),
    ("CallSid", "CA" + A32),
    ("CallStatus", "ringing"),
    ("Called", "+48221234567"),
    ("Caller", "+48600100200"),
    ("Direction", "inbound"),
    ("From", "+48600100200"),
    ("FromCity", ""),
]
DUPLICATES: Pairs = [("Digits", "1"), ("Empty", ""), ("X", "b"), ("X", "a"), ("X", "b")]
UTF8: Pairs = [
    ("SpeechResult", "dzień dobry"),
    ("From", "+48600100200"),
    ("CallSid", "CA0000000000000000000000000000test"),
]
EXAMPLE = "https://mycompany.com/myapp.php?foo=1&bar=2"
HOOK = "https://ivr.example.pl/voice"

VECTORS = [
    pytest.param(EXAMPLE, DOCUMENTED, "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", True, id="documented example"),
    pytest.param(EXAMPLE, DOCUMENTED, "EpDEmp1PyjDYp77YxYU3GILBWzE=", True, id="signed with :443, seen without"),
    pytest.param(
        "https://mycompany.com:443/myapp.php?foo=1&bar=2",
        DOCUMENTED,
        "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
        True,
        id="signed without port, seen with :443",
    ),
    pytest.param(EXAMPLE, DOCUMENTED, "Rmm4Vzj+Ky7JGoWXMCsZDZuHDszLr9xvdbvitrDr4/M=", False, id="SHA-256 is not ours"),
    pytest.param(HOOK + "/inbound", INBOUND, "3UgubhSuHfb+EK5/wW3mFBO19HM=", True, id="case-sensitive order"),
    pytest.param(HOOK + "/inbound", INBOUND, "xDiA8u8NJRT8VOeHuhzd4iQyd4I=", False, id="sorted without case"),
    pytest.param(HOOK + "/inbound", INBOUND, "Gw8y/5RH9Jmf5yR4nkgw3zjSqSM=", False, id="empty field dropped"),
    pytest.param(
        HOOK + "/gather?lang=pl&step=2", DUPLICATES, "acJfwEOL5aZu+rQj9liZlOZVk3A=", True, id="duplicate keys"
    ),
    pytest.param(HOOK + "/gather", UTF8, "gTzP4kYR7BOaNjhBnrpMeomgbAY=", True, id="UTF-8"),
    pytest.param(
        HOOK + "?CallSid=CA1&From=%2B48600100200", [], "TatnR0ri3pAMciSdciyB6/ktLVw=", True, id="GET, no fields"
    ),
]


@pytest.mark.parametrize(("url", "params", "signature", "genuine"), VECTORS)
def test_published_vectors(url: str, params: Pairs, signature: str, genuine: bool) -> None:
    assert verify([TOKEN], url, params, signature) is genuine


SCHEMES = ("https", "http")
HOSTS = ("ivr.example.pl", "127.0.0.1", "[::1]", "xn--wrocaw-wdb.example")
PORTS = ("", ":443", ":80", ":8443")
PATHS = ("/voice", "/infolinia/voice/step?language=pl&step=2", "/voice?x=o'brien&y=a+b&z=a%20b%C5%84&w=%2B48")
FORMS: dict[str, Pairs] = {
    "plain": DOCUMENTED,
    "apostrophe, plus, space": [("Name", "O'Brien + d'Arc %20"), ("From", "+48600100200")],
    "UTF-8": UTF8,
    "duplicate keys": DUPLICATES,
    "nothing": [],
}


def signed(token: str, url: str, params: Pairs) -> str:
    signature: str = RequestValidator(token).compute_signature(url, MultiDict(params))
    return signature


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(("scheme", "host"), list(product(SCHEMES, HOSTS)))
def test_whatever_the_provider_signs_passes(scheme: str, host: str, form: Pairs) -> None:
    for port, path, token in product(PORTS, PATHS, (TOKEN, NEXT)):
        front = scheme + "://" + host
        url = front + port + path
        default = ":443" if scheme == "https" else ":80"
        for spelling in (url, front + path, url if port else front + default + path):
            assert verify([TOKEN, NEXT], url, form, signed(token, spelling, form)), (url, spelling)
        assert not verify([TOKEN], url, form, signed(NEXT, url, form)), "a token that is not ours"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_agrees_with_the_library(form: Pairs) -> None:
    for scheme, port, path in product(SCHEMES, PORTS, PATHS):
        url = scheme + "://ivr.example.pl" + port + path
        for wanted in (url, scheme + "://ivr.example.pl" + path, "https://other.example.pl" + path):
            signature = signed(TOKEN, wanted, form)
            library = RequestValidator(TOKEN).validate(url, MultiDict(form), signature)
            assert verify([TOKEN], url, form, signature) is library, (url, wanted)


def flipped(text: str, at: int) -> str:
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


def test_every_one_character_flip_is_refused() -> None:
    url, form = HOOK + "/step?language=pl&step=2", [("CallSid", "CA1"), ("Digits", "2")]
    signature = signed(TOKEN, url, form)
    assert verify([TOKEN], url, form, signature)

    for at in range(len(signature) - 2):  # the last letter of base64 carries spare bits; "=" follows it
        assert not verify([TOKEN], url, form, flipped(signature, at)), at
    for at in range(len(url)):
        assert not verify([TOKEN], flipped(url, at), form, signature), at
    for field, (name, value) in enumerate(form):
        for at in range(len(value)):
            changed = [*form[:field], (name, flipped(value, at)), *form[field + 1 :]]
            assert not verify([TOKEN], url, changed, signature), (name, at)
    assert not verify([TOKEN], url, form[:1], signature)
    assert not verify([TOKEN], url, [*form, ("Extra", "")], signature)
    assert not verify([TOKEN], url.replace("https", "http"), form, signature)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param("ż" * 28, id="not ASCII"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("0/KCTR6DLpKmkAf8muzZqo1nDgQ", id="one character short"),
        pytest.param("0/KCTR6DLpKmkAf8muzZqo1nDgQ= ", id="a space behind"),
        pytest.param("A" * 100_000, id="huge"),
    ],
)
def test_odd_headers_are_refused(signature: str | None) -> None:
    assert verify([TOKEN], EXAMPLE, DOCUMENTED, signature) is False


def test_no_token_or_an_empty_one_lets_nobody_in() -> None:
    assert verify([], EXAMPLE, DOCUMENTED, signed("", EXAMPLE, DOCUMENTED)) is False
    assert verify([""], EXAMPLE, DOCUMENTED, signed("", EXAMPLE, DOCUMENTED)) is False


@pytest.mark.parametrize(
    "url", ["", "https://", "https://h:99999999/x", "https://[::1/x", "nonsense", "https://h/\ud800"]
)
def test_odd_urls_are_refused(url: str) -> None:
    assert verify([TOKEN], url, [("a", "b")], "0/KCTR6DLpKmkAf8muzZqo1nDgQ=") is False


def test_fragment_and_credentials_are_not_signed() -> None:
    signature = signed(TOKEN, HOOK + "?a=1", DOCUMENTED)

    assert verify([TOKEN], "https://user:pass@ivr.example.pl/voice?a=1#rc=2&rp=5xx", DOCUMENTED, signature)


_text = st.text(st.characters(), max_size=20)


@given(url=_text, params=st.lists(st.tuples(_text, _text), max_size=5), signature=st.none() | _text)
def test_never_raises(url: str, params: Pairs, signature: str | None) -> None:
    assert verify([TOKEN, NEXT], url, params, signature) is False


@pytest.mark.parametrize(
    ("base", "query", "url"),
    [
        pytest.param(None, b"", "http://127.0.0.1:8000/voice/step", id="the request's own"),
        pytest.param("", b"a=1", "http://127.0.0.1:8000/voice/step?a=1", id="an empty setting is none"),
        pytest.param("https://x.pl", b"a=1", "https://x.pl/voice/step?a=1", id="public URL"),
        pytest.param("https://x.pl/ivr", "a=1", "https://x.pl/ivr/voice/step?a=1", id="path prefix kept"),
        pytest.param(
            "https://x.pl:8443/ivr/", b"", "https://x.pl:8443/ivr/voice/step", id="port kept, slash not doubled"
        ),
        pytest.param(
            "https://x.pl",
            b"b=o'b&a=%2b+%20%zz&&",
            "https://x.pl/voice/step?b=o'b&a=%2b+%20%zz&&",
            id="query untouched",
        ),
        pytest.param("https://x.pl", "ń".encode(), "https://x.pl/voice/step?ń", id="raw UTF-8"),
    ],
)
def test_public_url(base: str | None, query: bytes | str, url: str) -> None:
    assert public_url(base, "http", "127.0.0.1:8000", "/voice/step", query) == url
