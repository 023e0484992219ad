"""The virtual moment inside addresses. Must not fetch anything.

A call at another moment carries the parameter `offset`: seconds from the real moment to the virtual one. Time in such a
call runs faster than real time, so the carrier writes the present offset before each request. Only an address that
already carries one is changed: the service decides which do.
"""

from __future__ import annotations

import math
import re
from datetime import datetime

_OFFSET = re.compile(r"(?<=[?&])offset=[^&#]*")


def offset_between(real: datetime, virtual: datetime) -> str:
    """Seconds, three decimals, rounded up so that the service never sees a moment before the virtual one.

    Never zero: a service may leave a zero out of its addresses, and the call would fall back into real time.
    """
    milliseconds = math.ceil(round((virtual - real).total_seconds() * 1000, 3)) or 1
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{abs(milliseconds) // 1000}.{abs(milliseconds) % 1000:03d}"


def with_offset(url: str, offset: str) -> str:
    """`url` with the value of its offset replaced; everything else untouched, byte for byte."""
    return _OFFSET.sub(f"offset={offset}", url)
