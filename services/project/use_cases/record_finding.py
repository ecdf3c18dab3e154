"""An authority records what a spot check or a check off-line of a project found (XB8)."""

from __future__ import annotations

from datetime import date

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain import findings
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit


def record_finding(
    uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, found_on: date, place: str, text: str, concerns: str
) -> Shown:
    """The applicant sees it with the project; its text stays out of the history."""
    loaded = seen(uow, packs, asked)
    recorded = findings.record_finding(
        loaded.project,
        by=asked.actor,
        at=clock.now(),
        found_on=found_on,
        place=place,
        text=text,
        concerns=concerns,
    )
    uow.projects.save(recorded)
    uow.audit.record(asked.actor, "record_finding", recorded, found_on=found_on, concerns=concerns)
    return loaded.shown(recorded, at=clock.now())
