"""Requests to the service in process, signed by the simulator's own signer, from somewhere that is not this machine."""

from __future__ import annotations

from urllib.parse import urlencode

from flask.testing import FlaskClient

from ivr.simulator.signer import sign

TOKEN = "a-token-of-the-tests"
PUBLIC = "https://ivr.example.pl"
STRANGER = "+48601000001"


def posted(client: FlaskClient, target: str, status: int = 200, **fields: str) -> bytes:
    """The body of the answer to one signed webhook."""
    pairs = list(fields.items())
    answer = client.post(
        target,
        base_url=PUBLIC,
        data=urlencode(pairs),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": sign(TOKEN, PUBLIC + target, pairs)},
    )
    assert answer.status_code == status, (answer.status_code, target)
    return bytes(answer.data)
