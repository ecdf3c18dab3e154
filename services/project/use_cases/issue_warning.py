"""An officer warns an enterprise for a false transformation or a broken contract (XB8)."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.refusal import NotFound
from services.project.domain.shown_warning import Shown, shown_warning
from services.project.domain.warning import Grounds, Warned, issued
from services.project.use_cases.ports import WarningUnit


def issue_warning(
    uow: WarningUnit, clock: Clock, actor: Actor, *, enterprise_id: UUID, project_id: UUID | None, grounds: Grounds
) -> Shown:
    """Its places on public lists follow it. NotFound for a project that is not the enterprise's."""
    about = _of_enterprise(uow, enterprise_id) if project_id is None else _of_project(uow, enterprise_id, project_id)
    decision = issued(uow.city, about, grounds, by=actor, at=clock.now())
    uow.warnings.add(decision.warning)
    uow.outbox.add(decision.events)
    facts = {"enterprise_id": enterprise_id, "effect": grounds.effect, "article": decision.warning.grounds.article}
    uow.audit.record(actor, "issue_warning", decision.warning, **facts)
    return shown_warning(decision.warning)


def _of_enterprise(uow: WarningUnit, enterprise_id: UUID) -> Warned:
    known = uow.facts.organisation(enterprise_id)
    applicant = Applicant(kind=known.kind, id=known.id, credit_code=known.credit_code, name=known.name)
    return Warned(applicant=applicant, division=known.division, division_path=uow.facts.division_path(known.division))


def _of_project(uow: WarningUnit, enterprise_id: UUID, project_id: UUID) -> Warned:
    project = uow.projects.get(project_id)
    if project.applicant.id != enterprise_id:
        raise NotFound(kind="project", id=str(project_id))
    return Warned(
        applicant=project.applicant,
        division=project.division,
        division_path=project.division_path,
        project_id=project.id,
        findings=project.findings,
    )
