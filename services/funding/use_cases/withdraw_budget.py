"""A budget line was entered by mistake and is not confirmed yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.views_payment import budget_line_view
from services.funding.use_cases.ports import Unit


def withdraw_budget(uow: Unit, actor: Actor, line_id: UUID, *, expected_version: int | None = None) -> dict[str, Any]:
    """The withdrawn line. BudgetStillNeeded once it is confirmed."""
    line = uow.budget.line(line_id)
    must_be_version(line, expected_version)
    withdrawn = line.withdraw()
    uow.budget.save_line(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    return budget_line_view(withdrawn)
