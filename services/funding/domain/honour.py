"""Honour without money (ZS8): an enterprise that needs no funds takes the honour only, and nothing is paid for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from contracts.events.declaration import Applicant
from contracts.refusal import Problem
from policy.honour import honour_of
from services.funding.domain.refusals import HonourOnly, HonourTooLate
from services.funding.domain.states import UNDONE
from services.funding.domain.tranche import Tranche

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Honour:
    """One per project, and final: what was given up is not computed again."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    programme_year: str
    reason: str
    granted_by: UUID
    granted_at: datetime


def honour_id_of(project_id: UUID) -> UUID:
    """Computed, so that the same project never has two."""
    return uuid5(project_id, "honour")


def must_want_money(pack: Pack, line: str, honour: Honour | None) -> None:
    """HonourOnly, with the article of the pack, for a project whose honour gave up what this line pays."""
    if honour is not None and honour_of(pack).gives_up(line):
        raise HonourOnly(problems=[honour_of(pack).stands], project_id=str(honour.project_id))


def given_up(tranches: Iterable[Tranche]) -> tuple[Tranche, ...]:
    """What an honour gives up: everything that no plan holds yet.

    HonourTooLate with a problem for each tranche that stands in a plan, or is further; it leaves the plan, or is
    claimed back, first.
    """
    live = [tranche for tranche in tranches if tranche.state not in UNDONE]
    too_late = [tranche for tranche in live if not tranche.is_open_to_change]
    if too_late:
        problems = [
            Problem(
                code="tranche_beyond_change",
                field=f"tranches.{tranche.id}",
                inputs={"state": tranche.state.value, "amount_fen": tranche.amount.fen},
            )
            for tranche in too_late
        ]
        raise HonourTooLate(problems=problems)
    return tuple(live)
