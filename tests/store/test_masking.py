from __future__ import annotations

import pytest

from ivr.store.masking import HIDDEN, mask


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("", "", id="none"),
        pytest.param("+48221234567", "••• ••• 567", id="E.164"),
        pytest.param("22 12 34 567", "••• ••• 567", id="the office's grouping"),
        pytest.param("(022) 123-45-67", "••• ••• 567", id="brackets and hyphens"),
        pytest.param("0048221234567", "••• ••• 567", id="two zeros"),
        pytest.param("1234567", "••• ••• 567", id="shortest number"),
        pytest.param("123456", HIDDEN, id="too short to mask"),
        pytest.param("112", HIDDEN, id="nothing would be masked"),
        pytest.param("123456789012345", "••• ••• 345", id="longest number"),
        pytest.param("1234567890123456", HIDDEN, id="too long"),
        pytest.param("anonymous", HIDDEN, id="withheld"),
        pytest.param("sip:anna.kowalska@example.org", HIDDEN, id="SIP address"),
        pytest.param("48221234567;ext=123", HIDDEN, id="parameters"),
        pytest.param("+48221234567\n", HIDDEN, id="line feed"),
        pytest.param("٤٨٢٢١٢٣٤٥٦٧", HIDDEN, id="digits of another script"),
        pytest.param("++48221234567", HIDDEN, id="two signs"),
        pytest.param(" ", HIDDEN, id="a space"),
        pytest.param("•••", HIDDEN, id="hidden already"),
    ],
)
def test_mask(number: str, shown: str) -> None:
    assert mask(number) == shown
