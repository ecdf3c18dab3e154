"""A second person confirms a budget line: from now on plans can draw on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.entries import entry_for_budget
from services.funding.domain.views_payment import budget_line_view
from services.funding.use_cases.ports import Clock, Unit


def confirm_budget(
    uow: Unit, clock: Clock, actor: Actor, line_id: UUID, *, expected_version: int | None = None
) -> dict[str, Any]:
    """The confirmed line. FourEyes for whoever entered it."""
    line = uow.budget.line(line_id)
    must_be_version(line, expected_version)
    confirmed = line.confirm(by=actor, at=clock.now())
    uow.budget.save_line(confirmed)
    uow.budget.save_pool(uow.budget.open_pool(confirmed.pool).receive(confirmed.amount))
    uow.ledger.post(entry_for_budget(confirmed, on=clock.today(), at=clock.now()))
    uow.audit.record(actor, "confirm", confirmed, amount_fen=confirmed.amount.fen)
    return budget_line_view(confirmed)
