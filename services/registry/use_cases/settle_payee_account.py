"""A project was enrolled with an account for payment: that account is settled (domain facts 4.2: lock it)."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.payees import PayeeState
from services.registry.use_cases.confirm_payee_account import confirm_payee_account
from services.registry.use_cases.ports import Clock, Work


def settle_payee_account(uow: Work, clock: Clock, payee_id: UUID | None) -> None:
    """Confirms it, once. An account that the registry does not know stays the project service's problem."""
    payee = None if payee_id is None else uow.payees.find(payee_id, for_update=True)
    if payee is not None and payee.state is PayeeState.UNCONFIRMED:
        confirm_payee_account(uow, clock, Actor.system(uow.city), payee.id)
