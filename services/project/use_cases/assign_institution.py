"""The officer whom the pack names assigns an institution to the step that asks for one."""

from __future__ import annotations

from uuid import UUID

from casework.common_facts import Organisation
from casework.desks import must_be_impartial, step_to_assign
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit

SOLD_TO_APPLICANT = "sold_to_applicant"


def assign_institution(uow: Unit, packs: Packs, asked: Asked, *, institution_id: UUID) -> Shown:
    """ConflictOfInterest for the applicant itself, and for whoever sells to it in this project."""
    loaded = seen(uow, packs, asked)
    project = loaded.project
    step = loaded.rules.step(project.dossier)
    asked.actor.must_hold(step_to_assign(project, step))
    institution = uow.facts.organisation(institution_id)
    stakes = [SOLD_TO_APPLICANT] if _sells(project, loaded.known, institution) else []
    must_be_impartial(institution_id, institution, applicant_code=project.applicant.credit_code, stakes=stakes)
    assigned = project.changed(assignee_id=institution_id)
    uow.projects.save(assigned)
    uow.audit.record(asked.actor, "assign", assigned, step=step.step if step else None, institution_id=institution_id)
    return loaded.shown(assigned, asked.actor)


def _sells(project: Project, known: Known, institution: Organisation) -> bool:
    provider = known.provider
    is_same_code = provider is not None and provider.credit_code == institution.credit_code
    return is_same_code or institution.id == project.provider_id
