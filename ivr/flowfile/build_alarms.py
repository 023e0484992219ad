"""Builds the section `alarms` of config.yaml: who is told when something is wrong with the system."""

from __future__ import annotations

from ivr.core.office import AlarmTo
from ivr.flowfile.context import Context
from ivr.flowfile.shapes.forms import MAIL, WEBHOOK
from ivr.flowfile.times import clock_time
from ivr.flowfile.tree import Tree
from ivr.flowfile.values import items_of, record, scalar_of


def alarm_to(context: Context, node: Tree | None) -> AlarmTo:
    found = record(context, node, "alarms")
    addresses = [one for item in items_of(context, found.get("mail")) if (one := _address(context, item))]
    mail = tuple(dict.fromkeys(addresses))
    digest = clock_time(context, found.get("digest"))
    if digest is not None and not mail and "webhook" not in found:
        context.problem("E-digest-nobody", found["digest"].at)
    return AlarmTo(mail, _webhook(context, found.get("webhook")), digest)


def _address(context: Context, node: Tree) -> str:
    scalar = scalar_of(context, node)
    if scalar is None or MAIL.fits(scalar.text):
        return scalar.text if scalar else ""
    context.problem("E-mail-bad", scalar.at, value=scalar.text)
    return ""


def _webhook(context: Context, node: Tree | None) -> str:
    scalar = scalar_of(context, node)
    if scalar is None or WEBHOOK.fits(scalar.text):
        return scalar.text if scalar else ""
    context.problem("E-webhook-bad", scalar.at, value=scalar.text)
    return ""
