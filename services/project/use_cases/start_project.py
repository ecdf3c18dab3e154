"""A pilot enterprise starts the filing of a project (新增项目备案); a case may hold several."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from casework import drafting
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.refusal import NotAllowed, Problem
from policy.packs import Packs, UnknownPack
from policy.refs import PackRef
from services.project.domain.errors import PilotNotListed
from services.project.domain.known import KnownPilot, milestones_of, names_of
from services.project.domain.project import Project
from services.project.domain.rulebook import STAGE, Rulebook
from services.project.domain.shown_project import Shown, shown_project
from services.project.use_cases.ports import Unit


def start_project(uow: Unit, packs: Packs, clock: Clock, actor: Actor, case_id: UUID) -> Shown:
    """A draft under the pack that the case is judged by. PilotNotListed, with the article, for everybody else."""
    if actor.organisation_id is None:
        raise NotAllowed(permission="project.start")
    pilot = uow.known.pilot_of_case(case_id)
    if pilot is None or pilot.applicant_id != actor.organisation_id:
        raise PilotNotListed(problems=_unlisted(uow, packs, clock))
    rules = Rulebook.of(packs.get(pilot.ref))
    problems = rules.stage_problems(STAGE, milestones_of(pilot), clock.now())
    if problems:
        raise PilotNotListed(problems=problems, reason=pilot.reason)
    project = _draft(uow.city, pilot, rules, at=clock.now())
    uow.projects.add(project)
    uow.audit.record(actor, "start", project, pack=pilot.pack, pack_sha256=pilot.pack_sha256)
    return shown_project(project, rules, uow.known.around(project), actor)


def _draft(city: str, pilot: KnownPilot, rules: Rulebook, *, at: datetime) -> Project:
    applicant = Applicant(
        kind=pilot.applicant_kind, id=pilot.applicant_id, credit_code=pilot.credit_code, name=pilot.applicant_name
    )
    dossier = drafting.start(
        applicant_id=applicant.id,
        pack=rules.pack.ref,
        form=rules.forms.filing.key,
        at=at,
        answers=rules.forms.prefilled(names_of(applicant, None)),
    )
    return Project(
        id=uuid4(),
        city=city,
        version=1,
        case_id=pilot.case_id,
        pilot_id=pilot.id,
        programme_year=rules.pack.ref.programme_year,
        batch=pilot.batch,
        applicant=applicant,
        division=pilot.division,
        dossier=dossier,
    )


def _unlisted(uow: Unit, packs: Packs, clock: Clock) -> list[Problem]:
    """Why somebody who is on no list cannot file, by the newest released pack that knows of filing."""
    for known in sorted(uow.facts.packs(), key=lambda each: PackRef.parse(each.pack, each.sha256).order, reverse=True):
        try:
            pack = packs.get(PackRef.parse(known.pack, known.sha256))
        except UnknownPack:
            continue
        if any(stage.name == STAGE for stage in pack.stages):
            return Rulebook.of(pack).stage_problems(STAGE, (), clock.now())
    return [Problem(code="stage_not_reached", inputs={"stage": STAGE})]
