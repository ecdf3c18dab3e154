"""An enterprise, or an officer for it, records that a project has the honour only (ZS8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.claims import Claim
from policy.honour import honour_of
from policy.pack import Pack
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.announcements import honour_granted
from services.funding.domain.award import Award
from services.funding.domain.documents import must_have_reason
from services.funding.domain.honour import Honour, given_up, honour_id_of
from services.funding.domain.known import KnownProject
from services.funding.domain.refusals import HonourNotDue
from services.funding.domain.views_back import honour_view
from services.funding.use_cases.load import facts_of_project, project_of
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_tranche import undo_tranche


def grant_honour(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_id: UUID, *, reason: str
) -> dict[str, Any]:
    """The honour; what was computed by the lines that it gives up is revoked, and nothing more is computed by them.

    NotFound for a project without a contract, and for a stranger's; HonourNotDue with the rules of the pack that do
    not hold; HonourTooLate once a plan holds something of it; HonourExists (from the database) for a second time.
    """
    awards = uow.awards.of_project(project_id)
    project = project_of(uow, project_id, awards)
    pack = _pack_for(packs, actor, project_id, project)
    assert project is not None
    why = must_have_reason(reason)
    _must_be_due(uow, pack, project_id, project, awards)
    given = [award for award in awards if honour_of(pack).gives_up(award.line)]
    tranches = [tranche for award in given for tranche in uow.tranches.of_award(award.id)]
    for tranche in given_up(tranches):
        undo_tranche(uow, packs, clock, actor, tranche, findings=why)
    honour = Honour(
        id=honour_id_of(project_id),
        city=uow.city,
        version=1,
        case_id=project.case_id,
        project_id=project_id,
        applicant=project.applicant,
        division=project.division,
        programme_year=project.pack.programme_year,
        reason=why,
        granted_by=actor.account_id,
        granted_at=clock.now(),
    )
    uow.honours.add(honour)
    uow.outbox.add([honour_granted(honour, actor, clock.now())])
    uow.audit.record(actor, "grant", honour, project_id=project_id)
    return honour_view(honour)


def _pack_for(packs: Packs, actor: Actor, project_id: UUID, project: KnownProject | None) -> Pack:
    """The rules of the project, for its own enterprise and for whoever draws up plans."""
    if project is None:
        raise NotFound(kind="project", id=str(project_id))
    pack = packs.get(project.pack)
    if actor.organisation_id is None:
        must_take(actor, pack, ALLOCATION_PLAN)
    elif actor.organisation_id != project.applicant.id:
        raise NotFound(kind="project", id=str(project_id))
    return pack


def _must_be_due(uow: Unit, pack: Pack, project_id: UUID, project: KnownProject, awards: tuple[Award, ...]) -> None:
    """Judged by what is known of the project today, and by what its newest award was computed from."""
    rule = honour_of(pack)
    if rule.gate is None:
        return
    newest = max(awards, key=lambda award: award.computed_at, default=None)
    found = Claim.from_wire(pack, newest.claim).facts if newest is not None else {}
    problems = rule.problems(pack, {**found, **facts_of_project(uow, project_id, project)})
    if problems:
        raise HonourNotDue(problems=problems)
