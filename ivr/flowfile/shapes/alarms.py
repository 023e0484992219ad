"""The section `alarms` of config.yaml: who is told when something is wrong with the system."""

from __future__ import annotations

from ivr.flowfile.shapes.forms import CLOCK_TIME, MAIL, WEBHOOK
from ivr.flowfile.shapes.kinds import ListOf, Shape, Text, may
from ivr.flowfile.wording import Term

ALARMS = Shape(
    Term(
        "Who is told when something is wrong with the system.", "Kogo zawiadomić, gdy z systemem dzieje się coś złego."
    ),
    (
        may(
            "mail",
            ListOf(Text(MAIL), once=True),
            "Addresses that alarms and the morning's digest are sent to.",
            "Adresy, na które przychodzą alarmy i poranne podsumowanie.",
        ),
        may(
            "webhook",
            Text(WEBHOOK),
            "An address that alarms are posted to as signed JSON.",
            "Adres, na który alarmy są wysyłane jako podpisany JSON.",
        ),
        may(
            "digest",
            Text(CLOCK_TIME),
            "When the morning's digest is sent, in office time: 7:00. None, where it is not written.",
            "O której wysłać poranne podsumowanie, według czasu urzędu: 7:00. Bez tego klucza go nie ma.",
        ),
    ),
)
