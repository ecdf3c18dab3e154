"""An authority records what a check off-line of a project found (XB8)."""

from __future__ import annotations

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain import findings
from services.project.domain.findings import Found
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit


def record_finding(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, found: Found) -> Shown:
    """The applicant sees it with the project; its text stays out of the history and of what is announced."""
    loaded = seen(uow, packs, asked)
    decision = findings.record_finding(loaded.project, found, by=asked.actor, at=clock.now())
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    facts = {"found_on": found.found_on, "concerns": found.concerns, "severity": found.severity}
    uow.audit.record(asked.actor, "record_finding", decision.project, **facts)
    return loaded.shown(decision.project, at=clock.now())
