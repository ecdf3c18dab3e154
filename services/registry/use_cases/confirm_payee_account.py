"""An account for payment is confirmed: from then on it changes by review only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, payee_shown
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def confirm_payee_account(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    payee_id: UUID,
    *,
    now: datetime,
    expected_version: int | None = None,
) -> Shown:
    """By an officer who compared it with the account-opening permit. NothingToChange the second time."""
    payee = uow.payees.get(payee_id, for_update=True)
    must_match(payee.version, expected_version)
    payee = payee.confirmed()
    uow.payees.save(payee)
    uow.outbox.add([payee.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "confirm_payee_account", payee, organisation_id=payee.organisation_id)
    notice = Notice(kind=KINDS["payee_account_confirmed"], subject_id=payee.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(payee.organisation_id)), now=now)
    return payee_shown(payee)
