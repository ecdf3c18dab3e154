"""绩效评价 (DL11): whether the performance evaluation was done, and passed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.views import award_view
from services.funding.use_cases.ports import Clock, Unit


def evaluate_performance(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    award_id: UUID,
    *,
    is_done: bool,
    is_passed: bool | None,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The award as the enterprise sees it. The money does not hang on it."""
    award = uow.awards.get(award_id)
    must_be_version(award, expected_version)
    evaluated = award.evaluated(is_done=is_done, is_passed=is_passed, at=clock.now())
    uow.awards.save(evaluated)
    uow.audit.record(actor, "evaluate_performance", evaluated, is_done=is_done, is_passed=is_passed)
    return award_view(evaluated, uow.tranches.of_award(award_id))
