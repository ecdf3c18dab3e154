"""The officer whom the pack names assigns an institution to the step that asks for one."""

from __future__ import annotations

from uuid import UUID

from casework.common_facts import Organisation
from casework.desks import must_be_impartial, step_to_assign
from chassis.clock import Clock
from contracts.events.project import ProjectAssigned
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project, announced
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit

SOLD_TO_APPLICANT = "sold_to_applicant"


def assign_institution(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, institution_id: UUID) -> Shown:
    """ConflictOfInterest for the applicant itself, its seller in this project, and who has to do with either."""
    loaded = seen(uow, packs, asked)
    project, stage = loaded.project, loaded.stage
    step = loaded.rules.step(stage.dossier)
    asked.actor.must_hold(step_to_assign(project.on_desk(stage), step))
    institution = uow.facts.organisation(institution_id)
    stakes = [SOLD_TO_APPLICANT] if _sells(project, loaded.known, institution) else []
    stakes += uow.facts.declared_stakes(institution_id, project.applicant.id, _sellers(project))
    must_be_impartial(institution_id, institution, applicant_code=project.applicant.credit_code, stakes=stakes)
    assigned = project.changed(stage.but(assignee_id=institution_id))
    uow.projects.save(assigned)
    about, at = assigned.stages[stage.name], clock.now()
    uow.outbox.add([announced(ProjectAssigned, assigned, about, at=at, by=asked.actor, stage=stage.name)])
    name = step.step if step else None
    uow.audit.record(asked.actor, "assign", assigned, stage=stage.name, step=name, institution_id=institution_id)
    return loaded.shown(assigned, at=at)


def _sellers(project: Project) -> list[UUID]:
    return [project.provider_id] if project.provider_id else []


def _sells(project: Project, known: Known, institution: Organisation) -> bool:
    provider = known.provider(project.provider_id)
    is_same_code = provider is not None and provider.credit_code == institution.credit_code
    return is_same_code or institution.id == project.provider_id
