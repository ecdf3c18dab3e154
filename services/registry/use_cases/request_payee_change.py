"""The owner asks to change a confirmed account for payment; money goes there, so an officer decides."""

from __future__ import annotations

from uuid import UUID, uuid4

from contracts.actor import Actor
from services.registry.domain.changes import ChangeKind, request_change
from services.registry.domain.payees import PayeeDetails, must_be_sound
from services.registry.domain.views import Shown, change_shown
from services.registry.use_cases.ports import Clock, Work


def request_payee_change(
    uow: Work, clock: Clock, actor: Actor, payee_id: UUID, details: PayeeDetails, *, reason: str
) -> Shown:
    """One request at a time per account: ChangeAlreadyRequested. PayeeAccountNotConfirmed while it can be corrected."""
    payee = uow.payees.get(payee_id)
    actor.must_own(payee.organisation_id)
    payee.must_be_confirmed()
    must_be_sound(details, uow.organisations.get(payee.organisation_id).name)
    change = request_change(
        id=uuid4(),
        city=uow.city,
        organisation_id=payee.organisation_id,
        subject_id=payee.id,
        kind=ChangeKind.PAYEE_ACCOUNT,
        content=details.as_content(),
        reason=reason,
        at=clock.now(),
    )
    uow.changes.add(change)
    uow.audit.record(actor, "request_payee_change", change, organisation_id=payee.organisation_id, payee_id=payee.id)
    return change_shown(change)
