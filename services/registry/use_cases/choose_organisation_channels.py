"""The owner of an organisation chooses what its people have until they choose for themselves (ALL5)."""

from __future__ import annotations

from contracts.actor import Actor
from services.registry.domain.channels import Choice, must_be_topic
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Work


def choose_organisation_channels(uow: Work, actor: Actor, *, topic: str, choice: Choice) -> Shown:
    """As `choose_channels`, for everybody of the organisation. OwnerOnly for anybody but the owner."""
    organisation_id = uow.accounts.get(actor.account_id).owned()
    uow.messages.choose(organisation_id, must_be_topic(topic), choice)
    return {"topic": topic, "by_mail": choice.by_mail, "by_sms": choice.by_sms}
