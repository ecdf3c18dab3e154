"""Who acts for an enterprise (协助/代为提交): itself, or a provider by a mandate for the stage that a case is in.

The enterprise stays the owner of its case: an agent saves, attaches and hands in, in the stages that it was
given; it confirms no statement, takes nothing back, and judges nothing (`took_part_in_filing`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from contracts.actor import Actor


def acts_for(actor: Actor, applicant_id: UUID, programme_year: str, stage: str) -> bool:
    """Whether it belongs to the applicant, or has a mandate of it for this stage of this programme."""
    is_own = actor.is_system or actor.organisation_id == applicant_id
    return is_own or actor.has_mandate(applicant_id, programme_year, stage)


def agency(actor: Actor, principal_id: UUID) -> dict[str, Any]:
    """What an audit row says beside the act: who acted for whom; nothing where nobody did."""
    if actor.organisation_id == principal_id or all(each.principal_id != principal_id for each in actor.mandates):
        return {}
    return {"agent_id": actor.organisation_id, "principal_id": principal_id}


def mandated_programmes(actor: Actor, principal_id: UUID, stages: Collection[str] | None) -> list[str]:
    """The programmes that it acts in for this enterprise, in one of these stages; None: in any."""
    return sorted(
        each.programme_year
        for each in actor.mandates
        if each.principal_id == principal_id and (stages is None or not each.stages.isdisjoint(stages))
    )
