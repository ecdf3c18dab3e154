"""Somebody chooses by which channels a kind of message, or a group of kinds, comes beside the portal (ALL5)."""

from __future__ import annotations

from contracts.actor import Actor
from services.registry.domain.channels import Choice, must_be_topic
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Work


def choose_channels(uow: Work, actor: Actor, *, topic: str, choice: Choice) -> Shown:
    """What the choice leaves open is as the more general ones say. Invalid for a topic that does not exist."""
    uow.messages.choose(actor.account_id, must_be_topic(topic), choice)
    return {"topic": topic, "by_mail": choice.by_mail, "by_sms": choice.by_sms}
