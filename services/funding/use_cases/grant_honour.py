"""An enterprise, or an officer for it, records that a project has the honour only (ZS8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.announcements import honour_granted
from services.funding.domain.award import Award
from services.funding.domain.documents import must_have_reason
from services.funding.domain.honour import Honour, given_up, honour_id_of
from services.funding.domain.views_back import honour_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_tranche import undo_tranche


def grant_honour(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_id: UUID, *, reason: str
) -> dict[str, Any]:
    """The honour; what was computed for the project is revoked.

    NotFound for a project without an award, and for a stranger's; HonourTooLate once a plan holds something of it;
    HonourExists (from the database) for a second time.
    """
    awards = uow.awards.of_project(project_id)
    award = _concerned(packs, actor, project_id, awards)
    why = must_have_reason(reason)
    tranches = [tranche for each in awards for tranche in uow.tranches.of_award(each.id)]
    for tranche in given_up(tranches):
        undo_tranche(uow, packs, clock, actor, tranche, findings=why)
    honour = Honour(
        id=honour_id_of(project_id),
        city=uow.city,
        version=1,
        case_id=award.case_id,
        project_id=project_id,
        applicant=award.applicant,
        division=award.division,
        programme_year=award.pack.programme_year,
        reason=why,
        granted_by=actor.account_id,
        granted_at=clock.now(),
    )
    uow.honours.add(honour)
    uow.outbox.add([honour_granted(honour, actor, clock.now())])
    uow.audit.record(actor, "grant", honour, project_id=project_id)
    return honour_view(honour)


def _concerned(packs: Packs, actor: Actor, project_id: UUID, awards: tuple[Award, ...]) -> Award:
    """The project's first award, for its own enterprise and for whoever draws up plans."""
    if not awards:
        raise NotFound(kind="project", id=str(project_id))
    award = awards[0]
    if actor.organisation_id is None:
        must_take(actor, packs.get(award.pack), ALLOCATION_PLAN)
    elif actor.organisation_id != award.applicant.id:
        raise NotFound(kind="project", id=str(project_id))
    return award
