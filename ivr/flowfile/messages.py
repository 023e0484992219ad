"""The catalogue of everything the check can say: code -> severity and sentences in English and Polish.

One code, one cause. Codes are stable: E- is an error, W- a warning, N- a note.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flowfile.messages_flow import FLOW_MESSAGES
from ivr.flowfile.messages_numbers import NUMBER_MESSAGES
from ivr.flowfile.messages_office import OFFICE_MESSAGES
from ivr.flowfile.messages_reading import READING_MESSAGES
from ivr.flowfile.messages_rules import RULE_MESSAGES
from ivr.flowfile.messages_values import VALUE_MESSAGES
from ivr.flowfile.wording import Message

MESSAGES: Mapping[str, Message] = {
    **READING_MESSAGES,
    **VALUE_MESSAGES,
    **NUMBER_MESSAGES,
    **OFFICE_MESSAGES,
    **FLOW_MESSAGES,
    **RULE_MESSAGES,
}
