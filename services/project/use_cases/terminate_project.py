"""An enrolled project ends without completion: the applicant gives it up, or the city ends it."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.refusal import NotAllowed
from policy.packs import Packs
from services.project.domain.endings import terminate
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit


def terminate_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, reason: str) -> Shown:
    """`Invalid` without a reason; no award follows. NotAllowed for a provider that acts for the applicant."""
    loaded = seen(uow, packs, asked)
    if loaded.agency:
        raise NotAllowed(permission="project.terminate")
    at = clock.now()
    decision = terminate(loaded.project, by=asked.actor, at=at, reason=reason)
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    uow.audit.record(asked.actor, "terminate", decision.project, reason=reason)
    return loaded.shown(decision.project, at=at)
