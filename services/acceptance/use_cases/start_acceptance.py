"""The enterprise begins to ask for acceptance of a project."""

from __future__ import annotations

from uuid import UUID, uuid4

from casework.desks import absent
from casework.mandates import acts_for, agency
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.acceptance import STAGE
from services.acceptance.domain.requesting import start
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def start_acceptance(uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_id: UUID) -> Shown:
    """A draft under the pack of the project. One at a time per project: the database holds it."""
    around = uow.projects.around(project_id)
    applicant_id = around.project.applicant.id
    if not acts_for(actor, applicant_id, around.project.ref.programme_year, STAGE):
        raise absent("project", project_id)
    rules = Rulebook.of(packs.get(around.project.ref))
    started = start(uuid4(), around, rules, city=uow.city, at=clock.now())
    uow.acceptances.add(started)
    uow.audit.record(actor, "start", started, project_id=project_id, **agency(actor, applicant_id))
    return shown_acceptance(started, rules, actor)
