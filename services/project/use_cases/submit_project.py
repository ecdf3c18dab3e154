"""The applicant hands a stage in (提交), of one project or of several that were ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from casework.desks import absent
from casework.mandates import agency
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem, Refusal
from policy.packs import Packs
from services.project.domain.project import Decision, Project
from services.project.domain.rulebook import SERVICE, Rulebook
from services.project.domain.shown_project import Shown
from services.project.domain.submission import Situation, submit
from services.project.use_cases.load import Asked, acted, must_act
from services.project.use_cases.ports import Unit

LARGEST_BULK: Final = 50
Contracts = set[tuple[UUID, str]]


def submit_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked) -> Shown:
    """In review, or DossierIncomplete with all problems at once: the draft stays as it is."""
    loaded, at = acted(uow, packs, asked), clock.now()
    stage = loaded.stage
    situation = Situation(project=loaded.project, stage=stage, rules=loaded.rules, known=loaded.known, at=at)
    decision = submit(situation, by=asked.actor)
    _keep(uow, asked.actor, decision, stage.name)
    return loaded.shown(decision.project, at=at)


def submit_projects(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_ids: Sequence[UUID], *, stage: str | None = None
) -> Shown:
    """Each for itself: what is in order is handed in, for the others it is said what is wrong (DL6)."""
    if not 1 <= len(set(project_ids)) <= LARGEST_BULK:
        inputs = {"at_least": 1, "at_most": LARGEST_BULK}
        raise Invalid(problems=[Problem(code="out_of_range", field="project_ids", inputs=inputs)])
    found = {project.id: project for project in uow.projects.get_all(frozenset(project_ids))}
    filed: Contracts = set()
    results = []
    for project_id in dict.fromkeys(project_ids):
        try:
            project = found.get(project_id)
            if project is None:
                raise absent(SERVICE, project_id)
            name = stage or project.first.name
            must_act(actor, project, name)
            if name not in project.stages:
                raise NotFound(kind="stage", id=name)
            decision = _submitted(uow, packs, clock, actor, project, name, filed=filed)
        except Refusal as refusal:
            results.append(_refused(project_id, refusal))
        else:
            results.append(_accepted(decision.project, name))
    return {"items": results}


def _submitted(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project: Project, name: str, *, filed: Contracts
) -> Decision:
    book, known, stage = Rulebook(packs.get(project.pack)), uow.known.around(project), project.stages[name]
    known = replace(known, contracts=known.contracts | filed)
    situation = Situation(project=project, stage=stage, rules=book.of(stage), known=known, at=clock.now())
    decision = submit(situation, by=actor)
    _keep(uow, actor, decision, name)
    contract = decision.project.stages[name].contract
    if contract is not None:
        filed.add((contract.provider_id, contract.number))
    return decision


def _keep(uow: Unit, actor: Actor, decision: Decision, name: str) -> None:
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    digest = decision.project.stages[name].dossier.filings[-1].digest
    by = agency(actor, decision.project.applicant.id)
    uow.audit.record(actor, "submit", decision.project, stage=name, digest=digest, **by)


def _accepted(project: Project, name: str) -> dict[str, Any]:
    return {
        "id": str(project.id),
        "stage": name,
        "is_submitted": True,
        "version": project.version,
        "state": project.state.value,
        "code": None,
        "problems": [],
    }


def _refused(project_id: UUID, refusal: Refusal) -> dict[str, Any]:
    return {
        "id": str(project_id),
        "stage": None,
        "is_submitted": False,
        "version": None,
        "state": None,
        "code": refusal.code,
        "problems": [problem.as_wire() for problem in refusal.problems],
    }
