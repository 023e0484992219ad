"""Documents as JSON for the page."""

from __future__ import annotations

import json

from ivr.simulator.gateway import scenes
from ivr.simulator.reader import read

DOCUMENT = """
<Response>
  <Say language="pl-PL" voice="Polly.Ewa">Dzień dobry, tu infolinia.</Say>
  <Gather action="/voice/step?node=a&amp;step=1" timeout="7" numDigits="1" finishOnKey="">
    <Say language="uk-UA" voice="Google.uk-UA-Wavenet-A">Добрий день.</Say><Pause/>
  </Gather>
  <Redirect>/voice/step?node=a&amp;step=1</Redirect>
  <Dial action="/voice/step?node=b&amp;step=2" timeout="20" timeLimit="10800" callerId="+48221234567">
    <Number url="/voice/whisper?line=a" statusCallback="/voice/leg?line=a">+48221110001</Number>
    <Number>+48221110002</Number>
  </Dial>
  <Play>/bell.wav</Play>
  <Hangup/>
</Response>
""".strip()


def test_every_verb_is_a_scene() -> None:
    assert scenes(read(DOCUMENT.encode(), "text/xml")) == [
        {
            "type": "say",
            "language": "pl-PL",
            "voice": "Polly.Ewa",
            "text": "Dzień dobry, tu infolinia.",
            "loop": 1,
            "seconds": 2.1,
        },
        {
            "type": "gather",
            "action": "/voice/step?node=a&step=1",
            "timeout": 7,
            "num_digits": 1,
            "finish_on_key": "",
            "action_on_empty": False,
            "children": [
                {
                    "type": "say",
                    "language": "uk-UA",
                    "voice": "Google.uk-UA-Wavenet-A",
                    "text": "Добрий день.",
                    "loop": 1,
                    "seconds": 0.6,
                },
                {"type": "pause", "seconds": 1},
            ],
        },
        {"type": "redirect", "url": "/voice/step?node=a&step=1"},
        {
            "type": "dial",
            "action": "/voice/step?node=b&step=2",
            "timeout": 20,
            "time_limit": 10800,
            "caller_id": "+48221234567",
            "numbers": [
                {"number": "+48221110001", "url": "/voice/whisper?line=a", "status_callback": "/voice/leg?line=a"},
                {"number": "+48221110002", "url": "", "status_callback": ""},
            ],
        },
        {"type": "play", "url": "/bell.wav", "loop": 1, "digits": ""},
        {"type": "hangup"},
    ]


def test_rejected_call() -> None:
    assert scenes(read(b"<Response><Reject/></Response>", "text/xml")) == [{"type": "reject", "reason": "rejected"}]


def test_scenes_are_json() -> None:
    made = scenes(read(DOCUMENT.encode(), "text/xml"))

    assert json.loads(json.dumps(made)) == made
