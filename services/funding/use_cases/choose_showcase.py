"""样板 (DL11): whether the enterprise is chosen as a showcase, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.views import award_view
from services.funding.use_cases.ports import Clock, Unit


def choose_showcase(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    award_id: UUID,
    *,
    is_chosen: bool,
    reason: str = "",
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The award as the enterprise sees it."""
    award = uow.awards.get(award_id)
    must_be_version(award, expected_version)
    chosen = award.shown_as_example(is_chosen=is_chosen, reason=reason, at=clock.now())
    uow.awards.save(chosen)
    uow.audit.record(actor, "choose_showcase", chosen, is_chosen=is_chosen, reason=reason)
    return award_view(chosen, uow.tranches.of_award(award_id))
