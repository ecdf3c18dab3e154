"""A contract or an award application was approved with an account for payment: that account is settled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.payees import PayeeState
from services.registry.use_cases.confirm_payee_account import confirm_payee_account
from services.registry.use_cases.ports import Clock, Work


def settle_payee_account(uow: Work, sealer: Sealer, clock: Clock, payee_id: UUID | None, *, now: datetime) -> None:
    """Confirms it, once. An account that the registry does not know stays the project service's problem."""
    payee = None if payee_id is None else uow.payees.find(payee_id, for_update=True)
    if payee is not None and payee.state is PayeeState.UNCONFIRMED:
        confirm_payee_account(uow, sealer, clock, Actor.system(uow.city), payee.id, now=now)
