"""The owner of an account for payment corrects it, as long as nobody has confirmed it."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.payees import PayeeDetails, must_be_sound
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, payee_shown
from services.registry.use_cases.ports import Clock, Work


def correct_payee_account(
    uow: Work, clock: Clock, actor: Actor, payee_id: UUID, details: PayeeDetails, *, expected_version: int | None
) -> Shown:
    """PayeeAccountConfirmed once it is confirmed: then a change is requested."""
    payee = uow.payees.get(payee_id, for_update=True)
    actor.must_own(payee.organisation_id)
    must_match(payee.version, expected_version)
    must_be_sound(details, uow.organisations.get(payee.organisation_id).name)
    payee = payee.corrected(details)
    uow.payees.save(payee)
    uow.outbox.add([payee.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "correct_payee_account", payee, organisation_id=payee.organisation_id)
    return payee_shown(payee)
