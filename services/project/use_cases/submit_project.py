"""The applicant hands a project in for filing (提交), one or several that were ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from casework.desks import absent
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem, Refusal
from policy.packs import Packs
from services.project.domain.project import Decision, Project
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import Shown
from services.project.domain.submission import submit
from services.project.use_cases.load import SERVICE, Asked, own
from services.project.use_cases.ports import Unit

LARGEST_BULK: Final = 50


def submit_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked) -> Shown:
    """In review, or DossierIncomplete with all problems at once: the draft stays as it is."""
    loaded = own(uow, packs, asked)
    decision = submit(loaded.project, loaded.rules, loaded.known, by=asked.actor, at=clock.now())
    _keep(uow, asked.actor, decision)
    return loaded.shown(decision.project, asked.actor)


def submit_projects(uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_ids: Sequence[UUID]) -> Shown:
    """Each for itself: what is in order is handed in, for the others it is said what is wrong (DL6)."""
    if not 1 <= len(set(project_ids)) <= LARGEST_BULK:
        inputs = {"at_least": 1, "at_most": LARGEST_BULK}
        raise Invalid(problems=[Problem(code="out_of_range", field="project_ids", inputs=inputs)])
    found = {project.id: project for project in uow.projects.get_all(frozenset(project_ids))}
    filed: set[tuple[UUID, str]] = set()
    results = []
    for project_id in dict.fromkeys(project_ids):
        try:
            project = found.get(project_id)
            if project is None or project.applicant.id != actor.organisation_id:
                raise absent(SERVICE, project_id)
            decision = _submitted(uow, packs, clock, actor, project, filed)
        except Refusal as refusal:
            results.append(_refused(project_id, refusal))
        else:
            results.append(_accepted(decision.project))
    return {"items": results}


def _submitted(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project: Project, filed: set[tuple[UUID, str]]
) -> Decision:
    rules, known = Rulebook.of(packs.get(project.dossier.pack)), uow.known.around(project)
    known = replace(known, contracts=known.contracts | filed)
    decision = submit(project, rules, known, by=actor, at=clock.now())
    _keep(uow, actor, decision)
    contract = decision.project.contract
    if contract is not None:
        filed.add((contract.provider_id, contract.number))
    return decision


def _keep(uow: Unit, actor: Actor, decision: Decision) -> None:
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "submit", decision.project, digest=decision.project.dossier.filings[-1].digest)


def _accepted(project: Project) -> dict[str, Any]:
    return {
        "id": str(project.id),
        "is_submitted": True,
        "version": project.version,
        "state": project.state.value,
        "code": None,
        "problems": [],
    }


def _refused(project_id: UUID, refusal: Refusal) -> dict[str, Any]:
    return {
        "id": str(project_id),
        "is_submitted": False,
        "version": None,
        "state": None,
        "code": refusal.code,
        "problems": [problem.as_wire() for problem in refusal.problems],
    }
