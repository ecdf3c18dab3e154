"""An organisation enters an account for payment, whose name must be its registered name to the last bracket (DL6)."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.payees import PayeeAccount, PayeeDetails, PayeeState, must_be_sound
from services.registry.domain.views import Shown, payee_shown
from services.registry.use_cases.ports import Clock, Work


def register_payee_account(uow: Work, clock: Clock, actor: Actor, details: PayeeDetails) -> Shown:
    """Invalid shows where the name differs. The number comes sealed and is never shown beyond its last four digits."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    organisation = uow.organisations.get(actor.organisation_id)
    must_be_sound(details, organisation.name)
    payee = PayeeAccount(
        id=uuid4(),
        city=uow.city,
        version=1,
        organisation_id=organisation.id,
        account_name=details.account_name,
        bank_name=details.bank_name,
        branch_code=details.branch_code,
        number=details.number,
        state=PayeeState.UNCONFIRMED,
        registered_at=clock.now(),
    )
    uow.payees.add(payee)
    uow.outbox.add([payee.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "register_payee_account", payee, organisation_id=organisation.id)
    return payee_shown(payee)
