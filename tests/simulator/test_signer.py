"""The signer against the published vectors, and against wrong readings of the algorithm."""

from __future__ import annotations

import hashlib

import pytest

from ivr.simulator.signer import sign, signed_url

TOKEN = "12345"
SHOP = "https://mycompany.com/myapp.php?foo=1&bar=2"
DOCUMENTED = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+12349013030"),
    ("Digits", "1234"),
    ("From", "+12349013030"),
    ("To", "+18005551212"),
]
INBOUND = [
    ("AccountSid", "AC" + "a" * 32),
    ("ApiVersion", "2010-04-01"),
    ("CallSid", "CA" + "a" * 32),
    ("CallStatus", "ringing"),
    ("Called", "+48221234567"),
    ("Caller", "+48600100200"),
    ("Direction", "inbound"),
    ("From", "+48600100200"),
    ("FromCity", ""),
    ("To", "+48221234567"),
]
SPOKEN = [
    ("SpeechResult", "dzień dobry"),
    ("From", "+48600100200"),
    ("CallSid", "CA0000000000000000000000000000test"),
]
JSON_SHA = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
OFFICE = "https://ivr.example.pl"

VECTORS = [
    ("documented example", SHOP, DOCUMENTED, "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
    ("order of params does not matter", SHOP, DOCUMENTED[::-1], "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
    ("with port", SHOP.replace(".com", ".com:443"), DOCUMENTED, "EpDEmp1PyjDYp77YxYU3GILBWzE="),
    ("case-sensitive order, empty value", f"{OFFICE}/voice/inbound", INBOUND, "3UgubhSuHfb+EK5/wW3mFBO19HM="),
    (
        "duplicate keys",
        f"{OFFICE}/voice/gather?lang=pl&step=2",
        [("Digits", "1"), ("Empty", ""), ("X", "b"), ("X", "a"), ("X", "b")],
        "acJfwEOL5aZu+rQj9liZlOZVk3A=",
    ),
    ("UTF-8", f"{OFFICE}/voice/gather", SPOKEN, "gTzP4kYR7BOaNjhBnrpMeomgbAY="),
    ("GET", f"{OFFICE}/voice?CallSid=CA1&From=%2B48600100200", [], "TatnR0ri3pAMciSdciyB6/ktLVw="),
    ("JSON", f"{OFFICE}/hook?bodySHA256={JSON_SHA}", [], "9rbaBLgGWsdexgZqWMIV23M+geU="),
]


@pytest.mark.parametrize(("name", "url", "params", "signature"), VECTORS, ids=[row[0] for row in VECTORS])
def test_vector(name: str, url: str, params: list[tuple[str, str]], signature: str) -> None:
    assert sign(TOKEN, url, params) == signature


def test_vector_sha256() -> None:
    assert sign(TOKEN, SHOP, DOCUMENTED, "sha256") == "Rmm4Vzj+Ky7JGoWXMCsZDZuHDszLr9xvdbvitrDr4/M="


def test_vector_of_the_json_body() -> None:
    assert hashlib.sha256(b'{"a":1}').hexdigest() == JSON_SHA


@pytest.mark.parametrize(
    "wrong",
    ["xDiA8u8NJRT8VOeHuhzd4iQyd4I=", "Gw8y/5RH9Jmf5yR4nkgw3zjSqSM="],
    ids=["sorted without regard to case", "empty value left out"],
)
def test_wrong_readings_differ(wrong: str) -> None:
    assert sign(TOKEN, f"{OFFICE}/voice/inbound", INBOUND) != wrong


def test_leaving_out_an_empty_value_is_the_known_wrong_signature() -> None:
    without = [pair for pair in INBOUND if pair[1]]

    assert sign(TOKEN, f"{OFFICE}/voice/inbound", without) == "Gw8y/5RH9Jmf5yR4nkgw3zjSqSM="


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://a.pl:8443/voice?x=1#rc=2", "https://a.pl/voice?x=1"),
        ("http://a.pl:8000/voice", "http://a.pl:8000/voice"),
        ("https://user:word@a.pl/voice", "https://a.pl/voice"),
        ("https://a.pl/voice/", "https://a.pl/voice/"),
    ],
    ids=["https: no port, no fragment", "http keeps the port", "no user", "as requested"],
)
def test_signed_url(url: str, signed: str) -> None:
    assert signed_url(url) == signed
